"""Databases with records demand TLS by a parameter of their group."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import DATABASES, WORKGROUP, engine, is_member, is_replica, parameters, workgroup_parameter
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_ON: Final = ("1", "on", "true", "enabled", "tls1.2+", "tls1.3+", "fips-140-3")
_WANTED: Final = {
    "postgres": "rds.force_ssl",
    "mysql": "require_secure_transport",
    "mariadb": "require_secure_transport",
    "redshift": "require_ssl",
    "docdb": "tls",
    "neptune": "neptune_enforce_ssl",
    "sqlserver": "rds.force_ssl",
}
_DEFAULT_ON: Final = ("docdb", "neptune")


@rule(*DATABASES, *WORKGROUP)
def check(look: Look) -> Iterator[Fault]:
    """DocumentDB and Neptune demand it unless told otherwise; for the others it must be written, for defaults differ by version."""
    if look.resource.type in WORKGROUP:
        if look.holds_records:
            yield from _serverless(look)
        return
    kind = engine(look) or _commercial(look)
    if not look.holds_records or is_member(look) or is_replica(look) or kind not in _WANTED:
        return
    found = parameters(look)
    value = found.value(_WANTED[kind])
    urn = "" if found.holder is look else found.holder.urn
    if is_unknown(value):
        yield Fault("may take connections without TLS: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
    elif value is None and kind in _DEFAULT_ON:
        return
    elif value not in _ON:
        yield Fault(f"takes connections without TLS ({_WANTED[kind]} is not on)", found.prop, urn=urn)


def _serverless(look: Look) -> Iterator[Fault]:
    """AWS Security Hub, RedshiftServerless.2: connections to workgroups should be required to use SSL."""
    value = workgroup_parameter(look, "require_ssl")
    if is_unknown(value):
        yield cannot_tell("configParameters", "whether it takes connections without TLS")
    elif value != "true":
        yield Fault("takes connections without TLS (require_ssl is not on)", "configParameters")


def _commercial(look: Look) -> str | None:
    """Amazon RDS User Guide, "Using SSL with a Microsoft SQL Server DB instance": off by default. Oracle and Db2 have options, not parameters."""
    name = look.text("engine")
    return "sqlserver" if isinstance(name, str) and "sqlserver" in name else None
