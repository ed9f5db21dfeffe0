"""The Azure services that a zone can reach by private endpoints of its own: sub-resources, private DNS zones, names that programs ask for.

One row a sub-resource. A private endpoint leads to one sub-resource of one resource, so a store with several has several endpoints.
Sources: Azure Private Link documentation, "Azure Private Endpoint private DNS zone values", "What is a private endpoint? Private-link
resource" (sub-resources); Azure Container Registry, "Connect privately to an Azure container registry using Azure Private Link" (the data
endpoint's record `<registry>.<region>.data` stands in `privatelink.azurecr.io` itself: a zone of its own would hide it); Azure Monitor, "Design
your Azure Monitor private link setup" (five zones; the fifth is that of blobs, where agents fetch solution packs).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class SubResource:
    """One sub-resource (group id) of a service."""

    group_id: str
    """What the endpoint's connection names in `groupIds`."""
    dns_zones: tuple[str, ...]
    """Private DNS zones of the endpoint's zone group; `{region}` stands for the region's short name."""
    hosts: tuple[str, ...]
    """Names that programs ask for; `{name}` is the resource's name, `{region}` its region, `*` any label."""
    by_default: bool = True
    """False: only where a store asks for it (table, queue, web of a storage account, and so on)."""


@dataclass(frozen=True)
class EndpointService:
    """One Azure service, in the vocabulary of `ai_zones.plan.cloud_services`."""

    provider_path: str
    """Type of the resource that the endpoint leads to."""
    sub_resources: tuple[SubResource, ...]
    carries_data: bool = True
    """True when a request can hold a workload's data."""

    def sub_resource(self, group_id: str) -> SubResource:
        """The row of a group id, without regard to case; KeyError where the service has none of that name."""
        for row in self.sub_resources:
            if row.group_id.lower() == group_id.lower():
                return row
        raise KeyError(group_id)

    @property
    def group_ids(self) -> tuple[str, ...]:
        """All sub-resources."""
        return tuple(row.group_id for row in self.sub_resources)

    @property
    def default_group_ids(self) -> tuple[str, ...]:
        """Sub-resources that are linked unless a caller says otherwise."""
        return tuple(row.group_id for row in self.sub_resources if row.by_default)


def _storage(part: str, *, by_default: bool) -> SubResource:
    host = f"{part}.core.windows.net"
    return SubResource(part, (f"privatelink.{host}",), (f"{{name}}.{host}",), by_default)


_AI_ZONES: Final = ("privatelink.cognitiveservices.azure.com", "privatelink.openai.azure.com", "privatelink.services.ai.azure.com")
_AI_HOSTS: Final = ("{name}.cognitiveservices.azure.com", "{name}.openai.azure.com", "{name}.services.ai.azure.com")

