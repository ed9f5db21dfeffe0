"""PostgreSQL databases with records log who comes and goes, and reads, writes, definitions and roles by pgaudit."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import INSTANCE, SQL, engine, flag_of, is_replica, is_secondary
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_ON: Final = ("on", "true", "yes", "1", "all")
_CLASSES: Final = frozenset({"read", "write", "ddl", "role"})


@rule(*SQL, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Audit for PostgreSQL using pgAudit": a flag loads it, another says what it logs.

    CIS Google Cloud Platform Foundation Benchmark 6.2.2, 6.2.3 (log_connections, log_disconnections): off unless they are given.
    """
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
    # PostgreSQL documentation, "When to Log": the audit log and logins are of level LOG, which stands below these two.
    least = flag_of(look, "log_min_messages")
    if is_unknown(least):
        yield cannot_tell(prop, "whether its log takes what is audited (log_min_messages)")
    elif least in ("fatal", "panic"):
        yield Fault(f"keeps what is audited out of its log (log_min_messages is {least})", prop)
    for name in ("log_connections", "log_disconnections"):
        value = flag_of(look, name)
        if is_unknown(value):
            yield cannot_tell(prop, f"whether it logs who comes and goes ({name})")
        elif value not in _ON:
            yield Fault(f"does not log who comes and goes ({name} is off)", prop)
