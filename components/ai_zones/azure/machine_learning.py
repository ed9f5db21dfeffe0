"""Machine learning of a zone: a workspace whose managed network lets out only what was approved, and clusters without public addresses.

Sources: Azure Machine Learning documentation, "Workspace managed virtual network isolation" (`AllowOnlyApprovedOutbound`; FQDN rules bring an
Azure Firewall of SKU Basic or Standard; the mode can't be loosened once approved-only), "Customer-managed keys for Azure Machine Learning" (a
key of a version; a user-assigned identity), "Set up authentication between services" (`systemDatastoresAuthMode`), "Disable local
authentication: SSH on compute clusters", "Network isolation change with v1 API" (`v1LegacyMode`), "Secure an Azure Machine Learning workspace:
image build compute" (a closed registry builds no images itself), "Data encryption: high business impact workspace" (`hbiWorkspace`, at
creation); "Naming rules" (workspace of 3 to 33, cluster of 2 to 16 characters).
"""

from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import machinelearningservices

from ai_zones.azure.guarded_service import GuardedServiceInput, guard, only_in
from ai_zones.azure.naming import Kind, child, unique_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import (
    ApplicationInsightsId,
    AzureKeyArgs,
    IdentityId,
    KeyVaultId,
    Name,
    RegistryId,
    StorageAccountId,
    SubResourceInput,
    VersionedKey,
)
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import ComponentInput, ZoneText
from ai_zones.inputs import matches

WORKSPACE = "Microsoft.MachineLearningServices/workspaces"
IDLE = "PT5M"
TRAINING = ("training",)
"""Zones that train."""


class AzureTrainingClusterArgs(TypedDict):
    """One cluster."""

    vm_size: str
    """Size of its machines, such as `Standard_NC24ads_A100_v4`."""
    max_nodes: NotRequired[int]
    """Machines at most, 1 to 100. Default: 1."""


class AzureApprovedResourceArgs(TypedDict):
    """A resource that the managed network reaches by a private endpoint of its own."""

    resource_id: str
    """The resource."""
    group_id: str
    """Sub-resource, such as `blob`."""


class AzureMachineLearningArgs(TypedDict):
    """Inputs of `AzureMachineLearning`."""

    zone: str
    """Zone of the workspace: `training`."""
    organization: str
    """Short name of the organization, part of the hash in the workspace's name."""
    environment: str
    """Environment, part of the hash in the workspace's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the workspace."""
    key: AzureKeyArgs
    """Key that encrypts metadata; with `versioned_key_uri`."""
    key_vault_id: pulumi.Input[str]
    """Vault that holds the key, and the workspace's secrets."""
    storage_account_id: pulumi.Input[str]
    """Account that holds data sets and runs; one of the zone's own."""
    registry_id: pulumi.Input[str]
    """Registry of the environments' images."""
    application_insights_id: pulumi.Input[str]
    """Application Insights component that takes what jobs and endpoints say."""
    identity_id: str
    """User-assigned identity that the workspace and its clusters run as; it needs roles on account, vault and registry."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of jobs, models and accesses."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    clusters: NotRequired[dict[str, AzureTrainingClusterArgs]]
    """Clusters, by name. Default: one that builds images."""
    approved_resources: NotRequired[dict[str, AzureApprovedResourceArgs]]
    """Resources that jobs reach, beside those above. Default: none."""
    approved_fqdns: NotRequired[list[str]]
    """Names that jobs may reach, by an Azure Firewall. Default: none."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class TrainingCluster(ComponentInput):
    """Parsed `AzureTrainingClusterArgs`."""

    vm_size: Annotated[str, matches(r"Standard_[A-Za-z0-9_]+", "a size of virtual machines, such as Standard_NC24ads_A100_v4")]
    max_nodes: int = pydantic.Field(default=1, ge=1, le=100)


ClusterName = Annotated[str, matches(r"[a-z][a-z0-9-]{0,14}[a-z0-9]", "2 to 16 lower-case letters, digits and hyphens")]
BUILDER = "image-builder"


class MachineLearning(GuardedServiceInput):
    """Parsed `AzureMachineLearningArgs`."""

    zone: Annotated[ZoneText, only_in(TRAINING, "elsewhere a model would see PHI or be seen by all")]
    key: VersionedKey
    key_vault_id: KeyVaultId
    storage_account_id: StorageAccountId
    registry_id: RegistryId
    application_insights_id: ApplicationInsightsId
    identity_id: IdentityId
    clusters: dict[ClusterName, TrainingCluster] = pydantic.Field(default_factory=dict)
    approved_resources: dict[Name, SubResourceInput] = pydantic.Field(default_factory=dict)
    approved_fqdns: list[Annotated[str, matches(r"([a-z0-9-]+\.)+[a-z]{2,}", "a full name without wildcard")]] = pydantic.Field(
        default_factory=list
    )

    @property
    def machines(self) -> dict[str, TrainingCluster]:
        """The clusters, and the one that builds images."""
        return {BUILDER: TrainingCluster(vm_size="Standard_D4s_v5"), **self.clusters}

    @property
    def workspace_name(self) -> str:
        """Name of the workspace."""
        return learning_workspace_name(self.zone, **self.naming)


