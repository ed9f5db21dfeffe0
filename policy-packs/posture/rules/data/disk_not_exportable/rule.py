"""Disks and snapshots of zones have a key of one's own and can't be downloaded."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_set

DISK: Final = az("compute:Disk", "compute:Snapshot")
_KEYS: Final = ("encryption.diskEncryptionSetId", "securityProfile.secureVMDiskEncryptionSetId")


@rule(*DISK)
def check(look: Look) -> Iterator[Fault]:
    """Whoever may start an export gets a link with a signature, which needs no identity."""
    if not serves(look):
        return
    if all(look.value(key) in (None, "") for key in _KEYS):
        yield Fault("has no key of its own: Microsoft keeps the key", _KEYS[0])
    elif look.value(_KEYS[1]) in (None, ""):
        kinds = ("encryptionatrestwithcustomerkey", "encryptionatrestwithplatformandcustomerkeys")
        yield from must_say(look, "encryption.type", kinds, "has no key of its own: Microsoft keeps the key")
    yield from must_say(
        look, "networkAccessPolicy", ("denyall", "allowprivate"), "can be downloaded from anywhere by a link", default="AllowAll"
    )
    if str(look.text("networkAccessPolicy")).lower() == "allowprivate":
        yield from must_be_set(look, "diskAccessId", "names no private way by which it may be downloaded")
        yield from must_say(look, "dataAccessAuthMode", ("azureactivedirectory",), "is downloaded by whoever has its link", default="None")
    yield from must_say(look, "publicNetworkAccess", ("disabled",), "can be downloaded at a public address", default="Enabled")
