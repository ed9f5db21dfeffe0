"""What a request through a service endpoint can reach that is not ours: somebody else's account, or whoever a message is addressed to.

An endpoint policy is the most that can pass. None at all, where AWS supports one, lets everything pass: any account's bucket, any account's log
group. Where AWS supports none, no policy counts, and what passes can't be told.

Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; AWS whitepaper "Building a Data Perimeter on AWS".
"""

from collections.abc import Iterator

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import (
    AnyPolicy,
    NoPolicy,
    Opening,
    Policy,
    PolicyFault,
    PolicyKind,
    Request,
    UnknownPolicy,
    WitnessKind,
    evaluate,
    parse_policy,
    reachable_outside,
)
from posture.readers.aws.endpoint import PRIVATE, RESOURCE, SERVICE_NETWORK_ENDPOINT, written_service
from posture.readers.aws.endpoint_support import SENDS_TO_ANYBODY, iam_service, without_policy_support
from posture.readers.aws.ours import ours
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import ResourceView

_NOT_AWS = (PRIVATE, RESOURCE, SERVICE_NETWORK_ENDPOINT)
ENDPOINT_POLICY = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"


@reads(ENDPOINT_POLICY)
def endpoint_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """A policy attached by a resource of its own: the join reads it with its endpoint."""
    endpoint = resource.refers_to("vpcEndpointId", VPC_ENDPOINT)
    if not endpoint.targets:
        unclear(graph, resource.resource.urn, f"the endpoint {endpoint.literal or ''} is no resource of the stack")


@joins
def reach_of_endpoints(graph: GraphBuilder) -> None:
    """Every way through every endpoint to what is not ours."""
    for endpoint in service_endpoints(graph):
        _reach(graph, endpoint)


def service_endpoints(graph: GraphBuilder) -> Iterator[EndpointFact]:
    """Endpoints to AWS's own services."""
    for endpoint in tuple(graph.of(EndpointFact)):
        resource = graph.stack.by_urn.get(endpoint.urn)
        if resource is not None and resource.type in VPC_ENDPOINT and endpoint.service not in _NOT_AWS:
            yield endpoint


def _reach(graph: GraphBuilder, endpoint: EndpointFact) -> None:
    service = written_service(graph.view(endpoint.urn)) or endpoint.service
    _sends(graph, endpoint, service)
    prefix = iam_service(service)
    source = without_policy_support(service)
    if source is not None:
        text = f"AWS lets no policy be attached to {service}"
        because = Because(endpoint.urn, "serviceName", text)
        graph.edge(Reference.to(endpoint.urn), graph.any_account(endpoint.service), EdgeKind.USE, because, certain=False)
        return
    for policy, because in policies_of(graph, endpoint.urn):
        if isinstance(policy, NoPolicy):
            open_wide = Because(because.urn, because.prop, "no policy: everything may pass")
            graph.edge(Reference.to(endpoint.urn), graph.any_account(endpoint.service), EdgeKind.USE, open_wide)
        elif isinstance(policy, PolicyFault):
            unclear(graph, endpoint.urn, f"the endpoint's policy can't be judged: {policy.reason}", OUTSIDE)
        elif isinstance(policy, UnknownPolicy):
            unclear(graph, endpoint.urn, "the endpoint's policy is unknown until the update", OUTSIDE)
        else:
            for opening in reachable_outside(policy, prefix, ours(graph)):
                _open(graph, endpoint, opening, because)


def _sends(graph: GraphBuilder, endpoint: EndpointFact, service: str) -> None:
    """Mail and messages: no policy names who receives them."""
    why = SENDS_TO_ANYBODY.get(endpoint.service)
    if why is None:
        return
    sending = Request(f"{iam_service(service)}:Send*", "*")
    certain = True
    for policy, _ in policies_of(graph, endpoint.urn) if without_policy_support(service) is None else ():
        if isinstance(policy, Policy) and not evaluate(policy, sending).allowed.possible:
            return
        certain = isinstance(policy, (Policy, NoPolicy))
    because = Because(endpoint.urn, "serviceName", why.partition(" (")[0])
    graph.edge(Reference.to(endpoint.urn), graph.internet(), EdgeKind.USE, because, moves=Moves.FORWARD, certain=certain)


def policies_of(graph: GraphBuilder, urn: str) -> Iterator[tuple[AnyPolicy, Because]]:
    """The endpoint's policy, wherever it is written; `NoPolicy` when it has none. Several that contradict each other all count."""
    view = graph.view(urn)
    attached = graph.once("aws endpoint policies", lambda: _attached(graph)).get(urn, ())
    for policy_urn in attached:
        yield parse_policy(graph.view(policy_urn).document("policy"), PolicyKind.ENDPOINT), Because(policy_urn, "policy")
    own = "policy" if view.value("policy") is not None else "policyDocument"
    declared = view.resource.declared
    # A state shows the policy in force on the endpoint itself while another resource attaches it.
    if attached and (declared is None or own not in declared):
        return
    if view.value(own) is not None:
        yield parse_policy(view.document(own), PolicyKind.ENDPOINT), Because(urn, own)
    elif not attached:
        yield NoPolicy(), Because(urn, "policy")


def _attached(graph: GraphBuilder) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for resource in graph.stack.of_type(ENDPOINT_POLICY):
        endpoint = graph.view(resource.urn).refers_to("vpcEndpointId", VPC_ENDPOINT)
        if len(endpoint.targets) == 1:
            found.setdefault(endpoint.targets[0], []).append(resource.urn)
        for urn in endpoint.targets if len(endpoint.targets) > 1 else ():
            unclear(graph, urn, f"which endpoint the policy {resource.name} belongs to is unknown until the update")
    return found


def _open(graph: GraphBuilder, endpoint: EndpointFact, opening: Opening, because: Because) -> None:
    where = f"{because.prop}.Statement[{opening.statement}]" if opening.statement is not None else because.prop
    reason = Because(because.urn, where, opening.reason)
    graph.edge(Reference.to(endpoint.urn), witness(graph, opening, endpoint.service), EdgeKind.USE, reason, certain=opening.certain)


def witness(graph: GraphBuilder, opening: Opening, service: str) -> Reference:
    """Whoever an opening lets in or out, as a node."""
    match opening.witness_kind:
        case WitnessKind.ACCOUNT:
            return graph.aws_account(opening.witness)
        case WitnessKind.ORGANIZATION:
            return graph.aws_organization(opening.witness)
        case WitnessKind.BUCKET:
            return graph.somewhere("bucket", opening.witness)
        case WitnessKind.RESOURCE | WitnessKind.PRINCIPAL | WitnessKind.IDENTITY_PROVIDER | WitnessKind.NETWORK | WitnessKind.DOCUMENT:
            return graph.somewhere(opening.witness_kind.value, opening.witness)
        case _:
            return graph.any_account(service)
