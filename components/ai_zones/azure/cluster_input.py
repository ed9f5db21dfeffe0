"""What `AzureCluster` is given, and what follows from it before anything is built."""

from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.azure.guarded_service import GuardedInput
from ai_zones.azure.naming import Kind, resource_name
from ai_zones.azure.references import AzureKeyArgs, KeyVaultId, ObjectId, RegistryId, SubnetId, VersionedKey
from ai_zones.azure.validation import AvailabilityZones, Cidr, ComponentInput, TenantId, arm_id_of
from ai_zones.inputs import matches

CLUSTER: Final = "Microsoft.ContainerService/managedClusters"
API_SERVER_DELEGATION: Final = "Microsoft.ContainerService/managedClusters"
PrivateZoneId: Any = arm_id_of("Microsoft.Network/privateDnsZones", "a private DNS zone")
PoolName = Annotated[str, matches(r"[a-z][a-z0-9]{0,11}", "1 to 12 lower-case letters and digits, beginning with a letter")]


def private_zone(location: str) -> str:
    """Private DNS zone in which a private cluster of a region registers its API server.

    Source: Azure Kubernetes Service documentation, "Create a private AKS cluster", custom private DNS zones.
    """
    return f"privatelink.{location}.azmk8s.io"


class AzureClusterPoolArgs(TypedDict):
    """A pool of nodes. They have no public address and no SSH, boot verified, and are encrypted down to their caches."""

    vm_size: NotRequired[str]
    """Size of the machines. Default: `Standard_D4ds_v5`; for sandboxed pods `Standard_D8s_v5`, which can run machines in machines."""
    minimum: NotRequired[int]
    """Fewest nodes. Default: 3 of the system's own, else 1."""
    maximum: NotRequired[int]
    """Most nodes. Default: 6."""
    sandboxed: NotRequired[bool]
    """True lets pods run each in a virtual machine of its own (runtime class `kata-vm-isolation`). Default: false."""
    disk_gib: NotRequired[int]
    """Size of the system's disk, 30 to 2,048. Default: 128."""
    labels: NotRequired[dict[str, str]]
    """Kubernetes labels. Default: `ai-zone` alone."""
    taints: NotRequired[list[str]]
    """Taints, `key=value:NoSchedule`. Default: none; on the system's own pool Azure's `CriticalAddonsOnly`."""


