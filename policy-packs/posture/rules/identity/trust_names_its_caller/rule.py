"""A role's trust says for whom a service acts, and allows no more than to assume the role."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Effect, Policy, PolicyKind, Statement, parse_policy
from posture.iam.document import PrincipalKind
from posture.iam.values import Unknown as Untold
from posture.readers.aws.tokens import ROLE
from posture.rules.aws_documents import at_fault
from posture.rules.aws_trust import required_keys, trust_property
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
        "rolesanywhere",
        "monitoring.rds",
        "ecs-tasks",
    )
)
"""Services that act for resources of any account, and say for which (IAM User Guide, "The confused deputy problem")."""
_ANYWHERE: Final = "rolesanywhere.amazonaws.com"
"""Attributes of the certificate are tags of the session (IAM Roles Anywhere User Guide, "Trust policies": "we strongly recommend")."""
_FOR_WHOM: Final = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"})


@rule(*ROLE)
def check(look: Look) -> Iterator[Fault]:
    """Conditions on the source of a service's call; no action beyond assuming."""
    if not look.scene.classified:
        return
    prop = trust_property(look)
    policy = parse_policy(look.value(prop), PolicyKind.TRUST)
    yield from at_fault(policy, prop, "for whom it is assumed")
    if isinstance(policy, Policy):
        for statement in policy.statements:
            if statement.effect == Effect.ALLOW:
                yield from _open(statement, prop)


def _open(statement: Statement, prop: str) -> Iterator[Fault]:
    principals, actions, keys = statement.principals, statement.actions, required_keys(statement)
    if principals is None or isinstance(principals, Untold) or isinstance(actions, Untold) or keys is None:
        return
    if actions.negated or any(isinstance(action, str) and action.lower() in ("*", "sts:*") for action in actions.patterns):
        yield Fault(f"lets its principals do more than assume it ({statement.label})", prop)
    if any(entry.value == "*" for entry in principals.entries) and not any(key.startswith("aws:principal") for key in keys):
        yield Fault(f"names nobody who may assume it: everybody is its principal ({statement.label})", prop)
    services = [entry.value for entry in principals.entries if entry.kind is PrincipalKind.SERVICE]
    if (deputies := [one for one in services if one in DEPUTIES]) and not keys & _FOR_WHOM:
        yield Fault(f"trusts {deputies[0]} for whatever account it acts ({statement.label})", prop)
    if _ANYWHERE in services and not any(key.startswith("aws:principaltag/x509") for key in keys):
        yield Fault(f"lets every certificate of a trust anchor in: it names no subject, issuer or serial number ({statement.label})", prop)
