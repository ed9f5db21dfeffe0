"""A role's trust says for whom a service acts, and which job of which repository may come by OIDC."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Effect, Policy, PolicyKind, Statement, parse_policy
from posture.iam.document import PrincipalKind
from posture.iam.values import Unknown as Untold
from posture.readers.aws.tokens import ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

DEPUTIES: Final = frozenset(
    f"{name}.amazonaws.com"
    for name in (
        "vpc-flow-logs",
        "delivery.logs",
        "scheduler",
        "pipes",
        "backup",
        "config",
        "bedrock",
        "sagemaker",
        "healthlake",
        "dms",
        "appflow",
        "datasync",
        "transfer",
        "firehose",
        "glue",
        "states",
    )
)
"""Services that act for resources of any account, and say for which (IAM User Guide, "The confused deputy problem")."""
_FOR_WHOM: Final = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"})
_WEB: Final = "sts:assumerolewithwebidentity"


@rule(*ROLE)
def check(look: Look) -> Iterator[Fault]:
    """Conditions on the source of a service's call, and on the subject of an OIDC token; no action beyond assuming."""
    if not look.scene.classified:
        return
    prop = "assumeRolePolicy" if look.value("assumeRolePolicy") is not None else "assumeRolePolicyDocument"
    policy = parse_policy(look.value(prop), PolicyKind.TRUST)
    if not isinstance(policy, Policy):
        return  # the theorems say what of a role can't be read
    for statement in policy.statements:
        if statement.effect == Effect.ALLOW:
            yield from _open(statement, prop)


def _open(statement: Statement, prop: str) -> Iterator[Fault]:
    principals, actions = statement.principals, statement.actions
    if principals is None or isinstance(principals, Untold) or isinstance(actions, Untold) or isinstance(statement.conditions, Untold):
        return
    named = [action.lower() for action in actions.patterns if isinstance(action, str)]
    if actions.negated or any(action in ("*", "sts:*") for action in named):
        yield Fault(f"lets its principals do more than assume it ({statement.label})", prop)
    # A key that may be missing tells nothing: `…IfExists` is no condition here.
    keys = {
        condition.key.lower()
        for condition in statement.conditions
        if not condition.operator.lower().endswith("ifexists") and not any(value == "*" for value in condition.values)
    }
    services = [entry.value for entry in principals.entries if entry.kind is PrincipalKind.SERVICE]
    if (deputies := [one for one in services if one in DEPUTIES]) and not keys & _FOR_WHOM:
        yield Fault(f"trusts {deputies[0]} for whatever account it acts ({statement.label})", prop)
    federated = any(entry.kind is PrincipalKind.FEDERATED for entry in principals.entries)
    if federated and _WEB in named and not any(key.endswith(":sub") for key in keys):
        yield Fault(f"lets every subject of the identity provider in ({statement.label})", prop)
