"""Beside zones, nobody switches off the account's own encryption of new disks.

Source: Amazon EBS User Guide, "Enable Amazon EBS encryption by default": what it encrypts is what a program forgets.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

_DEFAULT: Final = ("aws:ebs/encryptionByDefault:EncryptionByDefault",)


@rule(*_DEFAULT)
def check(look: Look) -> Iterator[Fault]:
    """On unless it is switched off. It is the account's: it concerns whatever is classified there."""
    if look.scene.classified:
        yield from must_be_true(look, "enabled", "switches off the encryption of new disks", default=True)
