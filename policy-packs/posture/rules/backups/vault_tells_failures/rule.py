"""A backup vault with records says that a backup failed."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import ENABLED, az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

VAULT: Final = az("recoveryservices:Vault", "dataprotection:BackupVault")
_ALERTS: Final = "properties.monitoringSettings.azureMonitorAlertSettings.alertsForAllJobFailures"


@rule(*VAULT)
def check(look: Look) -> Iterator[Fault]:
    """On unless it is turned off. Azure Backup documentation, "Azure Monitor based alerts for Azure Backup"."""
    if look.holds_records:
        yield from must_say(look, _ALERTS, ENABLED, "tells nobody that a backup or a restore failed", default="Enabled")
