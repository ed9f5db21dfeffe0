"""VPC Lattice's services in the hands of other accounts: a service or a service network that is shared, as far as auth policies let them in.

Whoever a service network is shared with may join networks of their own to it, and then calls every service in it. `AWS_IAM` at the service
or at the network asks its auth policy, which answers nobody where there is none; `NONE` answers whoever gets there.
Sources: Amazon VPC Lattice User Guide, "Share your VPC Lattice entities", "Control access to VPC Lattice services using auth policies" (both
policies must allow; without one, `AWS_IAM` denies by default).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.iam import AnyPolicy, PolicyKind, Truth, openings_to_principals, parse_policy
from posture.iam.values import any_of
from posture.readers.aws.ours import ours
from posture.readers.aws.tokens import SERVICE_NETWORK
from posture.reference import Reference
from posture.view import ResourceView

SERVICE: Final = ("aws:vpclattice/service:Service",)
AUTH_POLICY: Final = ("aws:vpclattice/authPolicy:AuthPolicy",)
_OFFERS: Final = "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation"
_INVOKE: Final = "vpc-lattice-svcs:Invoke"


def shared_services(graph: GraphBuilder, shared: Reference) -> list[tuple[Reference, Truth]]:
    """Services that somebody who is not ours may call when this is shared with them: the thing itself, or each that a service network offers."""
    found: list[tuple[Reference, Truth]] = []
    for urn in shared.targets:
        kind = graph.stack.by_urn[urn].type
        if kind in SERVICE:
            found.append((shared, _answers(graph, urn)))
        elif kind in SERVICE_NETWORK:
            by_network = _answers(graph, urn)
            found.extend((service, by_network & _lets(graph, service)) for service in _offered(graph, urn))
    return found


def _lets(graph: GraphBuilder, service: Reference) -> Truth:
    return any_of(_answers(graph, urn) for urn in service.targets)


def _offered(graph: GraphBuilder, network: str) -> Iterator[Reference]:
    for resource in graph.stack.of_type(_OFFERS):
        view = graph.view(resource.urn)
        if network in view.refers_to("serviceNetworkIdentifier", SERVICE_NETWORK).targets:
            service = view.refers_to("serviceIdentifier", SERVICE)
            if service.targets:
                yield service


def _answers(graph: GraphBuilder, urn: str) -> Truth:
    """Whether the auth policy of a service or network lets somebody in who is not ours."""
    view = graph.view(urn)
    kind = view.text("authType")
    if kind in (None, "NONE"):
        return Truth.TRUE
    if kind != "AWS_IAM":
        return Truth.UNKNOWN
    arn = view.text("arn")
    openings = [opening for policy in _policies(graph, urn) for opening in openings_to_principals(policy, ours(graph), arn, (_INVOKE,))]
    return any_of(Truth.TRUE if opening.certain else Truth.UNKNOWN for opening in openings)


def _policies(graph: GraphBuilder, urn: str) -> Iterator[AnyPolicy]:
    for resource in graph.stack.of_type(*AUTH_POLICY):
        view: ResourceView = graph.view(resource.urn)
        of = view.refers_to("resourceIdentifier", (*SERVICE, *SERVICE_NETWORK))
        if urn in of.targets:
            yield parse_policy(view.document("policy"), PolicyKind.RESOURCE)
