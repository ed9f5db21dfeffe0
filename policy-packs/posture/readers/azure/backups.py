"""Backups: vaults, where their copies lie, and what is protected in them; caches and their twins.

Sources: Azure documentation, "Set storage redundancy" of a Recovery Services vault (geo-redundant unless chosen), "Restore across regions"
(off by default), "Overview of Backup vaults" (`storageSettings`), "Cross Subscription Restore", "About Site Recovery" (machines are
replicated to another region), "Configure geo-replication for Azure Cache for Redis", "Active geo-replication".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import BACKUP_VAULT, RECOVERY_VAULT, REDIS, STORAGE, tokens
from posture.readers.azure.look import chosen, parent, refer, spread
from posture.readers.azure.sending import goes_to, outsider, send, target_of, to_region
from posture.readers.azure.storage import in_paired_region
from posture.readers.azure.unclear import RESIDENCE, unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_REDUNDANCY: Final = "properties.redundancySettings.standardTierStorageRedundancy"
_ACROSS: Final = "properties.redundancySettings.crossRegionRestore"
ENTERPRISE: Final = tokens("redisenterprise:RedisEnterprise")


@reads(*RECOVERY_VAULT)
def recovery_vault(resource: ResourceView, graph: GraphBuilder) -> None:
    """Geo-redundant unless it is told to be local or zonal; restored in the paired region where that is on."""
    urn = resource.resource.urn
    kind = chosen(resource, _REDUNDANCY)
    if kind is None or kind == "georedundant":
        in_paired_region(graph, resource, Because(urn, _REDUNDANCY, "geo-redundant" if kind else "geo-redundant by default"))
    elif is_unknown(kind):
        unclear(graph, urn, f"where backups lie is unknown until the update ({_REDUNDANCY})", RESIDENCE)
    elif chosen(resource, _ACROSS) == "enabled":
        in_paired_region(graph, resource, Because(urn, _ACROSS, "cross-region restore"))


@reads(*BACKUP_VAULT)
def backup_vault(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each of its storages says where copies lie."""
    urn = resource.resource.urn
    if is_unknown(resource.value("properties.storageSettings")):
        unclear(graph, urn, "where backups lie is unknown until the update (properties.storageSettings)", RESIDENCE)
    for place in spread(resource, "properties.storageSettings.type"):
        if chosen(resource, place) == "georedundant":
            in_paired_region(graph, resource, Because(urn, place, "geo-redundant"))
    for region in _items(resource, "properties.replicatedRegions"):
        text = resource.text(region)
        if isinstance(text, str):
            to_region(graph, Reference.to(urn), text, Because(urn, region, text))


def _items(view: ResourceView, path: str) -> list[str]:
    texts = view.texts(path)
    return [] if is_unknown(texts) else [f"{path}[{index}]" for index in range(len(texts))]


@reads(*tokens("recoveryservices:ProtectedItem", "dataprotection:BackupInstance"))
def protected(resource: ResourceView, graph: GraphBuilder) -> None:
    """What is protected is copied into the vault."""
    vault = parent(graph, resource, "vaultName", (*RECOVERY_VAULT, *BACKUP_VAULT))
    urn = resource.resource.urn
    path = next(
        (p for p in ("properties.sourceResourceId", "properties.dataSourceInfo.resourceID") if resource.value(p) is not None), "properties"
    )
    source = refer(graph, resource, path, ())
    if not vault.targets:
        target = target_of(graph, resource, "vaultName", RECOVERY_VAULT)
        if source.targets and target.literal is not None:
            send(graph, source, target, Because(urn, "vaultName", "backup"))
        else:
            unclear(graph, urn, f"the vault {vault.literal or ''} is no resource of the stack")
    elif source.targets:
        because = Because(urn, path, "backup")
        certain = source.certain and vault.certain
        graph.edge(source, vault, EdgeKind.REPLICATE, because, certain=certain)
    elif source.unknown:
        unclear(graph, urn, f"what is protected is unknown until the update ({path})")


