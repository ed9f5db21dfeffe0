"""Document store of a zone: a Cosmos DB account in one region, opened by its own data roles to named identities, without keys.

Sources: Azure Cosmos DB documentation, "Configure Azure Private Link", "Disable key-based authentication" (`disableLocalAuth`), "Restrict
access to keys' metadata operations" (`disableKeyBasedMetadataWriteAccess`), "Configure customer-managed keys with Azure Key Vault" (an account
chooses at creation; `defaultIdentity` names the identity), "Continuous backup with point-in-time restore" (7 or 30 days), "Data plane role-based
access control" (built-in data roles 1 and 2, assigned under the account), "Distribute data globally" (each region of `locations` holds all
data), "Service quotas" (account names of 3 to 44 characters).
"""

import uuid
from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import cosmosdb

from ai_zones.azure.guarded_service import GuardedServiceInput, guard, only_in, service_name
from ai_zones.azure.naming import Kind, child
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import AzureKeyArgs, Name
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import ComponentInput, Reference, ZoneText
from ai_zones.inputs import matches

ACCOUNT = "Microsoft.DocumentDB/databaseAccounts"
DATA_READER = "00000000-0000-0000-0000-000000000001"
"""Cosmos DB Built-in Data Reader."""
DATA_CONTRIBUTOR = "00000000-0000-0000-0000-000000000002"
"""Cosmos DB Built-in Data Contributor."""
ZONE_CLASSES = {
    "deidentification": DataClass.DEIDENTIFIED,
    "inference": DataClass.DEIDENTIFIED,
    "access": DataClass.INTERNAL,
    "control": DataClass.INTERNAL,
}
"""Zones that keep documents (agents' sessions, limits, approvals), and what these hold."""


class AzureDocumentContainerArgs(TypedDict):
    """One container."""

    partition_key: str
    """Path of the partition key, such as `/patientId`. Keys are never logged."""
    ttl_seconds: NotRequired[int | None]
    """Seconds after which a document goes by itself. Default: never."""
    max_throughput: NotRequired[int]
    """Request units a second up to which it scales, a multiple of 1,000. Default: 1,000."""


class AzureDocumentPrincipalArgs(TypedDict):
    """An identity that may use the account."""

    principal_id: pulumi.Input[str]
    """Object id of a managed identity."""
    writable: NotRequired[bool]
    """Whether it may write. Default: false."""


class AzureDocumentStoreArgs(TypedDict):
    """Inputs of `AzureDocumentStore`."""

    zone: str
    """Zone that the account stands in: `deidentification`, `inference`, `access` or `control`."""
    organization: str
    """Short name of the organization, part of the hash in the account's name."""
    environment: str
    """Environment, part of the hash in the account's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """The only region of the account."""
    key: AzureKeyArgs
    """Key that encrypts documents and backups."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of every request."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    databases: NotRequired[dict[str, dict[str, AzureDocumentContainerArgs]]]
    """Databases, and in each its containers by name. Default: none."""
    principals: NotRequired[dict[str, AzureDocumentPrincipalArgs]]
    """Identities that may use the account, by a stable name. Default: none."""
    zone_redundant: NotRequired[bool]
    """False where the region has no availability zones. Default: true."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class DocumentContainer(ComponentInput):
    """Parsed `AzureDocumentContainerArgs`."""

    partition_key: Annotated[str, matches(r"(/[A-Za-z_][A-Za-z0-9_]*)+", "a path, such as /tenantId")]
    ttl_seconds: int | None = pydantic.Field(default=None, ge=1)
    max_throughput: int = pydantic.Field(default=1000, ge=1000, multiple_of=1000)


class DocumentPrincipal(ComponentInput):
    """Parsed `AzureDocumentPrincipalArgs`."""

    principal_id: Reference
    writable: bool = False


EntityName = Annotated[str, matches(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", "letters, digits, hyphens and underscores")]


class DocumentStore(GuardedServiceInput):
    """Parsed `AzureDocumentStoreArgs`."""

    zone: Annotated[ZoneText, only_in(ZONE_CLASSES, "other zones keep no documents")]
    databases: dict[EntityName, dict[EntityName, DocumentContainer]] = pydantic.Field(default_factory=dict)
    principals: dict[Name, DocumentPrincipal] = pydantic.Field(default_factory=dict)
    zone_redundant: bool = True

    @property
    def account_name(self) -> str:
        """Name of the account."""
        return document_account_name(self.zone, **self.naming)


def document_account_name(zone: str, *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's account, known before it is built."""
    return service_name(Kind.COSMOS_DB, zone, "cosmos", organization=organization, environment=environment, subscription_id=subscription_id)


