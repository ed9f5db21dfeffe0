"""Databases of Azure: copies in other regions and servers, failover groups, audit trails, and roads out of the server itself.

Who may come in is said in `doors`.
Sources: Azure documentation, "Backup and restore in Azure Database for PostgreSQL" and the same page for MySQL (geo-redundant backup: the
paired region), "Read replicas in Azure Database for PostgreSQL", "Active geo-replication" and "Failover groups overview" (Azure SQL), "Automated
backups in Azure SQL Database" (`requestedBackupStorageRedundancy`: Geo by default), "Auditing for Azure SQL Database", "Outbound firewall
rules for Azure SQL Database" (off by default: a server may reach any storage account and endpoint), "What is SQL Data Sync for Azure?",
"Managed Instance link".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import MYSQL, POSTGRES, SQL_DATABASE, SQL_INSTANCE, SQL_SERVER, STORAGE, tokens
from posture.readers.azure.look import chosen, parent, refer, refer_all, spread
from posture.readers.azure.sending import address, goes_to, send, target_of, to_region
from posture.readers.azure.storage import geo_redundant, in_paired_region
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_SINGLE: Final = tokens("dbforpostgresql:SingleServer", "dbformysql:SingleServer", "dbformariadb:Server")
_GROUP: Final = tokens("dbforpostgresql:ServerGroupCluster")
_SERVERS: Final = (*POSTGRES, *MYSQL, *_SINGLE, *_GROUP)
_MANAGED_DATABASE: Final = tokens("sql:ManagedDatabase")
_COPIED: Final = ("sourceServerResourceId", "properties.sourceServerId", "sourceResourceId")


@reads(*_SERVERS)
def geo_backup(resource: ResourceView, graph: GraphBuilder) -> None:
    """Backups in the paired region, where they are switched on; off by default."""
    for path in ("backup.geoRedundantBackup", "properties.storageProfile.geoRedundantBackup", "storageProfile.geoRedundantBackup"):
        if resource.value(path) is not None:
            geo_redundant(graph, resource, path, ("enabled",))
    if resource.flag("enableGeoBackup") is True:
        in_paired_region(graph, resource, Because(resource.resource.urn, "enableGeoBackup", "geo-redundant backup"))


@reads(*_SERVERS)
def replica(resource: ResourceView, graph: GraphBuilder) -> None:
    """A replica, or a server restored from another one's backups, holds what its source holds."""
    own = Reference.to(resource.resource.urn)
    for path in _COPIED:
        source = refer(graph, resource, path, _SERVERS)
        if source.targets:
            send(graph, source, own, Because(resource.resource.urn, path))


@reads(*SQL_DATABASE, *_MANAGED_DATABASE)
def copied_database(resource: ResourceView, graph: GraphBuilder) -> None:
    """A secondary, a copy or a restore of another database."""
    own = Reference.to(resource.resource.urn)
    for path in (
        "sourceDatabaseId",
        "sourceResourceId",
        "restorableDroppedDatabaseId",
        "recoverableDatabaseId",
        "crossSubscriptionSourceDatabaseId",
    ):
        source = refer(graph, resource, path, (*SQL_DATABASE, *_MANAGED_DATABASE, *SQL_SERVER))
        if source.targets:
            send(graph, source, own, Because(resource.resource.urn, path))
    target = "crossSubscriptionTargetManagedInstanceId"
    if resource.value(target) is not None:
        goes_to(graph, resource, own, target, SQL_INSTANCE)
    if resource.value("storageContainerUri") is not None:
        source = refer(graph, resource, "storageContainerUri", STORAGE)
        if source.targets:
            send(graph, source, own, Because(resource.resource.urn, "storageContainerUri"))


@reads(*SQL_DATABASE, *SQL_INSTANCE)
def backups_abroad(resource: ResourceView, graph: GraphBuilder) -> None:
    """Backups are geo-redundant unless the program says otherwise: `Geo` and `GeoZone` lie in the paired region too."""
    path = "requestedBackupStorageRedundancy"
    value = chosen(resource, path)
    if value is None:
        in_paired_region(graph, resource, Because(resource.resource.urn, path, "geo-redundant by default"))
    elif value in ("geo", "geozone"):
        in_paired_region(graph, resource, Because(resource.resource.urn, path, str(value)))
    elif is_unknown(value):
        unclear(graph, resource.resource.urn, f"where backups lie is unknown until the update ({path})", ("phi-exit",))


