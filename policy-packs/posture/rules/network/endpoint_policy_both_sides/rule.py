"""An endpoint's policy names what is done, by whom, and to what."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Effect, Policy, PolicyKind, Statement, UnknownPolicy, parse_policy
from posture.iam.document import PrincipalKind
from posture.iam.values import Unknown as Untold
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell

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
_SCOPES: Final = ("stringequals", "stringlike", "arnlike", "arnequals", "stringequalsignorecase")


@rule(*VPC_ENDPOINT, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Each Allow: some actions, named principals or a condition on the principal. What it is done to is judged by phi-exit."""
    zone = look.zone
    if look.resource.type in POLICY:
        zone = next((endpoint.zone for endpoint in look.targets("vpcEndpointId")), None)
    prop = "policy" if look.value("policy") is not None else "policyDocument"
    value = look.value(prop)
    if zone is None or value is None:
        return
    policy = parse_policy(value, PolicyKind.ENDPOINT)
    if isinstance(policy, UnknownPolicy):
        yield cannot_tell(prop, "what its policy allows")
    elif isinstance(policy, Policy):
        for statement in policy.statements:
            if statement.effect == Effect.ALLOW:
                yield from _open(statement, prop)


def _open(statement: Statement, prop: str) -> Iterator[Fault]:
    actions = statement.actions
    if not isinstance(actions, Untold) and (
        actions.negated or any(isinstance(one, str) and (one == "*" or one.endswith(":*")) for one in actions.patterns)
    ):
        yield Fault(f"has a policy that allows every action ({statement.label})", prop)
    if _anybody(statement) and not _told_by_condition(statement):
        yield Fault(f"has a policy that lets anybody's credentials through ({statement.label})", prop)


def _anybody(statement: Statement) -> bool:
    principals = statement.principals
    return principals is None or (
        not isinstance(principals, Untold)
        and (principals.negated or any(entry.kind is PrincipalKind.EVERYONE for entry in principals.entries))
    )


def _told_by_condition(statement: Statement) -> bool:
    conditions = statement.conditions
    if isinstance(conditions, Untold):
        return True  # phi-exit says what it can't read
    return any(
        condition.key.lower() in _WHO
        and condition.operator.lower().removeprefix("foranyvalue:") in _SCOPES
        and not any(value == "*" for value in condition.values)
        for condition in conditions
    )
