"""What `VaultVectorDatabase` is asked: where the database is, which views there are, who reads them and who adds to which tables.

Sources: Vault API, "PostgreSQL database plugin" (connection URL templates, `tls_ca`, `password_authentication`); PostgreSQL documentation, "SSL
support" (`sslmode=verify-full`), "GRANT".
"""

from collections.abc import Sequence
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.inputs import matches, one_of
from ai_zones.vault.masked_views import Identifier, MaskedView, VaultMaskedViewArgs
from ai_zones.vault.validation import ComponentInput, Label, MountPath, Name, Port, ProtectedInput, Reference

MAX_LEASE_MINUTES: Final = 60
RIGHTS: Final = ("INSERT", "SELECT", "UPDATE", "DELETE")
"""What a writer may do with a table: rows alone, never its definition, and not all of them at once (TRUNCATE)."""


class VaultVectorReaderArgs(TypedDict):
    """A role that reads."""

    views: list[str]
    """Views that it sees."""
    lease_minutes: NotRequired[int]
    """Minutes that an account of it lives, 1 to 60. Default: 5."""
    connections: NotRequired[int]
    """Connections that one account has at once. Default: 5."""


class VaultVectorWriterArgs(TypedDict):
    """A role that adds to tables."""

    schema: str
    """Schema of the tables."""
    tables: dict[str, list[str]]
    """Table → what it does with its rows: `INSERT`, `SELECT`, `UPDATE`, `DELETE`."""
    lease_minutes: NotRequired[int]
    """Minutes that an account of it lives, 1 to 60. Default: 15."""
    connections: NotRequired[int]
    """Connections that one account has at once. Default: 5."""


class VaultVectorDatabaseArgs(TypedDict):
    """Inputs of `VaultVectorDatabase`."""

    host: str
    """Name of the database's host, which its certificate has: the private endpoint's in the management zone."""
    database: str
    """Name of the database."""
    manager_password: pulumi.Input[str]
    """First password of the account by which Vault makes accounts, as a secret. Vault changes it at once, and then nobody knows it."""
    views: dict[str, VaultMaskedViewArgs]
    """View → what it shows."""
    readers: dict[str, VaultVectorReaderArgs]
    """Role → which views it reads, such as `rag-reader`."""
    writers: NotRequired[dict[str, VaultVectorWriterArgs]]
    """Role → which tables it adds to, such as `ingester`. Default: none."""
    ca_certificate: NotRequired[pulumi.Input[str]]
    """Root of the database's certificate in PEM. Default: the roots that Vault's host trusts."""
    port: NotRequired[int]
    """Its port. Default: 5432."""
    manager: NotRequired[str]
    """Name of Vault's account there. Default: `vault`."""
    view_schema: NotRequired[str]
    """Schema of the views. Default: `masked`."""
    connection: NotRequired[str]
    """Name of the connection. Default: `vectors`."""
    mount: NotRequired[str]
    """Path of the mount. Default: `database`."""
    password_policy: NotRequired[str]
    """Policy by which passwords are made: `VaultPasswordPolicy.policy`. Default: the server's own, of 20 characters."""
    removable: NotRequired[bool]
    """Lifts the protection of mount and connection. Default: false."""


class Reader(ComponentInput):
    """Parsed `VaultVectorReaderArgs`."""

    views: Annotated[tuple[Identifier, ...], pydantic.Field(min_length=1)]
    lease_minutes: int = pydantic.Field(default=5, ge=1, le=MAX_LEASE_MINUTES)
    connections: int = pydantic.Field(default=5, ge=1, le=100)


class Writer(ComponentInput):
    """Parsed `VaultVectorWriterArgs`."""

    schema_: Identifier = pydantic.Field(alias="schema")
    tables: Annotated[
        dict[Identifier, Annotated[tuple[Annotated[str, one_of(*RIGHTS)], ...], pydantic.Field(min_length=1)]], pydantic.Field(min_length=1)
    ]
    lease_minutes: int = pydantic.Field(default=15, ge=1, le=MAX_LEASE_MINUTES)
    connections: int = pydantic.Field(default=5, ge=1, le=100)


class VectorDatabase(ProtectedInput):
    """Parsed `VaultVectorDatabaseArgs`."""

    host: Annotated[str, matches(r"[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?", "a host's name or address")]
    database: Identifier
    manager_password: Reference
    views: dict[Identifier, MaskedView]
    readers: Annotated[dict[Label, Reader], pydantic.Field(min_length=1)]
    writers: dict[Label, Writer] = pydantic.Field(default_factory=dict)
    ca_certificate: Reference | None = None
    port: Port = 5432
    manager: Identifier = "vault"
    view_schema: Identifier = "masked"
    connection: Name = "vectors"
    mount: MountPath = "database"
    password_policy: Name | None = None

    @pydantic.model_validator(mode="after")
    def _roles_see_what_is_there(self) -> Self:
        faults = [
            f"readers.{role}.views: given {view}, allowed are the views {', '.join(sorted(self.views)) or '(none)'}"
            for role, reader in sorted(self.readers.items())
            for view in reader.views
            if view not in self.views
        ]
        faults += [
            f"writers.{role}: is a reader too; whoever reads does not add, so give it another name"
            for role in sorted(set(self.writers) & set(self.readers))
        ]
        faults += [
            f"writers.{role}.schema: given {writer.schema_}, which holds the views; tables stand in another schema"
            for role, writer in sorted(self.writers.items())
            if writer.schema_ == self.view_schema
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def address(self) -> str:
        """How Vault reaches it: by TLS with its name checked, and with an account that it puts in itself."""
        return f"postgresql://{{{{username}}}}:{{{{password}}}}@{self.host}:{self.port}/{self.database}?sslmode=verify-full"

    def longest_minutes(self) -> int:
        """Minutes that no account outlives."""
        readers, writers = self.readers.values(), self.writers.values()
        return max([*(one.lease_minutes for one in readers), *(one.lease_minutes for one in writers)])

    def reads(self, reader: Reader) -> dict[str, list[tuple[str, Sequence[str]]]]:
        """Rights of a reader."""
        return {self.view_schema: [(view, ("SELECT",)) for view in sorted(set(reader.views))]}

    @staticmethod
    def writes(writer: Writer) -> dict[str, list[tuple[str, Sequence[str]]]]:
        """Rights of a writer, in their usual order."""
        return {writer.schema_: [(table, _ordered(rights)) for table, rights in sorted(writer.tables.items())]}

    def passed_on(self) -> list[tuple[str, str, Sequence[str]]]:
        """Rights on tables that writers get from Vault's account, which so must have them."""
        return [(writer.schema_, table, _ordered(rights)) for writer in self.writers.values() for table, rights in writer.tables.items()]


def _ordered(rights: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in RIGHTS if one in rights)
