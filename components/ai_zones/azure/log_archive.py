"""Log archive: a Log Analytics workspace that people search, and behind it a storage account in which nothing changes for six years.

Nobody writes to it from outside: both doors of the workspace are closed (Azure Monitor Private Link alone), and it knows no keys. Readers are
groups of reviewers, by a role that reads and does nothing else.
Sources: Azure Monitor documentation, "Manage data retention in a Log Analytics workspace" (interactive to 730 days; in total 4 to 730 days or
1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383, table by table), "Create and manage a dedicated cluster in Azure Monitor Logs" (100
GB a day at least), "Customer-managed keys in Azure Monitor", "Log Analytics workspace data export in Azure Monitor" (to an account of the same
region, append blobs, past a closed network only as a trusted service), "Diagnostic settings in Azure Monitor" (immutable storage: allow
protected append writes), "Manage access to Log Analytics workspaces"; 45 CFR 164.312(b) (audit controls), 164.316(b)(2)(i) (six years).
"""

from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import operationalinsights

from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.closed_account import ACCOUNT, ClosedAccount, build_account, build_lifecycle
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name, unique_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.protection import lock
from ai_zones.azure.references import AzureKeyArgs, KeyInput, Name, ObjectId
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import SIX_YEARS_DAYS, ComponentInput, ZonedInput

WORKSPACE: Final = "Microsoft.OperationalInsights/workspaces"
CLUSTER: Final = "Microsoft.OperationalInsights/clusters"
INTERACTIVE_DAYS: Final = 730
TOTAL_DAYS: Final = (2191, 2556, 2922, 3288, 3653, 4018, 4383)
"""Values of six years and more that Azure allows."""
TELEMETRY: Final = "telemetry"
"""The flow by which zones write their logs here (`ai-service`)."""
WHY_TRUSTED: Final = "Azure Monitor writes logs as a trusted service"

TABLES: Final = (
    "AZFWApplicationRule",
    "AZFWDnsQuery",
    "AZFWNetworkRule",
    "AZKVAuditLogs",
    "AzureActivity",
    "ContainerRegistryLoginEvents",
    "ContainerRegistryRepositoryEvents",
    "LAQueryLogs",
    "NTANetAnalytics",
    "PGSQLServerLogs",
    "StorageBlobLogs",
)
"""Tables that say who read, changed or reached what."""


class AzureLogClusterArgs(TypedDict):
    """A dedicated cluster, which encrypts the workspace with a key of ours."""

    key: AzureKeyArgs
    """Key of the cluster."""
    capacity_gb: NotRequired[int]
    """Commitment, 100 or more GB a day. Default: 100."""


