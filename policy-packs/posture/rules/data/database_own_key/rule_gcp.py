"""Databases with records are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import BACKUP, BIGTABLE, CLUSTER, FIRESTORE, SPANNER, SQL, is_replica
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look

_KEYS: Final = {
    **dict.fromkeys(SQL, "encryptionKeyName"),
    **dict.fromkeys((*CLUSTER, *BACKUP), "encryptionConfig.kmsKeyName"),
    **dict.fromkeys(FIRESTORE, "cmekConfig.kmsKeyName"),
}


SCHEDULE: Final = gcp("spanner:BackupSchedule")


@rule(*SQL, *CLUSTER, *BACKUP, *SPANNER, *FIRESTORE, *BIGTABLE, *SCHEDULE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Use customer-managed encryption keys": a replica takes its primary's key.

    AlloyDB API, `backups`: a backup made by hand takes Google's key unless one is given, those of the cluster's policy take the cluster's.
    """
    if look.resource.type in SCHEDULE:
        # Spanner API, `CreateBackupEncryptionConfig`: the database's key unless it is told otherwise.
        held = any(one.holds_records for one in look.targets("database", SPANNER))
        if held and look.text("encryptionConfig.encryptionType") == "GOOGLE_DEFAULT_ENCRYPTION":
            yield Fault("makes backups under Google's key", "encryptionConfig.encryptionType")
        return
    if not look.holds_records:
        return
    if look.resource.type in BIGTABLE:
        for block in items(look, "clusters"):
            yield from must_have_own_key(look, f"{block}.kmsKeyName")
    elif look.resource.type in SPANNER:
        several = "encryptionConfig.kmsKeyNames"
        yield from must_have_own_key(look, several if look.value(several) not in (None, []) else "encryptionConfig.kmsKeyName")
    elif not (look.resource.type in SQL and is_replica(look)):
        yield from must_have_own_key(look, _KEYS[look.resource.type])
