"""Which stores of the stack a request through a service endpoint can reach: endpoint policy, store policy, access points.

An endpoint that names a store (or lets everything pass) reaches it unless the store's own policy denies what comes from there. An endpoint that
admits whatever is ours reaches it as far as these two documents say; whether an identity there is also granted it, they do not say: uncertain.

Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; Amazon S3 User Guide, "Controlling access from
VPC endpoints with bucket policies", "Creating access points restricted to a virtual private cloud".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, StoreFact
from posture.graph.kinds import EdgeKind
from posture.iam import ABSENT, UNKNOWN, AnyPolicy, Caller, NoPolicy, Policy, PolicyKind, Request, Truth, evaluate, parse_policy
from posture.iam.document import Match
from posture.iam.request import ContextValue
from posture.readers.aws.endpoint_reach import policies_of
from posture.readers.aws.endpoint_support import iam_service
from posture.readers.aws.resource_policies import ACCESS_POINT, arn_of, policies_by_store
from posture.readers.aws.tokens import BUCKET, VPC, VPC_ENDPOINT
from posture.readers.registry import joins
from posture.reference import Reference
from posture.values import Unknown

ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    "s3": ("s3:GetObject", "s3:PutObject"),
    "dynamodb": ("dynamodb:GetItem", "dynamodb:PutItem"),
    "secretsmanager": ("secretsmanager:GetSecretValue",),
    "sqs": ("sqs:SendMessage", "sqs:ReceiveMessage"),
    "sns": ("sns:Publish",),
    "kinesis": ("kinesis:PutRecord", "kinesis:GetRecords"),
    "firehose": ("firehose:PutRecord",),
    "rds-data": ("rds-data:ExecuteStatement",),
    "healthlake": ("healthlake:ReadResource", "healthlake:SearchWithGet"),
}
"""One reading and one writing action of each service: what either document lets pass of them decides. Keys and log groups are
reached for the zone's own work and hold no records of another zone that a request could fetch (a log group is written, and read
only through the console's own query actions)."""

SERVICE_OF_STORE: Final = {"rds": "rds-data"}


@joins
def reach_of_stores(graph: GraphBuilder) -> None:
    """Every store that an endpoint of its service leads to."""
    stores: dict[str, list[StoreFact]] = {}
    for store in graph.of(StoreFact):
        if graph.stack.by_urn[store.urn].type not in ACCESS_POINT:
            stores.setdefault(SERVICE_OF_STORE.get(store.service, store.service), []).append(store)
    for endpoint in tuple(graph.of(EndpointFact)):
        service = iam_service(endpoint.service)
        resource = graph.stack.by_urn.get(endpoint.urn)
        if service in ACTIONS and resource is not None and resource.type in VPC_ENDPOINT:
            for policy, because in policies_of(graph, endpoint.urn):
                for store in stores.get(service, ()):
                    _reach(graph, endpoint, store, policy, because)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to a bucket: straight, or by an access point with a policy of its own."""

    policies: tuple[AnyPolicy, ...]
    context: dict[str, ContextValue]
    resources: tuple[str, ...]


def _reach(graph: GraphBuilder, endpoint: EndpointFact, store: StoreFact, policy: AnyPolicy, because: Because) -> None:
    context = _context(graph, endpoint, store)
    answers = [
        _passes(graph, policy, way, context, action)
        for way in _ways(graph, endpoint, store)
        for action in ACTIONS[iam_service(endpoint.service)]
    ]
    best = max(answers, key=lambda answer: answer.value, default=Truth.FALSE)
    if best.possible:
        graph.edge(Reference.to(endpoint.urn), Reference.to(store.urn), EdgeKind.USE, because, certain=best.certain)


def _passes(graph: GraphBuilder, endpoint: AnyPolicy, way: _Way, context: dict[str, ContextValue], action: str) -> Truth:
    """TRUE when the endpoint names the store, or passes everything, and no document refuses; UNKNOWN when only "ours" is admitted."""
    answer = Truth.FALSE
    for resource in way.resources:
        request = Request(action, resource, _caller(context), {**context, **way.context})
        through = Truth.TRUE if isinstance(endpoint, NoPolicy) else evaluate(endpoint, request).allowed
        if through.certain and isinstance(endpoint, Policy) and not _names(endpoint, request):
            through = Truth.UNKNOWN
        if not through.possible:
            continue
        refused = Truth.FALSE
        for document in way.policies:
            refused = refused | evaluate(document, request).deny
        answer = answer | (through & ~refused)
    return answer


def _names(policy: Policy, request: Request) -> bool:
    """Whether a statement that lets the request pass names its resource more closely than `*`, or lets every caller's everything pass."""
    for match in evaluate(policy, request).statements:
        if match.index is None or not match.truth.certain:
            continue
        statement = policy.statements[match.index]
        named = statement.resources
        if named is None or not statement.conditions:
            return True
        if isinstance(named, Match) and any(isinstance(text, str) and text != "*" for text in named.patterns):
            return True
    return False


