"""Where each service of Azure says who may come in by its public address: a line a type, and what holds where the program is silent.

Sources (defaults where a property is absent): Azure REST API reference, "Storage Accounts - Create" (`publicNetworkAccess` is optional,
`networkAcls.defaultAction` is Allow), "Vaults - Create Or Update" (`publicNetworkAccess`: "default value: enabled"), "Configure IP firewall
in Azure Cosmos DB" (no filter: all networks), "Allow access to Azure Service Bus namespaces from specific networks" and the same page of
Event Hubs (all networks, until a rule set denies by default), "Configure IP firewall for Azure Event Grid topics" (public by default),
"Configure Azure AI services virtual networks" (all networks by default), "Configure network access and firewall rules for Azure AI Search"
(a new service is open), "Configure public IP network rules" (Container Registry: all networks by default), "What is Azure Cache for Redis
with Azure Private Link?" (public access is on unless disabled), "Networking overview for Azure Database for PostgreSQL", "Azure SQL Database
and Azure Synapse IP firewall rules" (no rule, no entry; `0.0.0.0` lets in every service of Azure, other customers' included), "Public
endpoint overview" (SQL Managed Instance: off by default), "Manage network access to your Azure Machine Learning workspace"; Azure Policy
built-in "Azure Machine Learning Workspaces should disable public network access" (absent counts as public).
"""

from enum import StrEnum
from typing import Final

from posture.readers.azure.data_tokens import tokens
from posture.record import record
from posture.view import Path


class Admits(StrEnum):
    """Whom a public endpoint lets in while it is on."""

    BY_ACTION = "by default action"
    """Everybody while the default action is Allow; else what the rules name."""
    UNLESS_LISTED = "everybody unless listed"
    """Everybody while no rule stands; else what the rules name."""
    LISTED = "listed"
    """What rules name, and nobody else."""


@record
class Door:
    """The public side of one type."""

    admits: Admits = Admits.BY_ACTION
    access: Path = "publicNetworkAccess"
    action: Path = ""
    addresses: Path = ""
    """Path through the list of address rules to the address."""
    networks: Path = ""
    """Path through the list of network rules to the subnet's id."""
    filters: Path = ""
    """A flag that says that network rules are in force."""
    injected: Path = ""
    """A subnet in which the service stands instead of having a public address."""
    ports: tuple[tuple[int, int], ...] = ((443, 443),)


_ACLS: Final = Door(
    access="properties.publicNetworkAccess",
    action="properties.networkAcls.defaultAction",
    addresses="properties.networkAcls.ipRules.value",
    networks="properties.networkAcls.virtualNetworkRules.id",
)
_EVENTS: Final = Door(Admits.UNLESS_LISTED, addresses="inboundIpRules.ipMask")
_SINGLE: Final = Door(Admits.LISTED, access="properties.publicNetworkAccess")

DOORS: Final[dict[str, Door]] = {
    **dict.fromkeys(
        tokens("storage:StorageAccount"),
        Door(
            action="networkRuleSet.defaultAction",
            addresses="networkRuleSet.ipRules.iPAddressOrRange",
            networks="networkRuleSet.virtualNetworkRules.virtualNetworkResourceId",
        ),
    ),
    **dict.fromkeys(tokens("keyvault:Vault", "keyvault:ManagedHsm", "cognitiveservices:Account"), _ACLS),
    **dict.fromkeys(
        tokens("cosmosdb:DatabaseAccount"),
        Door(
            Admits.UNLESS_LISTED,
            addresses="ipRules.ipAddressOrRange",
            networks="virtualNetworkRules.id",
            filters="isVirtualNetworkFilterEnabled",
        ),
    ),
    **dict.fromkeys(tokens("eventgrid:Topic", "eventgrid:Domain", "eventgrid:Namespace"), _EVENTS),
    **dict.fromkeys(tokens("search:Service"), Door(Admits.UNLESS_LISTED, addresses="networkRuleSet.ipRules.value")),
    **dict.fromkeys(
        tokens("containerregistry:Registry"),
        Door(action="networkRuleSet.defaultAction", addresses="networkRuleSet.ipRules.iPAddressOrRange"),
    ),
    **dict.fromkeys(tokens("machinelearningservices:Workspace", "machinelearningservices:Registry"), Door(Admits.UNLESS_LISTED)),
    **dict.fromkeys(tokens("healthcareapis:Service"), Door(Admits.UNLESS_LISTED, access="properties.publicNetworkAccess")),
    **dict.fromkeys(tokens("redis:Redis"), Door(Admits.UNLESS_LISTED, injected="subnetId", ports=((6379, 6380), (10000, 10000)))),
    **dict.fromkeys(tokens("redisenterprise:RedisEnterprise"), Door(Admits.UNLESS_LISTED, ports=((10000, 10000),))),
    **dict.fromkeys(tokens("servicebus:Namespace", "eventhub:Namespace"), Door(Admits.UNLESS_LISTED, ports=((443, 443), (5671, 5672)))),
    **dict.fromkeys(tokens("relay:Namespace"), Door(Admits.UNLESS_LISTED)),
    **dict.fromkeys(tokens("monitor:AzureMonitorWorkspace"), Door(Admits.UNLESS_LISTED)),
    **dict.fromkeys(
        tokens("dbforpostgresql:Server"),
        Door(Admits.LISTED, access="network.publicNetworkAccess", injected="network.delegatedSubnetResourceId", ports=((5432, 6432),)),
    ),
    **dict.fromkeys(
        tokens("dbformysql:Server"),
        Door(Admits.LISTED, access="network.publicNetworkAccess", injected="network.delegatedSubnetResourceId", ports=((3306, 3306),)),
    ),
    **dict.fromkeys(tokens("dbforpostgresql:SingleServer", "dbformysql:SingleServer", "dbformariadb:Server"), _SINGLE),
    **dict.fromkeys(tokens("dbforpostgresql:ServerGroupCluster"), Door(Admits.LISTED, access="", ports=((5432, 5432),))),
    **dict.fromkeys(tokens("sql:Server"), Door(Admits.LISTED, ports=((1433, 1433), (11000, 11999)))),
    **dict.fromkeys(tokens("cosmosdb:MongoCluster"), Door(Admits.LISTED, access="", ports=((10260, 10260), (27017, 27017)))),
    **dict.fromkeys(
        tokens("mongocluster:MongoCluster"),
        Door(Admits.LISTED, access="properties.publicNetworkAccess", ports=((10260, 10260), (27017, 27017))),
    ),
    **dict.fromkeys(tokens("kusto:Cluster"), Door(Admits.UNLESS_LISTED, addresses="allowedIpRangeList")),
    **dict.fromkeys(tokens("synapse:Workspace"), Door(Admits.LISTED, ports=((443, 443), (1433, 1433)))),
    **dict.fromkeys(tokens("databricks:Workspace"), Door(Admits.UNLESS_LISTED)),
}


