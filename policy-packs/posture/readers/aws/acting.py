"""Which roles what stands in a network acts as, where the stack tells; and what a role's own policies are.

Sources: IAM User Guide, "Using instance profiles", "Policy evaluation logic", "Methods to assume a role" (role chaining); AWS Lambda
Developer Guide, "Lambda execution role"; Amazon ECS Developer Guide, "Task IAM role", "Task execution IAM role".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import SubnetFact, WorkloadFact
from posture.iam import (
    UNKNOWN,
    AnyPolicy,
    Caller,
    CallerKind,
    Policies,
    PolicyKind,
    Request,
    Truth,
    UnknownPolicy,
    evaluate,
    may_use,
    parse_policy,
)
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.batch_jobs import BLOCKS, job_settings
from posture.readers.aws.beanstalk_settings import ENVIRONMENT, LAUNCH, option
from posture.readers.aws.container_machines import tasks_on
from posture.readers.aws.looking import texts
from posture.readers.aws.managed_policies import AWS_MANAGED
from posture.readers.aws.role_bounds import known_tags, told_in_full, within
from posture.readers.aws.tokens import DATABASE, LOAD_BALANCER, RESOURCE_GATEWAY, ROLE
from posture.readers.aws.whereabouts import account_of
from posture.readers.aws.workflow_steps import STARTERS, TASK, started_by
from posture.reference import Reference
from posture.resource import Resource
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

POLICY: Final = ("aws:iam/policy:Policy", "aws-native:iam:ManagedPolicy")
ROLE_POLICY: Final = {"aws:iam/rolePolicy:RolePolicy": ("role", "policy"), "aws-native:iam:RolePolicy": ("roleName", "policyDocument")}
ATTACHMENTS: Final = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("role", "policyArn"),
    "aws:iam/policyAttachment:PolicyAttachment": ("roles", "policyArn"),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ("roleName", "policyArns"),
}
WITHOUT_CREDENTIALS: Final = frozenset(
    {
        *LOAD_BALANCER, *RESOURCE_GATEWAY, *DATABASE, "aws:rds/clusterInstance:ClusterInstance", "aws:efs/mountTarget:MountTarget",
        "aws:elasticache/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup", "aws:rds/proxy:Proxy",
        "aws:ec2/networkInterface:NetworkInterface", "aws:route53/resolverEndpoint:ResolverEndpoint",
        "aws:opensearch/vpcEndpoint:VpcEndpoint", "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint",
    }
)  # fmt: skip
"""What stands in networks and calls no AWS service on anybody's behalf."""


def roles_in(graph: GraphBuilder, network: str) -> tuple[str, ...] | None:
    """Every role of the stack that something in the network acts as, chains of roles included.

    None: the stack does not tell them all, because nothing stands there yet, because it is not known what something there acts as, or
    because one of the roles may go on to roles outside the stack.
    """
    found = graph.once("aws roles by network", dict[str, tuple[str, ...] | None])
    if network not in found:
        found[network] = _roles_in(graph, network)
    return found[network]


def _roles_in(graph: GraphBuilder, network: str) -> tuple[str, ...] | None:
    roles: list[str] = []
    standing = list(standing_in(graph, network))
    if not standing:
        return None
    for urn in standing:
        acts_as = roles_of(graph, urn)
        if acts_as is None:
            return None
        roles.extend(acts_as)
    return _chained(graph, tuple(dict.fromkeys(roles)))


def standing_in(graph: GraphBuilder, network: str) -> Iterator[str]:
    """Workloads that stand in the network, or may, and have credentials."""
    subnets = {fact.urn for fact in graph.of(SubnetFact) if network in fact.network.targets or not fact.network.certain}
    for fact in graph.of(WorkloadFact):
        resource = graph.stack.by_urn.get(fact.urn)
        there = network in fact.network.targets or any(urn in subnets for reference in fact.subnets for urn in reference.targets)
        if (there or any(reference.unknown for reference in fact.subnets)) and (
            resource is None or resource.type not in WITHOUT_CREDENTIALS
        ):
            yield fact.urn


