"""Azure's own services as private endpoints reach them: the plan's name of each, and the ports on which it answers.

Sources: Azure documentation, "What is a private endpoint?" (private-link resources and sub-resources), and the network settings of each
service (PostgreSQL and PgBouncer 5432 and 6432, MySQL 3306, SQL 1433 and redirection 11000-11999, SMB 445, Redis 6380 and 10000, AMQP 5671,
5672 and Kafka 9093).
"""

from typing import Final

from posture.record import record

HTTPS: Final = ((443, 443),)


@record
class Platform:
    """One service."""

    name: str
    """As in the plan's vocabulary of cloud services."""
    ports: tuple[tuple[int, int], ...] = HTTPS
    linked: bool = False
    """Joined as a connection on its ports, as flows are approved; object stores, vaults and logs are used."""


_BY_TYPE: Final[dict[str, Platform]] = {
    "microsoft.storage/storageaccounts": Platform("storage", ((443, 443), (445, 445))),
    "microsoft.keyvault/vaults": Platform("key-vault"),
    "microsoft.keyvault/managedhsms": Platform("key-vault"),
    "microsoft.containerregistry/registries": Platform("container-registry", linked=True),
    "microsoft.insights/privatelinkscopes": Platform("monitor"),
    "microsoft.dbforpostgresql/flexibleservers": Platform("postgresql", ((5432, 5432),), linked=True),
    "microsoft.dbforpostgresql/servers": Platform("postgresql", ((5432, 5432),), linked=True),
    "microsoft.dbforpostgresql/servergroupsv2": Platform("postgresql", ((5432, 5432),), linked=True),
    "microsoft.dbformysql/flexibleservers": Platform("mysql", ((3306, 3306),), linked=True),
    "microsoft.dbformysql/servers": Platform("mysql", ((3306, 3306),), linked=True),
    "microsoft.dbformariadb/servers": Platform("mariadb", ((3306, 3306),), linked=True),
    "microsoft.sql/servers": Platform("sql", ((1433, 1433), (11000, 11999)), linked=True),
    "microsoft.sql/managedinstances": Platform("sql", ((1433, 1433),), linked=True),
    "microsoft.documentdb/databaseaccounts": Platform("cosmos-db", ((443, 443), (10255, 10255), (10350, 10350)), linked=True),
    "microsoft.documentdb/mongoclusters": Platform("cosmos-db", ((10260, 10260),), linked=True),
    "microsoft.cache/redis": Platform("redis", ((6380, 6380),), linked=True),
    "microsoft.cache/redisenterprise": Platform("redis", ((10000, 10000),), linked=True),
    "microsoft.cognitiveservices/accounts": Platform("ai-services", linked=True),
    "microsoft.search/searchservices": Platform("ai-search", linked=True),
    "microsoft.machinelearningservices/workspaces": Platform("machine-learning", linked=True),
    "microsoft.machinelearningservices/registries": Platform("machine-learning", linked=True),
    "microsoft.servicebus/namespaces": Platform("service-bus", ((443, 443), (5671, 5672)), linked=True),
    "microsoft.eventhub/namespaces": Platform("event-hubs", ((443, 443), (5671, 5672), (9093, 9093)), linked=True),
    "microsoft.eventgrid/topics": Platform("event-grid", linked=True),
    "microsoft.eventgrid/domains": Platform("event-grid", linked=True),
    "microsoft.healthcareapis/workspaces": Platform("health-data", linked=True),
    "microsoft.healthcareapis/services": Platform("health-data", linked=True),
    "microsoft.web/sites": Platform("web", linked=True),
    "microsoft.web/staticsites": Platform("web", linked=True),
    "microsoft.app/managedenvironments": Platform("container-apps", linked=True),
    "microsoft.containerservice/managedclusters": Platform("kubernetes", linked=True),
    "microsoft.apimanagement/service": Platform("api-management", linked=True),
    "microsoft.network/applicationgateways": Platform("application-gateway", ((0, 65535),), linked=True),
    "microsoft.compute/diskaccesses": Platform("disk-access"),
    "microsoft.recoveryservices/vaults": Platform("backup"),
    "microsoft.dataprotection/backupvaults": Platform("backup"),
    "microsoft.databricks/workspaces": Platform("databricks", linked=True),
    "microsoft.synapse/workspaces": Platform("synapse", linked=True),
    "microsoft.datafactory/factories": Platform("data-factory", linked=True),
}


def platform_of(kind: str, variety: str | None = None) -> Platform:
    """The service of an ARM type; `variety`: the property `kind` of an AI account. A type nobody listed goes by its own name."""
    found = _BY_TYPE.get(kind)
    if found is None:
        return Platform(kind.rsplit("/", 1)[-1] or "unknown", linked=True)
    if kind == "microsoft.cognitiveservices/accounts" and variety is not None and variety.lower() == "openai":
        return Platform("openai", linked=True)
    return found


_BY_SERVICE_ENDPOINT: Final = {
    "microsoft.storage": "storage",
    "microsoft.storage.global": "storage",
    "microsoft.keyvault": "key-vault",
    "microsoft.containerregistry": "container-registry",
    "microsoft.sql": "sql",
    "microsoft.azurecosmosdb": "cosmos-db",
    "microsoft.cognitiveservices": "ai-services",
    "microsoft.servicebus": "service-bus",
    "microsoft.eventhub": "event-hubs",
    "microsoft.web": "web",
}


def service_endpoint_of(service: str) -> str:
    """The plan's name of a service endpoint's service (`Microsoft.Storage`)."""
    return _BY_SERVICE_ENDPOINT.get(service.lower(), service.rpartition(".")[2].lower())
