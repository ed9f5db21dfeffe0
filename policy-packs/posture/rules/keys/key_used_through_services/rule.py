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

_TIES: Final = ("kms:viaservice", "kms:grantisforawsresource", "kms:encryptioncontextkeys", "aws:principalarn", "aws:principaltag")
_POSITIVE: Final = ("stringequals", "stringlike", "bool", "foranyvalue:stringequals", "foranyvalue:stringlike", "arnequals", "arnlike")


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
    operator, values = condition_keys(statement).get("kms:grantisforawsresource", ("", ()))
    return operator == "bool" and [str(value).lower() for value in values] == ["true"]


def _tied(statement: Statement) -> bool:
    return any(
        (key in _TIES or key.startswith("kms:encryptioncontext:")) and operator in _POSITIVE and "*" not in values
        for key, (operator, values) in condition_keys(statement).items()
    )
