"""What zones hold: object stores, phi's database, registries of images, and the AI services of the zones that run models."""

from ai_zones.azure.ai_search import AzureAiSearch
from ai_zones.azure.ai_services import AzureAiKind, AzureAiServices
from ai_zones.azure.cluster import bootstrap_cache
from ai_zones.azure.container_registry import AzureContainerRegistry
from ai_zones.azure.phi_database import AzurePhiDatabase
from ai_zones.azure.phi_store import AzurePhiStore
from ai_zones.azure.zones_built import Built, service_args
from ai_zones.azure.zones_foundation import DATABASE_KEY, MODELS_KEY, REGISTRY_KEY, SEARCH_KEY, STORE_KEY
from ai_zones.azure.zones_input import PHI
from ai_zones.plan import ZoneName


def build_store(built: Built, zone: ZoneName) -> AzurePhiStore:
    """Object store of a zone."""
    zones = built.zones
    trusted = {"trusted_services_reason": "Azure Backup reads the account as a trusted service"} if zones.backups and zone is PHI else {}
    args = service_args(built, zone, STORE_KEY, retention_days=zones.store_retention_days, **trusted)
    store = AzurePhiStore(zones.name(zone, "store"), args, built.service_options(zone))
    built.targets[store.account_id] = store
    return store


def build_database(built: Built) -> AzurePhiDatabase | None:
    """The database, where the zone phi is built here."""
    zones = built.zones
    if PHI not in zones.zones or zones.database_administrator is None:
        return None
    first, *others = [*zones.plan.availability_zones]
    sku = {"sku": zones.database_sku} if zones.database_sku is not None else {}
    args = service_args(
        built,
        PHI,
        DATABASE_KEY,
        tenant_id=zones.tenant_id,
        administrator={"object_id": zones.database_administrator.object_id, "name": zones.database_administrator.name},
        availability_zone=first,
        standby_availability_zone=others[0] if others and zones.zone_redundant else None,
        **sku,
    )
    database = AzurePhiDatabase(zones.name(PHI, "database"), args, built.service_options(PHI))
    built.targets[database.server_id] = database
    return database


def build_registry(built: Built, zone: ZoneName) -> AzureContainerRegistry | None:
    """Registry of a zone's images. Each its own: what one zone pushes and another pulls would be a road between them."""
    zones = built.zones
    if not zones.has_registry(zone):
        return None
    # What a cluster's nodes start from is fetched by Azure and released by nobody: there admission decides by signature.
    cluster = {"cache_rules": bootstrap_cache(), "quarantine": False} if zone in zones.clusters else {}
    args = service_args(built, zone, REGISTRY_KEY, **cluster)
    registry = AzureContainerRegistry(zones.name(zone, "registry"), args, built.service_options(zone))
    built.targets[registry.registry_id] = registry
    return registry


def build_models(built: Built, zone: ZoneName) -> AzureAiServices | None:
    """AI account of a zone, with the models that the settings give it."""
    zones = built.zones
    if not zones.has_models(zone):
        return None
    kind = AzureAiKind.OPENAI if "openai" in zones.services(zone) else AzureAiKind.AI_SERVICES
    args = service_args(built, zone, MODELS_KEY, kind=kind, models=zones.models[zone])
    account = AzureAiServices(zones.name(zone, "models"), args, built.service_options(zone))
    built.targets[account.account_id] = account
    return account


def build_search(built: Built, zone: ZoneName) -> AzureAiSearch | None:
    """Search service of a zone."""
    zones = built.zones
    if "ai-search" not in zones.services(zone):
        return None
    search = AzureAiSearch(zones.name(zone, "search"), service_args(built, zone, SEARCH_KEY), built.service_options(zone))
    built.targets[search.service_id] = search
    return search
