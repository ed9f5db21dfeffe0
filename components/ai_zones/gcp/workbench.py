"""Notebook of the training zone: a Vertex AI Workbench instance without address, proxy and root, under the zone's key, for one person or one account.

It is reached through the zone's own doors (IAP and SSH) unless Google's proxy is asked for; what is written on it can't be downloaded.
Sources: Vertex AI documentation, "Create a Workbench instance", "Manage features through metadata" (`notebook-disable-root`, `-downloads`, `-terminal`,
`idle-timeout-seconds`, `notebook-upgrade-schedule`), "Vertex AI Workbench instances: idle shutdown", "Use customer-managed encryption keys",
"Shielded VM", "Manage access to an instance" (single user); provider reference, `gcp.workbench.Instance`; NIST SP 800-190, 4.2.
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import projects, serviceaccount, workbench

from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import Kind, child, resource_name, service_account_email
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import NetworkPath, SubnetworkPath, ZoneText
from ai_zones.inputs import matches, one_of

METADATA: Final = {
    "block-project-ssh-keys": "true",
    "disable-mixer": "true",
    "enable-oslogin": "true",
    "notebook-disable-downloads": "true",
    "notebook-disable-nbconvert": "true",
    "notebook-disable-root": "true",
    "notebook-upgrade-schedule": "00 02 * * SUN",
    "report-event-health": "true",
    "serial-port-enable": "false",
}
"""`disable-mixer` takes away the browser of BigQuery and Cloud Storage."""
ROLES: Final = ("roles/logging.logWriter", "roles/monitoring.metricWriter")


def _trains(zone: str) -> str:
    if zone != "training":
        raise ValueError("must be training: elsewhere a notebook would see PHI or be seen by all")
    return zone


class GcpAcceleratorArgs(TypedDict):
    """Accelerators of a machine."""

    kind: str
    """Kind, such as `NVIDIA_L4`."""
    count: NotRequired[int]
    """How many, 1 to 16. Default: 1."""


class GcpWorkbenchArgs(TypedDict):
    """Inputs of `GcpWorkbench`."""

    zone: str
    """Zone of the notebook: `training`."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the notebook."""
    network: str
    """Path of the zone's network."""
    subnetwork: str
    """Path of its subnetwork."""
    kms_key: pulumi.Input[str]
    """Key that encrypts both disks, for `compute`; of the same region."""
    label: str
    """Tells the zone's notebooks apart, such as `cohort-a`."""
    owner: NotRequired[str]
    """Address of the one person who may use it. Default: whoever may act as its service account."""
    machine_type: NotRequired[str]
    """Size. Default: `e2-standard-4`."""
    accelerator: NotRequired[GcpAcceleratorArgs]
    """Accelerators. Default: none."""
    availability_zone: NotRequired[str]
    """Letter of the availability zone. Default: `a`."""
    data_disk_gb: NotRequired[int]
    """Size of the disk for data, 100 to 64,000 GB. Default: 100."""
    idle_minutes: NotRequired[int]
    """Minutes without use after which it stops, 10 to 1,440. Default: 60."""
    terminal: NotRequired[bool]
    """Whether it has a terminal. Default: false."""
    proxy: NotRequired[bool]
    """Whether Google's proxy leads to it, from the internet and after a login. Default: false."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and Google's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Accelerator(pydantic.BaseModel):
    """Parsed `GcpAcceleratorArgs`."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    kind: Annotated[
        str, one_of("NVIDIA_TESLA_T4", "NVIDIA_TESLA_V100", "NVIDIA_TESLA_A100", "NVIDIA_A100_80GB", "NVIDIA_L4", "NVIDIA_H100_80GB")
    ]
    count: int = pydantic.Field(default=1, ge=1, le=16)


