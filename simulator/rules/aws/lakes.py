"""Lake Formation and Athena: what a grant, a filter and a tag demand, and what a workgroup takes for what is not given."""

from collections.abc import Iterator

from simulator.rules import AtLeastOneOf, Fault, Properties, Rules
from simulator.rules.aws.passed_roles import at_path, missing

_GRANT = "AWS Lake Formation API Reference, GrantPermissions, TableWithColumnsResource"
_FILTER = "AWS Lake Formation API Reference, DataCellsFilter, RowFilter"
_TAGS = "AWS Lake Formation API Reference, AddLFTagsToResource"
_COLUMNS = ("columnNames", "columnWildcard", "wildcard")

workgroup = Rules(
    "aws:athena/workgroup:Workgroup",
    source="Amazon Athena API Reference, CreateWorkGroup; Pulumi Registry, aws.athena.Workgroup",
    defaults={"forceDestroy": False, "state": "ENABLED"},
    unset={
        "configuration.enforceWorkgroupConfiguration": True,
        "configuration.publishCloudwatchMetricsEnabled": True,
        "configuration.requesterPaysEnabled": False,
    },
)

location = Rules(
    "aws:lakeformation/resource:Resource",
    source="AWS Lake Formation API Reference, RegisterResource; Pulumi Registry, aws.lakeformation.Resource",
    unset={"hybridAccessEnabled": False, "withFederation": False},
)

grant = Rules(
    "aws:lakeformation/permissions:Permissions",
    source=_GRANT,
    checks=(
        AtLeastOneOf(
            ("catalogResource", "dataCellsFilter", "dataLocation", "database", "lfTag", "lfTagPolicy", "table", "tableWithColumns"),
            source=_GRANT,
        ),
    ),
)


@grant.check(source=_GRANT, even_unknown=True)
def columns_are_named(inputs: Properties) -> Iterator[Fault]:
    """'At least one of ColumnNames or ColumnWildcard is required.'"""
    table = inputs.get("tableWithColumns")
    if isinstance(table, dict) and all(missing(table.get(name)) and table.get(name) is not True for name in _COLUMNS):
        yield "tableWithColumns.columnNames", "at least one of columnNames, wildcard is required"


cells = Rules("aws:lakeformation/dataCellsFilter:DataCellsFilter", source=_FILTER)


@cells.check(source=_FILTER, even_unknown=True)
def cells_of_columns_and_rows(inputs: Properties) -> Iterator[Fault]:
    """'You must specify either a ColumnNames list or the ColumnWildCard'; rows by an expression, or all of them."""
    data = inputs.get("tableData")
    if not isinstance(data, dict):
        return
    if missing(data.get("columnNames")) and data.get("columnWildcard") is None:
        yield "tableData.columnNames", "either columnNames or columnWildcard must be given"
    rows = data.get("rowFilter")
    if isinstance(rows, dict) and missing(rows.get("filterExpression")) and at_path(rows, "allRowsWildcard") is None:
        yield "tableData.rowFilter", "filterExpression or allRowsWildcard must be given"


tags = Rules(
    "aws:lakeformation/resourceLfTags:ResourceLfTags",
    source=_TAGS,
    checks=(AtLeastOneOf(("database", "table", "tableWithColumns"), source=_TAGS),),
)