class AzureClusterArgs(TypedDict):
    """Inputs of `AzureCluster`. The required ones alone give a cluster that its network alone reaches, and that reaches nothing else."""

    zone: str
    """Zone that the cluster is of."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the zone."""
    tenant_id: str
    """Microsoft Entra tenant that people and programs come from."""
    workload_subnet_id: str
    """Subnet of the nodes. Pods have addresses of their own, which no network knows."""
    api_server_subnet_id: str
    """Subnet of the API server, delegated to `Microsoft.ContainerService/managedClusters`, /28 or larger."""
    private_zone_id: str
    """Private DNS zone `privatelink.<region>.azmk8s.io`, linked to the zone's network."""
    registry_id: str
    """Registry that holds what nodes start from: it has the cache rule of `bootstrap_cache`, and an endpoint in the zone's network."""
    key: AzureKeyArgs
    """Key of the nodes' disks, with the use `disks`."""
    secrets_key: AzureKeyArgs
    """Key of Kubernetes' secrets, with the use `kubernetes` and `versioned_key_uri`."""
    key_vault_id: str
    """Vault of both keys."""
    administrator_group_ids: NotRequired[list[str]]
    """Groups of Microsoft Entra ID that administer the cluster. Default: none; rights are Azure roles alone."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told who asked what; Defender's sensors report there too."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    kubernetes_version: NotRequired[str]
    """Minor version; patches come by themselves. Default: 1.34."""
    pools: NotRequired[dict[str, AzureClusterPoolArgs]]
    """Pools of nodes by name, 1 to 12 letters and digits, beside the system's own. Default: `sandboxed`, for pods in machines of their own."""
    system_pool: NotRequired[AzureClusterPoolArgs]
    """Pool of the cluster's own programs. Default: three nodes."""
    availability_zones: NotRequired[list[str]]
    """Availability zones of the nodes. Default: all three."""
    pod_cidr: NotRequired[str]
    """Range of pods, apart from every network. Default: 10.244.0.0/16."""
    service_cidr: NotRequired[str]
    """Range of Kubernetes services. Default: 10.245.0.0/16."""
    fips: NotRequired[bool]
    """False leaves out modules that are validated by FIPS 140. Default: true."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ClusterPool(ComponentInput):
    """Parsed `AzureClusterPoolArgs`."""

    vm_size: Annotated[str, matches(r"Standard_[A-Z][A-Za-z0-9_-]+", "a size, such as Standard_D4ds_v5")] | None = None
    minimum: int | None = pydantic.Field(default=None, ge=0, le=1000)
    maximum: int = pydantic.Field(default=6, ge=1, le=1000)
    sandboxed: bool = False
    disk_gib: int = pydantic.Field(default=128, ge=30, le=2048)
    labels: dict[str, str] = pydantic.Field(default_factory=dict)
    taints: list[Annotated[str, matches(r"[^=:]+=[^=:]*:(NoSchedule|NoExecute|PreferNoSchedule)", "key=value:NoSchedule")]] = (
        pydantic.Field(default_factory=list)
    )

    @pydantic.model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum is not None and self.minimum > self.maximum:
            raise ValueError(f"minimum: given {self.minimum}, more than maximum, {self.maximum}")
        return self

    @property
    def size(self) -> str:
        """Size of the machines."""
        return self.vm_size or ("Standard_D8s_v5" if self.sandboxed else "Standard_D4ds_v5")


class Cluster(GuardedInput):
    """Parsed `AzureClusterArgs`."""

    tenant_id: TenantId
    workload_subnet_id: SubnetId
    api_server_subnet_id: SubnetId
    private_zone_id: PrivateZoneId
    registry_id: RegistryId
    secrets_key: VersionedKey
    key_vault_id: KeyVaultId
    administrator_group_ids: list[ObjectId] = pydantic.Field(default_factory=list)
    kubernetes_version: Annotated[str, matches(r"1\.\d\d", "a minor version, such as 1.34")] = "1.34"
    pools: dict[PoolName, ClusterPool] = pydantic.Field(default_factory=lambda: {"sandboxed": ClusterPool(sandboxed=True)})
    system_pool: ClusterPool = pydantic.Field(default_factory=lambda: ClusterPool(minimum=3))
    availability_zones: AvailabilityZones = ("1", "2", "3")
    pod_cidr: Cidr = pydantic.Field(default="10.244.0.0/16", validate_default=True)
    service_cidr: Cidr = pydantic.Field(default="10.245.0.0/16", validate_default=True)
    fips: bool = True

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.pod_cidr.overlaps(self.service_cidr):
            raise ValueError(f"service_cidr: given {self.service_cidr}, it overlaps pod_cidr, {self.pod_cidr}")
        if self.service_cidr.prefixlen < 12:
            raise ValueError(f"service_cidr: given {self.service_cidr}, allowed is /12 or smaller")
        if self.pod_cidr.prefixlen > 20:
            raise ValueError(f"pod_cidr: given {self.pod_cidr}, each node takes a /24 of it: give a /20 or larger")
        if self.system_pool.sandboxed:
            raise ValueError("system_pool.sandboxed: given True, but the cluster's own programs need the node; sandbox another pool")
        if "system" in self.pools:
            raise ValueError("pools.system: is the cluster's own pool; choose another name, or say it in system_pool")
        return self

    @property
    def dns_service(self) -> str:
        """Address of the cluster's resolver: the tenth of the services' range."""
        return str(self.service_cidr[10])


def cluster_name(component: str) -> str:
    """Name of the cluster: 1 to 63 letters, digits, hyphens, underscores; no longer than what Azure makes of it."""
    return resource_name(Kind.KUBERNETES, component)