class AzureDocumentStore(pulumi.ComponentResource):
    """Account, databases, containers, data roles. Protected by Pulumi and by a lock: `destroy` refuses it."""

    account_id: str
    """Id of the account."""
    account_name: str
    """Name of the account."""
    endpoint: str
    """`https://<account>.documents.azure.com:443/`; only private endpoints answer."""

    def __init__(self, name: str, args: AzureDocumentStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = DocumentStore.parse(name, args)
        super().__init__("ai-zones:index:AzureDocumentStore", name, {}, children_wait(opts))
        self.account_name = given.account_name
        self.account_id = given.id_of(ACCOUNT, given.account_name)
        self.endpoint = f"https://{given.account_name}.documents.azure.com:443/"
        account = self._account(name, given)
        guard(name, account, self.account_id, given, parent=self)
        for database, containers in sorted(given.databases.items()):
            self._database(name, given, database, containers, account)
        for label, principal in sorted(given.principals.items()):
            self._grant(name, given, label, principal, account)
        self.register_outputs({"accountId": self.account_id, "accountName": self.account_name, "endpoint": self.endpoint})

    def _account(self, name: str, given: DocumentStore) -> pulumi.Resource:
        account: pulumi.Resource = cosmosdb.DatabaseAccount(
            child(name, "account"),
            account_name=given.account_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            kind="GlobalDocumentDB",
            database_account_offer_type=cosmosdb.DatabaseAccountOfferType.STANDARD,
            # One region: every further one would hold all documents.
            locations=[cosmosdb.LocationArgs(location_name=given.location, failover_priority=0, is_zone_redundant=given.zone_redundant)],
            enable_automatic_failover=False,
            enable_multiple_write_locations=False,
            consistency_policy=cosmosdb.ConsistencyPolicyArgs(default_consistency_level=cosmosdb.DefaultConsistencyLevel.SESSION),
            disable_local_auth=True,
            disable_key_based_metadata_write_access=True,
            public_network_access="Disabled",
            network_acl_bypass=cosmosdb.NetworkAclBypass.NONE,
            ip_rules=[],
            virtual_network_rules=[],
            cors=[],
            minimal_tls_version="Tls12",
            enable_analytical_storage=False,
            backup_policy=cosmosdb.ContinuousModeBackupPolicyArgs(
                type="Continuous", continuous_mode_properties=cosmosdb.ContinuousModePropertiesArgs(tier="Continuous30Days")
            ),
            identity=cosmosdb.ManagedServiceIdentityArgs(
                type=cosmosdb.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[given.key.identity_id]
            ),
            default_identity=f"UserAssignedIdentity={given.key.identity_id}",
            key_vault_key_uri=given.key.key_uri,
            tags=given.tags_of(data_class=ZONE_CLASSES[given.zone]),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        return account

    def _database(
        self, name: str, given: DocumentStore, database: str, containers: dict[str, DocumentContainer], account: pulumi.Resource
    ) -> None:
        made = cosmosdb.SqlResourceSqlDatabase(
            child(name, "database", database),
            database_name=database,
            account_name=given.account_name,
            resource_group_name=given.resource_group_name,
            resource=cosmosdb.SqlDatabaseResourceArgs(id=database),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[account], protect=not given.removable),
        )
        for label, container in sorted(containers.items()):
            cosmosdb.SqlResourceSqlContainer(
                child(name, "container", database, label),
                container_name=label,
                database_name=database,
                account_name=given.account_name,
                resource_group_name=given.resource_group_name,
                resource=cosmosdb.SqlContainerResourceArgs(
                    id=label,
                    partition_key=cosmosdb.ContainerPartitionKeyArgs(kind="Hash", paths=[container.partition_key], version=2),
                    default_ttl=container.ttl_seconds,
                ),
                options=cosmosdb.CreateUpdateOptionsArgs(
                    autoscale_settings=cosmosdb.AutoscaleSettingsArgs(max_throughput=container.max_throughput)
                ),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[made], protect=not given.removable),
            )

    def _grant(self, name: str, given: DocumentStore, label: str, principal: DocumentPrincipal, account: pulumi.Resource) -> None:
        role = DATA_CONTRIBUTOR if principal.writable else DATA_READER
        cosmosdb.SqlResourceSqlRoleAssignment(
            child(name, "for", label),
            role_assignment_id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.account_id.lower()}\x00{role}\x00{label}")),
            account_name=given.account_name,
            resource_group_name=given.resource_group_name,
            role_definition_id=f"{self.account_id}/sqlRoleDefinitions/{role}",
            principal_id=principal.principal_id,
            scope=self.account_id,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[account], delete_before_replace=True),
        )
