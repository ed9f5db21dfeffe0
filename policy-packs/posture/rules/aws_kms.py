"""Keys of AWS KMS, and what their policies say.

Source: AWS KMS Developer Guide, "Key policies in AWS KMS": a key's policy is the first word on its use; without one of its own it gets
the default one, which hands every decision to the identity policies of the account.
"""

from collections.abc import Iterator
from typing import Final

from posture.iam import AnyPolicy, Policy, Statement
from posture.iam.document import Match, PrincipalKind, Principals
from posture.readers.aws.tokens import KEY
from posture.rules.aws_policies import policies
from posture.rules.look import Look
from posture.rules.parts import Part, Spot

KEY_POLICY: Final = Part(("policy", "keyPolicy"), ("aws:kms/keyPolicy:KeyPolicy",), "keyId")
SYMMETRIC: Final = "SYMMETRIC_DEFAULT"
OWN_KEY: Final = tuple(token for token in KEY if "replica" not in token.lower())
"""Keys that are not copies of another."""
CRYPTOGRAPHY: Final = (
    "kms:decrypt",
    "kms:encrypt",
    "kms:generatedatakey",
    "kms:generatedatakeywithoutplaintext",
    "kms:reencryptfrom",
    "kms:reencryptto",
)


def key_policies(look: Look) -> tuple[list[tuple[Spot, AnyPolicy]], bool]:
    """The policies of a key, and whether there may be more."""
    return policies(look, KEY_POLICY)


def allows(policy: AnyPolicy) -> Iterator[Statement]:
    """Statements that allow something."""
    if isinstance(policy, Policy):
        yield from (statement for statement in policy.statements if statement.effect == "Allow")


def patterns(statement: Statement) -> list[str]:
    """Actions that a statement names, lower case; `*` where it names those that it leaves out, or is not known."""
    if not isinstance(statement.actions, Match) or statement.actions.negated:
        return ["*"]
    return [text.lower() if isinstance(text, str) else "*" for text in statement.actions.patterns]


def names_actions(statement: Statement) -> bool:
    """Whether all of its actions are known."""
    return isinstance(statement.actions, Match) and all(isinstance(text, str) for text in statement.actions.patterns)


def condition_keys(statement: Statement) -> dict[str, tuple[str, tuple[object, ...]]]:
    """Condition key, lower case → operator and values."""
    if not isinstance(statement.conditions, tuple):
        return {}
    return {condition.key.lower(): (condition.operator.lower(), condition.values) for condition in statement.conditions}


def names_whole_account(statement: Statement) -> bool:
    """Whether it allows everyone, or everyone of an account."""
    principals = statement.principals
    if not isinstance(principals, Principals) or principals.negated:
        return True
    return any(
        entry.kind is PrincipalKind.EVERYONE
        or (entry.kind is PrincipalKind.AWS and (str(entry.value).endswith(":root") or str(entry.value).isdigit()))
        for entry in principals.entries
    )


def names_service(statement: Statement) -> bool:
    """Whether it allows an AWS service by its own name."""
    principals = statement.principals
    return isinstance(principals, Principals) and any(entry.kind is PrincipalKind.SERVICE for entry in principals.entries)
