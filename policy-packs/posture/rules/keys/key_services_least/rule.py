"""Statements for services name cryptographic actions alone."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_documents import at_fault
from posture.rules.aws_keys import KEYS
from posture.rules.aws_kms import allows, key_policies, names_actions, names_service, patterns
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

_FIT: Final = (
    "kms:encrypt",
    "kms:decrypt",
    "kms:reencrypt",
    "kms:generatedatakey",
    "kms:describe",
    "kms:creategrant",
    "kms:listgrants",
    "kms:revokegrant",
    "kms:retiregrant",
    "kms:sign",
    "kms:verify",
    "kms:getpublickey",
    "kms:generatemac",
    "kms:verifymac",
)


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """Each allow that names a service, or everyone."""
    if not serves(look):
        return
    found, _ = key_policies(look)
    for spot, policy in found:
        urn = "" if spot.look is look else spot.look.urn
        yield from at_fault(policy, spot.root, "what it lets services do", urn)
        for statement in allows(policy):
            if names_service(statement) and any(not one.startswith(_FIT) for one in patterns(statement)):
                said = f"lets a service do more than encrypt and decrypt: {statement.label}"
                yield Fault(said, spot.root, Verdict.VIOLATED if names_actions(statement) else Verdict.UNPROVEN, urn)
