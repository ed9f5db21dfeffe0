"""What private endpoints may point at: sub-resources by resource type, their host names and private DNS zones.

Sources: Azure documentation, "What is a private endpoint?" (table of private-link resources and their sub-resources), "Azure Private Endpoint
private DNS zone values".
"""

import uuid
from dataclasses import dataclass

from simulator.rules import Object
from simulator.rules.azure_native.ids import last, location, resource_type


@dataclass(frozen=True)
class Member:
    """One private address of an endpoint, and the names that lead to it."""

    name: str
    hosts: tuple[str, ...]
    """Host names with `{name}` and `{region}`, as they stand in the private zone: `{name}.privatelink.blob.core.windows.net`."""


def _one(*hosts: str, name: str = "default") -> tuple[Member, ...]:
    return (Member(name, hosts),)


def _storage(part: str) -> dict[str, tuple[Member, ...]]:
    zone = f"privatelink.{part}.core.windows.net"
    return {
        part: _one(f"{{name}}.{zone}", name=part),
        f"{part}_secondary": _one(f"{{name}}-secondary.{zone}", name=f"{part}_secondary"),
    }


def _bus() -> dict[str, tuple[Member, ...]]:
    return {"namespace": _one("{name}.privatelink.servicebus.windows.net", name="namespace")}