class Workbench(EncryptedInput):
    """Parsed `GcpWorkbenchArgs`."""

    zone: Annotated[ZoneText, pydantic.AfterValidator(_trains)]
    network: NetworkPath
    subnetwork: SubnetworkPath
    label: Label
    owner: Annotated[str, matches(r"[^@\s:]+@[^@\s]+\.[a-z]{2,}", "one person's address, such as ana@example.com")] | None = None
    machine_type: Annotated[str, matches(r"[a-z]\d[a-z]*-[a-z0-9-]+", "a machine type, such as e2-standard-4")] = "e2-standard-4"
    accelerator: Accelerator | None = None
    availability_zone: Annotated[str, matches(r"[a-f]", "the letter of an availability zone, such as a")] = "a"
    data_disk_gb: int = pydantic.Field(default=100, ge=100, le=64_000)
    idle_minutes: int = pydantic.Field(default=60, ge=10, le=1440)
    terminal: bool = False
    proxy: bool = False

    @pydantic.model_validator(mode="after")
    def _proxy_leads_to_one(self) -> Self:
        if self.proxy and self.owner is None:
            raise ValueError(
                "owner: is required with proxy, which would lead everybody in who may act as the notebook's account; name one person"
            )
        return self

    @property
    def instance_name(self) -> str:
        """Name of the notebook."""
        return resource_name(Kind.COMPUTE, self.zone, self.label)

    @property
    def account_name(self) -> str:
        """Name of its service account."""
        return resource_name(Kind.SERVICE_ACCOUNT, "nb", self.zone, self.label)

    @property
    def account(self) -> str:
        """Address of its service account."""
        return service_account_email(self.account_name, self.project)

    def metadata(self) -> dict[str, str]:
        """What switches its features."""
        chosen = {"idle-timeout-seconds": str(self.idle_minutes * 60), "notebook-disable-terminal": str(not self.terminal).lower()}
        return {**METADATA, **chosen}


class GcpWorkbench(pulumi.ComponentResource):
    """Notebook and the account that it acts as. Protected by Pulumi and by Google: `destroy` refuses it."""

    instance_id: str
    """Path of the notebook."""
    service_account: str
    """Address of the account that it acts as: grant it the data sets that it may read."""

    def __init__(self, name: str, args: GcpWorkbenchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Workbench.parse(name, args)
        super().__init__("ai-zones:index:GcpWorkbench", name, {}, children_wait(opts))
        place = f"{given.region}-{given.availability_zone}"
        self.instance_id = f"projects/{given.project}/locations/{place}/instances/{given.instance_name}"
        self.service_account = given.account
        account = serviceaccount.Account(
            child(name, "account"),
            account_id=given.account_name,
            display_name=f"Notebook {given.instance_name}",
            project=given.project,
            opts=after(self),
        )
        grants = [
            projects.IAMMember(
                child(name, "may", role.rpartition("/")[2].replace(".", "-")),
                project=given.project,
                role=role,
                member=f"serviceAccount:{given.account}",
                opts=after(self, account),
            )
            for role in ROLES
        ]
        workbench.Instance(
            child(name, "instance"),
            name=given.instance_name,
            project=given.project,
            location=place,
            instance_owners=[given.owner] if given.owner else None,
            disable_proxy_access=not given.proxy,
            enable_third_party_identity=False,
            enable_deletion_protection=not given.removable,
            gce_setup=_setup(given),
            labels=given.labels_of(data_class=DataClass.DEIDENTIFIED),
            opts=after(self, account, grants, protect=not given.removable),
        )
        self.register_outputs({"instanceId": self.instance_id, "serviceAccount": self.service_account})


def _setup(given: Workbench) -> workbench.InstanceGceSetupArgs:
    accelerator = given.accelerator
    return workbench.InstanceGceSetupArgs(
        machine_type=given.machine_type,
        accelerator_configs=[workbench.InstanceGceSetupAcceleratorConfigArgs(type=accelerator.kind, core_count=str(accelerator.count))]
        if accelerator
        else None,
        disable_public_ip=True,
        enable_ip_forwarding=False,
        network_interfaces=[
            workbench.InstanceGceSetupNetworkInterfaceArgs(network=given.network, subnet=given.subnetwork, nic_type="GVNIC")
        ],
        service_accounts=[workbench.InstanceGceSetupServiceAccountArgs(email=given.account)],
        boot_disk=workbench.InstanceGceSetupBootDiskArgs(
            disk_encryption="CMEK", kms_key=given.kms_key, disk_size_gb="150", disk_type="PD_BALANCED"
        ),
        data_disks=workbench.InstanceGceSetupDataDisksArgs(
            disk_encryption="CMEK", kms_key=given.kms_key, disk_size_gb=str(given.data_disk_gb), disk_type="PD_BALANCED"
        ),
        shielded_instance_config=workbench.InstanceGceSetupShieldedInstanceConfigArgs(
            enable_secure_boot=True, enable_vtpm=True, enable_integrity_monitoring=True
        ),
        metadata=given.metadata(),
    )