@reads(*tokens("recoveryservices:ProtectionContainer"))
def container(resource: ResourceView, graph: GraphBuilder) -> None:
    """A storage account or machine that is registered with a vault."""
    vault = parent(graph, resource, "vaultName", RECOVERY_VAULT)
    source = refer(graph, resource, "properties.sourceResourceId", ())
    if vault.targets and source.targets:
        because = Because(resource.resource.urn, "properties.sourceResourceId", "backup")
        graph.edge(source, vault, EdgeKind.REPLICATE, because, certain=source.certain and vault.certain)


@reads(*tokens("recoveryservices:ReplicationProtectedItem", "recoveryservices:ReplicationMigrationItem",
               "recoveryservices:ReplicationProtectionCluster", "recoveryservices:ReplicationProtectionContainerMapping"))  # fmt: skip
def replicated(resource: ResourceView, graph: GraphBuilder) -> None:
    """Machines kept as copies in another region, which is named by a fabric: not followed, so never a pass."""
    unclear(graph, resource.resource.urn, "Site Recovery keeps copies of machines in another region, which is not followed")


@reads(*tokens("redis:LinkedServer", "redis:RedisLinkedServer"))
def linked_cache(resource: ResourceView, graph: GraphBuilder) -> None:
    """Two caches, one the other's copy."""
    own = parent(graph, resource, "name", REDIS)
    goes_to(graph, resource, own, "linkedRedisCacheId", REDIS, text="linked cache")
    region = resource.text("linkedRedisCacheLocation")
    if isinstance(region, str):
        to_region(graph, own, region, Because(resource.resource.urn, "linkedRedisCacheLocation", region))


@reads(*tokens("redisenterprise:Database"))
def enterprise_database(resource: ResourceView, graph: GraphBuilder) -> None:
    """A database of a cluster, and its twins in other clusters."""
    own = parent(graph, resource, "clusterName", ENTERPRISE)
    for place in spread(resource, "geoReplication.linkedDatabases.id"):
        if resource.value(place) is None:
            continue
        found = refer(graph, resource, place, ENTERPRISE)
        if found.targets and set(found.targets) == set(own.targets):
            continue  # a group names its members, this one too
        who = found if found.targets or found.literal is None else outsider(graph, found.literal)
        if own.targets and (who.targets or who.literal is not None):
            send(graph, own, who, Because(resource.resource.urn, place, "active geo-replication"))


@reads(*REDIS)
def persisted(resource: ResourceView, graph: GraphBuilder) -> None:
    """Snapshots of a cache, written to an account by its connection string."""
    own = Reference.to(resource.resource.urn)
    for name in ("rdbStorageConnectionString", "aofStorageConnectionString0", "aofStorageConnectionString1"):
        path = f"redisConfiguration.{name}"
        value = resource.value(path)
        if value is None:
            continue
        account = next((part.partition("=")[2] for part in value.split(";") if part.lower().startswith("accountname=")), "") if isinstance(
            value, str
        ) else ""  # fmt: skip
        named = tuple(
            found.urn
            for found in graph.stack.of_type(*STORAGE)
            if account and str(found.props.get("accountName", "")).lower() == account.lower()
        )
        candidates = named or tuple(sorted(resource.refers_to(path, STORAGE).targets))
        if candidates:
            send(graph, own, Reference(candidates, certain=len(candidates) == 1), Because(resource.resource.urn, path, "persistence"))
        else:
            unclear(graph, resource.resource.urn, f"the account that the cache is written to is no resource of the stack ({path})")


inert(
    "Schedules, locks and parts of Site Recovery's map; what is copied is said by what is protected "
    "(Azure documentation, 'Azure Backup policies', 'Multi-user authorization using Resource Guard')",
    *tokens(
        "recoveryservices:ProtectionPolicy", "recoveryservices:ProtectionIntent", "recoveryservices:ResourceGuardProxy",
        "recoveryservices:ReplicationFabric", "recoveryservices:ReplicationPolicy", "recoveryservices:ReplicationNetworkMapping",
        "recoveryservices:ReplicationRecoveryPlan", "dataprotection:BackupPolicy", "dataprotection:ResourceGuard",
        "dataprotection:DppResourceGuardProxy", "redis:PatchSchedule", "redis:AccessPolicy", "redis:AccessPolicyAssignment",
    ),
)  # fmt: skip
