"""A role that may be assumed by OIDC names the subject: which job of which repository."""

import re
from collections.abc import Iterator

from posture.iam import Effect, Policy, PolicyKind, Statement, parse_policy
from posture.iam.document import PrincipalKind
from posture.iam.values import Unknown as Untold
from posture.readers.aws.tokens import ROLE
from posture.rules.aws_documents import at_fault
from posture.rules.aws_trust import required_keys, trust_property
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_OWNER = re.compile(r"^(?:repo|project_path):(?P<owner>[^/]*)")
_WEB = "sts:assumerolewithwebidentity"


@rule(*ROLE)
def check(look: Look) -> Iterator[Fault]:
    """A condition on the subject of the token, wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    prop = trust_property(look)
    policy = parse_policy(look.value(prop), PolicyKind.TRUST)
    yield from at_fault(policy, prop, "which subjects it lets in")
    if isinstance(policy, Policy):
        for statement in policy.statements:
            if statement.effect == Effect.ALLOW and _open(statement) is False and (wide := _of_several_owners(statement)):
                yield Fault(f"lets in subjects of owners whose names only begin alike: {wide} ({statement.label})", prop)
            if statement.effect == Effect.ALLOW and _open(statement):
                yield Fault(f"lets every subject of the identity provider in ({statement.label})", prop)


def _of_several_owners(statement: Statement) -> str | None:
    """A pattern whose wildcard stands in the owner's name, so that whoever registers such a name gets in: `repo:clinic*`.

    Source: GitHub documentation, "OpenID Connect reference" (`repo:OWNER/REPOSITORY:…`); GitLab documentation, "ID token" (`project_path:GROUP/…`).
    """
    for condition in () if isinstance(statement.conditions, Untold) else statement.conditions:
        if condition.key.lower().endswith(":sub") and "like" in condition.operator.lower():
            for value in condition.values:
                if isinstance(value, str) and (found := _OWNER.match(value)) and set("*?") & set(found["owner"]):
                    return value
    return None


def _open(statement: Statement) -> bool:
    principals, actions = statement.principals, statement.actions
    if principals is None or isinstance(principals, Untold) or isinstance(actions, Untold):
        return False
    keys = required_keys(statement)
    federated = any(entry.kind is PrincipalKind.FEDERATED for entry in principals.entries)
    web = any(isinstance(action, str) and action.lower() == _WEB for action in actions.patterns)
    return federated and web and keys is not None and not any(key.endswith((":sub", ":oaud")) for key in keys)
