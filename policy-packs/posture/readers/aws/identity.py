"""Roles: who outside ours may act as one, and which stores that opens.

Only roles that somebody outside may assume are followed to stores: what our own identities may do is decided by the roads they have.
Sources: IAM User Guide, "How to use trust policies with IAM roles", "Policy evaluation logic".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, IdentityFact, StoreFact
from posture.graph.kinds import EdgeKind
from posture.iam import (
    AnyPolicy,
    Caller,
    NoPolicy,
    Opening,
    Policies,
    PolicyFault,
    PolicyKind,
    Request,
    UnknownPolicy,
    WitnessKind,
    may_use,
    openings_to_principals,
    parse_policy,
)
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.ours import ours
from posture.readers.aws.resource_policies import arn_of, policies_by_store
from posture.readers.aws.store_reach import ACTIONS
from posture.readers.aws.tokens import ROLE
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

POLICY: Final = ("aws:iam/policy:Policy", "aws-native:iam:ManagedPolicy")
ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENTS: Final = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("role", "policyArn"),
    "aws:iam/policyAttachment:PolicyAttachment": ("roles", "policyArn"),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ("roleName", "policyArns"),
}
_EVERYTHING: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
_S3_EVERYTHING: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
_S3_READ: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}]}'
_NOTHING_HELD: Final = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"*"}]}'
# Source: AWS Managed Policy Reference Guide. A policy of AWS that is not in the table may allow anything.
AWS_MANAGED: Final = {
    "AdministratorAccess": _EVERYTHING,
    "PowerUserAccess": _EVERYTHING,
    "ReadOnlyAccess": _S3_READ,
    "AmazonS3FullAccess": _S3_EVERYTHING,
    "AmazonS3ReadOnlyAccess": _S3_READ,
    "service-role/AWSLambdaBasicExecutionRole": _NOTHING_HELD,
    "service-role/AmazonRDSEnhancedMonitoringRole": _NOTHING_HELD,
}


@reads(*ROLE)
def role(resource: ResourceView, graph: GraphBuilder) -> None:
    """A role: an identity of its account."""
    provider = resource.resource.provider
    graph.add(IdentityFact(resource.resource.urn, provider.account if provider else None))


@reads(*POLICY, ROLE_POLICY, *ATTACHMENTS)
def policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """What roles may do: read with the role that it belongs to."""


inert(
    "Names a role for instances; the role itself is read (IAM User Guide, 'Using instance profiles')",
    "aws:iam/instanceProfile:InstanceProfile",
)
inert(
    "A role that only its AWS service may assume (IAM User Guide, 'Create a service-linked role')",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole",
)


@joins
def roles_open_to_outside(graph: GraphBuilder) -> None:
    """outside → role → each store that the role may use."""
    policies = graph.once("aws role policies", lambda: _policies(graph))
    for resource in graph.stack.of_type(*ROLE):
        view = graph.view(resource.urn)
        prop = "assumeRolePolicy" if view.value("assumeRolePolicy") is not None else "assumeRolePolicyDocument"
        trust = parse_policy(view.document(prop), PolicyKind.TRUST)
        if isinstance(trust, NoPolicy):
            continue
        if isinstance(trust, (UnknownPolicy, PolicyFault)):
            graph.unreadable(resource.urn, "who may assume the role is not known")
            continue
        openings = openings_to_principals(trust, ours(graph), arn_of(graph, resource.urn))
        for opening in openings:
            _assume(graph, resource.urn, opening, prop)
        if openings:
            for store, certain in _stores(graph, resource.urn, policies.get(resource.urn, [])):
                because = Because(resource.urn, "policies", "may use it")
                graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=certain)


def _assume(graph: GraphBuilder, urn: str, opening: Opening, prop: str) -> None:
    everyone = opening.witness_kind in (WitnessKind.ANY, WitnessKind.ANONYMOUS)
    who = graph.anybody() if everyone else witness(graph, opening, "sts")
    because = Because(urn, f"{prop}.Statement[{opening.statement}]", opening.reason)
    graph.edge(who, Reference.to(urn), EdgeKind.ASSUME, because, certain=opening.certain)


def _stores(graph: GraphBuilder, urn: str, identity: list[AnyPolicy]) -> Iterator[tuple[str, bool]]:
    resource = graph.stack.by_urn[urn]
    arn = resource.props.get("arn")
    account = resource.provider.account if resource.provider else None
    caller = Caller.role(arn) if isinstance(arn, str) else (Caller.of_account(account) if account else Caller())
    for store in tuple(graph.of(StoreFact)):
        target = arn_of(graph, store.urn)
        own = [parse_policy(view.document(path), PolicyKind.RESOURCE) for view, path in policies_by_store(graph).get(store.urn, ())]
        documents = Policies(identity=tuple(identity), resource=own[0] if len(own) == 1 else NoPolicy() if not own else UnknownPolicy())
        answers = [
            may_use(
                documents,
                Request(
                    action, f"{target}/*" if store.service == "s3" and target != "*" else target, caller, {"aws:SecureTransport": "true"}
                ),
            ).allowed
            for action in ACTIONS.get(store.service, ())
        ]
        if any(answer.possible for answer in answers):
            yield store.urn, any(answer.certain for answer in answers)


def _policies(graph: GraphBuilder) -> dict[str, list[AnyPolicy]]:
    found: dict[str, list[AnyPolicy]] = {}
    for resource in graph.stack.of_type(*ROLE):
        view = graph.view(resource.urn)
        documents = found.setdefault(resource.urn, [])
        for prop, name in (("inlinePolicies", "policy"), ("policies", "policyDocument")):
            blocks = view.blocks(prop)
            documents.extend(
                [UnknownPolicy()] if isinstance(blocks, Unknown) else [_identity(view.document(f"{block}.{name}")) for block in blocks]
            )
        arns = view.texts("managedPolicyArns")
        documents.extend([UnknownPolicy()] if isinstance(arns, Unknown) else [_managed(graph, view, arn) for arn in arns])
    for resource in graph.stack.of_type(ROLE_POLICY):
        view = graph.view(resource.urn)
        for urn in view.refers_to("role", ROLE).targets:
            found[urn].append(_identity(view.document("policy")))
    for token, (whose, what) in ATTACHMENTS.items():
        for resource in graph.stack.of_type(token):
            view = graph.view(resource.urn)
            arns = view.texts(what)
            held = [UnknownPolicy()] if isinstance(arns, Unknown) else [_managed(graph, view, arn, what) for arn in arns]
            for reference in (
                view.all_refer_to(whose, ROLE) if not isinstance(view.value(whose), Unknown) else [view.refers_to(whose, ROLE)]
            ):
                for urn in reference.targets:
                    found[urn].extend(held)
    return found


def _managed(graph: GraphBuilder, view: ResourceView, arn: str | Unknown, prop: str = "managedPolicyArns") -> AnyPolicy:
    if isinstance(arn, Unknown):
        named = view.refers_to(prop, POLICY)
        return _of_stack(graph, named.targets[0]) if len(named.targets) == 1 and named.certain else UnknownPolicy()
    name = arn.rsplit(":aws:policy/", 1)[-1]
    if name != arn and name in AWS_MANAGED:
        return _identity(AWS_MANAGED[name])
    own = view.look_up(arn, POLICY)
    return _of_stack(graph, own.targets[0]) if len(own.targets) == 1 else UnknownPolicy()


def _of_stack(graph: GraphBuilder, urn: str) -> AnyPolicy:
    view = graph.view(urn)
    return _identity(view.document("policy" if view.value("policy") is not None else "policyDocument"))


def _identity(document: object) -> AnyPolicy:
    return parse_policy(document, PolicyKind.IDENTITY)
