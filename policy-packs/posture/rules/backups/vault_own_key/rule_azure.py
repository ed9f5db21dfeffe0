"""Backup vaults of zones are encrypted with a key of one's own, twice."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

RECOVERY: Final = az("recoveryservices:Vault")
BACKUP: Final = az("dataprotection:BackupVault")
_RECOVERY_KEY: Final = "properties.encryption.kekIdentity"
_BACKUP_KEY: Final = "properties.securitySettings.encryptionSettings.kekIdentity"
_IDENTITY: Final = {
    **dict.fromkeys(RECOVERY, (f"{_RECOVERY_KEY}.userAssignedIdentity", (f"{_RECOVERY_KEY}.useSystemAssignedIdentity",))),
    **dict.fromkeys(BACKUP, (f"{_BACKUP_KEY}.identityId", (f"{_BACKUP_KEY}.identityType",))),
}
"""Where a vault names a user-assigned identity, and where it says that it takes its own."""
_TWICE: Final = {
    **dict.fromkeys(RECOVERY, "properties.encryption.infrastructureEncryption"),
    **dict.fromkeys(BACKUP, "properties.securitySettings.encryptionSettings.infrastructureEncryption"),
}


@rule(*RECOVERY, *BACKUP)
def check(look: Look) -> Iterator[Fault]:
    """The key, and the platform's second encryption, which can be chosen only at the start."""
    if serves(look):
        found = list(must_have_own_key(look))
        yield from found
        who, own = _IDENTITY[look.resource.type]
        if (
            not found
            and look.value(who) in (None, "")
            and not any(look.text(one) in ("True", "SystemAssigned") or look.flag(one) is True for one in own)
        ):
            yield Fault("names no identity that may use its key", who)
        if not found and look.holds_records:
            yield from must_say(look, _TWICE[look.resource.type], ("enabled",), "is encrypted once only", default="Disabled")
