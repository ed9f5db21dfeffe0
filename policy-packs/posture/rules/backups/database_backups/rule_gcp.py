"""Databases with records are backed up each day, for a week or more, and can be put back to any moment."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import CLUSTER, FIRESTORE, SPANNER, SQL, engine, is_replica, is_secondary
from posture.rules.gcp_times import DAY, must_last
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_at_least, must_be_true
from posture.values import is_unknown

SCHEDULE: Final = gcp("spanner:BackupSchedule")
OF_DOCUMENTS: Final = gcp("firestore:BackupSchedule")
_DAYS: Final = 7
_CLUSTER_DAYS: Final = 14
"""AlloyDB's own, where no number is given."""
_FAULT: Final = "is not backed up"
_MOMENT: Final = "can't be put back to a moment between two backups"
_SHORT: Final = f"keeps backups for less than {_DAYS} days"


@rule(*SQL, *CLUSTER, *SPANNER, *FIRESTORE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "About Cloud SQL backups": off unless they are given, seven are kept; AlloyDB documentation, "Data backup and recovery overview": on."""
    if not look.holds_records:
        return
    if look.resource.type in CLUSTER:
        if not is_secondary(look):
            yield from must_be_true(look, "automatedBackupPolicy.enabled", _FAULT, default=True)
            yield from must_be_true(look, "continuousBackupConfig.enabled", _MOMENT, default=True)
            yield from must_be_at_least(look, "continuousBackupConfig.recoveryWindowDays", _DAYS, _SHORT, default=_CLUSTER_DAYS)
            base = "automatedBackupPolicy"
            yield from must_be_at_least(look, f"{base}.quantityBasedRetention.count", _DAYS, _SHORT, default=_DAYS)
            yield from must_last(look, f"{base}.timeBasedRetention.retentionPeriod", _DAYS * DAY, _SHORT, default=_CLUSTER_DAYS * DAY)
    elif look.resource.type in SPANNER:
        yield from _spanner(look)
    elif look.resource.type in FIRESTORE:
        yield from _firestore(look)
    elif look.value("settings") is not None and not is_replica(look):
        base = "settings.backupConfiguration"
        yield from must_be_true(look, f"{base}.enabled", _FAULT)
        prop = "binaryLogEnabled" if engine(look) == "mysql" else "pointInTimeRecoveryEnabled"
        plus = look.text("settings.edition") == "ENTERPRISE_PLUS"
        yield from must_be_true(look, f"{base}.{prop}", _MOMENT, default=plus and prop.startswith("point"))
        yield from must_be_at_least(look, f"{base}.transactionLogRetentionDays", _DAYS, _SHORT, default=_DAYS)
        yield from must_be_at_least(look, f"{base}.backupRetentionSettings.retainedBackups", _DAYS, _SHORT, default=_DAYS)


def _spanner(look: Look) -> Iterator[Fault]:
    """Spanner documentation, "Backups overview" (backup schedules): of its own, or by default for each new database of its instance."""
    prop = "defaultBackupScheduleType"
    instance = look.parent
    said = instance.text(prop) if instance is not None else None
    if said == "AUTOMATIC" or look.companions(SCHEDULE, "database", SPANNER):
        return
    unsure = is_unknown(said) or instance is None or look.maybe_companions(SCHEDULE, "database", SPANNER)
    yield Fault(_FAULT, "BackupSchedule", Verdict.UNPROVEN if unsure else Verdict.VIOLATED)


def _firestore(look: Look) -> Iterator[Fault]:
    """Firestore documentation, "Back up and restore data": none is taken without a schedule; one that names no database is of `(default)`."""
    schedules = [look.scene.look(one) for one in look.scene.of(OF_DOCUMENTS)]
    name = look.text("name")
    of_default = any(one.value("database") is None for one in schedules)
    if look.companions(OF_DOCUMENTS, "database") or (of_default and name == "(default)"):
        return
    unsure = look.maybe_companions(OF_DOCUMENTS, "database") or (of_default and is_unknown(name))
    yield Fault(_FAULT, "BackupSchedule", Verdict.UNPROVEN if unsure else Verdict.VIOLATED)