class AzureLogArchiveArgs(TypedDict):
    """Inputs of `AzureLogArchive`."""

    organization: str
    """Short name of the organization, part of names and of their hash."""
    environment: str
    """Environment, part of names and of their hash."""
    subscription_id: str
    """Subscription of the archive; best one of its own."""
    resource_group_name: str
    """Resource group of the archive."""
    location: str
    """Region of the archive."""
    key: AzureKeyArgs
    """Key that encrypts the account."""
    reader_group_ids: dict[str, str]
    """Groups of reviewers in Microsoft Entra ID, by a stable name: nobody else reads. Empty lets nobody read."""
    cluster: NotRequired[AzureLogClusterArgs | None]
    """Dedicated cluster. Default: none, and Microsoft's key encrypts the workspace."""
    zone: NotRequired[str]
    """Zone that the archive stands in. Default: `management`."""
    tables: NotRequired[list[str]]
    """Tables that are exported to the account. Default: `TABLES`."""
    imported_tables: NotRequired[list[str]]
    """Tables that are kept in the workspace for more than 730 days too. Azure makes its tables itself, and Pulumi creates nothing that
    exists: import each first (`pulumi import azure-native:operationalinsights:Table …`). Default: none; the account keeps all of them."""
    total_retention_days: NotRequired[int]
    """Days that these are kept, one of Azure's values from 2191. Default: 2556, the first that covers any six years."""
    retention_days: NotRequired[int]
    """Days for which what is exported can't change, 2,190 or more. Default: 2,192."""
    locked: NotRequired[bool]
    """True makes that final. Azure makes a policy unlocked, so it is locked by a second `up`. Default: false."""
    removable: NotRequired[bool]
    """Lifts locks and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class LogCluster(ComponentInput):
    """Parsed `AzureLogClusterArgs`."""

    key: KeyInput
    capacity_gb: int = 100

    @pydantic.field_validator("capacity_gb")
    @classmethod
    def _is_a_tier(cls, given: int) -> int:
        if given not in (tiers := (100, 200, 300, 400, 500, 1000, 2000, 5000, 10000, 25000, 50000)):
            raise ValueError(f"must be one of {', '.join(map(str, tiers))}")
        return given


class LogArchive(ZonedInput):
    """Parsed `AzureLogArchiveArgs`."""

    zone: str = "management"
    organization: Name
    environment: Name
    key: KeyInput
    reader_group_ids: dict[Name, ObjectId]
    cluster: LogCluster | None = None
    tables: list[str] = pydantic.Field(default=list(TABLES), min_length=1)
    imported_tables: list[str] = pydantic.Field(default_factory=list)
    total_retention_days: int = 2556
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=2190, le=146_000)
    locked: bool = False
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _is_a_total(self) -> Self:
        if self.total_retention_days not in TOTAL_DAYS:
            raise ValueError(
                f"total_retention_days: given {self.total_retention_days}, must be one of {', '.join(map(str, TOTAL_DAYS))}: six years and more"
            )
        return self

    @property
    def workspace_name(self) -> str:
        """Name of the workspace."""
        return log_workspace_name(self.organization, self.environment)

    @property
    def account_name(self) -> str:
        """Name of the account."""
        return unique_name(
            Kind.STORAGE_ACCOUNT,
            "st",
            "archive",
            organization=self.organization,
            environment=self.environment,
            subscription_id=self.subscription_id,
        )


def log_workspace_name(organization: str, environment: str) -> str:
    """Name of the archive's workspace, known before it is built."""
    return resource_name(Kind.LOG_WORKSPACE, organization, environment, "logs")


