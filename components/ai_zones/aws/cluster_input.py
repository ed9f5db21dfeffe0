"""What `AwsCluster` is given, and what follows from it before anything is built."""

from enum import StrEnum
from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.aws.naming import arn, physical_name
from ai_zones.aws.reference_maps import PlacedInput, ZoneReferenceMap
from ai_zones.aws.validation import (
    SIX_YEARS_DAYS,
    AccountId,
    ComponentInput,
    ExtraTags,
    IamRoleArn,
    Reference,
    Region,
    RetentionDays,
    ZoneText,
)

MAX_CLUSTER_NAME = 100
"""Amazon EKS API Reference, "CreateCluster": letters, digits, hyphens and underscores."""
ADD_ON_VERSIONS = {
    "1.35": {
        "coredns": "v1.13.2-eksbuild.1",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
        "kube-proxy": "v1.35.0-eksbuild.2",
        "vpc-cni": "v1.21.1-eksbuild.3",
    },
    "1.36": {
        "coredns": "v1.14.3-eksbuild.16",
        "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
        "kube-proxy": "v1.36.0-eksbuild.21",
        "vpc-cni": "v1.22.4-eksbuild.3",
    },
}
"""Add-ons by Kubernetes version, pinned: what runs on every node changes with a diff, not by itself. `aws eks describe-addon-versions`."""
ADD_ONS = ("coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni")
NEEDED_SERVICES = ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "s3", "sts")
"""Services without whose endpoints nodes don't join: Amazon EKS User Guide, "Deploy private clusters with limited internet access"."""


class AwsNodeKind(StrEnum):
    """Image of the nodes: Bottlerocket, whose root is read-only and verified, without a shell or a package manager."""

    X86_64 = "BOTTLEROCKET_x86_64"
    """Intel and AMD."""
    ARM_64 = "BOTTLEROCKET_ARM_64"
    """Graviton."""
    X86_64_FIPS = "BOTTLEROCKET_x86_64_FIPS"
    """Intel and AMD, with modules that are validated by FIPS 140-3."""
    ARM_64_FIPS = "BOTTLEROCKET_ARM_64_FIPS"
    """Graviton, the same."""
    X86_64_GPU = "BOTTLEROCKET_x86_64_NVIDIA"
    """Intel and AMD with NVIDIA's driver."""
    ARM_64_GPU = "BOTTLEROCKET_ARM_64_NVIDIA"
    """Graviton with NVIDIA's driver."""


class AwsClusterPower(StrEnum):
    """What a principal may do, as AWS's own access policies say it."""

    ADMINISTER = "AmazonEKSClusterAdminPolicy"
    """Everything."""
    MANAGE = "AmazonEKSAdminPolicy"
    """Everything in namespaces, roles included."""
    EDIT = "AmazonEKSEditPolicy"
    """Workloads of namespaces, secrets included."""
    VIEW = "AmazonEKSViewPolicy"
    """See workloads of namespaces, no secrets."""


class AwsClusterNodesArgs(TypedDict):
    """A group of nodes. They have no public address, no SSH and no session."""

    instance_types: NotRequired[list[str]]
    """Types of machine, of Nitro: traffic between them is encrypted by the hardware. Default: `m7i.xlarge`."""
    kind: NotRequired[AwsNodeKind]
    """Image. Default: `X86_64_FIPS`."""
    minimum: NotRequired[int]
    """Fewest nodes. Default: 2, or none for GPUs."""
    maximum: NotRequired[int]
    """Most nodes. Default: 6."""
    disk_gib: NotRequired[int]
    """Size of the data volume, 20 to 16,384. Default: 100."""
    labels: NotRequired[dict[str, str]]
    """Kubernetes labels. Default: `ai-zone` alone."""
    taints: NotRequired[dict[str, str]]
    """Taints of the effect `NoSchedule`, key → value. Default: none; on GPUs `nvidia.com/gpu: present`."""
    capacity_reservation_id: NotRequired[str]
    """Reservation or capacity block (`cr-...`) that the group starts in. Default: none."""


