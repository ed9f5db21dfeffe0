"""What a request through a service endpoint can reach: stores of ours, or somebody else's account.

An endpoint policy is the most that can pass. None at all, where AWS supports one, lets everything pass: any account's bucket, any account's log group.

Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; AWS whitepaper "Building a Data Perimeter on AWS".
"""

from collections.abc import Iterator

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact
from posture.graph.kinds import EdgeKind
from posture.iam import AnyPolicy, NoPolicy, Opening, PolicyFault, PolicyKind, UnknownPolicy, WitnessKind, parse_policy, reachable_outside
from posture.readers.aws.endpoint import PRIVATE, RESOURCE
from posture.readers.aws.endpoint_support import WITHOUT_POLICY_SUPPORT, iam_service
from posture.readers.aws.ours import ours
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import ResourceView

ENDPOINT_POLICY = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"


@reads(ENDPOINT_POLICY)
def endpoint_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """A policy attached by a resource of its own: the join reads it with its endpoint."""
    endpoint = resource.refers_to("vpcEndpointId", VPC_ENDPOINT)
    if not endpoint.targets:
        graph.unreadable(resource.resource.urn, f"the endpoint {endpoint.literal or ''} is no resource of the stack")


@joins
def reach_of_endpoints(graph: GraphBuilder) -> None:
    """Every way through every endpoint to what is not ours."""
    for endpoint in tuple(graph.of(EndpointFact)):
        if (
            endpoint.urn in graph.stack.by_urn
            and graph.stack.by_urn[endpoint.urn].type in VPC_ENDPOINT
            and endpoint.service not in (PRIVATE, RESOURCE)
        ):
            _reach(graph, endpoint)


def _reach(graph: GraphBuilder, endpoint: EndpointFact) -> None:
    for policy, because in policies_of(graph, endpoint.urn):
        if isinstance(policy, NoPolicy):
            if endpoint.service in WITHOUT_POLICY_SUPPORT:
                continue
            text = "no policy: everything may pass"
            graph.edge(
                Reference.to(endpoint.urn), graph.any_account(endpoint.service), EdgeKind.USE, Because(because.urn, because.prop, text)
            )
        elif isinstance(policy, (UnknownPolicy, PolicyFault)):
            graph.unreadable(
                endpoint.urn,
                f"the endpoint's policy can't be judged: {policy.reason}"
                if isinstance(policy, PolicyFault)
                else "the endpoint's policy is unknown until the update",
            )
        else:
            for opening in reachable_outside(policy, iam_service(endpoint.service), ours(graph)):
                _open(graph, endpoint, opening, because)


def policies_of(graph: GraphBuilder, urn: str) -> Iterator[tuple[AnyPolicy, Because]]:
    """The endpoint's policy, wherever it is written; exactly one, `NoPolicy` when it has none."""
    # A state shows AWS's default policy on the endpoint itself while another resource attaches the one that counts.
    attached = graph.once("aws endpoint policies", lambda: _attached(graph))
    if urn in attached:
        policy_urn = attached[urn]
        yield parse_policy(graph.view(policy_urn).document("policy"), PolicyKind.ENDPOINT), Because(policy_urn, "policy")
        return
    view = graph.view(urn)
    own = "policy" if view.value("policy") is not None else "policyDocument"
    if view.value(own) is not None:
        yield parse_policy(view.document(own), PolicyKind.ENDPOINT), Because(urn, own)
        return
    yield NoPolicy(), Because(urn, "policy")


def _attached(graph: GraphBuilder) -> dict[str, str]:
    found: dict[str, str] = {}
    for resource in graph.stack.of_type(ENDPOINT_POLICY):
        endpoint = graph.view(resource.urn).refers_to("vpcEndpointId", VPC_ENDPOINT)
        if len(endpoint.targets) == 1 and graph.view(resource.urn).value("policy") is not None:
            found[endpoint.targets[0]] = resource.urn
        for urn in endpoint.targets if len(endpoint.targets) > 1 else ():
            graph.unreadable(urn, f"which endpoint the policy {resource.name} belongs to is unknown until the update")
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