@record
class RuleKind:
    """A rule that is a resource of its own."""

    owner: str
    """Path parameter with the name of what it opens."""
    owners: tuple[str, ...]
    start: Path = "startIpAddress"
    end: Path = "endIpAddress"
    subnet: Path = ""


_POSTGRES: Final = RuleKind("serverName", tokens("dbforpostgresql:Server"))
RULES: Final[dict[str, RuleKind]] = {
    **dict.fromkeys(tokens("dbforpostgresql:FirewallRule"), _POSTGRES),
    **dict.fromkeys(tokens("dbforpostgresql:SingleServerFirewallRule"), RuleKind("serverName", tokens("dbforpostgresql:SingleServer"))),
    **dict.fromkeys(
        tokens("dbforpostgresql:ServerGroupFirewallRule"), RuleKind("clusterName", tokens("dbforpostgresql:ServerGroupCluster"))
    ),
    **dict.fromkeys(tokens("dbformysql:FirewallRule"), RuleKind("serverName", tokens("dbformysql:Server"))),
    **dict.fromkeys(tokens("dbformysql:SingleServerFirewallRule"), RuleKind("serverName", tokens("dbformysql:SingleServer"))),
    **dict.fromkeys(tokens("dbformariadb:FirewallRule"), RuleKind("serverName", tokens("dbformariadb:Server"))),
    **dict.fromkeys(tokens("sql:FirewallRule"), RuleKind("serverName", tokens("sql:Server"))),
    **dict.fromkeys(tokens("sql:IPv6FirewallRule"), RuleKind("serverName", tokens("sql:Server"), "startIPv6Address", "endIPv6Address")),
    **dict.fromkeys(
        tokens("dbforpostgresql:SingleServerVirtualNetworkRule"),
        RuleKind("serverName", tokens("dbforpostgresql:SingleServer"), subnet="virtualNetworkSubnetId"),
    ),
    **dict.fromkeys(
        tokens("dbformysql:SingleServerVirtualNetworkRule"),
        RuleKind("serverName", tokens("dbformysql:SingleServer"), subnet="virtualNetworkSubnetId"),
    ),
    **dict.fromkeys(
        tokens("dbformariadb:VirtualNetworkRule"),
        RuleKind("serverName", tokens("dbformariadb:Server"), subnet="virtualNetworkSubnetId"),
    ),
    **dict.fromkeys(tokens("sql:VirtualNetworkRule"), RuleKind("serverName", tokens("sql:Server"), subnet="virtualNetworkSubnetId")),
    **dict.fromkeys(tokens("redis:FirewallRule"), RuleKind("cacheName", tokens("redis:Redis"), "startIP", "endIP")),
    **dict.fromkeys(tokens("redis:RedisFirewallRule"), RuleKind("cacheName", tokens("redis:Redis"), "startIP", "endIP")),
    **dict.fromkeys(tokens("cosmosdb:MongoClusterFirewallRule"), RuleKind("mongoClusterName", tokens("cosmosdb:MongoCluster"))),
    **dict.fromkeys(
        tokens("mongocluster:FirewallRule"),
        RuleKind("mongoClusterName", tokens("mongocluster:MongoCluster"), "properties.startIpAddress", "properties.endIpAddress"),
    ),
    **dict.fromkeys(tokens("synapse:IpFirewallRule"), RuleKind("workspaceName", tokens("synapse:Workspace"))),
    **dict.fromkeys(tokens("servicebus:NamespaceIpFilterRule"), RuleKind("namespaceName", tokens("servicebus:Namespace"), "ipMask", "")),
    **dict.fromkeys(tokens("eventhub:NamespaceIpFilterRule"), RuleKind("namespaceName", tokens("eventhub:Namespace"), "ipMask", "")),
    **dict.fromkeys(
        tokens("servicebus:NamespaceVirtualNetworkRule"),
        RuleKind("namespaceName", tokens("servicebus:Namespace"), subnet="virtualNetworkSubnetId"),
    ),
    **dict.fromkeys(
        tokens("eventhub:NamespaceVirtualNetworkRule"),
        RuleKind("namespaceName", tokens("eventhub:Namespace"), subnet="virtualNetworkSubnetId"),
    ),
}
RULE_SETS: Final = tokens("servicebus:NamespaceNetworkRuleSet", "eventhub:NamespaceNetworkRuleSet")
"""Rules of a namespace, all in one resource: a default action, addresses and subnets."""
