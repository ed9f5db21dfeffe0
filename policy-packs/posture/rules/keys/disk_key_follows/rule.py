"""Disk encryption sets of zones use a customer's key of this tenant and follow its rotation."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_set, must_be_true

SET: Final = az("compute:DiskEncryptionSet")
_TYPES: Final = (
    "encryptionatrestwithcustomerkey",
    "encryptionatrestwithplatformandcustomerkeys",
    "confidentialvmencryptedwithcustomerkey",
)


@rule(*SET)
def check(look: Look) -> Iterator[Fault]:
    """A key of a confidential machine's disk can't rotate by itself."""
    if not serves(look):
        return
    yield from must_say(look, "encryptionType", _TYPES, "does not use a key of ours", default="EncryptionAtRestWithCustomerKey")
    yield from must_be_set(look, "activeKey.keyUrl", "names no key")
    if str(look.text("encryptionType")).lower() != _TYPES[2]:
        yield from must_be_true(look, "rotationToLatestKeyVersionEnabled", "keeps the old key when a new one is made")
    if look.text("federatedClientId") not in (None, "None"):
        yield Fault("takes its key from another tenant", "federatedClientId")