@reads(*tokens("sql:FailoverGroup"))
def failover_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """Databases of the server are replicated to the partner server, whichever region that stands in."""
    databases = refer_all(graph, resource, "databases", SQL_DATABASE)
    sources = [found for found in databases if found.targets] or [parent(graph, resource, "serverName", SQL_SERVER)]
    for place in spread(resource, "partnerServers.id"):
        for source in sources:
            goes_to(graph, resource, source, place, SQL_SERVER, text="failover group")


@reads(*tokens("sql:InstanceFailoverGroup"))
def instance_failover_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """Instances are replicated in pairs, each into its partner's region."""
    for place in spread(resource, "managedInstancePairs.primaryManagedInstanceId"):
        source = refer(graph, resource, place, SQL_INSTANCE)
        goes_to(graph, resource, source, f"{place.rpartition('.')[0]}.partnerManagedInstanceId", SQL_INSTANCE)
        for region in spread(resource, "partnerRegions.location"):
            text = resource.text(region)
            if isinstance(text, str) and source.targets:
                to_region(graph, source, text, Because(resource.resource.urn, region, text))


@reads(*tokens("sql:DistributedAvailabilityGroup"))
def instance_link(resource: ResourceView, graph: GraphBuilder) -> None:
    """A link to a SQL Server of somebody's own: rows go over as they are written."""
    source = parent(graph, resource, "managedInstanceName", SQL_INSTANCE)
    endpoint = resource.text("partnerEndpoint")
    if not isinstance(endpoint, str):
        unclear(graph, resource.resource.urn, "the other end of the link is not known (partnerEndpoint)")
        return
    because = Because(resource.resource.urn, "partnerEndpoint", endpoint)
    graph.edge(source, graph.somewhere("server", endpoint), EdgeKind.REPLICATE, because, certain=source.certain)


@reads(*tokens("sql:SyncMember"))
def data_sync(resource: ResourceView, graph: GraphBuilder) -> None:
    """A hub database and a member exchange rows; a member that is no database of Azure is reached through an agent."""
    hub = parent(graph, resource, "databaseName", SQL_DATABASE)
    member = target_of(graph, resource, "syncMemberAzureDatabaseResourceId", SQL_DATABASE)
    because = Because(resource.resource.urn, "syncMemberAzureDatabaseResourceId", "data sync")
    if hub.targets and (member.targets or member.literal is not None):
        graph.edge(hub, member, EdgeKind.REPLICATE, because, certain=hub.certain and member.certain)
    else:
        unclear(graph, resource.resource.urn, "what the hub database exchanges rows with is not known")


@reads(*tokens("sql:SyncGroup"))
def sync_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """Keeps its metadata in a database of its own; rows pass between hub and members."""
    hub = parent(graph, resource, "databaseName", SQL_DATABASE)
    if resource.value("syncDatabaseId") is not None:
        goes_to(graph, resource, hub, "syncDatabaseId", SQL_DATABASE, text="metadata of the synchronisation")


_AUDITS: Final = tokens(
    "sql:ServerBlobAuditingPolicy",
    "sql:ExtendedServerBlobAuditingPolicy",
    "sql:DatabaseBlobAuditingPolicy",
    "sql:ExtendedDatabaseBlobAuditingPolicy",
    "sql:ServerVulnerabilityAssessment",
    "sql:DatabaseVulnerabilityAssessment",
    "sql:ManagedInstanceVulnerabilityAssessment",
    "sql:ManagedDatabaseVulnerabilityAssessment",
    "sql:DatabaseThreatDetectionPolicy",
    "sql:ServerSecurityAlertPolicy",
    "sql:DatabaseSecurityAlertPolicy",
    "dbforpostgresql:SingleServerServerSecurityAlertPolicy",
)


@reads(*_AUDITS)
def audit(resource: ResourceView, graph: GraphBuilder) -> None:
    """Statements as they were asked, with the values in them, go to a storage account."""
    path = next((prop for prop in ("storageEndpoint", "storageContainerPath") if resource.value(prop) is not None), None)
    if path is None or chosen(resource, "state") == "disabled":
        return
    if resource.value("databaseName") is not None:
        source = parent(graph, resource, "databaseName", (*SQL_DATABASE, *_MANAGED_DATABASE))
    elif resource.value("managedInstanceName") is not None:
        source = parent(graph, resource, "managedInstanceName", SQL_INSTANCE)
    else:
        source = parent(graph, resource, "serverName", (*SQL_SERVER, *_SINGLE))
    goes_to(graph, resource, source, path, STORAGE, text="audit")


