"""Backup vaults with records are immutable, and what is deleted comes back."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least
from posture.values import is_unknown

RECOVERY: Final = az("recoveryservices:Vault")
BACKUP: Final = az("dataprotection:BackupVault")
_SECURITY: Final = "properties.securitySettings"
_LEAST_DAYS: Final = 14


@rule(*RECOVERY, *BACKUP)
def check(look: Look) -> Iterator[Fault]:
    """Immutability, and soft delete. `Unlocked` holds until an administrator takes it back, `Locked` for good; soft delete that is always on, too."""
    if not look.holds_records:
        return
    fault = "is not immutable: its backups can be deleted before their time"
    yield from must_say(look, f"{_SECURITY}.immutabilitySettings.state", ("locked", "unlocked"), fault, default="Disabled")
    recovery = look.resource.type in RECOVERY
    state, days = ("softDeleteState", "softDeleteRetentionPeriodInDays") if recovery else ("state", "retentionDurationInDays")
    root = f"{_SECURITY}.softDeleteSettings"
    yield from must_say(
        look, f"{root}.{state}", ("alwayson", "enabled", "on"), "deletes backups for good", default="Enabled" if recovery else "On"
    )
    if says(look, f"{_SECURITY}.immutabilitySettings.state", "unlocked") and not is_unknown(look.value(f"{root}.{state}")):
        # Who takes the immutability back deletes at once, unless what is deleted is kept by what he can't take back.
        fault = (
            "can be made mutable again, and what is deleted then be lost: neither its immutability is locked, nor its soft delete always on"
        )
        yield from must_say(look, f"{root}.{state}", ("alwayson",), fault, default="Enabled" if recovery else "On")
    yield from must_be_at_least(look, f"{root}.{days}", _LEAST_DAYS, f"keeps deleted backups for less than {_LEAST_DAYS} days", default=14)
