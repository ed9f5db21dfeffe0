"""Statements that make a database login give it no administration, no definition of tables, and no right to hand on."""

import re
from collections.abc import Iterator
from typing import Final

from posture.readers.vault.kinds import DATABASE_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_POWERS: Final = (
    (r"(?:CREATE|ALTER)\s+(?:ROLE|USER)\b[^;]*\b(?:SUPERUSER|CREATEDB|CREATEROLE|REPLICATION|BYPASSRLS)\b", "administers the database"),
    (r"GRANT\s+ALL\b", "has all privileges"),
    (
        r"GRANT\s+[^;]*\b(?:CREATE|TRUNCATE|REFERENCES|TRIGGER|DROP|ALTER|MAINTAIN|SUPER|FILE|PROCESS|RELOAD|SHUTDOWN)\b[^;]*\bON\b",
        "changes tables, not only rows",
    ),
    (r"WITH\s+(?:GRANT|ADMIN)\s+OPTION", "hands its rights on"),
    (r"\bTO\s+PUBLIC\b", "opens tables to everybody"),
    (
        r"\b(?:pg_(?:read|write)_all_data|pg_(?:read|write)_server_files|pg_execute_server_program|pg_database_owner|rds_superuser|azure_pg_admin"
        r"|cloudsqlsuperuser|alloydbsuperuser)\b",
        "reads or writes everything",
    ),
    (r"\b(?:GRANT|IN\s+ROLE)\s+\"?(?:postgres|root|admin|dba)\"?\b", "is the administrator"),
    (r"\b(?:DROP|TRUNCATE|ALTER)\s+(?:TABLE|SCHEMA|DATABASE|VIEW|POLICY)\b|\bALTER\s+SYSTEM\b|\bDISABLE\s+ROW\s+LEVEL\b", "changes tables when it is made"),
    (r"\b(?:sysadmin|securityadmin|serveradmin|db_owner|db_ddladmin|db_securityadmin|db_accessadmin|db_backupoperator)\b", "administers the database"),
    (r"\bOWNER\s+TO\b|\bSECURITY\s+DEFINER\b", "owns what it uses"),
)  # fmt: skip
"""What no login of a workload has → why. Sources: PostgreSQL documentation, "CREATE ROLE", "GRANT", "Predefined Roles"; MySQL Reference Manual, "Privileges";
Microsoft SQL Server documentation, "Server-level roles", "Database-level roles"."""


@rule(*DATABASE_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """The statements are SQL, or for MongoDB and others JSON, in which roles are named."""
    yield from each(look, DATABASE_ROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    raw = role.raw("creation_statements")
    texts = [raw] if isinstance(raw, str) else raw
    if is_unknown(raw) or not isinstance(texts, (list, tuple)) or not all(isinstance(one, str) for one in texts):
        yield unclear(role, "creation_statements", "makes logins that administer")
        return
    text = "; ".join(texts)
    for pattern, fault in _POWERS:
        if re.search(pattern, text, re.IGNORECASE):
            yield Fault(f"makes a login that {fault}", role.prop("creation_statements"))
    if re.search(r'"role"\s*:\s*"(?:root|dbOwner|userAdmin\w*|dbAdmin\w*|readWriteAnyDatabase|readAnyDatabase|clusterAdmin)"', text):
        yield Fault("makes a login that administers the database", role.prop("creation_statements"))
    if re.search(r"CREATE\s+(?:ROLE|USER)\b.*\bPASSWORD\b", text, re.IGNORECASE | re.DOTALL) and not re.search(
        r"VALID\s+UNTIL|IDENTIFIED", text, re.IGNORECASE
    ):
        yield Fault(
            "makes a login that stays open where Vault can't close it: no VALID UNTIL '{{expiration}}'", role.prop("creation_statements")
        )