TARGETS: dict[str, dict[str, tuple[Member, ...]]] = {
    "microsoft.storage/storageaccounts": {
        name: members for part in ("blob", "table", "queue", "file", "web", "dfs") for name, members in _storage(part).items()
    },
    "microsoft.keyvault/vaults": {"vault": _one("{name}.privatelink.vaultcore.azure.net")},
    "microsoft.keyvault/managedhsms": {"managedhsm": _one("{name}.privatelink.managedhsm.azure.net")},
    "microsoft.containerregistry/registries": {
        "registry": (
            Member("registry_data_{region}", ("{name}.{region}.data.privatelink.azurecr.io",)),
            Member("registry", ("{name}.privatelink.azurecr.io",)),
        )
    },
    "microsoft.dbforpostgresql/flexibleservers": {"postgresqlserver": _one("{name}.privatelink.postgres.database.azure.com")},
    "microsoft.dbforpostgresql/servers": {"postgresqlserver": _one("{name}.privatelink.postgres.database.azure.com")},
    "microsoft.dbformysql/flexibleservers": {"mysqlserver": _one("{name}.privatelink.mysql.database.azure.com")},
    "microsoft.sql/servers": {"sqlserver": _one("{name}.privatelink.database.windows.net")},
    "microsoft.sql/managedinstances": {"managedinstance": _one("{name}.privatelink.database.windows.net")},
    "microsoft.cognitiveservices/accounts": {
        "account": _one(
            "{name}.privatelink.cognitiveservices.azure.com",
            "{name}.privatelink.openai.azure.com",
            "{name}.privatelink.services.ai.azure.com",
        )
    },
    "microsoft.search/searchservices": {"searchservice": _one("{name}.privatelink.search.windows.net")},
    "microsoft.machinelearningservices/workspaces": {
        "amlworkspace": _one(
            "{name}.workspace.{region}.privatelink.api.azureml.ms",
            "{name}.workspace.{region}.cert.privatelink.api.azureml.ms",
            "ml-{name}-{region}.{region}.privatelink.notebooks.azure.net",
            "{name}.inference.{region}.privatelink.api.azureml.ms",
        )
    },
    "microsoft.machinelearningservices/registries": {"amlregistry": _one("{name}.registry.{region}.privatelink.api.azureml.ms")},
    "microsoft.documentdb/databaseaccounts": {
        "sql": (
            Member("{name}", ("{name}.privatelink.documents.azure.com",)),
            Member("{name}-{region}", ("{name}-{region}.privatelink.documents.azure.com",)),
        ),
        "mongodb": _one("{name}.privatelink.mongo.cosmos.azure.com"),
        "cassandra": _one("{name}.privatelink.cassandra.cosmos.azure.com"),
        "gremlin": _one("{name}.privatelink.gremlin.cosmos.azure.com"),
        "table": _one("{name}.privatelink.table.cosmos.azure.com"),
        "analytical": _one("{name}.privatelink.analytics.cosmos.azure.com"),
    },
    "microsoft.servicebus/namespaces": _bus(),
    "microsoft.eventhub/namespaces": _bus(),
    "microsoft.relay/namespaces": _bus(),
    "microsoft.eventgrid/topics": {"topic": _one("{name}.{region}-1.privatelink.eventgrid.azure.net")},
    "microsoft.eventgrid/domains": {"domain": _one("{name}.{region}-1.privatelink.eventgrid.azure.net")},
    "microsoft.insights/privatelinkscopes": {
        "azuremonitor": (
            Member("api", ("api.privatelink.monitor.azure.com",)),
            Member("global.in.ai", ("global.in.ai.privatelink.monitor.azure.com",)),
            Member("live", ("live.privatelink.monitor.azure.com",)),
            Member("ods", ("{guid}.privatelink.ods.opinsights.azure.com",)),
            Member("oms", ("{guid}.privatelink.oms.opinsights.azure.com",)),
            Member("agentsvc", ("{guid}.privatelink.agentsvc.azure-automation.net",)),
            Member("scadvisorcontentpl", ("scadvisorcontentpl.privatelink.blob.core.windows.net",)),
        )
    },
    "microsoft.healthcareapis/workspaces": {
        "healthcareworkspace": _one(
            "{name}.privatelink.workspace.azurehealthcareapis.com",
            "{name}.fhir.privatelink.azurehealthcareapis.com",
            "{name}.privatelink.dicom.azurehealthcareapis.com",
        )
    },
    "microsoft.healthcareapis/services": {"fhir": _one("{name}.privatelink.azurehealthcareapis.com")},
    "microsoft.web/sites": {"sites": _one("{name}.privatelink.azurewebsites.net", "{name}.scm.privatelink.azurewebsites.net")},
    "microsoft.appconfiguration/configurationstores": {"configurationstores": _one("{name}.privatelink.azconfig.io")},
    "microsoft.cache/redis": {"rediscache": _one("{name}.privatelink.redis.cache.windows.net")},
    "microsoft.cache/redisenterprise": {"redisenterprise": _one("{name}.privatelink.redisenterprise.cache.azure.net")},
    "microsoft.containerservice/managedclusters": {"management": _one("{name}.privatelink.{region}.azmk8s.io")},
    "microsoft.app/managedenvironments": {"managedenvironments": _one("{name}.privatelink.{region}.azurecontainerapps.io")},
    "microsoft.automation/automationaccounts": {
        "webhook": _one("{guid}.webhook.privatelink.azure-automation.net"),
        "dscandhybridworker": _one("{guid}.jrds.privatelink.azure-automation.net"),
    },
    "microsoft.recoveryservices/vaults": {
        "azurebackup": _one("{name}.privatelink.{region}.backup.windowsazure.com"),
        "azuresiterecovery": _one("{name}.privatelink.siterecovery.windowsazure.com"),
    },
    "microsoft.compute/diskaccesses": {"disks": _one("{name}.privatelink.blob.core.windows.net")},
    "microsoft.databricks/workspaces": {
        "databricks_ui_api": _one("{name}.privatelink.azuredatabricks.net"),
        "browser_authentication": _one("{region}.pl-auth.privatelink.azuredatabricks.net"),
    },
    "microsoft.synapse/workspaces": {
        "sql": _one("{name}.privatelink.sql.azuresynapse.net"),
        "sqlondemand": _one("{name}-ondemand.privatelink.sql.azuresynapse.net"),
        "dev": _one("{name}.privatelink.dev.azuresynapse.net"),
    },
    "microsoft.datafactory/factories": {
        "datafactory": _one("{name}.{region}.privatelink.datafactory.azure.net"),
        "portal": _one("{name}.privatelink.adf.azure.com"),
    },
    "microsoft.apimanagement/service": {"gateway": _one("{name}.privatelink.azure-api.net")},
    "microsoft.purview/accounts": {
        "account": _one("{name}.privatelink.purview.azure.com"),
        "portal": _one("web.privatelink.purviewstudio.azure.com"),
    },
    "microsoft.authorization/resourcemanagementprivatelinks": {"resourcemanagement": _one("management.privatelink.azure.com")},
    "microsoft.batch/batchaccounts": {"batchaccount": _one("{name}.{region}.privatelink.batch.azure.com")},
    "microsoft.network/privatelinkservices": {},
}
"""Resource type → sub-resource (`groupIds`), both in small letters → its addresses. Types that are not listed are not judged."""

LINK_SERVICE_TYPE = "microsoft.network/privatelinkservices"


def sub_resources(target_id: str) -> dict[str, tuple[Member, ...]] | None:
    """Sub-resources of a target's type; None for a type of which nothing is known."""
    return TARGETS.get(resource_type(target_id))


def members(target_id: str, group: str, target: Object | None) -> list[tuple[str, list[str]]]:
    """(member, host names) of a target's sub-resource."""
    outputs = target.outputs if target else {}
    properties = outputs.get("properties")
    nested = properties if isinstance(properties, dict) else {}
    name = nested.get("customSubDomainName") or outputs.get("customSubDomainName") or last(target_id)
    words = {"name": str(name).lower(), "region": location(outputs.get("location")) or "westeurope", "guid": _guid(target_id)}
    found = (sub_resources(target_id) or {}).get(group.lower(), ())
    return [(one.name.format(**words), [host.format(**words) for host in one.hosts]) for one in found]


def _guid(id_: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, id_.lower()))
