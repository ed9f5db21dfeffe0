"""Databases with records write an audit log: PostgreSQL by pgaudit, SQL Server by an option, DocumentDB and Neptune by a parameter that is off.

Sources: Amazon DocumentDB Developer Guide, "Auditing Amazon DocumentDB events" (audit_logs: disabled unless given; `enabled` and `ddl` leave
reads and writes out); Amazon Neptune User Guide, "Using audit logs with Amazon Neptune clusters" (neptune_enable_audit_log: 0 unless given);
Amazon RDS User Guide, "SQL Server Audit".
"""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import DOCUMENT_CLUSTER, GRAPH_CLUSTER, RELATIONAL, engine, is_member, is_replica, options, parameters
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_C2: Final = "c2 audit mode"
"""AWS Prescriptive Guidance, "Auditing Amazon RDS for SQL Server DB instances": logins, statements and calls, all or nothing."""
_CLASSES: Final = frozenset({"read", "write", "ddl", "role"})
_OF_DOCUMENTS: Final = frozenset({"ddl", "dml_read", "dml_write"})


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
    classes = _names(logged)
    if "all" not in classes and classes < _CLASSES | classes and not classes >= _CLASSES:
        yield Fault(f"does not log every access (pgaudit.log lacks {', '.join(sorted(_CLASSES - classes))})", found.prop, urn=urn)


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
