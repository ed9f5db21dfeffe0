"""What `GcpCluster` is given, and what follows from it before anything is built."""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.subnets import PODS, SERVICES
from ai_zones.gcp.validation import CryptoKeyPath, NetworkPath, SubnetworkPath
from ai_zones.inputs import Cidr, matches, one_of
from ai_zones.inputs import ComponentInput as Part

CHANNELS: Final = ("REGULAR", "STABLE", "EXTENDED")
PODS_A_NODE: Final = 32


class GcpClusterPoolArgs(TypedDict):
    """A pool of nodes: verified at boot, closed in memory, without addresses outside."""

    machine_type: NotRequired[str]
    """An N2D, whose memory AMD SEV closes; any where `confidential` is false. Default: `n2d-standard-4`."""
    minimum: NotRequired[int]
    """Fewest nodes in each availability zone. Default: 1."""
    maximum: NotRequired[int]
    """Most nodes in each availability zone. Default: 3."""
    sandboxed: NotRequired[bool]
    """True runs every pod between gVisor and the node's kernel (GKE Sandbox). Default: false."""
    confidential: NotRequired[bool]
    """False leaves the memory open to the host: for machines with GPUs. Default: true."""
    disk_gb: NotRequired[int]
    """Size of the boot disk, 50 to 2,000 GB. Default: 100."""


class GcpClusterArgs(TypedDict):
    """Inputs of `GcpCluster`. The required ones alone give a cluster that its network alone reaches."""

    zone: str
    """Zone that the cluster is of."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the cluster; its control plane and pools stand in three availability zones."""
    network: str
    """Path of the zone's network."""
    subnetwork: str
    """Path of the subnetwork of programs; it has the second ranges `pods` and `services`."""
    endpoint_subnetwork: str
    """Path of the subnetwork in which the control plane's private endpoint takes an address."""
    client_cidrs: list[str]
    """Ranges that may ask the control plane: those of nodes and pods."""
    kms_key: pulumi.Input[str]
    """Key of Kubernetes' secrets, for `container`."""
    disk_kms_key: pulumi.Input[str]
    """Key of the nodes' disks, for `compute`."""
    node_service_account: str
    """Address of the account that nodes act as: it writes logs and metrics, and reads the zone's registry; never the project's default one."""
    channel: NotRequired[str]
    """Release channel: `REGULAR`, `STABLE` or `EXTENDED`. Default: `REGULAR`."""
    pools: NotRequired[dict[str, GcpClusterPoolArgs]]
    """Pools of nodes by name; one at least is not sandboxed. Default: `workers`, and `sandboxed` for pods of agents."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and Google's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ClusterPool(Part):
    """Parsed `GcpClusterPoolArgs`."""

    machine_type: Annotated[str, matches(r"[a-z][0-9a-z]+-[a-z0-9-]+", "a machine type, such as n2d-standard-4")] = "n2d-standard-4"
    minimum: int = pydantic.Field(default=1, ge=0, le=1000)
    maximum: int = pydantic.Field(default=3, ge=1, le=1000)
    sandboxed: bool = False
    confidential: bool = True
    disk_gb: int = pydantic.Field(default=100, ge=50, le=2000)

    @pydantic.model_validator(mode="after")
    def _fits(self) -> Self:
        if self.minimum > self.maximum:
            raise ValueError(f"minimum: given {self.minimum}, more than maximum, {self.maximum}")
        if self.confidential and not self.machine_type.startswith("n2d-"):
            raise ValueError(f"machine_type: given {self.machine_type}, must be an n2d with closed memory; or say confidential: false")
        return self


class Cluster(EncryptedInput):
    """Parsed `GcpClusterArgs`."""

    network: NetworkPath
    subnetwork: SubnetworkPath
    endpoint_subnetwork: SubnetworkPath
    client_cidrs: list[Cidr] = pydantic.Field(min_length=1)
    disk_kms_key: CryptoKeyPath
    node_service_account: Annotated[
        str,
        matches(
            r"[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9.:-]+\.iam\.gserviceaccount\.com", "the address of a service account of one's own"
        ),
    ]
    channel: Annotated[str, one_of(*CHANNELS)] = "REGULAR"
    pools: dict[Label, ClusterPool] = pydantic.Field(
        default_factory=lambda: {"workers": ClusterPool(), "sandboxed": ClusterPool(sandboxed=True)}
    )

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if not any(not pool.sandboxed for pool in self.pools.values()):
            raise ValueError("pools: one at least must not be sandboxed, for the cluster's own programs; add one")
        if wide := [str(cidr) for cidr in self.client_cidrs if cidr.prefixlen < 16 or not cidr.is_private]:
            raise ValueError(f"client_cidrs: given {', '.join(wide)}, allowed are private ranges of a /16 or smaller")
        return self

    @property
    def cluster_name(self) -> str:
        """Name of the cluster."""
        return f"{self.zone}-cluster"

    @property
    def cluster_path(self) -> str:
        """Path of the cluster."""
        return f"projects/{self.project}/locations/{self.region}/clusters/{self.cluster_name}"

    @property
    def ranges(self) -> tuple[str, str]:
        """Second ranges of pods and of services."""
        return PODS, SERVICES
