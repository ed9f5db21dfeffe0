"""Passwords that Vault makes reach PostgreSQL hashed, so that its log of statements never holds one."""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.readers.vault.kinds import DATABASE
from posture.readers.vault.tokens import tokens
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

MOUNTS: Final = tokens("database:SecretsMount")
HASHED: Final = "scram-sha-256"


@rule(*DATABASE.tokens, *MOUNTS)
def check(look: Look) -> Iterator[Fault]:
    """PostgreSQL alone: its plugin has the word, and `password` is what it takes where nothing is said."""
    yield from each(look, DATABASE, _connection)
    if look.resource.type in MOUNTS:
        blocks = look.blocks("postgresqls") if look.value("postgresqls") is not None else look.blocks("postgresql")
        for block in blocks if isinstance(blocks, list) else []:
            yield from _hashes(Written(look, DATABASE, None, look.text("path"), look.text(f"{block}.name"), block))


def _connection(connection: Written) -> Iterator[Fault]:
    if connection.data is not None:
        plugin = connection.text("plugin_name")
        if is_unknown(plugin):
            yield unclear(connection, "plugin_name", "sends passwords in plain text")
        elif plugin is not None and plugin.startswith("postgresql"):
            yield from _hashes(connection)
    elif isinstance(connection.look.value("postgresql"), Mapping):
        yield from _hashes(Written(connection.look, DATABASE, None, connection.mount_path, connection.name, "postgresql"))


def _hashes(inner: Written) -> Iterator[Fault]:
    if inner.text("auth_type") == "gcp_iam" or inner.raw("private_key") not in (None, ""):
        return  # Its login is an identity or a certificate; so may those be that it makes.
    word = inner.text("password_authentication")
    if is_unknown(word):
        yield unclear(inner, "password_authentication", "sends passwords in plain text")
    elif word != HASHED:
        yield Fault(
            "sends passwords to PostgreSQL in plain text, whose log of statements keeps them", inner.prop("password_authentication")
        )
