"""Connections to databases: verified TLS, no password in the address, rotated, and for named roles."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import DATABASE, DATABASE_ROTATION
from posture.readers.vault.tokens import tokens
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, unclear
from posture.rules.vault_written import Written, all_of, each
from posture.values import is_unknown

MOUNTS: Final = tokens("database:SecretsMount")
_PLUGINS: Final = (
    "postgresql", "redshift", "mysql", "mysqlRds", "mysqlAurora", "mysqlLegacy", "mssql", "mongodb", "oracle", "hana", "snowflake", "cassandra", "couchbase",
    "elasticsearch", "influxdb", "redis", "redisElasticache", "mongodbatlas",
)  # fmt: skip
_INLINE: Final = {name: f"{name}s" if not name.endswith("s") else name for name in _PLUGINS}
_VERIFIED: Final = ("verify-full", "verify-ca")


@rule(*DATABASE.tokens, *MOUNTS)
def check(look: Look) -> Iterator[Fault]:
    """One connection a resource, or several inline in the mount."""
    yield from each(look, DATABASE, _connection)
    if look.resource.type in MOUNTS:
        for name in _PLUGINS:
            blocks = look.blocks(_INLINE[name]) if look.value(_INLINE[name]) is not None else look.blocks(name)
            for block in blocks if isinstance(blocks, list) else []:
                part = Written(look, DATABASE, None, look.text("path"), look.text(f"{block}.name"), block)
                yield from _judged(part, part, name)


def _connection(connection: Written) -> Iterator[Fault]:
    if connection.data is not None:
        plugin = connection.text("plugin_name")
        yield from _judged(connection, connection, plugin.split("-")[0] if isinstance(plugin, str) else "")
        return
    for name in _PLUGINS:
        if isinstance(connection.look.value(name), Mapping):
            inner = Written(connection.look, DATABASE, None, connection.mount_path, connection.name, name)
            yield from _judged(connection, inner, name)


def _judged(outer: Written, inner: Written, plugin: str) -> Iterator[Fault]:
    yield from _line(inner, plugin)
    yield from _login(outer, inner)
    roles = outer.texts("allowed_roles")
    if is_unknown(roles):
        yield unclear(outer, "allowed_roles", "is for every role")
    elif any(isinstance(one, str) and one.strip() == "*" for one in roles):
        yield Fault("is for every role", outer.prop("allowed_roles"))


def _line(inner: Written, plugin: str) -> Iterator[Fault]:
    address = inner.text("connection_url")
    if is_unknown(address):
        yield unclear(inner, "connection_url", "speaks to the database in plain text")
        return
    text = address or ""
    prop = inner.prop("connection_url")
    if plugin in ("postgresql", "redshift"):
        mode = re.search(r"sslmode=([\w-]+)", text)
        if mode is None or mode[1] not in _VERIFIED:
            yield Fault("speaks to the database without verified TLS: sslmode is not verify-full", prop)
    elif plugin.startswith("mysql"):
        if not _given(inner, "tls_ca") and not re.search(r"tls=(?:true|custom)", text):
            yield Fault("speaks to the database without verified TLS", prop)
        yield from must_be(inner, "tls_skip_verify", False, "does not look at the database's certificate", default=False)
    elif (plugin == "mongodb" and not (text.startswith("mongodb+srv://") or re.search(r"(?:ssl|tls)=true", text))) or (
        plugin == "mssql" and not re.search(r"encrypt=(?:true|strict)", text, re.IGNORECASE)
    ):
        yield Fault("speaks to the database without TLS", prop)
    elif plugin in ("cassandra", "couchbase", "redis"):
        yield from must_be(inner, "tls", True, "speaks to the database without TLS", default=plugin == "cassandra")
    for field in ("insecure_tls", "insecure"):
        yield from must_be(inner, field, False, "does not look at the database's certificate", default=False)


def _login(outer: Written, inner: Written) -> Iterator[Fault]:
    address = inner.text("connection_url")
    if isinstance(address, str) and re.search(
        r"://[^/@\s:{]+:(?!\{\{)[^@\s]+@|(?:^|;)\s*password\s*=\s*(?!\{\{)[^;\s]+", address, re.IGNORECASE
    ):
        yield Fault("has its password in the address, where Vault can't change it", inner.prop("connection_url"))
    if _keyless(inner):
        return
    if outer.flag("disable_automated_rotation", False) is False and (
        outer.raw("rotation_period") not in (None, "", 0) or outer.raw("rotation_schedule") not in (None, "")
    ):
        return
    if not _rotated(outer):
        yield Fault("keeps the administrator's password that the program gave it: nothing rotates it", outer.prop("rotation_period"))


def _keyless(inner: Written) -> bool:
    """A login without a password: an identity of the cloud, or a certificate."""
    return (
        inner.text("auth_type") == "gcp_iam"
        or _given(inner, "private_key")
        or _given(inner, "tls_certificate_key")
        or inner.flag("self_managed", False) is True
    )


def _given(inner: Written, field: str) -> bool:
    value: Any = inner.raw(field)
    return value is not None and value not in ("", [])


def _rotated(outer: Written) -> bool | Verdict:
    found = all_of(outer.look.scene, DATABASE_ROTATION)
    return any(one.name == outer.name and one.mount_path == outer.mount_path for one in found if isinstance(one.name, str))
