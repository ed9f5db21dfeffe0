"""What keeps records of the zones: backups of PHI, the clinical store, the scopes by which agents log, alarms and threat detection.

Sources: the components' own; 45 CFR 164.308(a)(7) (contingency plan), 164.312(b) (audit controls), 164.308(a)(6) (incidents).
"""

from typing import Any

import pulumi

from ai_zones.azure.alarms import AzureAlarms
from ai_zones.azure.backups import AzureBackedUpAccountArgs, AzureBackups
from ai_zones.azure.clinical_store import AzureClinicalStore
from ai_zones.azure.monitor_scope import AzureMonitorScope
from ai_zones.azure.network_perimeter import AzureNetworkPerimeter
from ai_zones.azure.threat_detection import AzureThreatDetection
from ai_zones.azure.zones_built import Built, loose, service_args
from ai_zones.azure.zones_endpoints import AI_KINDS, SCOPE, connections
from ai_zones.azure.zones_foundation import BACKUP_KEY, CLINICAL_KEY
from ai_zones.azure.zones_input import MANAGEMENT, PHI
from ai_zones.plan import ZoneName

STORED = "records"
"""The store's container."""


def build_clinical_store(built: Built) -> AzureClinicalStore | None:
    """FHIR and image store of phi, reached by phi's own programs alone."""
    zones = built.zones
    if not zones.clinical_store or PHI not in zones.zones:
        return None
    args = service_args(built, PHI, CLINICAL_KEY, tenant_id=zones.tenant_id)
    store = AzureClinicalStore(zones.name(PHI, "clinical"), args, built.service_options(PHI))
    built.targets[store.workspace_id] = store
    return store


def build_backups(built: Built) -> AzureBackups | None:
    """Backups of phi's database and object store."""
    zones = built.zones
    if not zones.backups or PHI not in zones.zones:
        return None
    server = zones.id_of(PHI, "Microsoft.DBforPostgreSQL/flexibleServers", zones.server())
    account = zones.id_of(PHI, "Microsoft.Storage/storageAccounts", zones.store(PHI))
    stored: dict[str, AzureBackedUpAccountArgs] = {}
    if zones.keeps_objects(PHI):
        stored["store"] = {"account_id": account, "containers": [STORED]}
    return AzureBackups(
        zones.name(PHI, "backups"),
        loose(
            {
                **zones.place(PHI),
                **built.logs,
                "zone": PHI.value,
                "key": built.key(PHI, BACKUP_KEY),
                "servers": {"database": server},
                "accounts": stored,
                "retention_days": zones.store_retention_days,
                "removable": zones.removable,
            }
        ),
        built.service_options(PHI, *built.known(server, account)),
    )


def build_monitor_scope(built: Built, zone: ZoneName) -> AzureMonitorScope | None:
    """Scope by which a zone's agents reach the workspace, and nothing else of Azure Monitor."""
    zones = built.zones
    if "monitor" not in zones.services(zone):
        return None
    scope = AzureMonitorScope(
        zones.name(zone, SCOPE),
        loose({**zones.place(zone), "zone": zone.value, "resource_ids": {"archive": built.workspace_id}}),
        built.options(zone, built.archive),
    )
    built.targets[scope.scope_id] = scope
    return scope


def build_perimeter(built: Built, zone: ZoneName) -> AzureNetworkPerimeter | None:
    """Perimeter around a zone's own store and AI services.

    Vaults stay outside: services without a perimeter of their own (PostgreSQL, Container Registry) fetch their keys as trusted services, which
    a perimeter does not know. So does a store that Azure Backup reads (Azure documentation, "What is a network security perimeter?").
    """
    zones = built.zones
    inside: dict[str, str] = {}
    for connection in connections(zones, zone):
        own = connection.owner is zone and connection.service in {"storage", *AI_KINDS}
        if own and not (connection.service == "storage" and zone is PHI and zones.backups):
            inside[connection.service] = connection.id(zones)
    if not inside:
        return None
    return AzureNetworkPerimeter(
        zones.name(zone, "perimeter"),
        loose({**zones.place(zone), "zone": zone.value, "resource_ids": inside, "log_workspace_id": built.workspace_id}),
        built.options(zone, built.archive, *built.known(*inside.values())),
    )


def build_alarms(built: Built) -> None:
    """Alarms and threat detection of every subscription. One action group tells people; one subscription searches the archive."""
    zones = built.zones
    if not zones.alarm_receivers or MANAGEMENT not in zones.zones:
        return
    first = None
    for zone in [MANAGEMENT, *(one for one in zones.zones if one is not MANAGEMENT)]:
        args: dict[str, Any] = {
            **zones.place(zone),
            "zone": zone.value,
            "workspace_id": built.workspace_id,
            "resource_ids": {"vault": built.vaults[zone].vault_id},
        }
        if first is None:
            args["emails"] = zones.alarm_receivers
        else:
            args |= {"action_group_id": first.action_group_id, "searches": False}
        alarms = AzureAlarms(zones.name(zone, "alarms"), loose(args), built.options(zone, built.archive, built.vaults[zone], first))
        first = first or alarms
        AzureThreatDetection(
            zones.name(zone, "detection"),
            {"subscription_id": zones.subscription(zone), "emails": sorted(zones.alarm_receivers.values())},
            pulumi.ResourceOptions(parent=built.parent, providers=[zones.providers[zone]]),
        )