@reads(*SQL_INSTANCE)
def public_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """An instance stands in a subnet; its public endpoint, off by default, is an address on the internet (port 3342)."""
    flag = resource.flag("publicDataEndpointEnabled")
    if flag not in (None, False):
        because = Because(resource.resource.urn, "publicDataEndpointEnabled", "public endpoint")
        own = Reference.to(resource.resource.urn)
        graph.edge(graph.internet(), own, EdgeKind.ROUTE, because, certain=not is_unknown(flag), ports=((3342, 3342),))


@reads(*tokens("sql:OutboundFirewallRule"))
def outbound(resource: ResourceView, graph: GraphBuilder) -> None:
    """A name that a server may reach though its outbound access is restricted."""
    source = parent(graph, resource, "serverName", SQL_SERVER)
    name = resource.text("outboundRuleFqdn")
    if source.targets and isinstance(name, str):
        found = refer(graph, resource, "outboundRuleFqdn", (*STORAGE, *SQL_SERVER))
        target = found if found.targets else address(graph, name)
        graph.edge(source, target, EdgeKind.ROUTE, Because(resource.resource.urn, "outboundRuleFqdn", name), certain=source.certain)


@reads(*tokens("dbforpostgresql:Migration"))
def migration(resource: ResourceView, graph: GraphBuilder) -> None:
    """Rows come into the server from somewhere else; a source of the stack is copied."""
    source = refer(graph, resource, "sourceDbServerResourceId", (*_SERVERS, *tokens("compute:VirtualMachine")))
    own = parent(graph, resource, "serverName", POSTGRES)
    if source.targets and own.targets:
        send(graph, source, own, Because(resource.resource.urn, "sourceDbServerResourceId"))


@reads(*tokens("dbforpostgresql:VirtualEndpoint"))
def virtual_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """A name for a server and its replica: who answers is said by the servers."""


@reads(*MYSQL)
def imported(resource: ResourceView, graph: GraphBuilder) -> None:
    """A server filled from an account of the stack."""
    source = refer(graph, resource, "importSourceProperties.storageUrl", STORAGE)
    if source.targets:
        send(graph, source, Reference.to(resource.resource.urn), Because(resource.resource.urn, "importSourceProperties.storageUrl"))


inert(
    "Settings, people or restore points of a database; its roads, copies and rules are read elsewhere (Azure documentation, 'Server "
    "parameters in Azure Database for PostgreSQL', 'Microsoft Entra authentication for Azure SQL', 'Backup and restore')",
    *tokens(
        "dbforpostgresql:Configuration", "dbforpostgresql:Administrator", "dbforpostgresql:AdministratorsMicrosoftEntra",
        "dbforpostgresql:Backup", "dbforpostgresql:BackupsAutomaticAndOnDemand", "dbforpostgresql:ServerGroupRole",
        "dbforpostgresql:SingleServerConfiguration", "dbforpostgresql:SingleServerServerAdministrator", "dbformysql:Configuration",
        "dbformysql:AzureADAdministrator", "dbformysql:LongRunningBackup", "dbformysql:SingleServerConfiguration",
        "dbformysql:SingleServerServerAdministrator", "dbformariadb:Configuration", "sql:BackupShortTermRetentionPolicy",
        "sql:BackupLongTermRetentionPolicy", "sql:LongTermRetentionPolicy", "sql:ManagedInstanceLongTermRetentionPolicy",
        "sql:DataMaskingPolicy", "sql:ElasticPool", "sql:EncryptionProtector", "sql:ServerAzureADAdministrator",
        "sql:ServerAzureADOnlyAuthentication", "sql:ManagedInstanceAdministrator", "sql:ManagedInstanceAzureADOnlyAuthentication",
        "sql:ManagedInstanceKey", "sql:ServerKey", "sql:TransparentDataEncryption", "sql:SensitivityLabel", "sql:DatabaseAdvisor",
        "sql:ServerAdvisor", "sql:VirtualCluster", "sql:InstancePool", "sql:WorkloadClassifier", "sql:WorkloadGroup",
        "sql:SqlVulnerabilityAssessmentsSetting", "sql:SqlVulnerabilityAssessmentRuleBaseline", "sql:ServerDnsAlias",
        "sql:ManagedServerDnsAlias", "sql:StartStopManagedInstanceSchedule", "sql:GeoBackupPolicy",
        "sql:DatabaseSqlVulnerabilityAssessmentRuleBaseline", "sql:DatabaseVulnerabilityAssessmentRuleBaseline",
        "sql:ManagedDatabaseSensitivityLabel", "sql:ManagedDatabaseVulnerabilityAssessmentRuleBaseline",
    ),
)  # fmt: skip