SERVICES: Final[dict[str, EndpointService]] = {
    "storage": EndpointService(
        "Microsoft.Storage/storageAccounts",
        # Data Lake's driver speaks to both: an endpoint for dfs alone leaves blob requests without an answer (Azure Storage, "Use private
        # endpoints for Azure Storage").
        tuple(_storage(part, by_default=part in ("blob", "dfs")) for part in ("blob", "dfs", "file", "queue", "table", "web")),
    ),
    "key-vault": EndpointService(
        "Microsoft.KeyVault/vaults",
        (SubResource("vault", ("privatelink.vaultcore.azure.net",), ("{name}.vault.azure.net", "{name}.vaultcore.azure.net")),),
    ),
    "container-registry": EndpointService(
        "Microsoft.ContainerRegistry/registries",
        (SubResource("registry", ("privatelink.azurecr.io",), ("{name}.azurecr.io", "{name}.{region}.data.azurecr.io")),),
    ),
    "monitor": EndpointService(
        "Microsoft.Insights/privateLinkScopes",
        (
            SubResource(
                "azuremonitor",
                (
                    "privatelink.agentsvc.azure-automation.net",
                    "privatelink.blob.core.windows.net",
                    "privatelink.monitor.azure.com",
                    "privatelink.ods.opinsights.azure.com",
                    "privatelink.oms.opinsights.azure.com",
                ),
                (
                    "*.agentsvc.azure-automation.net",
                    "scadvisorcontent.blob.core.windows.net",
                    "*.monitor.azure.com",
                    "*.ods.opinsights.azure.com",
                    "*.oms.opinsights.azure.com",
                ),
            ),
        ),
    ),
    "postgresql": EndpointService(
        "Microsoft.DBforPostgreSQL/flexibleServers",
        (SubResource("postgresqlServer", ("privatelink.postgres.database.azure.com",), ("{name}.postgres.database.azure.com",)),),
    ),
    "openai": EndpointService("Microsoft.CognitiveServices/accounts", (SubResource("account", _AI_ZONES, _AI_HOSTS),)),
    "ai-services": EndpointService("Microsoft.CognitiveServices/accounts", (SubResource("account", _AI_ZONES, _AI_HOSTS),)),
    "ai-search": EndpointService(
        "Microsoft.Search/searchServices",
        (SubResource("searchService", ("privatelink.search.windows.net",), ("{name}.search.windows.net",)),),
    ),
    "machine-learning": EndpointService(
        "Microsoft.MachineLearningServices/workspaces",
        (
            SubResource(
                "amlworkspace",
                ("privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"),
                # Names hold the workspace's own id, which Azure makes: only the region is known before.
                ("*.workspace.{region}.api.azureml.ms", "*.workspace.{region}.cert.api.azureml.ms", "*.{region}.notebooks.azure.net"),
            ),
        ),
    ),
    "cosmos-db": EndpointService(
        "Microsoft.DocumentDB/databaseAccounts",
        (SubResource("Sql", ("privatelink.documents.azure.com",), ("{name}.documents.azure.com", "{name}-{region}.documents.azure.com")),),
    ),
    "service-bus": EndpointService(
        "Microsoft.ServiceBus/namespaces",
        (SubResource("namespace", ("privatelink.servicebus.windows.net",), ("{name}.servicebus.windows.net",)),),
    ),
    "health-data": EndpointService(
        "Microsoft.HealthcareApis/workspaces",
        (
            SubResource(
                "healthcareworkspace",
                (
                    "privatelink.azurehealthcareapis.com",
                    "privatelink.dicom.azurehealthcareapis.com",
                    "privatelink.fhir.azurehealthcareapis.com",
                    "privatelink.workspace.azurehealthcareapis.com",
                ),
                (
                    # `<workspace>-<service>.…`: a label that only begins with the workspace's name can't be told apart by a list of names.
                    "*.dicom.azurehealthcareapis.com",
                    "*.fhir.azurehealthcareapis.com",
                    "{name}.workspace.azurehealthcareapis.com",
                ),
            ),
        ),
    ),
}
"""Keys are the plan's names of services."""


def group_ids(service: str) -> tuple[str, ...]:
    """Sub-resources that a private endpoint to this service may name."""
    return SERVICES[service].group_ids


def endpoint_zones(service: str, region: str, group_id: str | None = None) -> list[tuple[str, list[str]]]:
    """Group id → its private DNS zones, for all sub-resources or for one."""
    rows = SERVICES[service].sub_resources if group_id is None else (SERVICES[service].sub_resource(group_id),)
    return [(row.group_id, [zone.format(region=region) for zone in row.dns_zones]) for row in rows]


def private_zone_names(services: Iterable[str], region: str) -> list[str]:
    """Every private DNS zone that these services' endpoints need, once each and sorted; several services may share one."""
    return sorted({zone for service in services for _, zones in endpoint_zones(service, region) for zone in zones})


def host_names(service: str, region: str, resource_name: str, group_id: str | None = None) -> list[str]:
    """Names under which programs ask for one resource, and its names in the private zones, to which Azure's public names lead by CNAME.

    A DNS security policy looks at the whole chain, so both must be allowed.
    """
    rows = SERVICES[service].sub_resources if group_id is None else (SERVICES[service].sub_resource(group_id),)
    names: set[str] = set()
    for row in rows:
        hosts = [host.format(name=resource_name, region=region) for host in row.hosts]
        names.update(hosts)
        for zone in (zone.format(region=region) for zone in row.dns_zones):
            suffix = zone.removeprefix("privatelink.")
            names.update(f"{host.removesuffix(suffix)}{zone}" for host in hosts if host.endswith(f".{suffix}"))
    if service == "key-vault":
        # vault.azure.net leads to a zone of another name.
        names.add(f"{resource_name}.privatelink.vaultcore.azure.net")
    return sorted(names)