_ELSEWHERE: Final = "arn:aws:iam::000000000000:role/zz-witness"
_PROFILE: Final = "aws:iam/instanceProfile:InstanceProfile"
_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_RUNS_TASKS: Final = {
    "aws:ecs/service:Service": "taskDefinition",
    "aws:ecs/taskSet:TaskSet": "taskDefinition",
    "aws:cloudwatch/eventTarget:EventTarget": "ecsTarget.taskDefinitionArn",
    "aws:scheduler/schedule:Schedule": "target.ecsParameters.taskDefinitionArn",
    "aws:pipes/pipe:Pipe": "targetParameters.ecsTaskParameters.taskDefinitionArn",
}
"""What starts containers, and the property that names their task definition."""
_ONE_ROLE: Final = {
    "aws:lambda/function:Function": "role",
    "aws-native:lambda:Function": "role",
    "aws:apprunner/service:Service": "instanceConfiguration.instanceRoleArn",
    "aws-native:apprunner:Service": "instanceConfiguration.instanceRoleArn",
    "aws:mwaa/environment:Environment": "executionRoleArn",
    "aws-native:mwaa:Environment": "executionRoleArn",
}
"""What acts as one role, and the property that names it."""


def roles_of(graph: GraphBuilder, urn: str) -> tuple[str, ...] | None:
    """Roles of one workload; empty when it has no credentials; None when the stack does not tell."""
    resource = graph.stack.by_urn.get(urn)
    if resource is None:
        return None
    view = graph.view(urn)
    if resource.type in _ONE_ROLE:
        return _exact(view.refers_to(_ONE_ROLE[resource.type], ROLE))
    if resource.type in STARTERS and (started := started_by(graph, view)).tasks:
        return _together(_of_tasks(graph, one) for one in started.tasks) if started.known else None
    if resource.type in _RUNS_TASKS:
        return _of_tasks(graph, view.refers_to(_RUNS_TASKS[resource.type], TASK))
    match resource.type:
        case "aws:ec2/instance:Instance":
            if view.value("launchTemplate") is not None:
                return None
            return _of_profile(graph, view, "iamInstanceProfile")
        case "aws:autoscaling/group:Group":
            templates = view.refers_to("launchTemplate.id", (_TEMPLATE,))
            if len(templates.targets) != 1:
                return None
            template = graph.view(templates.targets[0])
            prop = "iamInstanceProfile.name" if template.value("iamInstanceProfile.name") is not None else "iamInstanceProfile.arn"
            hosted = tasks_on(graph, urn)
            if not all(certain for _, certain in hosted):
                return None
            return _together((_of_profile(graph, template, prop), *(_of_tasks(graph, task) for task, _ in hosted)))
        case "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration":
            return _of_profile(graph, view, "instanceProfileName")
        case "aws:batch/jobDefinition:JobDefinition":
            return _of_job(view)
        case _ if resource.type == ENVIRONMENT:
            named = option(view, LAUNCH, "IamInstanceProfile")
            return None if named is None else _of_profile(graph, view, named)
        case _:
            return None


def _of_tasks(graph: GraphBuilder, tasks: Reference) -> tuple[str, ...] | None:
    if len(tasks.targets) != 1:
        return None
    task = graph.view(tasks.targets[0])
    return _together(_exact(task.refers_to(name, ROLE)) for name in ("taskRoleArn", "executionRoleArn") if task.value(name) is not None)


