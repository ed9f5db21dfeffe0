"""PostgreSQL servers with records load pgaudit and log reads, writes, definitions and roles, and who connects."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_engines import MYSQL, POSTGRES, SQL, is_copy, parameter
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

AUDITS: Final = az(
    "sql:ServerBlobAuditingPolicy",
    "sql:ExtendedServerBlobAuditingPolicy",
    "sql:DatabaseBlobAuditingPolicy",
    "sql:ExtendedDatabaseBlobAuditingPolicy",
)
_YEAR: Final = 365
"""Of what is written to a store; 0 days keeps for ever (REST API reference, "Server Blob Auditing Policies")."""
_CLASSES: Final = frozenset({"read", "write", "ddl", "role"})
_CONNECTIONS: Final = ("log_connections", "log_disconnections", "connection_throttle.enable", "logfiles.download_enable")


@rule(*POSTGRES, *MYSQL, *SQL)
def check(look: Look) -> Iterator[Fault]:
    """Parameters of the server; a replica has its source's."""
    if not look.holds_records or is_copy(look):
        return
    if look.resource.type in SQL:
        yield from _of_sql(look)
        return
    if look.resource.type in MYSQL:
        yield from _of_mysql(look)
        return
    at_library, loaded = parameter(look, "shared_preload_libraries")
    at_classes, logged = parameter(look, "pgaudit.log")
    if is_unknown(loaded) or is_unknown(logged):
        yield Fault("may write no audit log: its parameters are not known", "parameters", Verdict.UNPROVEN)
    else:
        if "pgaudit" not in {one.strip() for one in (loaded or "").split(",")}:
            yield Fault("writes no audit log: pgaudit is not loaded", "shared_preload_libraries", urn=_urn(at_library, look))
        classes = {one.strip() for one in (logged or "").split(",")}
        if "all" not in classes and not classes >= _CLASSES:
            missing = ", ".join(sorted(_CLASSES - classes))
            yield Fault(f"leaves statements out of its audit log ({missing})", "pgaudit.log", urn=_urn(at_classes, look))
    for name in _CONNECTIONS[:3]:
        holder, value = parameter(look, name)
        if isinstance(value, str) and value in ("off", "0", "false"):
            yield Fault(f"does not record or slow down who connects ({name} is off)", "value", urn=_urn(holder, look))


def _of_mysql(look: Look) -> Iterator[Fault]:
    """Off unless a parameter switches it on. Azure Database for MySQL documentation, "Track database activity with audit logs"."""
    holder, value = parameter(look, "audit_log_enabled")
    if is_unknown(value):
        yield Fault("may write no audit log: its parameters are not known", "parameters", Verdict.UNPROVEN)
    elif value not in ("on", "1", "true"):
        yield Fault("writes no audit log: audit_log_enabled is off", "audit_log_enabled", urn=_urn(holder, look))


def _of_sql(look: Look) -> Iterator[Fault]:
    """Auditing of the server, or of its databases, that goes to Azure Monitor or a store."""
    audits = look.companions(AUDITS, "serverName", SQL)
    if not audits:
        maybe = bool(look.maybe_companions(AUDITS, "serverName", SQL))
        yield Fault("writes no audit log", "auditing policy", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
    for audit in audits:
        for fault in must_say(audit, "state", ("enabled",), "writes no audit log: auditing is switched off"):
            yield Fault(fault.message, fault.prop, fault.verdict, audit.urn)
        if audit.flag("isAzureMonitorTargetEnabled") is not True and audit.value("storageEndpoint") in (None, ""):
            yield Fault("writes its audit log nowhere", "isAzureMonitorTargetEnabled", urn=audit.urn)
        days = audit.number("retentionDays")
        if is_unknown(days):
            yield Fault("may end its audit log early: its days are not known", "retentionDays", Verdict.UNPROVEN, audit.urn)
        elif days is not None and 0 < days < _YEAR:
            yield Fault(f"keeps its audit log for less than {_YEAR} days", "retentionDays", urn=audit.urn)


def _urn(holder: Look, look: Look) -> str:
    return "" if holder is look else holder.urn
