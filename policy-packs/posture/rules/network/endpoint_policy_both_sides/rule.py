"""An endpoint's policy names what is done, by whom, and to what; or by whom, and to whose."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Effect, Policy, PolicyKind, Statement, parse_policy
from posture.iam.actions import directions
from posture.iam.document import PrincipalKind
from posture.iam.values import Unknown as Untold
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.rules.aws_documents import unread
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

POLICY: Final = ("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",)
_WHO: Final = frozenset(
    {
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:userid",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:calledvia",
    }
)
_WHOSE: Final = frozenset({"aws:resourceorgid", "aws:resourceorgpaths", "aws:resourceaccount", "s3:resourceaccount"})
"""Where a statement says by whom and to whose, what is done is left to the policies of both (AWS whitepaper "Building a Data Perimeter on AWS",
"Appendix 2: VPC endpoint policy examples": every action of our identities on our resources)."""
_SERVICES: Final = ("com.amazonaws.", "cn.com.amazonaws.", "aws.api.", "aws.sagemaker.")
_BEFORE_IDENTITY: Final = frozenset({"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"})
_SCOPES: Final = ("stringequals", "stringlike", "arnlike", "arnequals", "stringequalsignorecase")


@rule(*VPC_ENDPOINT, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Each Allow: some actions, or every action of ours on what is ours; named principals or a condition on the principal.

    What it is done to is judged by phi-exit.
    """
    zone = look.zone
    if look.resource.type in POLICY:
        zone = next((endpoint.zone for endpoint in look.targets("vpcEndpointId")), None)
    prop = "policy" if look.value("policy") is not None else "policyDocument"
    value = look.value(prop)
    declared = look.resource.declared
    given = value is not None and (declared is None or prop in declared)  # a state shows the open policy that AWS gives where none is
    if zone is None or not given or not _of_the_cloud(look):
        return
    policy = parse_policy(value, PolicyKind.ENDPOINT)
    yield from unread(policy, prop, "what its policy allows")
    if isinstance(policy, Policy):
        for statement in policy.statements:
            if statement.effect == Effect.ALLOW:
                yield from _open(statement, prop)


def _of_the_cloud(look: Look) -> bool:
    """Whether the endpoint leads to a service of AWS. What stands behind one's own service is decided by its acceptance."""
    endpoint = look if look.resource.type in VPC_ENDPOINT else next(iter(look.targets("vpcEndpointId")), look)
    name = endpoint.text("serviceName")
    return isinstance(name, str) and name.startswith(_SERVICES) and ".vpce-svc-" not in name


def _open(statement: Statement, prop: str) -> Iterator[Fault]:
    actions = statement.actions
    if (
        not isinstance(actions, Untold)
        and (actions.negated or any(isinstance(one, str) and (one == "*" or one.endswith(":*")) for one in actions.patterns))
        and not (_bounded(statement, _WHO) and _bounded(statement, _WHOSE))
    ):
        yield Fault(f"has a policy that allows every action ({statement.label})", prop)
    if _anybody(statement) and not _told_by_condition(statement) and not _only_fetches(statement):
        yield Fault(f"has a policy that lets anybody's credentials through ({statement.label})", prop)


def _anybody(statement: Statement) -> bool:
    principals = statement.principals
    return principals is None or (
        not isinstance(principals, Untold)
        and (principals.negated or any(entry.kind is PrincipalKind.EVERYONE for entry in principals.entries))
    )


def _only_fetches(statement: Statement) -> bool:
    """Reading what is named brings data in, and an exchange of identity tokens has no caller yet: nobody's credentials carry anything out."""
    actions, resources = statement.actions, statement.resources
    if isinstance(actions, Untold) or actions.negated:
        return False
    named = [action for action in actions.patterns if isinstance(action, str)]
    if len(named) == len(actions.patterns) and all(action in _BEFORE_IDENTITY for action in named):
        return True
    if isinstance(resources, Untold) or resources is None or resources.negated or "*" in resources.patterns:
        return False
    return len(named) == len(actions.patterns) and all(directions(action) == {"read"} for action in named)


def _told_by_condition(statement: Statement) -> bool:
    return _bounded(statement, _WHO)


def _bounded(statement: Statement, keys: frozenset[str]) -> bool:
    conditions = statement.conditions
    if isinstance(conditions, Untold):
        return True  # phi-exit says what it can't read
    return any(
        condition.key.lower() in keys
        and condition.operator.lower().removeprefix("foranyvalue:") in _SCOPES
        and not any(value == "*" for value in condition.values)
        for condition in conditions
    )