def learning_workspace_name(zone: str, *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's workspace, known before it is built."""
    return unique_name(
        Kind.MACHINE_LEARNING, "mlw", zone, organization=organization, environment=environment, subscription_id=subscription_id
    )


class AzureMachineLearning(pulumi.ComponentResource):
    """Workspace with a managed network, and clusters. Protected by Pulumi and by a lock: `destroy` refuses it."""

    workspace_id: str
    """Id of the workspace."""
    workspace_name: str
    """Name of the workspace."""
    cluster_ids: dict[str, str]
    """Id of each cluster."""

    def __init__(self, name: str, args: AzureMachineLearningArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = MachineLearning.parse(name, args)
        super().__init__("ai-zones:index:AzureMachineLearning", name, {}, children_wait(opts))
        self.workspace_name = given.workspace_name
        self.workspace_id = given.id_of(WORKSPACE, given.workspace_name)
        workspace = self._workspace(name, given)
        guard(name, workspace, self.workspace_id, given, parent=self)
        for label, cluster in sorted(given.machines.items()):
            self._cluster(name, given, label, cluster, workspace)
        self.cluster_ids = {label: f"{self.workspace_id}/computes/{label}" for label in sorted(given.machines)}
        self.register_outputs({"workspaceId": self.workspace_id, "workspaceName": self.workspace_name, "clusterIds": self.cluster_ids})

    def _workspace(self, name: str, given: MachineLearning) -> pulumi.Resource:
        workspace: pulumi.Resource = machinelearningservices.Workspace(
            child(name, "workspace"),
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            kind="Default",
            sku=machinelearningservices.SkuArgs(name="Basic", tier=machinelearningservices.SkuTier.BASIC),
            friendly_name=name,
            storage_account=given.storage_account_id,
            key_vault=given.key_vault_id,
            container_registry=given.registry_id,
            application_insights=given.application_insights_id,
            identity=machinelearningservices.ManagedServiceIdentityArgs(
                type="UserAssigned", user_assigned_identities=sorted({given.identity_id, given.key.identity_id})
            ),
            primary_user_assigned_identity=given.identity_id,
            public_network_access="Disabled",
            allow_public_access_when_behind_vnet=False,
            v1_legacy_mode=False,
            hbi_workspace=True,
            system_datastores_auth_mode="Identity",
            image_build_compute=BUILDER,
            managed_network=machinelearningservices.ManagedNetworkSettingsArgs(
                isolation_mode="AllowOnlyApprovedOutbound", firewall_sku="Standard", outbound_rules=_approved(given)
            ),
            provision_network_now=True,
            encryption=machinelearningservices.EncryptionPropertyArgs(
                status="Enabled",
                identity=machinelearningservices.IdentityForCmkArgs(user_assigned_identity=given.key.identity_id),
                key_vault_properties=machinelearningservices.KeyVaultPropertiesArgs(
                    key_identifier=given.key.versioned_key_uri, key_vault_arm_id=given.key_vault_id
                ),
            ),
            enable_service_side_cmk_encryption=True,
            tags=given.tags_of(data_class=DataClass.DEIDENTIFIED),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        return workspace

    def _cluster(self, name: str, given: MachineLearning, label: str, cluster: TrainingCluster, workspace: pulumi.Resource) -> None:
        machinelearningservices.Compute(
            child(name, "cluster", label),
            compute_name=label,
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            identity=machinelearningservices.ManagedServiceIdentityArgs(type="UserAssigned", user_assigned_identities=[given.identity_id]),
            properties=machinelearningservices.AmlComputeArgs(
                compute_type="AmlCompute",
                disable_local_auth=True,
                properties=machinelearningservices.AmlComputePropertiesArgs(
                    enable_node_public_ip=False,
                    remote_login_port_public_access="Disabled",
                    os_type="Linux",
                    vm_priority="Dedicated",
                    vm_size=cluster.vm_size,
                    scale_settings=machinelearningservices.ScaleSettingsArgs(
                        min_node_count=0, max_node_count=cluster.max_nodes, node_idle_time_before_scale_down=IDLE
                    ),
                ),
            ),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[workspace], delete_before_replace=True),
        )


def _approved(
    given: MachineLearning,
) -> dict[str, machinelearningservices.FqdnOutboundRuleArgs | machinelearningservices.PrivateEndpointOutboundRuleArgs]:
    endpoints = {
        f"to-{label}": machinelearningservices.PrivateEndpointOutboundRuleArgs(
            type="PrivateEndpoint",
            category="UserDefined",
            destination=machinelearningservices.PrivateEndpointDestinationArgs(
                service_resource_id=resource.resource_id, subresource_target=resource.group_id, spark_enabled=False
            ),
        )
        for label, resource in sorted(given.approved_resources.items())
    }
    names = {
        f"name-{fqdn.replace('.', '-')}": machinelearningservices.FqdnOutboundRuleArgs(
            type="FQDN", category="UserDefined", destination=fqdn
        )
        for fqdn in sorted(set(given.approved_fqdns))
    }
    return {**endpoints, **names}