def _together(found: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    told = list(found)
    return None if None in told else tuple(dict.fromkeys(role for roles in told if roles for role in roles))


def _of_job(view: ResourceView) -> tuple[str, ...] | None:
    """The roles that a job's document names by ARN; in a preview the stack's roles have names alone."""
    found: list[str] = []
    for prop in BLOCKS:
        document = job_settings(view, prop)
        if is_unknown(document):
            return None
        for key, text in texts(document):
            if key in ("jobRoleArn", "taskRoleArn", "executionRoleArn"):
                role = view.look_up(text, ROLE, prop)
                targets = role.targets or view.look_up(text.rsplit("/", 1)[-1], ROLE, prop).targets
                if len(targets) != 1:
                    return None
                found.extend(targets)
    return tuple(dict.fromkeys(found))


def _exact(reference: Reference) -> tuple[str, ...] | None:
    if reference.absent:
        return ()
    return reference.targets if len(reference.targets) == 1 else None


def _of_profile(graph: GraphBuilder, view: ResourceView, prop: str) -> tuple[str, ...] | None:
    profile = view.refers_to(prop, (_PROFILE,))
    if profile.absent:
        return ()
    if len(profile.targets) != 1:
        return None
    return _exact(graph.view(profile.targets[0]).refers_to("role", ROLE))


def _chained(graph: GraphBuilder, roles: tuple[str, ...]) -> tuple[str, ...] | None:
    """With every role that one of them may go on to; None when one may go on to roles that the stack does not hold."""
    known = list(roles)
    others = graph.once("aws roles open to roles", lambda: _open_to_roles(graph))
    for role in known:
        caller, own = caller_of(graph, role), policies_of_role(graph, role)
        outside = [evaluate(policy, Request("sts:AssumeRole", _ELSEWHERE, caller)) for policy in own]
        if any_of(decision.allow for decision in outside).possible and not any_of(decision.deny for decision in outside).certain:
            return None
        for other in others:
            request = Request("sts:AssumeRole", arn_of_role(graph, other), caller)
            if other not in known and may_use(Policies(identity=own, resource=trust_of(graph, other)), request).allowed.possible:
                known.append(other)
    return tuple(known)


def _open_to_roles(graph: GraphBuilder) -> list[str]:
    """Roles whose trust policies may let any AWS principal in: without its own word nobody acts as a role."""
    somebody = Caller(CallerKind.AWS)

    def of(role: str) -> bool:
        return evaluate(trust_of(graph, role), Request("sts:AssumeRole", arn_of_role(graph, role), somebody)).allow.possible

    return [resource.urn for resource in graph.stack.of_type(*ROLE) if of(resource.urn)]


def trust_of(graph: GraphBuilder, urn: str) -> AnyPolicy:
    """Who may act as the role, as its trust policy says."""
    view = graph.view(urn)
    return parse_policy(view.document(trust_property(view)), PolicyKind.TRUST)


def trust_property(view: ResourceView) -> str:
    """Where the trust policy stands."""
    return "assumeRolePolicy" if view.value("assumeRolePolicy") is not None else "assumeRolePolicyDocument"


def arn_of_role(graph: GraphBuilder, urn: str) -> str:
    """The role's ARN, or a pattern that holds it."""
    resource = graph.stack.by_urn[urn]
    arn = resource.props.get("arn")
    if isinstance(arn, str):
        return arn
    name = resource.props.get("name", resource.props.get("roleName"))
    return f"arn:aws:iam::{account_of(resource) or '*'}:role/{name if isinstance(name, str) and name else '*'}"


def caller_of(graph: GraphBuilder, urn: str) -> Caller:
    """The role as a caller, with its tags where no session can bring others."""
    arn = arn_of_role(graph, urn)
    if "*" not in arn:
        return Caller.role(arn, tags=_tags_shown(graph, urn))
    account = account_of(graph.stack.by_urn[urn])
    return replace(Caller.of_account(account) if account else Caller(CallerKind.AWS), tags=_tags_shown(graph, urn))


def _tags_shown(graph: GraphBuilder, urn: str) -> tuple[tuple[str, str], ...] | None:
    """The role's tags; None where one is not known, or where whoever assumes the role may bring tags of the session, which win.

    Source: IAM User Guide, "Pass session tags in AWS STS" (`sts:TagSession` in the trust policy).
    """
    known = graph.once("aws tags of roles", dict[str, tuple[tuple[str, str], ...] | None])
    if urn not in known:
        brought = evaluate(trust_of(graph, urn), Request("sts:TagSession", arn_of_role(graph, urn))).allow
        known[urn] = None if brought.possible else known_tags(graph.view(urn))
    return known[urn]


def asked_by(graph: GraphBuilder, role: str, owner: Resource) -> dict[str, ContextValue]:
    """What is known of a request that the role makes from a network, for a resource of the owner's account."""
    organizations = sorted(graph.approved.organization.aws_organization_ids)
    organization: ContextValue = organizations[0] if len(organizations) == 1 else UNKNOWN
    account, owners = account_of(graph.stack.by_urn[role]), account_of(owner)
    return {
        "aws:PrincipalAccount": account or UNKNOWN,
        "aws:ResourceAccount": owners or UNKNOWN,
        "aws:PrincipalOrgID": organization,
        "aws:ResourceOrgID": organization,
        "aws:VpceOrgID": organization,
        "aws:SecureTransport": "true",
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": "false",
    }


def policies_of_role(graph: GraphBuilder, urn: str) -> tuple[AnyPolicy, ...]:
    """What the role's identity policies say; a document that is not known is `UnknownPolicy`."""
    return tuple(graph.once("aws role policies", lambda: _policies(graph)).get(urn, ()))


def granted_by_identity(graph: GraphBuilder, urn: str, request: Request) -> Truth:
    """Whether the role's identity policies together allow the request: one allows it, and none denies."""
    said = [evaluate(document, request) for document in policies_of_role(graph, urn)]
    return any_of(one.allow for one in said) & ~any_of(one.deny for one in said)


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
        documents.extend(_named_policy(graph, reference) for reference in view.all_refer_to("managedPolicyArns", POLICY))
    for token, (whose, what) in ROLE_POLICY.items():
        for resource in graph.stack.of_type(token):
            view = graph.view(resource.urn)
            for urn in view.refers_to(whose, ROLE).targets:
                found[urn].append(_identity(view.document(what)))
    for token, (whose, what) in ATTACHMENTS.items():
        for resource in graph.stack.of_type(token):
            view = graph.view(resource.urn)
            arns = view.texts(what)
            held = [_managed(graph, view, arn, what) for arn in ([arns] if isinstance(arns, Unknown) else arns)]
            known = not isinstance(view.value(whose), Unknown)
            for reference in view.all_refer_to(whose, ROLE) if known else [view.refers_to(whose, ROLE)]:
                for urn in reference.targets:
                    found[urn].extend(held)
    return {urn: _within(graph, urn, documents) for urn, documents in found.items()}


def _within(graph: GraphBuilder, urn: str, documents: list[AnyPolicy]) -> list[AnyPolicy]:
    view = graph.view(urn)
    arn = view.text("permissionsBoundary")
    if arn is None:
        return documents
    return within(documents, _managed(graph, view, arn, "permissionsBoundary") if told_in_full(arn) else UnknownPolicy())


def _managed(graph: GraphBuilder, view: ResourceView, arn: str | Unknown, prop: str) -> AnyPolicy:
    return _named_policy(graph, view.refers_to(prop, POLICY) if isinstance(arn, Unknown) else view.look_up(arn, POLICY))


def _named_policy(graph: GraphBuilder, named: Reference) -> AnyPolicy:
    """What a managed policy says: one of AWS's own, by its name, or one of the stack."""
    name = (named.literal or "").rsplit(":aws:policy/", 1)[-1]
    if name != named.literal and name in AWS_MANAGED:
        return _identity(AWS_MANAGED[name])
    return _of_stack(graph, named.targets[0]) if len(named.targets) == 1 and named.certain else UnknownPolicy()


def _of_stack(graph: GraphBuilder, urn: str) -> AnyPolicy:
    view = graph.view(urn)
    return _identity(view.document("policy" if view.value("policy") is not None else "policyDocument"))


def _identity(document: object) -> AnyPolicy:
    return parse_policy(document, PolicyKind.IDENTITY)


def together(
    identity: Sequence[AnyPolicy], own: Sequence[AnyPolicy], point: Sequence[AnyPolicy] | None, request: Request, same: bool | None
) -> Truth:
    """What identity and store say together: within an account either lets in, across accounts both must, and any may refuse.

    `own` are the store's policies, `point` those of the access point on the way, `same` whether caller and store are of one account.
    """
    mine = [evaluate(policy, request) for policy in identity]
    theirs = [evaluate(document, request) for document in (*own, *(point or ()))]
    granted = any_of(decision.allow for decision in mine)
    refused = any_of(decision.deny for decision in (*mine, *theirs))
    within = granted | any_of(decision.direct for decision in theirs)
    across = granted & lets_in(own, point, request)
    either = within if within is across else Truth.UNKNOWN
    return {True: within, False: across, None: either}[same] & ~refused


def lets_in(own: Sequence[AnyPolicy], point: Sequence[AnyPolicy] | None, request: Request) -> Truth:
    """Whether the store's own documents allow another account's request; by an access point, both of them."""
    allowed = any_of(evaluate(document, request).allow for document in own)
    return allowed if point is None else allowed & any_of(evaluate(document, request).allow for document in point)
