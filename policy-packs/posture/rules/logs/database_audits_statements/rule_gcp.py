"""PostgreSQL databases with records log reads, writes, definitions and roles by pgaudit."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import INSTANCE, SQL, engine, flag_of, is_replica, is_secondary
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_CLASSES: Final = frozenset({"read", "write", "ddl", "role"})


@rule(*SQL, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Audit for PostgreSQL using pgAudit": a flag loads it, another says what it logs."""
    if not look.holds_records or is_replica(look) or is_secondary(look) or engine(look) != "postgres":
        return
    alloy = look.resource.type in INSTANCE
    prop = "databaseFlags" if alloy else "settings.databaseFlags"
    loaded, logged = flag_of(look, "alloydb.enable_pgaudit" if alloy else "cloudsql.enable_pgaudit"), flag_of(look, "pgaudit.log")
    if is_unknown(loaded) or is_unknown(logged):
        yield cannot_tell(prop, "whether it writes an audit log")
        return
    if loaded != "on":
        yield Fault("writes no audit log: pgaudit is off", prop)
    classes = {part.strip() for part in (logged or "").split(",")}
    if "all" not in classes and not classes >= _CLASSES:
        yield Fault(f"does not log every access (pgaudit.log lacks {', '.join(sorted(_CLASSES - classes))})", prop)