class AwsClusterAccessArgs(TypedDict):
    """A principal who may use the cluster's API."""

    role_arn: str
    """IAM role of the cluster's own account or of ours."""
    power: NotRequired[AwsClusterPower]
    """What it may do. Default: nothing but what Kubernetes' own roles give to `groups`."""
    namespaces: NotRequired[list[str]]
    """Namespaces in which it may; needed for every power but `ADMINISTER`. Default: none."""
    groups: NotRequired[list[str]]
    """Groups of Kubernetes that it is in; none beginning with `system:`. Default: none."""


class AwsClusterPodArgs(TypedDict):
    """A service account whose pods act as an IAM role, by EKS Pod Identity."""

    namespace: str
    """Namespace of the service account."""
    service_account: str
    """Its name."""
    role_arn: pulumi.Input[str]
    """The role; its trust policy is `pod_trust(...)`."""


class AwsClusterArgs(TypedDict):
    """Inputs of `AwsCluster`. The required ones alone give a cluster that nobody but its own nodes can reach."""

    zone: str
    """Zone that the cluster is of."""
    region: str
    """Region of the zone."""
    account_id: str
    """Account of the zone."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Workload subnets by availability zone: nodes and pods."""
    control_plane_subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Endpoint subnets by availability zone, two or more: interfaces of the control plane."""
    node_security_group_id: pulumi.Input[str]
    """Group of nodes and pods: the network's group of programs."""
    control_plane_security_group_id: pulumi.Input[str]
    """Group of the control plane's interfaces; the network makes it when it is told of a cluster."""
    kms_key_arn: pulumi.Input[str]
    """Key of secrets, volumes and logs; its uses must hold `eks`, `ec2` and `logs` for `control_plane_log_group(name)`."""
    kubernetes_version: NotRequired[str]
    """Minor version. Default: 1.36."""
    add_on_versions: NotRequired[dict[str, str]]
    """Versions of add-ons that differ from the pinned ones; all four where the Kubernetes version is not known here. Default: none."""
    nodes: NotRequired[dict[str, AwsClusterNodesArgs]]
    """Groups of nodes by a stable key. Default: `workers`, with all defaults."""
    access: NotRequired[dict[str, AwsClusterAccessArgs]]
    """Who may use the API, by a stable key. Default: nobody; not even who creates it."""
    pods: NotRequired[dict[str, AwsClusterPodArgs]]
    """Service accounts with a role, by a stable key. Default: none."""
    service_cidr: NotRequired[str]
    """Range of Kubernetes services, /12 to /24, within 10/8, 172.16/12 or 192.168/16, apart from every network. Default: 172.20.0.0/16."""
    log_retention_days: NotRequired[int]
    """Days that the control plane's logs are kept. Default: 2,192 (six years)."""
    removable: NotRequired[bool]
    """Lifts the protection of Pulumi and AWS. Default: false."""
    single_availability_zone: NotRequired[bool]
    """True starts nodes in one availability zone: for development. The control plane stands in two all the same. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ClusterNodes(ComponentInput):
    """Parsed `AwsClusterNodesArgs`."""

    instance_types: list[str] = pydantic.Field(default=["m7i.xlarge"], min_length=1, max_length=20)
    kind: AwsNodeKind = AwsNodeKind.X86_64_FIPS
    minimum: int | None = pydantic.Field(default=None, ge=0, le=450)
    maximum: int = pydantic.Field(default=6, ge=1, le=450)
    disk_gib: int = pydantic.Field(default=100, ge=20, le=16_384)
    labels: dict[str, str] = pydantic.Field(default_factory=dict)
    taints: dict[str, str] | None = None
    capacity_reservation_id: str | None = pydantic.Field(default=None, pattern=r"^cr-[0-9a-f]{8,17}$")

    @pydantic.model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.maximum:
            raise ValueError(f"minimum: given {self.least}, more than maximum, {self.maximum}")
        return self

    @property
    def gpu(self) -> bool:
        """Whether the machines bring GPUs."""
        return self.kind in (AwsNodeKind.X86_64_GPU, AwsNodeKind.ARM_64_GPU)

    @property
    def least(self) -> int:
        """Fewest nodes."""
        return self.minimum if self.minimum is not None else (0 if self.gpu else 2)

    @property
    def kept_free(self) -> dict[str, str]:
        """Taints: a GPU is kept for who asks for one."""
        return self.taints if self.taints is not None else ({"nvidia.com/gpu": "present"} if self.gpu else {})


class ClusterAccess(ComponentInput):
    """Parsed `AwsClusterAccessArgs`."""

    role_arn: IamRoleArn
    power: AwsClusterPower | None = None
    namespaces: list[str] = pydantic.Field(default_factory=list)
    groups: list[str] = pydantic.Field(default_factory=list)

    @pydantic.model_validator(mode="after")
    def _is_bounded(self) -> Self:
        if taken := [group for group in self.groups if group.startswith("system:")]:
            raise ValueError(f"groups: given {', '.join(taken)}, which Amazon EKS refuses; use power, or bind a group of your own")
        if self.power is AwsClusterPower.ADMINISTER and self.namespaces:
            raise ValueError("namespaces: given with the power to administer everything; leave them out, or give less power")
        if self.power not in (None, AwsClusterPower.ADMINISTER) and not self.namespaces:
            raise ValueError("namespaces: given none; name those in which the power holds")
        if self.power is None and not self.groups:
            raise ValueError("power, groups: given neither; without one the principal may do nothing")
        return self


class ClusterPod(ComponentInput):
    """Parsed `AwsClusterPodArgs`."""

    namespace: str = pydantic.Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")
    service_account: str = pydantic.Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")
    role_arn: Reference


class Cluster(PlacedInput):
    """Parsed `AwsClusterArgs`."""

    zone: ZoneText
    region: Region
    account_id: AccountId
    subnet_ids: ZoneReferenceMap
    control_plane_subnet_ids: ZoneReferenceMap
    node_security_group_id: Reference
    control_plane_security_group_id: Reference
    kms_key_arn: Reference
    kubernetes_version: str = pydantic.Field(default="1.36", pattern=r"^1\.\d\d$")
    add_on_versions: dict[str, str] = pydantic.Field(default_factory=dict)
    nodes: dict[str, ClusterNodes] = pydantic.Field(default_factory=lambda: {"workers": ClusterNodes()}, min_length=1)
    access: dict[str, ClusterAccess] = pydantic.Field(default_factory=dict)
    pods: dict[str, ClusterPod] = pydantic.Field(default_factory=dict)
    service_cidr: str = pydantic.Field(
        default="172.20.0.0/16", pattern=r"^(10|172\.(1[6-9]|2\d|3[01])|192\.168)(\.\d{1,3}){2,3}/(1[2-9]|2[0-4])$"
    )
    log_retention_days: RetentionDays = SIX_YEARS_DAYS
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _versions_are_pinned(self) -> Self:
        if foreign := sorted(set(self.add_on_versions) - set(ADD_ONS)):
            raise ValueError(f"add_on_versions: given {', '.join(foreign)}, allowed are {', '.join(ADD_ONS)}")
        if bare := sorted(set(ADD_ONS) - set(self.add_ons)):
            known = ", ".join(ADD_ON_VERSIONS)
            raise ValueError(
                f"add_on_versions: lacks {', '.join(bare)} for Kubernetes {self.kubernetes_version}; versions are known here for {known}"
            )
        if isinstance(self.control_plane_subnet_ids, dict) and len(self.control_plane_subnet_ids) < 2:
            raise ValueError("control_plane_subnet_ids: given one, Amazon EKS asks for two availability zones, also for one node")
        roles = [one.role_arn for one in self.access.values()]
        if twice := sorted({role for role in roles if roles.count(role) > 1}):
            raise ValueError(f"access: given {', '.join(twice)} twice, a principal has one entry; join them")
        return self

    @property
    def add_ons(self) -> dict[str, str]:
        """Version of each add-on."""
        return {**ADD_ON_VERSIONS.get(self.kubernetes_version, {}), **self.add_on_versions}


def cluster_name(component: str) -> str:
    """Name of the cluster, known before it is built so that policies can name it."""
    return physical_name(component, limit=MAX_CLUSTER_NAME)


def control_plane_log_group(component: str) -> str:
    """Log group that Amazon EKS writes to. Its name is AWS's; making it first decides its key and how long it keeps."""
    return f"/aws/eks/{cluster_name(component)}/cluster"


def cluster_arn(component: str, *, region: str, account_id: str) -> str:
    """ARN of the cluster, known before it is built."""
    return arn("eks", f"cluster/{cluster_name(component)}", region=region, account_id=account_id)
