"""What Vault says to PostgreSQL when it makes an account and when its minutes are over, and what the owner says once before.

Sources: Vault documentation, "PostgreSQL database secrets engine"; API, "Create role" (creation, revocation statements, templates); PostgreSQL
documentation, "CREATE ROLE" (`VALID UNTIL` ends logins, not sessions), "Privileges" (PUBLIC may connect and make temporary tables by default),
"Predefined roles" (`pg_signal_backend`), "Client connection defaults"; 45 CFR 164.312(a)(1).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ai_zones.vault.masked_views import MaskedView, quoted

ACCOUNT: Final = '"{{name}}"'
_NO_RIGHTS: Final = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS"


def creation(database: str, grants: Mapping[str, Sequence[tuple[str, Sequence[str]]]], *, reads_only: bool, connections: int) -> list[str]:
    """An account that lives for its lease: schema → relations with the rights on each, and no right of its own."""
    statements = [
        f"CREATE ROLE {ACCOUNT} WITH LOGIN PASSWORD '{{{{password}}}}' VALID UNTIL '{{{{expiration}}}}' {_NO_RIGHTS} CONNECTION LIMIT {connections}",
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {ACCOUNT}",
    ]
    for schema, relations in sorted(grants.items()):
        statements.append(f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {ACCOUNT}")
        statements += [f"GRANT {', '.join(rights)} ON {quoted(schema)}.{quoted(one)} TO {ACCOUNT}" for one, rights in sorted(relations)]
    if reads_only:
        # A session may turn it off again; it is no wall, which the grants are, but a mistake stops here.
        statements.append(f"ALTER ROLE {ACCOUNT} SET default_transaction_read_only = on")
    return [*statements, f"ALTER ROLE {ACCOUNT} SET statement_timeout = '60s'"]


def revocation(database: str, grants: Mapping[str, Sequence[tuple[str, Sequence[str]]]]) -> list[str]:
    """No login, no session, no right, no account: in this order, so that nothing begins in between."""
    statements = [
        f"ALTER ROLE {ACCOUNT} WITH NOLOGIN",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'",
    ]
    for schema, relations in sorted(grants.items()):
        statements += [f"REVOKE ALL PRIVILEGES ON {quoted(schema)}.{quoted(one)} FROM {ACCOUNT}" for one, _ in sorted(relations)]
        statements.append(f"REVOKE ALL PRIVILEGES ON SCHEMA {quoted(schema)} FROM {ACCOUNT}")
    return [*statements, f"REVOKE ALL PRIVILEGES ON DATABASE {quoted(database)} FROM {ACCOUNT}", f"DROP ROLE IF EXISTS {ACCOUNT}"]


def preparation(
    database: str,
    manager: str,
    schema: str,
    views: Mapping[str, MaskedView],
    tables: Iterable[tuple[str, str, Sequence[str]]],
) -> list[str]:
    """What the owner of the tables runs: the views, what the public loses, and what Vault's account may pass on, which is no more than that."""
    who = quoted(manager)
    statements = [
        f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC",
        # Types and operators of extensions stand there, so its use stays; before version 15 everybody could make tables in it.
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}",
        f"REVOKE ALL ON SCHEMA {quoted(schema)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {who} WITH GRANT OPTION",
        f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {who} WITH GRANT OPTION",
        f"GRANT pg_signal_backend TO {who}",
    ]
    for view, masked in sorted(views.items()):
        statements += masked.sql(schema, view)
        statements.append(f"GRANT SELECT ON {quoted(schema)}.{quoted(view)} TO {who} WITH GRANT OPTION")
    written = sorted({(one, table, tuple(rights)) for one, table, rights in tables})
    statements += [f"GRANT USAGE ON SCHEMA {quoted(one)} TO {who} WITH GRANT OPTION" for one in sorted({one for one, _, _ in written})]
    statements += [
        f"GRANT {', '.join(rights)} ON {quoted(one)}.{quoted(table)} TO {who} WITH GRANT OPTION" for one, table, rights in written
    ]
    return statements


def script(statements: Iterable[str]) -> str:
    """Statements as `psql` reads them: all of them, or none."""
    return "\n".join(["BEGIN;", *(f"{one};" for one in statements), "COMMIT;", ""])
