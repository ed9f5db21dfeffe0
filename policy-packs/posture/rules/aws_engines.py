"""Databases on AWS: which types there are, what belongs to them, and the parameters that they run with.

Sources: Amazon RDS User Guide, "Working with parameter groups"; Amazon Aurora User Guide; Amazon DocumentDB and Neptune guides.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.record import record
from posture.rules.look import Look
from posture.rules.parts import given
from posture.values import UNKNOWN, Unknown, is_unknown

CLUSTER: Final = ("aws:rds/cluster:Cluster", "aws-native:rds:DbCluster")
DOCUMENT_CLUSTER: Final = ("aws:docdb/cluster:Cluster", "aws-native:docdb:DbCluster")
GRAPH_CLUSTER: Final = ("aws:neptune/cluster:Cluster", "aws-native:neptune:DbCluster")
INSTANCE: Final = ("aws:rds/instance:Instance", "aws-native:rds:DbInstance")
CLUSTER_INSTANCE: Final = (
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:docdb/clusterInstance:ClusterInstance",
    "aws:neptune/clusterInstance:ClusterInstance",
)
WAREHOUSE: Final = ("aws:redshift/cluster:Cluster", "aws-native:redshift:Cluster")
WORKGROUP: Final = ("aws:redshiftserverless/workgroup:Workgroup", "aws-native:redshiftserverless:Workgroup")
OPTION_GROUP: Final = ("aws:rds/optionGroup:OptionGroup", "aws-native:rds:OptionGroup")
RELATIONAL: Final = (*CLUSTER, *INSTANCE)
CLUSTERS: Final = (*CLUSTER, *DOCUMENT_CLUSTER, *GRAPH_CLUSTER)
DATABASES: Final = (*CLUSTERS, *INSTANCE, *WAREHOUSE)
_OF_CLUSTER: Final = ("clusterIdentifier", "dbClusterIdentifier")
_GROUPS: Final = (
    "dbClusterParameterGroupName",
    "neptuneClusterParameterGroupName",
    "clusterParameterGroupName",
    "parameterGroupName",
    "dbParameterGroupName",
)


def is_member(look: Look) -> bool:
    """Whether an instance belongs to a cluster, which then says most of it."""
    return (
        any(look.value(prop) is not None for prop in _OF_CLUSTER)
        and look.resource.type not in CLUSTERS
        and "redshift" not in look.resource.type
    )


def keeps_records(look: Look) -> bool:
    """Whether a database, or an instance by its cluster, holds records."""
    return look.holds_records or any(cluster.holds_records for prop in _OF_CLUSTER for cluster in look.targets(prop, CLUSTERS))


def is_replica(look: Look) -> bool:
    """Whether it follows another database of its region, whose key, login and backups it has."""
    return any(
        look.value(prop) not in (None, "") for prop in ("replicateSourceDb", "sourceDBInstanceIdentifier", "sourceDbInstanceIdentifier")
    )


def engine(look: Look) -> str | None:
    """`postgres`, `mysql`, `docdb`, `neptune`, `redshift`; None for others, and where it is not known."""
    service = look.resource.type.split(":")[1].split("/")[0]
    if service in ("docdb", "neptune", "redshift"):
        return service
    name = look.text("engine")
    if not isinstance(name, str):
        return None
    return next((family for family in ("postgres", "mysql", "mariadb") if family in name), None)


@record
class Parameters:
    """What a database runs with, as far as a parameter group of the stack says."""

    holder: Look
    """The group, or the database itself where no group of the stack is named."""
    prop: str
    values: Mapping[str, Any] | Unknown
    grouped: bool

    def value(self, name: str) -> Any:
        """The value, lower case; None: left at its default; UNKNOWN."""
        if isinstance(self.values, Unknown):
            return UNKNOWN
        found = self.values.get(name)
        return found if found is None or is_unknown(found) else str(found).lower()


def parameters(look: Look) -> Parameters:
    """The parameters of a database."""
    for prop in _GROUPS:
        if look.value(prop) is None:
            continue
        groups = [group for group in look.targets(prop) if "arameterGroup" in group.resource.type]
        if len(groups) == 1:
            return _of_group(groups[0])
        return Parameters(look, prop, UNKNOWN if groups or is_unknown(look.value(prop)) else {}, grouped=False)
    return Parameters(look, _GROUPS[0], {}, grouped=False)


def workgroup_parameter(look: Look, name: str) -> Any:
    """A setting of a Redshift Serverless workgroup, lower case; None: not given; UNKNOWN."""
    blocks = look.blocks("configParameters")
    if isinstance(blocks, Unknown):
        return UNKNOWN
    for block in blocks:
        key, value = look.value(f"{block}.parameterKey"), look.value(f"{block}.parameterValue")
        if is_unknown(key):
            return UNKNOWN
        if key == name:
            return value if value is None or is_unknown(value) else str(value).lower()
    return None


def _of_group(group: Look) -> Parameters:
    raw = group.value("parameters")
    if isinstance(raw, Mapping):
        return Parameters(group, "parameters", dict(raw), grouped=True)
    blocks = group.blocks("parameters")
    if isinstance(blocks, Unknown):
        return Parameters(group, "parameters", UNKNOWN, grouped=True)
    return Parameters(group, "parameters", dict(_pairs(group, blocks)), grouped=True)


def _pairs(group: Look, blocks: list[str]) -> Iterator[tuple[str, Any]]:
    for block in blocks:
        name, value = group.value(f"{block}.name"), group.value(f"{block}.value")
        if isinstance(name, str):
            yield name, UNKNOWN if isinstance(value, (Mapping, list, tuple, float)) else value


@record
class Options:
    """What the option group of a licensed engine adds, as far as a group of the stack says."""

    holder: Look
    """The group, or the database itself where no group of the stack is named."""
    prop: str
    settings: Mapping[str, Mapping[str, Any]] | Unknown
    """Option → its settings by name; empty with the default group, which has none."""


def options(look: Look) -> Options:
    """The options of a database (Amazon RDS User Guide, "Working with option groups": the default group is empty)."""
    named = given(look, "optionGroupName")
    if named is None or (isinstance(named, str) and named.startswith("default:")):
        return Options(look, "optionGroupName", {})
    groups = look.targets("optionGroupName", OPTION_GROUP)
    if len(groups) != 1:
        return Options(look, "optionGroupName", UNKNOWN)
    prop = "optionConfigurations" if groups[0].resource.type.startswith("aws-native:") else "options"
    blocks = groups[0].blocks(prop)
    if isinstance(blocks, Unknown):
        return Options(groups[0], prop, UNKNOWN)
    found: dict[str, Mapping[str, Any]] = {}
    for block in blocks:
        name, settings = groups[0].value(f"{block}.optionName"), groups[0].blocks(f"{block}.optionSettings")
        if not isinstance(name, str) or isinstance(settings, Unknown):
            return Options(groups[0], prop, UNKNOWN)
        found[name] = dict(_pairs(groups[0], settings))
    return Options(groups[0], prop, found)
