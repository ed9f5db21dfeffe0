"""Statements for services name cryptographic actions alone."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import KEYS
from posture.rules.aws_kms import allows, key_policies, names_service, patterns
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
        for statement in allows(policy):
            if names_service(statement) and any(not one.startswith(_FIT) for one in patterns(statement)):
                yield Fault(
                    f"lets a service do more than encrypt and decrypt: {statement.label}",
                    spot.root,
                    urn="" if spot.look is look else spot.look.urn,
                )