def _caller(context: dict[str, ContextValue]) -> Caller:
    account = context.get("aws:PrincipalAccount")
    return Caller.of_account(account) if isinstance(account, str) else Caller.of_account("") if account is None else Caller()


def _context(graph: GraphBuilder, endpoint: EndpointFact, store: StoreFact) -> dict[str, ContextValue]:
    resource = graph.stack.by_urn[endpoint.urn]
    account = resource.provider.account if resource.provider and resource.provider.account else None
    organizations = sorted(graph.approved.organization.aws_organization_ids)
    organization: ContextValue = organizations[0] if len(organizations) == 1 else UNKNOWN
    return {
        "aws:SourceVpce": resource.id if isinstance(resource.id, str) else UNKNOWN,
        "aws:SourceVpc": _network(graph, endpoint),
        "aws:VpceAccount": account or UNKNOWN,
        "aws:PrincipalAccount": account or UNKNOWN,
        "aws:ResourceAccount": store.account or UNKNOWN,
        "aws:PrincipalOrgID": organization,
        "aws:ResourceOrgID": organization,
        "aws:VpceOrgID": organization,
        "aws:SecureTransport": "true",
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": "false",
    }


def _network(graph: GraphBuilder, endpoint: EndpointFact) -> ContextValue:
    for urn in endpoint.network.targets if endpoint.network.certain else ():
        identifier = graph.stack.by_urn[urn].id
        if isinstance(identifier, str):
            return identifier
    return endpoint.network.literal if endpoint.network.literal else UNKNOWN


def _ways(graph: GraphBuilder, endpoint: EndpointFact, store: StoreFact) -> Iterator[_Way]:
    own = tuple(parse_policy(view.document(path), PolicyKind.RESOURCE) for view, path in policies_by_store(graph).get(store.urn, ()))
    arn = arn_of(graph, store.urn)
    objects = (f"{arn}/*",) if store.service == "s3" and arn != "*" else (arn,)
    straight: dict[str, ContextValue] = (
        {}
        if store.service != "s3"
        else dict.fromkeys(("s3:DataAccessPointAccount", "s3:DataAccessPointArn", "s3:AccessPointNetworkOrigin"), ABSENT)
    )
    yield _Way(own, straight, objects)
    if store.service != "s3":
        return
    for resource in graph.stack.of_type(*ACCESS_POINT):
        view = graph.view(resource.urn)
        if store.urn not in view.refers_to("bucket", BUCKET).targets:
            continue
        confined = next(
            (view.refers_to(path, VPC) for path in ("vpcConfiguration.vpcId", "vpcConfiguration.vpcID") if view.value(path) is not None),
            None,
        )
        if (
            confined is not None
            and confined.certain
            and endpoint.network.certain
            and not set(confined.targets) & set(endpoint.network.targets)
        ):
            continue
        yield _by_access_point(graph, resource.urn, own, objects, confined is not None)


def _by_access_point(graph: GraphBuilder, urn: str, own: tuple[AnyPolicy, ...], objects: tuple[str, ...], confined: bool) -> _Way:
    resource = graph.stack.by_urn[urn]
    arn = arn_of(graph, urn)
    account = resource.provider.account if resource.provider else None
    policies = tuple(parse_policy(view.document(path), PolicyKind.RESOURCE) for view, path in policies_by_store(graph).get(urn, ()))
    context: dict[str, ContextValue] = {
        "s3:DataAccessPointAccount": account or UNKNOWN,
        "s3:DataAccessPointArn": arn if arn != "*" and not isinstance(resource.props.get("arn"), Unknown) else UNKNOWN,
        "s3:AccessPointNetworkOrigin": "VPC" if confined else "Internet",
    }
    return _Way((*own, *policies), context, (*objects, *((f"{arn}/object/*",) if arn != "*" else ())))
