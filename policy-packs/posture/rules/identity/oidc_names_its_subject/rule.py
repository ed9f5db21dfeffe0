"""A role that may be assumed by OIDC names the subject: which job of which repository."""

from collections.abc import Iterator

from posture.iam import Effect, Policy, PolicyKind, Statement, parse_policy
from posture.iam.document import PrincipalKind
from posture.iam.values import Unknown as Untold
from posture.readers.aws.tokens import ROLE
from posture.rules.aws_trust import required_keys, trust_property
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_WEB = "sts:assumerolewithwebidentity"


@rule(*ROLE)
def check(look: Look) -> Iterator[Fault]:
    """A condition on the subject of the token, wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    prop = trust_property(look)
    policy = parse_policy(look.value(prop), PolicyKind.TRUST)
    if isinstance(policy, Policy):  # the theorems say what of a role can't be read
        for statement in policy.statements:
            if statement.effect == Effect.ALLOW and _open(statement):
                yield Fault(f"lets every subject of the identity provider in ({statement.label})", prop)


def _open(statement: Statement) -> bool:
    principals, actions = statement.principals, statement.actions
    if principals is None or isinstance(principals, Untold) or isinstance(actions, Untold):
        return False
    keys = required_keys(statement)
    federated = any(entry.kind is PrincipalKind.FEDERATED for entry in principals.entries)
    web = any(isinstance(action, str) and action.lower() == _WEB for action in actions.patterns)
    return federated and web and keys is not None and not any(key.endswith((":sub", ":oaud")) for key in keys)
