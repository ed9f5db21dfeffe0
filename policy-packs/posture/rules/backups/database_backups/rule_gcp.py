"""Databases with records are backed up each day, for a week or more, and can be put back to any moment."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import CLUSTER, SQL, engine, is_replica, is_secondary
from posture.rules.look import Look
from posture.rules.words import must_be_at_least, must_be_true

_DAYS: Final = 7
_FAULT: Final = "is not backed up"
_MOMENT: Final = "can't be put back to a moment between two backups"
_SHORT: Final = f"keeps backups for less than {_DAYS} days"


@rule(*SQL, *CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "About Cloud SQL backups": off unless they are given, seven are kept; AlloyDB documentation, "Data backup and recovery overview": on."""
    if not look.holds_records:
        return
    if look.resource.type in CLUSTER:
        if not is_secondary(look):
            yield from must_be_true(look, "automatedBackupPolicy.enabled", _FAULT, default=True)
            yield from must_be_true(look, "continuousBackupConfig.enabled", _MOMENT, default=True)
            yield from must_be_at_least(look, "continuousBackupConfig.recoveryWindowDays", _DAYS, _SHORT, default=14)
    elif look.value("settings") is not None and not is_replica(look):
        base = "settings.backupConfiguration"
        yield from must_be_true(look, f"{base}.enabled", _FAULT)
        prop = "binaryLogEnabled" if engine(look) == "mysql" else "pointInTimeRecoveryEnabled"
        plus = look.text("settings.edition") == "ENTERPRISE_PLUS"
        yield from must_be_true(look, f"{base}.{prop}", _MOMENT, default=plus and prop.startswith("point"))
        yield from must_be_at_least(look, f"{base}.transactionLogRetentionDays", _DAYS, _SHORT, default=_DAYS)
        yield from must_be_at_least(look, f"{base}.backupRetentionSettings.retainedBackups", _DAYS, _SHORT, default=_DAYS)
