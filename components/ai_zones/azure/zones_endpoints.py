"""Which resources each zone reaches by private endpoint: its own, and those of another zone that the plan's services and flows name.

Names and ids follow from the plan, so a zone's list is the same whichever stack builds the other end. Source: docs/decisions/0011.
"""

from dataclasses import dataclass

from ai_zones.azure.clinical_store import clinical_workspace_name
from ai_zones.azure.naming import Kind, resource_name
from ai_zones.azure.service_endpoint import AzureServiceEndpoint
from ai_zones.azure.zones_built import Built, loose
from ai_zones.azure.zones_input import PHI, Zones
from ai_zones.azure.zones_models import account_name, search_name, training_name
from ai_zones.plan import ZoneName

SCOPE = "logs"
"""Part of the name of a zone's Azure Monitor private link scope."""
AI_KINDS = ("openai", "ai-services", "ai-search")


@dataclass(frozen=True)
class Connection:
    """One resource that a zone reaches."""

    service: str
    """In the plan's words."""
    owner: ZoneName
    """Zone in whose group it stands."""
    provider_path: str
    name: str

    @property
    def label(self) -> str:
        """Part of the endpoint's name."""
        return f"{self.owner}-{self.service}"

    def id(self, zones: Zones) -> str:
        """Id of the resource."""
        return zones.id_of(self.owner, self.provider_path, self.name)


def connections(zones: Zones, zone: ZoneName) -> list[Connection]:
    """Every resource that the zone reaches, in a fixed order."""
    services = zones.services(zone)
    found: list[Connection] = []
    if "storage" in services:
        owners = [zone] + ([PHI] if zone is ZoneName.DEIDENTIFICATION and PHI in zones.plan.zones and zones.keeps_objects(PHI) else [])
        found += [Connection("storage", owner, "Microsoft.Storage/storageAccounts", zones.store(owner)) for owner in owners]
    if "key-vault" in services:
        found.append(Connection("key-vault", zone, "Microsoft.KeyVault/vaults", zones.vault(zone)))
    if "container-registry" in services:
        found.append(Connection("container-registry", zone, "Microsoft.ContainerRegistry/registries", zones.registry(zone)))
    if "monitor" in services:
        scope = resource_name(Kind.MONITOR, zones.name(zone, SCOPE))
        found.append(Connection("monitor", zone, "Microsoft.Insights/privateLinkScopes", scope))
    if zone is PHI and zones.clinical_store:
        name = clinical_workspace_name(**zones.names, subscription_id=zones.subscription(PHI))
        found.append(Connection("health-data", zone, "Microsoft.HealthcareApis/workspaces", name))
    if zone is PHI or any(flow.source is zone for flow in zones.database_flows().values()):
        found.append(Connection("postgresql", PHI, "Microsoft.DBforPostgreSQL/flexibleServers", zones.server()))
    if zones.has_models(zone):
        service = "openai" if "openai" in services else "ai-services"
        found.append(Connection(service, zone, "Microsoft.CognitiveServices/accounts", account_name(zones, zone)))
    if "ai-search" in services:
        found.append(Connection("ai-search", zone, "Microsoft.Search/searchServices", search_name(zones, zone)))
    if "machine-learning" in services:
        found.append(Connection("machine-learning", zone, "Microsoft.MachineLearningServices/workspaces", training_name(zones, zone)))
    return found


def build_endpoints(built: Built, zone: ZoneName) -> None:
    """Private endpoints of a zone, one after the other: Azure locks what they lead to."""
    zones = built.zones
    before: AzureServiceEndpoint | None = None
    for connection in connections(zones, zone):
        if not zones.stands(connection.owner):
            continue
        target = connection.id(zones)
        before = AzureServiceEndpoint(
            zones.name(zone, "to", connection.label),
            loose(
                {
                    **zones.place(zone),
                    "zone": zone.value,
                    "service": connection.service,
                    "target_id": target,
                    "subnet_id": built.networks[zone].endpoint_subnet_id,
                    "zone_ids": built.private_zones[zone].zone_ids,
                }
            ),
            built.options(zone, built.networks[zone], built.private_zones[zone], *built.known(target), before),
        )
    if before is not None:
        built.doors[zone] = before
