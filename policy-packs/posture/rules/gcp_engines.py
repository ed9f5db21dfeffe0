"""Databases of Google's: engines, replicas and flags.

Sources: Cloud SQL documentation, "Configure database flags", "About replication"; AlloyDB documentation, "Configure an instance's database flags",
"Cross-region replication overview"; provider reference, `gcp.sql.DatabaseInstance` (databaseFlags), `gcp.alloydb.Instance` (databaseFlags).
"""

from typing import Final

from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.parts import given
from posture.values import UNKNOWN, Unknown, is_unknown

SQL: Final = gcp("sql:DatabaseInstance")
CLUSTER: Final = gcp("alloydb:Cluster")
INSTANCE: Final = gcp("alloydb:Instance")
BACKUP: Final = gcp("alloydb:Backup")
SPANNER: Final = gcp("spanner:Database")
FIRESTORE: Final = gcp("firestore:Database")
BIGTABLE: Final = gcp("bigtable:Instance")


def engine(look: Look) -> str:
    """`postgres`, `mysql`, `sqlserver`; empty where it is not known."""
    if look.resource.type in INSTANCE:
        return "postgres"
    version = look.text("databaseVersion")
    return version.split("_", 1)[0].lower() if isinstance(version, str) else ""


def is_replica(look: Look) -> bool:
    """Whether it is a copy of another instance, which keeps backups and logs in its stead."""
    # Only what the program says: a preview does not know what the API will, and a state says an empty text.
    return given(look, "masterInstanceName") not in (None, "")


def is_secondary(look: Look) -> bool:
    """Whether an AlloyDB cluster or instance is a copy."""
    return look.text("clusterType") == "SECONDARY" or look.text("instanceType") in ("SECONDARY", "READ_POOL")


def flag_of(look: Look, name: str) -> str | Unknown | None:
    """The value of a database flag, in lower case; None where it is not set."""
    if look.resource.type in INSTANCE:
        flags = look.value("databaseFlags")
        if flags is None or is_unknown(flags):
            return flags if flags is None else UNKNOWN
        value = look.text(f"databaseFlags.{name}") if "." not in name else _dotted(flags, name)
        return value.lower() if isinstance(value, str) else value
    blocks = look.blocks("settings.databaseFlags")
    if isinstance(blocks, Unknown):
        return UNKNOWN
    unsure = False
    for block in blocks:
        said = look.text(f"{block}.name")
        unsure = unsure or is_unknown(said)
        if said == name:
            value = look.text(f"{block}.value")
            return value.lower() if isinstance(value, str) else value
    return UNKNOWN if unsure else None


def _dotted(flags: object, name: str) -> str | Unknown | None:
    value = flags.get(name) if isinstance(flags, dict) else UNKNOWN
    return value if value is None or isinstance(value, str) else UNKNOWN
