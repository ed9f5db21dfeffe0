"""What zones hold: object stores, phi's database, registries of images, and the AI services of the zones that run models."""

from typing import Any, cast

from ai_zones.azure.ai_search import AzureAiSearch
from ai_zones.azure.ai_services import AzureAiKind, AzureAiServices, AzureModelArgs
from ai_zones.azure.container_registry import AzureContainerRegistry
from ai_zones.azure.phi_database import AzurePhiDatabase
from ai_zones.azure.phi_store import AzurePhiStore
from ai_zones.azure.zones_built import Built, loose
from ai_zones.azure.zones_foundation import DATABASE_KEY, MODELS_KEY, REGISTRY_KEY, SEARCH_KEY, STORE_KEY
from ai_zones.azure.zones_input import PHI
from ai_zones.plan import ZoneName


def build_store(built: Built, zone: ZoneName) -> AzurePhiStore:
    """Object store of a zone."""
    zones = built.zones
    args: dict[str, Any] = {
        **zones.place(zone),
        **zones.names,
        **built.logs,
        "zone": zone.value,
        "key": built.key(zone, STORE_KEY),
        "retention_days": zones.store_retention_days,
        "removable": zones.removable,
    }
    if zones.backups and zone is PHI:
        args["trusted_services_reason"] = "Azure Backup reads the account as a trusted service"
    store = AzurePhiStore(zones.name(zone, "store"), loose(args), built.options(zone, built.vaults[zone], built.archive))
    built.targets[store.account_id] = store
    return store


def build_database(built: Built) -> AzurePhiDatabase | None:
    """The database, where the zone phi is built here."""
    zones = built.zones
    if PHI not in zones.zones or zones.database_administrator is None:
        return None
    first, *others = [*zones.plan.availability_zones]
    args: dict[str, Any] = {
        **zones.place(PHI),
        **zones.names,
        **built.logs,
        "tenant_id": zones.tenant_id,
        "key": built.key(PHI, DATABASE_KEY),
        "administrator": {"object_id": zones.database_administrator.object_id, "name": zones.database_administrator.name},
        "availability_zone": first,
        "standby_availability_zone": others[0] if others and zones.zone_redundant else None,
        "removable": zones.removable,
    }
    if zones.database_sku is not None:
        args["sku"] = zones.database_sku
    database = AzurePhiDatabase(zones.name(PHI, "database"), loose(args), built.options(PHI, built.vaults[PHI], built.archive))
    built.targets[database.server_id] = database
    return database


def build_registry(built: Built, zone: ZoneName) -> AzureContainerRegistry | None:
    """Registry of a zone's images. Each its own: what one zone pushes and another pulls would be a road between them."""
    zones = built.zones
    if not zones.has_registry(zone):
        return None
    registry = AzureContainerRegistry(
        zones.name(zone, "registry"),
        loose(
            {
                **zones.place(zone),
                **zones.names,
                **built.logs,
                "zone": zone.value,
                "key": built.key(zone, REGISTRY_KEY),
                "removable": zones.removable,
            }
        ),
        built.options(zone, built.vaults[zone], built.archive),
    )
    built.targets[registry.registry_id] = registry
    return registry


def build_models(built: Built, zone: ZoneName) -> AzureAiServices | None:
    """AI account of a zone, with the models that the settings give it."""
    zones = built.zones
    if not zones.has_models(zone):
        return None
    account = AzureAiServices(
        zones.name(zone, "models"),
        loose(
            {
                **zones.place(zone),
                **zones.names,
                **built.logs,
                "zone": zone.value,
                "kind": AzureAiKind.OPENAI if "openai" in zones.services(zone) else AzureAiKind.AI_SERVICES,
                "key": built.key(zone, MODELS_KEY),
                "models": cast(dict[str, AzureModelArgs], zones.models[zone]),
                "removable": zones.removable,
            }
        ),
        built.options(zone, built.vaults[zone], built.archive),
    )
    built.targets[account.account_id] = account
    return account


def build_search(built: Built, zone: ZoneName) -> AzureAiSearch | None:
    """Search service of a zone."""
    zones = built.zones
    if "ai-search" not in zones.services(zone):
        return None
    search = AzureAiSearch(
        zones.name(zone, "search"),
        loose(
            {
                **zones.place(zone),
                **zones.names,
                **built.logs,
                "zone": zone.value,
                "key": built.key(zone, SEARCH_KEY),
                "removable": zones.removable,
            }
        ),
        built.options(zone, built.vaults[zone], built.archive),
    )
    built.targets[search.service_id] = search
    return search
