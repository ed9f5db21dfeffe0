"""Databases with records demand encryption on the way: by a parameter of their group, Oracle by an option of its."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_engines import DATABASES, WORKGROUP, engine, is_member, is_replica, options, parameters, workgroup_parameter
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import Unknown, is_unknown

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
_REQUIRED: Final = {
    "SQLNET.ENCRYPTION_SERVER": "takes connections in the clear",
    "SQLNET.CRYPTO_CHECKSUM_SERVER": "takes connections that nobody checks for changes",
}
_DEFAULT_ON: Final = ("docdb", "neptune")
_ON_SINCE: Final = {"postgres": 15, "aurora-postgresql": 17}
"""Engine → the major version since which `rds.force_ssl` is 1 unless somebody writes another.

Source: Amazon RDS User Guide, "Requiring an SSL connection to a PostgreSQL DB instance"; Amazon Aurora User Guide, "Securing Aurora PostgreSQL
data with SSL/TLS".
"""


@rule(*DATABASES, *WORKGROUP)
def check(look: Look) -> Iterator[Fault]:
    """DocumentDB, Neptune and newer PostgreSQL demand it unless told otherwise; for the others it must be written."""
    if look.resource.type in WORKGROUP:
        if look.holds_records:
            yield from _serverless(look)
        return
    if _is_oracle(look) and look.holds_records and not is_replica(look):
        yield from _by_options(look)
        return
    kind = engine(look) or _commercial(look)
    if not look.holds_records or is_member(look) or is_replica(look) or kind not in _WANTED:
        return
    found = parameters(look)
    value = found.value(_WANTED[kind])
    urn = "" if found.holder is look else found.holder.urn
    if is_unknown(value):
        yield Fault("may take connections without TLS: its parameters are not known", found.prop, Verdict.UNPROVEN, urn)
    elif value is None and (kind in _DEFAULT_ON or _on_since(look)):
        return
    elif value not in _ON:
        yield Fault(f"takes connections without TLS ({_WANTED[kind]} is not on)", found.prop, urn=urn)


def _on_since(look: Look) -> bool:
    """Whether the version is one that demands TLS by default. One that nobody states is whatever AWS takes that day, and says nothing."""
    since = _ON_SINCE.get(str(look.text("engine")))
    version = look.text("engineVersion")
    major = version.partition(".")[0] if isinstance(version, str) else ""
    return since is not None and major.isdigit() and int(major) >= since


def _is_oracle(look: Look) -> bool:
    """RDS Custom (`custom-oracle-ee`) has no option groups: its users set up the listener themselves."""
    name = look.text("engine")
    return isinstance(name, str) and name.startswith("oracle")


def _by_options(look: Look) -> Iterator[Fault]:
    """Amazon RDS User Guide, "NATIVE_NETWORK_ENCRYPTION option settings" (REQUESTED by default: the client decides), "Oracle Secure Sockets Layer"."""
    found = options(look)
    urn = "" if found.holder is look else found.holder.urn
    if isinstance(found.settings, Unknown):
        yield Fault("may take connections in the clear: its options are not known", found.prop, Verdict.UNPROVEN, urn)
        return
    native = found.settings.get("NATIVE_NETWORK_ENCRYPTION")
    if native is None:
        if "SSL" not in found.settings:
            yield Fault(
                "takes connections in the clear (neither NATIVE_NETWORK_ENCRYPTION nor SSL is an option of it)", found.prop, urn=urn
            )
        return
    for name, fault in _REQUIRED.items():
        value = native.get(name)
        if is_unknown(value):
            yield Fault(f"may be one that {fault}: {name} is not known", found.prop, Verdict.UNPROVEN, urn)
        elif str(value or "").upper() != "REQUIRED":
            yield Fault(f"{fault} ({name} is not REQUIRED)", found.prop, urn=urn)


def _serverless(look: Look) -> Iterator[Fault]:
    """AWS Security Hub, RedshiftServerless.2: connections to workgroups should be required to use SSL."""
    value = workgroup_parameter(look, "require_ssl")
    if is_unknown(value):
        yield cannot_tell("configParameters", "whether it takes connections without TLS")
    elif value != "true":
        yield Fault("takes connections without TLS (require_ssl is not on)", "configParameters")


def _commercial(look: Look) -> str | None:
    """Amazon RDS User Guide, "Using SSL with a Microsoft SQL Server DB instance": off by default."""
    name = look.text("engine")
    return "sqlserver" if isinstance(name, str) and "sqlserver" in name else None
