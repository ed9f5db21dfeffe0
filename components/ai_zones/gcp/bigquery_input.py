"""What a BigQuery store is given: who owns and reads it, its tables, the tags of its columns, the rules of its rows.

Sources: BigQuery documentation, "Name datasets", "Name tables", "Specifying a schema" (types and modes), "Row-level security" (a policy names its
grantees), "Authorized views"; provider reference, `gcp.bigquery.Dataset` (accesses: by user, group or another IAM member).
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import Kind, resource_name
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ComponentInput, Member, ZoneText
from ai_zones.inputs import matches, one_of

STORE_CLASSES: Final = {"phi": DataClass.PHI, "deidentification": DataClass.DEIDENTIFIED, "training": DataClass.DEIDENTIFIED}
"""Zones that keep tables, and what these hold."""

_TYPES: Final = ("BIGNUMERIC", "BOOL", "BYTES", "DATE", "DATETIME", "FLOAT64", "INT64", "JSON", "NUMERIC", "STRING", "TIME", "TIMESTAMP")

_Table = Annotated[str, matches(r"[A-Za-z0-9_]{1,256}", "1 to 256 letters, digits and underscores")]
_Column = Annotated[
    str, matches(r"[A-Za-z_][A-Za-z0-9_]{0,299}", "a letter or underscore, then letters, digits and underscores, 300 at most")
]
_View = Annotated[
    str, matches(r"[a-z][a-z0-9.:-]+[a-z0-9]\.[A-Za-z0-9_]+\.[A-Za-z0-9_]+", "a view, such as acme-prod-deid.reports.visits_by_month")
]


def _keeps_tables(zone: str) -> str:
    if zone not in STORE_CLASSES:
        raise ValueError(f"must be one of {', '.join(STORE_CLASSES)}: other zones keep no tables")
    return zone


class GcpColumnTagArgs(TypedDict):
    """A kind of column, such as names of patients: only who is listed reads it."""

    readers: NotRequired[list[str]]
    """Principals that read it as it is. Default: none."""
    masked_readers: NotRequired[list[str]]
    """Principals that read it masked. Default: none; whoever is in neither list is refused."""
    mask: NotRequired[str]
    """How it is masked: `ALWAYS_NULL`, `DATE_YEAR_MASK`, `DEFAULT_MASKING_VALUE`, `LAST_FOUR_CHARACTERS`, `SHA256`. Default: `ALWAYS_NULL`."""


class GcpColumnArgs(TypedDict):
    """A column of a table."""

    type: str
    """Type, such as `STRING`, `INT64`, `TIMESTAMP`."""
    required: NotRequired[bool]
    """Whether every row has a value. Default: false."""
    tag: NotRequired[str]
    """One of the store's `column_tags`. Default: none, whoever reads the table reads it."""
    description: NotRequired[str]
    """What it holds. Default: none."""


class GcpRowPolicyArgs(TypedDict):
    """Rows that some principals read; where a table has such a policy, whoever is in none reads no row."""

    filter: str
    """Condition, such as `ward = "oncology"`."""
    grantees: list[str]
    """Principals that read these rows."""


class GcpTableArgs(TypedDict):
    """A table."""

    columns: dict[str, GcpColumnArgs]
    """Its columns, by name, in order."""
    row_policies: NotRequired[dict[str, GcpRowPolicyArgs]]
    """Rules of its rows, by a stable name. Default: none."""
    partitioned_by: NotRequired[str]
    """A column of type DATE, DATETIME or TIMESTAMP by whose day it is kept, and which every query must name. Default: none."""


class GcpBigQueryStoreArgs(TypedDict):
    """Inputs of `GcpBigQueryStore`."""

    zone: str
    """Zone that the store stands in: `phi`, `deidentification` or `training`."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the dataset."""
    kms_key: pulumi.Input[str]
    """Key that encrypts every table, for `bigquery`; of the same region."""
    owners: list[str]
    """Principals that administer the dataset, one or more: the project's own owners get nothing."""
    readers: NotRequired[list[str]]
    """Principals that read all tables, but for tagged columns and rows of others. Default: none."""
    writers: NotRequired[list[str]]
    """Principals that read and write. Default: none."""
    authorized_views: NotRequired[list[str]]
    """Views elsewhere that read here for whoever may ask them, such as `acme-prod-deid.reports.visits_by_month`. Default: none."""
    column_tags: NotRequired[dict[str, GcpColumnTagArgs]]
    """Kinds of columns that only named principals read, by name. Default: none."""
    tables: NotRequired[dict[str, GcpTableArgs]]
    """Tables. Default: none; whoever writes makes them."""
    label: NotRequired[str]
    """Tells several stores of one zone apart. Default: `store`."""
    removable: NotRequired[bool]
    """Lifts Pulumi's, the provider's and the tables' protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ColumnTag(ComponentInput):
    """Parsed `GcpColumnTagArgs`."""

    readers: tuple[Member, ...] = ()
    masked_readers: tuple[Member, ...] = ()
    mask: Annotated[str, one_of("ALWAYS_NULL", "DATE_YEAR_MASK", "DEFAULT_MASKING_VALUE", "LAST_FOUR_CHARACTERS", "SHA256")] = "ALWAYS_NULL"


class Column(ComponentInput):
    """Parsed `GcpColumnArgs`."""

    type: Annotated[str, one_of(*_TYPES)]
    required: bool = False
    tag: Label | None = None
    description: Annotated[str, pydantic.Field(max_length=1024)] | None = None


class RowPolicy(ComponentInput):
    """Parsed `GcpRowPolicyArgs`."""

    filter: Annotated[str, pydantic.Field(min_length=1, max_length=10_000)]
    grantees: tuple[Member, ...] = pydantic.Field(min_length=1)


class Table(ComponentInput):
    """Parsed `GcpTableArgs`."""

    columns: dict[_Column, Column] = pydantic.Field(min_length=1)
    row_policies: dict[_Table, RowPolicy] = pydantic.Field(default_factory=dict)
    partitioned_by: str | None = None

    @pydantic.model_validator(mode="after")
    def _is_partitioned_by_a_day(self) -> Self:
        by = self.partitioned_by
        if by is not None and (by not in self.columns or self.columns[by].type not in ("DATE", "DATETIME", "TIMESTAMP")):
            raise ValueError(f"partitioned_by: given {by!r}; name one of the table's columns of type DATE, DATETIME or TIMESTAMP")
        return self


class BigQueryStore(EncryptedInput):
    """Parsed `GcpBigQueryStoreArgs`."""

    zone: Annotated[ZoneText, pydantic.AfterValidator(_keeps_tables)]
    owners: tuple[Member, ...] = pydantic.Field(min_length=1)
    readers: tuple[Member, ...] = ()
    writers: tuple[Member, ...] = ()
    authorized_views: tuple[_View, ...] = ()
    column_tags: dict[Label, ColumnTag] = pydantic.Field(default_factory=dict)
    tables: dict[_Table, Table] = pydantic.Field(default_factory=dict)
    label: Label = "store"

    @pydantic.model_validator(mode="after")
    def _tags_are_there(self) -> Self:
        used = {column.tag for table in self.tables.values() for column in table.columns.values() if column.tag is not None}
        if stray := sorted(used - set(self.column_tags)):
            raise ValueError(f"tables: a column bears the tag {', '.join(stray)}, which column_tags does not have; add it there")
        return self

    @property
    def dataset_name(self) -> str:
        """Name of the dataset."""
        return resource_name(Kind.BIGQUERY_DATASET, self.zone, self.label)
