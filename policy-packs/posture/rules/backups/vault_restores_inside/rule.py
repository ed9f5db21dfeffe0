"""Backups of records are restored in their own subscription alone."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

RECOVERY: Final = az("recoveryservices:Vault")
BACKUP: Final = az("dataprotection:BackupVault")
_PROPS: Final = {
    **dict.fromkeys(RECOVERY, "properties.restoreSettings.crossSubscriptionRestoreSettings.crossSubscriptionRestoreState"),
    **dict.fromkeys(BACKUP, "properties.featureSettings.crossSubscriptionRestoreSettings.state"),
}


@rule(*RECOVERY, *BACKUP)
def check(look: Look) -> Iterator[Fault]:
    """Restoring elsewhere is a copy that no network of the zone sees."""
    if look.holds_records:
        prop = _PROPS[look.resource.type]
        yield from must_say(look, prop, ("disabled", "permanentlydisabled"), "can be restored into other subscriptions", default="Enabled")
        if look.resource.type in BACKUP:
            fault = "can be restored in another region"
            yield from must_say(
                look, "properties.featureSettings.crossRegionRestoreSettings.state", ("disabled",), fault, default="Disabled"
            )