class AzureLogArchive(pulumi.ComponentResource):
    """Workspace, its tables, the account behind it. Protected by Pulumi and by locks: `destroy` refuses it."""

    workspace_id: str
    """Id of the workspace."""
    workspace_name: str
    """Name of the workspace."""
    account_id: str
    """Id of the account."""
    account_name: str
    """Name of the account."""

    def __init__(self, name: str, args: AzureLogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = LogArchive.parse(name, args)
        super().__init__("ai-zones:index:AzureLogArchive", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.workspace_name, self.account_name = given.workspace_name, given.account_name
        self.workspace_id = given.id_of(WORKSPACE, given.workspace_name)
        self.account_id = given.id_of(ACCOUNT, given.account_name)
        workspace = self._workspace()
        ready = self._cluster(given.cluster, workspace) if given.cluster is not None else workspace
        account = self._account(workspace)
        for table in sorted(set(given.imported_tables)):
            self._table(table, ready)
        self._export([account, ready])
        self._readers(workspace, account)
        self.register_outputs(
            {
                "workspaceId": self.workspace_id,
                "workspaceName": self.workspace_name,
                "accountId": self.account_id,
                "accountName": self.account_name,
            }
        )

    def _workspace(self) -> operationalinsights.Workspace:
        given = self._given
        workspace = operationalinsights.Workspace(
            child(self._name, "workspace"),
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            sku=operationalinsights.WorkspaceSkuArgs(name="PerGB2018"),
            retention_in_days=INTERACTIVE_DAYS,
            public_network_access_for_ingestion="Disabled",
            public_network_access_for_query="Disabled",
            features=operationalinsights.WorkspaceFeaturesArgs(
                disable_local_auth=True,
                enable_data_export=True,
                # A right to read a resource is no right to read what the archive says about it.
                enable_log_access_using_only_resource_permissions=False,
                immediate_purge_data_on30_days=False,
            ),
            tags=given.tags_of(data_class=DataClass.INTERNAL, service=TELEMETRY),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        lock(self._name, "lock-workspace", scope=self.workspace_id, of=workspace, removable=given.removable, parent=self)
        diagnose(
            self._name,
            "diagnostics-workspace",
            resource_id=self.workspace_id,
            workspace_id=self.workspace_id,
            parent=self,
            depends_on=[workspace],
        )
        return workspace

    def _cluster(self, made: LogCluster, workspace: operationalinsights.Workspace) -> pulumi.Resource:
        given = self._given
        cluster_name = resource_name(Kind.LOG_WORKSPACE, given.organization, given.environment, "logs", "cluster")
        cluster = operationalinsights.Cluster(
            child(self._name, "cluster"),
            cluster_name=cluster_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            billing_type="Cluster",
            is_availability_zones_enabled=True,
            is_double_encryption_enabled=True,
            sku=operationalinsights.ClusterSkuArgs(name="CapacityReservation", capacity=made.capacity_gb),
            identity=operationalinsights.ManagedServiceIdentityArgs(type="UserAssigned", user_assigned_identities=[made.key.identity_id]),
            # An empty version follows the key's rotation.
            key_vault_properties=operationalinsights.KeyVaultPropertiesArgs(
                key_vault_uri=made.key.vault_uri, key_name=made.key.key_name, key_version=""
            ),
            tags=given.tags_of(data_class=DataClass.INTERNAL),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        link: pulumi.Resource = operationalinsights.LinkedService(
            child(self._name, "cluster", "link"),
            linked_service_name="Cluster",
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            write_access_resource_id=given.id_of(CLUSTER, cluster_name),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[cluster, workspace]),
        )
        return link

    def _account(self, workspace: pulumi.Resource) -> pulumi.Resource:
        given = self._given
        made = ClosedAccount(
            component=child(self._name, "account"),
            account_name=given.account_name,
            account_id=self.account_id,
            resource_group_name=given.resource_group_name,
            location=given.location,
            key=given.key,
            tags={**given.tags_of(data_class=DataClass.INTERNAL, service=TELEMETRY), "trusted-services": WHY_TRUSTED},
            retention_days=given.retention_days,
            locked=given.locked,
            restore_days=35,
            copy_scope="PrivateLink",
            trusted_services=True,
            appendable=True,
            removable=given.removable,
            workspace_id=self.workspace_id,
            archive_account_id=None,
            settings_wait_for=(workspace,),
        )
        account, blobs = build_account(made, self)
        build_lifecycle(made, cool_after_days=30, delete_after_days=None, parent=self, after=[account, blobs])
        ready: pulumi.Resource = blobs
        return ready

    def _table(self, table: str, after: pulumi.Resource) -> operationalinsights.Table:
        given = self._given
        return operationalinsights.Table(
            child(self._name, "table", table),
            table_name=table,
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            plan="Analytics",
            retention_in_days=INTERACTIVE_DAYS,
            total_retention_in_days=given.total_retention_days,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[after], protect=not given.removable),
        )

    def _export(self, after: list[pulumi.Resource]) -> None:
        given = self._given
        operationalinsights.DataExport(
            child(self._name, "export"),
            data_export_name=resource_name(Kind.LOG_WORKSPACE, self._name, "export"),
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            resource_id=self.account_id,
            table_names=sorted(set(given.tables)),
            enable=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )

    def _readers(self, workspace: pulumi.Resource, account: pulumi.Resource) -> None:
        given = self._given
        places = {
            "workspace": (self.workspace_id, BuiltInRole.LOG_ANALYTICS_DATA_READER, workspace),
            "account": (self.account_id, BuiltInRole.STORAGE_BLOB_DATA_READER, account),
        }
        for label, group in sorted(given.reader_group_ids.items()):
            for place, (scope, role, after) in places.items():
                grant(
                    child(self._name, "reader", label, place),
                    subscription_id=given.subscription_id,
                    scope=scope,
                    role=role,
                    principal=label,
                    principal_id=group,
                    principal_type=PrincipalType.GROUP,
                    parent=self,
                    depends_on=[after],
                )
