"""Views through which readers see the vectors: some columns as they are, some coarser, the rest not at all.

The SQL is run once, by the owner of the tables, and again when a view changes; Vault has no right to make a view.
Sources: PostgreSQL documentation, "CREATE VIEW" (`security_barrier`; a view reads with its owner's rights), "Privileges", "GRANT" (grant option);
45 CFR 164.514(b)(2)(i) (B: the first three digits of a postal code, C: years alone, ages over 89 together); 164.502(b) (minimum necessary).
"""

from enum import StrEnum
from typing import Annotated, Final, NotRequired, TypedDict

import pydantic

from ai_zones.inputs import matches, one_of
from ai_zones.vault.validation import ComponentInput


class ColumnMask(StrEnum):
    """How a column is shown."""

    CLEAR = "clear"
    """As it is."""
    REDACTED = "redacted"
    """A word in its place, so that one sees that there is something."""
    YEAR = "year"
    """Of a date, its year."""
    AGE_BAND = "age-band"
    """Of an age in years, ten years of it; from 90 on all together."""
    POSTAL_AREA = "postal-area"
    """Of a postal code, its first three characters."""


_EXPRESSIONS: Final = {
    ColumnMask.CLEAR: "{column}",
    ColumnMask.REDACTED: "CASE WHEN {column} IS NULL THEN NULL ELSE '[redacted]' END",
    ColumnMask.YEAR: "EXTRACT(YEAR FROM {column})::integer",
    ColumnMask.AGE_BAND: "LEAST(({column} / 10) * 10, 90)",
    ColumnMask.POSTAL_AREA: "LEFT({column}::text, 3)",
}

Identifier = Annotated[str, matches(r"[a-z_][a-z0-9_]{0,62}", "an identifier of PostgreSQL in lower case: letters, digits, underscores")]


class VaultMaskedViewArgs(TypedDict):
    """A view of one table."""

    schema: str
    """Schema of the table."""
    table: str
    """The table; readers see none of it but through the view."""
    columns: dict[str, str]
    """Column → how it is shown: `clear`, `redacted`, `year`, `age-band`, `postal-area`. A column that is not named is not shown."""
    only_where: NotRequired[str]
    """A column that says of each row whether it is shown, such as `released`. Default: every row."""


class MaskedView(ComponentInput):
    """Parsed `VaultMaskedViewArgs`."""

    schema_: Identifier = pydantic.Field(alias="schema")
    table: Identifier
    columns: Annotated[dict[Identifier, Annotated[str, one_of(*ColumnMask)]], pydantic.Field(min_length=1)]
    only_where: Identifier | None = None

    def sql(self, schema: str, view: str) -> list[str]:
        """What makes it."""
        shown = [
            f"{_EXPRESSIONS[ColumnMask(mask)].format(column=quoted(column))} AS {quoted(column)}" for column, mask in self.columns.items()
        ]
        # IS TRUE: a row of which nobody knows is not shown.
        where = f" WHERE {quoted(self.only_where)} IS TRUE" if self.only_where else ""
        name = f"{quoted(schema)}.{quoted(view)}"
        source = f"{quoted(self.schema_)}.{quoted(self.table)}"
        return [
            # Not replaced: PostgreSQL lets a view be replaced only where no column goes, and a mask must be able to.
            f"DROP VIEW IF EXISTS {name}",
            f"CREATE VIEW {name} WITH (security_barrier = true) AS SELECT {', '.join(shown)} FROM {source}{where}",  # noqa: S608 identifiers alone, quoted
            f"REVOKE ALL ON {name} FROM PUBLIC",
        ]


def quoted(identifier: str) -> str:
    """An identifier as PostgreSQL reads it, and nothing else."""
    return '"' + identifier.replace('"', '""') + '"'
