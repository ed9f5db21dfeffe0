"""Statements that let a whole account use a key say through which service.

`kms:*` for the account's root is KMS's own default, which leaves the decision to identity policies; a statement that names what may be
done decides itself.
"""

from collections.abc import Iterator
from typing import Final

from posture.iam import Statement
from posture.iam.document import Principals
from posture.proofs.verdict import Verdict
from posture.rules.aws_documents import at_fault
from posture.rules.aws_keys import KEYS
from posture.rules.aws_kms import CRYPTOGRAPHY, allows, condition_keys, key_policies, names_actions, names_whole_account, patterns
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

_TAG: Final = "aws:principaltag/"
_CONTEXT: Final = "kms:encryptioncontext:"
_EQUAL: Final = ("stringequals", "stringequalsignorecase", "foranyvalue:stringequals", "foranyvalue:stringequalsignorecase")
_LIKE: Final = ("stringlike", "foranyvalue:stringlike")
_ARN: Final = ("arnequals", "arnlike", "foranyvalue:arnequals", "foranyvalue:arnlike")
"""Both compare with wildcards (IAM User Guide, "IAM JSON policy elements: Condition operators")."""
_ANYBODY: Final = frozenset({"", "role", "user", "root", "assumed-role"})
_COLONS: Final = 5


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """Each allow for everyone, or for everyone of an account."""
    if not serves(look):
        return
    found, _ = key_policies(look)
    for spot, policy in found:
        urn = "" if spot.look is look else spot.look.urn
        yield from at_fault(policy, spot.root, "who may use it", urn)
        for statement in allows(policy):
            if not names_whole_account(statement):
                continue
            named = patterns(statement)
            tied = _tied(statement)
            sure = names_actions(statement) and isinstance(statement.principals, Principals) and isinstance(statement.conditions, tuple)
            verdict = Verdict.VIOLATED if sure else Verdict.UNPROVEN
            if (
                any(
                    one.rstrip("*") in CRYPTOGRAPHY
                    or one.startswith(("kms:decrypt", "kms:encrypt", "kms:reencrypt", "kms:generatedatakey"))
                    for one in named
                )
                and not tied
            ):
                yield Fault(
                    f"may be used by everyone of the account, past the services: {statement.label} names no service",
                    spot.root,
                    verdict,
                    urn,
                )
            elif "kms:creategrant" in named and not _for_services_alone(statement):
                yield Fault(
                    f"may be granted on to anybody: {statement.label} does not ask for grants of AWS services", spot.root, verdict, urn
                )


def _for_services_alone(statement: Statement) -> bool:
    return _is_true(*condition_keys(statement).get("kms:grantisforawsresource", ("", ())))


def _is_true(operator: str, values: tuple[object, ...]) -> bool:
    return operator == "bool" and [str(value).lower() for value in values] == ["true"]


def _tied(statement: Statement) -> bool:
    """Whether a condition names a service, some of the account's identities, or what is decrypted."""
    return any(_ties(key, operator, values) for key, (operator, values) in condition_keys(statement).items())


def _ties(key: str, operator: str, values: tuple[object, ...]) -> bool:
    if key == "kms:grantisforawsresource":
        return _is_true(operator, values)
    if operator not in (*_EQUAL, *_LIKE, *_ARN):
        return False
    wide = operator not in _EQUAL
    if key == "kms:viaservice":
        return not (wide and any(_wild(str(value).partition(".")[0]) for value in values))
    if key == "aws:principalarn":
        return not (wide and any(_names_nobody(str(value)) for value in values))
    if key == "kms:encryptioncontextkeys" or key.startswith((_TAG, _CONTEXT)):
        return not (wide and "*" in values)
    return False


def _wild(name: str) -> bool:
    return name == "" or name.startswith(("*", "?"))


def _names_nobody(arn: str) -> bool:
    """Whether a pattern fits every role or every user of an account."""
    parts = arn.split(":", _COLONS)
    named = parts[-1] if len(parts) > _COLONS else ""
    return named.replace("?", "*").rstrip("*").rstrip("/") in _ANYBODY
