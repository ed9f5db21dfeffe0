"""Databases with records write an audit log: PostgreSQL by pgaudit, MySQL and SQL Server by an option, Aurora MySQL, DocumentDB and Neptune by a parameter.

Sources: Amazon DocumentDB Developer Guide, "Auditing Amazon DocumentDB events" (audit_logs: disabled unless given; `enabled` and `ddl` leave
reads and writes out); Amazon Neptune User Guide, "Using audit logs with Amazon Neptune clusters" (neptune_enable_audit_log: 0 unless given);
Amazon RDS User Guide, "SQL Server Audit", "MariaDB Audit Plugin support" (both by an option group); Amazon Aurora User Guide, "Using Advanced Auditing"
(server_audit_logging: 0 unless given; events: connect, query or its parts, table); pgaudit, README ("classes can be subtracted": `all,-read`).
"""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import (
    CLUSTER,
    DOCUMENT_CLUSTER,
    GRAPH_CLUSTER,
    RELATIONAL,
    Options,
    Parameters,
    engine,
    is_member,
    is_replica,
    options,
    parameters,
)
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

_C2: Final = "c2 audit mode"
"""AWS Prescriptive Guidance, "Auditing Amazon RDS for SQL Server DB instances": logins, statements and calls, all or nothing."""
_CLASSES: Final = frozenset({"read", "write", "ddl", "role"})
_OF_DOCUMENTS: Final = frozenset({"ddl", "dml_read", "dml_write"})
_QUERIES: Final = frozenset({"query_ddl", "query_dml", "query_dcl"})
_PLUGIN: Final = "MARIADB_AUDIT_PLUGIN"
_EVENTS: Final = "server_audit_events"


@rule(*RELATIONAL, *DOCUMENT_CLUSTER, *GRAPH_CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """By the parameters of their group."""
    if not look.holds_records or is_member(look) or is_replica(look):
        return
    if look.resource.type in (*DOCUMENT_CLUSTER, *GRAPH_CLUSTER):
        yield from _by_one_parameter(look)
        return
    if _is_sql_server(look):
        yield from _by_option(look)
    if engine(look) in ("mysql", "mariadb"):
        yield from _by_plugin(look)
    if engine(look) != "postgres":
        return
    found = parameters(look)
    urn = "" if found.holder is look else found.holder.urn
    loaded, logged = found.value("shared_preload_libraries"), found.value("pgaudit.log")
    if is_unknown(loaded) or is_unknown(logged):
        yield Fault("may write no audit log: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
        return
    if "pgaudit" not in _names(loaded):
        yield Fault("writes no audit log: pgaudit is not loaded", found.prop, urn=urn)
    elif missing := sorted(_CLASSES - _logged(_names(logged))):
        yield Fault(f"does not log every access (pgaudit.log lacks {', '.join(missing)})", found.prop, urn=urn)


def _logged(classes: frozenset[str]) -> frozenset[str]:
    """What pgaudit logs of the classes that matter: those named, or all, less those with a minus."""
    named = _CLASSES if "all" in classes else classes
    return named - {one.removeprefix("-") for one in classes if one.startswith("-")}


def _by_plugin(look: Look) -> Iterator[Fault]:
    """Aurora has the plugin built in, and a parameter for it; RDS loads it by an option. A cluster that is not Aurora's takes neither."""
    aurora = look.text("engine") == "aurora-mysql"
    if look.resource.type in CLUSTER and not aurora:
        return
    group: Parameters | Options
    if aurora:
        group = parameters(look)
        on, events = group.value("server_audit_logging"), group.value(_EVENTS)
        fault = "writes no audit log: server_audit_logging is not on"
    else:
        group = options(look)
        plugin = UNKNOWN if isinstance(group.settings, Unknown) else group.settings.get(_PLUGIN)
        on, events = (plugin, UNKNOWN) if is_unknown(plugin) else (plugin is not None, (plugin or {}).get(_EVENTS.upper()))
        fault = f"writes no audit log: {_PLUGIN} is no option of it"
    urn = "" if group.holder is look else group.holder.urn
    if not is_unknown(on) and on not in ("1", "on", "true", True):
        yield Fault(fault, group.prop, urn=urn)
    elif is_unknown(on) or is_unknown(events):
        yield Fault("may write no audit log: its parameters are not known", group.prop, Verdict.UNPROVEN, urn)
    elif events and not _covers(_names(str(events).lower())):
        yield Fault(f"does not log every access ({_EVENTS} is {events})", group.prop, urn=urn)


def _covers(events: frozenset[str]) -> bool:
    """Whether every statement is among them, or every table that one touches. Nothing given: the plugin's own choice, which is wide enough."""
    return "query" in events or "table" in events or events >= _QUERIES


def _is_sql_server(look: Look) -> bool:
    """RDS Custom (`custom-sqlserver-se`) has no option groups."""
    name = look.text("engine")
    return isinstance(name, str) and name.startswith("sqlserver")


def _by_option(look: Look) -> Iterator[Fault]:
    """SQL Server writes audit files to a bucket by an option, or on the instance by a parameter (C2 audit mode), and nowhere without either."""
    found, all_or_nothing = options(look), parameters(look).value(_C2)
    urn = "" if found.holder is look else found.holder.urn
    if all_or_nothing == "1" or (not isinstance(found.settings, Unknown) and "SQLSERVER_AUDIT" in found.settings):
        return
    if isinstance(found.settings, Unknown) or is_unknown(all_or_nothing):
        yield Fault("may write no audit log: its options are not known", found.prop, Verdict.UNPROVEN, urn)
    else:
        yield Fault("writes no audit log: SQLSERVER_AUDIT is no option of it", found.prop, urn=urn)


def _by_one_parameter(look: Look) -> Iterator[Fault]:
    documents = look.resource.type in DOCUMENT_CLUSTER
    name = "audit_logs" if documents else "neptune_enable_audit_log"
    found = parameters(look)
    value, urn = found.value(name), "" if found.holder is look else found.holder.urn
    if is_unknown(value):
        yield Fault("may write no audit log: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
    elif not documents:
        if value != "1":
            yield Fault(f"writes no audit log ({name} is not on)", found.prop, urn=urn)
    elif value in (None, "disabled", "none"):
        yield Fault(f"writes no audit log ({name} is not on)", found.prop, urn=urn)
    elif "all" not in _names(value) and not _names(value) >= _OF_DOCUMENTS:
        yield Fault(f"does not log every access ({name} is {value})", found.prop, urn=urn)


def _names(text: str | None) -> frozenset[str]:
    return frozenset(part.strip() for part in (text or "").split(",") if part.strip())
