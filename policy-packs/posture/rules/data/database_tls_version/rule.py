"""Databases with records say that they speak TLS 1.2 or newer.

Sources: Amazon RDS User Guide, "Using SSL with a PostgreSQL DB instance"; Amazon DocumentDB Developer Guide, "Encrypting data in transit" (the
parameter `tls`: `enabled`, its default, takes TLS 1.0 and 1.1 too; `tls1.2+`, `tls1.3+` and `fips-140-3` do not).
"""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import DOCUMENT_CLUSTER, RELATIONAL, Parameters, engine, is_member, parameters
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

_OLD: Final = ("tlsv1", "tlsv1.0", "tlsv1.1", "")
_OLD_OF_SQL_SERVER: Final = ("rds.tls10", "rds.tls11")
"""Off by default in the minor versions that RDS makes today (Amazon RDS User Guide, "Configuring SQL Server security protocols and ciphers")."""
_PARAMETER: Final = {"postgres": "ssl_min_protocol_version", "mysql": "tls_version", "mariadb": "tls_version", "docdb": "tls"}


@rule(*RELATIONAL, *DOCUMENT_CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """PostgreSQL takes 1.2 from version 12 on: only an older value is a fault. DocumentDB takes older ones unless it is told."""
    if not look.holds_records or is_member(look):
        return
    found, kind = parameters(look), engine(look) or ""
    for old in _OLD_OF_SQL_SERVER if "sqlserver" in str(look.value("engine")) else ():
        if found.value(old) == "enabled":
            yield Fault(f"speaks TLS older than 1.2 ({old})", found.prop, urn="" if found.holder is look else found.holder.urn)
    name = _PARAMETER.get(kind)
    value = found.value(name) if name else None
    urn = "" if found.holder is look else found.holder.urn
    if is_unknown(value) or (kind == "docdb" and _elsewhere(look, found)):
        yield Fault("may speak old TLS: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
    elif kind == "docdb":
        if value in (None, "enabled"):
            yield Fault("speaks TLS older than 1.2 (tls is not tls1.2+)", found.prop, urn=urn)
    elif value is not None and any(part.strip() in _OLD for part in value.split(",")):
        yield Fault(f"speaks TLS older than 1.2 ({name})", found.prop, urn=urn)


def _elsewhere(look: Look, found: Parameters) -> bool:
    """A group of one's own that is no resource of the stack."""
    named = look.value(found.prop)
    return not found.grouped and isinstance(named, str) and not named.startswith("default.")
