"""What every zone stands on: its group, its vault with the keys that its services need, and the archive that all logs go to.

The archive's account is encrypted by a key of management's vault, and that vault logs to the archive's workspace: the vault comes first, its
settings after the workspace. Source: docs/decisions/0011; Azure Well-Architected Framework, "Organize your Azure resources effectively".
"""

from typing import Any

from ai_zones.azure.diagnostics import AzureDiagnostics
from ai_zones.azure.log_archive import AzureLogArchive, LogArchive
from ai_zones.azure.references import AzureKeyArgs
from ai_zones.azure.zone_group import AzureZoneGroup
from ai_zones.azure.zone_vault import AzureZoneVault
from ai_zones.azure.zone_vault_input import AzureKeyUse
from ai_zones.azure.zones_built import Built, loose
from ai_zones.azure.zones_input import MANAGEMENT, PHI, Zones
from ai_zones.plan import ZoneName

ARCHIVE_KEY = "archive"
STORE_KEY = "store"
DATABASE_KEY = "database"
REGISTRY_KEY = "registry"
MODELS_KEY = "models"
SEARCH_KEY = "search"
TRAINING_KEY = "training"
CLINICAL_KEY = "clinical"
BACKUP_KEY = "backup"
DISKS_KEY = "disks"
SECRETS_KEY = "kubernetes-secrets"


def keys_of(zones: Zones, zone: ZoneName) -> dict[str, AzureKeyUse]:
    """Keys that a zone's services need, by label: each its own, so that each can be withdrawn alone."""
    services = zones.services(zone)
    wanted = {
        STORE_KEY: (zones.keeps_objects(zone), AzureKeyUse.STORAGE),
        ARCHIVE_KEY: (zone is MANAGEMENT, AzureKeyUse.STORAGE),
        REGISTRY_KEY: (zones.has_registry(zone), AzureKeyUse.CONTAINER_REGISTRY),
        DATABASE_KEY: (zone is PHI, AzureKeyUse.POSTGRESQL),
        CLINICAL_KEY: (zone is PHI and zones.clinical_store, AzureKeyUse.HEALTH_DATA),
        BACKUP_KEY: (zone is PHI and zones.backups, AzureKeyUse.BACKUP),
        MODELS_KEY: (zones.has_models(zone), AzureKeyUse.AI_SERVICES),
        SEARCH_KEY: ("ai-search" in services, AzureKeyUse.AI_SEARCH),
        DISKS_KEY: (zone in zones.clusters, AzureKeyUse.DISKS),
        SECRETS_KEY: (zone in zones.clusters, AzureKeyUse.KUBERNETES),
        TRAINING_KEY: ("machine-learning" in services, AzureKeyUse.MACHINE_LEARNING),
    }
    return {label: use for label, (needed, use) in wanted.items() if needed}


def build_group(built: Built, zone: ZoneName) -> None:
    """Resource group of a zone."""
    zones = built.zones
    built.groups[zone] = AzureZoneGroup(
        zones.name(zone, "group"),
        loose({**zones.place(zone), "zone": zone.value, "deletion_protection": zones.deletion_protection}),
        built.options(zone),
    )


def archive_args(zones: Zones, key: AzureKeyArgs) -> Any:
    """The archive with its key."""
    return {
        "key": key,
        **zones.place(MANAGEMENT),
        **zones.names,
        "reader_group_ids": {f"reviewers-{number}": group for number, group in enumerate(zones.log_readers, 1)},
        "retention_days": zones.store_retention_days,
        "removable": zones.removable,
    }


def build_archive(built: Built) -> None:
    """Vault of management, then the log archive, then the vault's own logs. Elsewhere only the archive's names are worked out."""
    zones = built.zones
    name = zones.name(MANAGEMENT, "archive")
    stand_in: AzureKeyArgs = {
        "key_uri": f"https://{zones.vault(MANAGEMENT)}.vault.azure.net/keys/{ARCHIVE_KEY}",
        "identity_id": zones.id_of(MANAGEMENT, "Microsoft.ManagedIdentity/userAssignedIdentities", ARCHIVE_KEY),
    }
    built.archived = LogArchive.parse(name, archive_args(zones, stand_in))
    if MANAGEMENT not in zones.zones:
        return
    vault = build_vault(built, MANAGEMENT)
    archive = AzureLogArchive(name, archive_args(zones, built.key(MANAGEMENT, ARCHIVE_KEY)), built.options(MANAGEMENT, vault))
    built.archive = archive
    built.targets[archive.account_id] = archive
    built.targets[archive.workspace_id] = archive
    AzureDiagnostics(
        zones.name(MANAGEMENT, "vault-logs"),
        {"workspace_id": archive.workspace_id, "archive_account_id": archive.account_id, "resource_ids": {"vault": vault.vault_id}},
        built.options(MANAGEMENT, archive),
    )


def build_vault(built: Built, zone: ZoneName) -> AzureZoneVault:
    """Vault of a zone with a key for each use."""
    zones = built.zones
    # Management's own vault holds the key of the archive that it would log to: its settings come after the archive.
    first = zone is MANAGEMENT
    vault = AzureZoneVault(
        zones.name(zone, "vault"),
        loose(
            {
                **zones.place(zone),
                **zones.names,
                "zone": zone.value,
                "tenant_id": zones.tenant_id,
                "keys": {label: {"uses": [use], "expires_on": zones.keys_expire_on} for label, use in keys_of(zones, zone).items()},
                **({"log_workspace_id": None} if first else built.logs),
                "removable": zones.removable,
            }
        ),
        built.options(zone, built.archive),
    )
    built.vaults[zone] = vault
    built.targets[vault.vault_id] = vault
    return vault
