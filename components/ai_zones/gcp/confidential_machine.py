"""Confidential machine of a zone: its memory is closed to the host, it boots what is signed, people log in as themselves, and nothing of it is public.

Sources: Confidential VM documentation, "Confidential VM overview" (AMD SEV-SNP, Intel TDX), "Supported configurations" (SEV-SNP: N2D from AMD Milan on;
TDX: C3; gVNIC; both end with their host's maintenance), "Create a Confidential VM instance"; Compute Engine documentation, "What is Shielded VM?", "About
OS Login", "Set up OS Login with 2-step verification", "Enable or disable the serial console", "Prevent accidental VM deletion", "Protect resources by
using Cloud KMS keys", "Stop or terminate VMs upon key revocation"; IAM documentation, "Service accounts" (one for each workload).
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import compute, projects, serviceaccount

from ai_zones.gcp.naming import Kind, child, resource_name, service_account_email
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import Member, SubnetworkPath, path_of
from ai_zones.inputs import matches, one_of

UBUNTU: Final = "projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-amd64"
SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"
METADATA: Final = {
    "block-project-ssh-keys": "TRUE",
    "enable-oslogin": "TRUE",
    "enable-oslogin-2fa": "TRUE",
    "serial-port-enable": "FALSE",
}


@dataclass(frozen=True)
class Technology:
    """What closes the memory, and the machines that have it."""

    family: str
    default: str
    platform: str | None = None
    """Oldest processor; None where the family has one kind alone."""


TECHNOLOGIES: Final = {
    "SEV_SNP": Technology("n2d-(?:standard|highmem|highcpu)", "n2d-standard-4", "AMD Milan"),
    "TDX": Technology("c3-(?:standard|highmem|highcpu)", "c3-standard-4"),
}

_Image: Any = path_of(
    r"projects/[a-z][a-z0-9.:-]+/global/images/(?:family/)?[a-z0-9._-]+",
    "an image or family of images that is made for confidential machines",
    UBUNTU,
    plain=True,
)


class GcpConfidentialMachineArgs(TypedDict):
    """Inputs of `GcpConfidentialMachine`."""

    zone: str
    """Zone that the machine works in."""
    project: str
    """Id of the zone's project."""
    region: str
    """Region of the machine."""
    subnetwork: str
    """Path of its subnetwork; the network's firewall decides what it reaches."""
    kms_key: pulumi.Input[str]
    """Key that encrypts its disk, for `compute`; of the same region."""
    label: str
    """Tells the zone's machines apart, such as `redaction`."""
    technology: NotRequired[str]
    """`SEV_SNP` (AMD) or `TDX` (Intel). Default: `SEV_SNP`."""
    machine_type: NotRequired[str]
    """Size: an N2D for `SEV_SNP`, a C3 for `TDX`. Default: `n2d-standard-4`, `c3-standard-4`."""
    availability_zone: NotRequired[str]
    """Letter of the availability zone, which must have such machines. Default: `a`."""
    image: NotRequired[str]
    """Path of the image or its family. Default: Ubuntu 24.04."""
    disk_gb: NotRequired[int]
    """Size of the disk, 10 to 2,000 GB. Default: 50."""
    login_members: NotRequired[list[str]]
    """Who may log in without administration. Default: nobody."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and Google's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ConfidentialMachine(EncryptedInput):
    """Parsed `GcpConfidentialMachineArgs`."""

    subnetwork: SubnetworkPath
    label: Label
    technology: Annotated[str, one_of(*TECHNOLOGIES)] = "SEV_SNP"
    machine_type: str | None = None
    availability_zone: Annotated[str, matches(r"[a-f]", "the letter of an availability zone, such as a")] = "a"
    image: _Image = UBUNTU
    disk_gb: int = pydantic.Field(default=50, ge=10, le=2000)
    login_members: tuple[Member, ...] = ()

    @pydantic.model_validator(mode="after")
    def _has_the_technology(self) -> Self:
        kind = TECHNOLOGIES[self.technology]
        if self.machine_type is not None and not re.fullmatch(rf"{kind.family}-\d{{1,3}}", self.machine_type):
            raise ValueError(
                f"machine_type: given {self.machine_type!r}, must be a machine with {self.technology}, such as {kind.default}; or take another technology"
            )
        return self

    @property
    def size(self) -> str:
        """Machine type."""
        return self.machine_type or TECHNOLOGIES[self.technology].default

    @property
    def machine_name(self) -> str:
        """Name of the machine."""
        return resource_name(Kind.COMPUTE, self.zone, self.label)

    @property
    def account_name(self) -> str:
        """Name of its service account."""
        return resource_name(Kind.SERVICE_ACCOUNT, "vm", self.zone, self.label)

    @property
    def account(self) -> str:
        """Address of its service account."""
        return service_account_email(self.account_name, self.project)

    @property
    def place(self) -> str:
        """Availability zone."""
        return f"{self.region}-{self.availability_zone}"


class GcpConfidentialMachine(pulumi.ComponentResource):
    """Machine with a disk and a service account of its own. Protected by Pulumi and by Google: `destroy` refuses it."""

    machine_id: str
    """Path of the machine."""
    service_account: str
    """Address of the account that its programs act as; it may write logs, and nothing else."""

    def __init__(self, name: str, args: GcpConfidentialMachineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ConfidentialMachine.parse(name, args)
        super().__init__("ai-zones:index:GcpConfidentialMachine", name, {}, children_wait(opts))
        self.machine_id = f"projects/{given.project}/zones/{given.place}/instances/{given.machine_name}"
        self.service_account = given.account
        account = serviceaccount.Account(
            child(name, "account"),
            account_id=given.account_name,
            display_name=f"Machine {given.machine_name}",
            project=given.project,
            opts=after(self),
        )
        logs = projects.IAMMember(
            child(name, "writes-logs"),
            project=given.project,
            role="roles/logging.logWriter",
            member=f"serviceAccount:{given.account}",
            opts=after(self, account),
        )
        machine = self._machine(name, given, account, logs)
        if given.login_members:
            self._logins(name, given, account, machine)
        self.register_outputs({"machineId": self.machine_id, "serviceAccount": self.service_account})

    def _machine(self, name: str, given: ConfidentialMachine, *before: pulumi.Resource) -> compute.Instance:
        held = not given.removable
        return compute.Instance(
            child(name, "machine"),
            name=given.machine_name,
            project=given.project,
            zone=given.place,
            machine_type=given.size,
            min_cpu_platform=TECHNOLOGIES[given.technology].platform,
            # The technology alone: beside a switch that is on, one that is lost would leave SEV, which hides memory and does not keep it from being changed.
            confidential_instance_config=compute.InstanceConfidentialInstanceConfigArgs(confidential_instance_type=given.technology),
            # Memory that the host can't read can't be moved to another host.
            scheduling=compute.InstanceSchedulingArgs(on_host_maintenance="TERMINATE", automatic_restart=True),
            shielded_instance_config=compute.InstanceShieldedInstanceConfigArgs(
                enable_secure_boot=True, enable_vtpm=True, enable_integrity_monitoring=True
            ),
            boot_disk=compute.InstanceBootDiskArgs(
                kms_key_self_link=given.kms_key,
                initialize_params=compute.InstanceBootDiskInitializeParamsArgs(
                    image=given.image, size=given.disk_gb, type="pd-balanced", labels=given.labels_of()
                ),
            ),
            # No access configuration: no external address.
            network_interfaces=[
                compute.InstanceNetworkInterfaceArgs(subnetwork=given.subnetwork, nic_type="GVNIC", stack_type="IPV4_ONLY")
            ],
            can_ip_forward=False,
            service_account=compute.InstanceServiceAccountArgs(email=given.account, scopes=[SCOPE]),
            metadata=dict(METADATA),
            key_revocation_action_type="STOP",
            deletion_protection=held,
            allow_stopping_for_update=True,
            labels=given.labels_of(),
            # A family of images moves on; the disk keeps what it was made from until somebody replaces it.
            opts=pulumi.ResourceOptions.merge(
                after(self, *before, protect=held), pulumi.ResourceOptions(ignore_changes=["bootDisk.initializeParams.image"])
            ),
        )

    def _logins(self, name: str, given: ConfidentialMachine, account: pulumi.Resource, machine: pulumi.Resource) -> None:
        members = sorted(set(given.login_members))
        compute.InstanceIAMBinding(
            child(name, "logins"),
            instance_name=given.machine_name,
            zone=given.place,
            project=given.project,
            role="roles/compute.osLogin",
            members=members,
            opts=after(self, machine),
        )
        # Who is on a machine acts as its account, so Google asks for the right to.
        serviceaccount.IAMBinding(
            child(name, "acts-as"),
            service_account_id=f"projects/{given.project}/serviceAccounts/{given.account}",
            role="roles/iam.serviceAccountUser",
            members=members,
            opts=after(self, account),
        )
