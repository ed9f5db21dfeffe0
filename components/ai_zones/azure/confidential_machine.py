"""Confidential machine of a zone: its memory is closed to the host, its disk opens only to attested hardware, people log in as themselves.

Sources: Azure confidential VM documentation, "About Azure confidential VMs" (DCas, DCads, ECas, ECads of v5 and v6; secure boot and vTPM), "Create a
confidential VM with a customer-managed key" (disk encryption set of type `ConfidentialVmEncryptedWithCustomerKey`, a key of a version, no
automatic rotation), Azure Compute REST reference, "VMDiskSecurityProfile" (`DiskWithVMGuestState` encrypts the disk before it leaves the machine,
and excludes encryption at host for it), "Sign in to a Linux virtual machine in Azure by using Microsoft Entra ID and OpenSSH" (extension
AADSSHLoginForLinux), "Guest attestation extension", "Automatic guest patching"; "Default outbound access in Azure" (none without a public
address where the subnet is private).
"""

from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import compute, network

from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import AzureKeyArgs, IdentityId, KeyVaultId, Name, ObjectId, SubnetId, VersionedKey
from ai_zones.azure.subnets import subnet_by_id
from ai_zones.azure.validation import ComponentInput, ZonedInput
from ai_zones.inputs import matches

MACHINE = "Microsoft.Compute/virtualMachines"
ENCRYPTION_SET = "Microsoft.Compute/diskEncryptionSets"
INTERFACE = "Microsoft.Network/networkInterfaces"


class AzureMachineImageArgs(TypedDict):
    """An image of the marketplace that is made for confidential machines."""

    publisher: str
    """Publisher."""
    offer: str
    """Offer."""
    sku: str
    """Plan; those of confidential machines end in `cvm`."""
    version: str
    """Version, or `latest`."""


class AzureConfidentialMachineArgs(TypedDict):
    """Inputs of `AzureConfidentialMachine`."""

    zone: str
    """Zone that the machine works in."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the machine."""
    subnet_id: pulumi.Input[str]
    """Subnet of the machine; its security group and routes decide what it reaches."""
    key: AzureKeyArgs
    """Key with the use `confidential-disks`; with `versioned_key_uri`."""
    key_vault_id: pulumi.Input[str]
    """Vault of the key."""
    ssh_public_key: str
    """Public key of the first account, which nobody uses but in an emergency."""
    size: NotRequired[str]
    """Size with AMD SEV-SNP: `Standard_DC…as_v5`, `Standard_EC…as_v5`, with local disk `…ads…`. Default: `Standard_DC4as_v5`."""
    image: NotRequired[AzureMachineImageArgs]
    """Default: Ubuntu 22.04 for confidential machines, newest version at creation."""
    availability_zone: NotRequired[str]
    """Default: `1`."""
    disk_gib: NotRequired[int]
    """Size of the disk, 30 to 128 GiB: what confidential encryption covers. Default: 64."""
    identity_ids: NotRequired[list[str]]
    """User-assigned identities of the programs on it. Default: none; the machine always has one of its own, for its extensions."""
    login_group_ids: NotRequired[dict[str, str]]
    """Groups whose people may log in without administration, by a stable name. Default: none."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class MachineImage(ComponentInput):
    """Parsed `AzureMachineImageArgs`."""

    publisher: str
    offer: str
    sku: Annotated[str, matches(r".*cvm.*", "a plan for confidential machines: its name says cvm")]
    version: str


UBUNTU = MachineImage(publisher="Canonical", offer="0001-com-ubuntu-confidential-vm-jammy", sku="22_04-lts-cvm", version="latest")


class ConfidentialMachine(ZonedInput):
    """Parsed `AzureConfidentialMachineArgs`."""

    subnet_id: SubnetId
    key: VersionedKey
    key_vault_id: KeyVaultId
    ssh_public_key: Annotated[str, matches(r"(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/=]+( .*)?", "a public key: ssh-ed25519 … or ssh-rsa …")]
    size: Annotated[str, matches(r"Standard_[DE]C\d+a(d)?s_v[56]", "a size with AMD SEV-SNP, such as Standard_DC4as_v5")] = (
        "Standard_DC4as_v5"
    )
    image: MachineImage = UBUNTU
    availability_zone: Annotated[str, matches(r"[123]", "1, 2 or 3")] = "1"
    disk_gib: int = pydantic.Field(default=64, ge=30, le=128)
    identity_ids: list[IdentityId] = pydantic.Field(default_factory=list)
    login_group_ids: dict[Name, ObjectId] = pydantic.Field(default_factory=dict)
    removable: bool = False


class AzureConfidentialMachine(pulumi.ComponentResource):
    """Disk encryption set, interface, machine, extensions. Protected by Pulumi: `destroy` refuses it."""

    machine_id: str
    """Id of the machine."""
    machine_name: str
    """Name of the machine."""
    interface_id: str
    """Id of its network interface."""

    def __init__(self, name: str, args: AzureConfidentialMachineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ConfidentialMachine.parse(name, args)
        super().__init__("ai-zones:index:AzureConfidentialMachine", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.machine_name = resource_name(Kind.VIRTUAL_MACHINE, name)
        self.machine_id = given.id_of(MACHINE, self.machine_name)
        self._set_name = resource_name(Kind.COMPUTE, name, "disks")
        self._interface_name = resource_name(Kind.NETWORK, name, "nic")
        self.interface_id = given.id_of(INTERFACE, self._interface_name)
        machine = self._machine([self._encryption_set(), self._interface()])
        attested = self._extension(
            "attestation", "GuestAttestation", "Microsoft.Azure.Security.LinuxAttestation", "1.0", machine, _ATTESTATION
        )
        self._extension("login", "AADSSHLoginForLinux", "Microsoft.Azure.ActiveDirectory", "1.0", attested, None)
        for label, group in sorted(given.login_group_ids.items()):
            grant(
                child(name, "login", label),
                subscription_id=given.subscription_id,
                scope=self.machine_id,
                role=BuiltInRole.VIRTUAL_MACHINE_USER_LOGIN,
                principal=label,
                principal_id=group,
                principal_type=PrincipalType.GROUP,
                parent=self,
                depends_on=[machine],
            )
        self.register_outputs({"machineId": self.machine_id, "machineName": self.machine_name, "interfaceId": self.interface_id})

    def _encryption_set(self) -> pulumi.Resource:
        given = self._given
        made: pulumi.Resource = compute.DiskEncryptionSet(
            child(self._name, "disks"),
            disk_encryption_set_name=self._set_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            encryption_type="ConfidentialVmEncryptedWithCustomerKey",
            active_key=compute.KeyForDiskEncryptionSetArgs(
                key_url=given.key.versioned_key_uri, source_vault=compute.SourceVaultArgs(id=given.key_vault_id)
            ),
            rotation_to_latest_key_version_enabled=False,
            identity=compute.EncryptionSetIdentityArgs(type="UserAssigned", user_assigned_identities=[given.key.identity_id]),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        return made

    def _interface(self) -> pulumi.Resource:
        given = self._given
        interface: pulumi.Resource = network.NetworkInterface(
            child(self._name, "nic"),
            network_interface_name=self._interface_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            enable_accelerated_networking=True,
            enable_ip_forwarding=False,
            ip_configurations=[
                network.NetworkInterfaceIPConfigurationArgs(
                    name="own",
                    primary=True,
                    private_ip_allocation_method="Dynamic",
                    private_ip_address_version="IPv4",
                    subnet=subnet_by_id(given.subnet_id),
                )
            ],
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return interface

    def _machine(self, after: list[pulumi.Resource]) -> pulumi.Resource:
        given = self._given
        image = given.image
        machine: pulumi.Resource = compute.VirtualMachine(
            child(self._name, "machine"),
            vm_name=self.machine_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            zones=[given.availability_zone],
            hardware_profile=compute.HardwareProfileArgs(vm_size=given.size),
            security_profile=compute.SecurityProfileArgs(
                security_type="ConfidentialVM",
                uefi_settings=compute.UefiSettingsArgs(secure_boot_enabled=True, v_tpm_enabled=True),
                # The disk is encrypted inside the machine; Azure refuses to have the host do it again.
                encryption_at_host=False,
            ),
            storage_profile=compute.StorageProfileArgs(
                image_reference=compute.ImageReferenceArgs(
                    publisher=image.publisher, offer=image.offer, sku=image.sku, version=image.version
                ),
                os_disk=compute.OSDiskArgs(
                    name=resource_name(Kind.COMPUTE, self._name, "os"),
                    create_option="FromImage",
                    caching=compute.CachingTypes.READ_ONLY,
                    delete_option="Delete",
                    disk_size_gb=given.disk_gib,
                    managed_disk=compute.ManagedDiskParametersArgs(
                        storage_account_type="Premium_LRS",
                        security_profile=compute.VMDiskSecurityProfileArgs(
                            security_encryption_type="DiskWithVMGuestState",
                            disk_encryption_set=compute.DiskEncryptionSetParametersArgs(id=given.id_of(ENCRYPTION_SET, self._set_name)),
                        ),
                    ),
                ),
            ),
            os_profile=compute.OSProfileArgs(
                computer_name=self.machine_name,
                admin_username="emergency",
                allow_extension_operations=True,
                linux_configuration=compute.LinuxConfigurationArgs(
                    disable_password_authentication=True,
                    provision_vm_agent=True,
                    patch_settings=compute.LinuxPatchSettingsArgs(patch_mode="AutomaticByPlatform", assessment_mode="AutomaticByPlatform"),
                    ssh=compute.SshConfigurationArgs(
                        public_keys=[compute.SshPublicKeyArgs(key_data=given.ssh_public_key, path="/home/emergency/.ssh/authorized_keys")]
                    ),
                ),
            ),
            network_profile=compute.NetworkProfileArgs(
                network_interfaces=[compute.NetworkInterfaceReferenceArgs(id=self.interface_id, primary=True, delete_option="Delete")]
            ),
            # What the screen shows would lie in an account of Microsoft's.
            diagnostics_profile=compute.DiagnosticsProfileArgs(boot_diagnostics=compute.BootDiagnosticsArgs(enabled=False)),
            identity=_identity(given),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=after, protect=not given.removable),
        )
        return machine

    def _extension(
        self, part: str, kind: str, publisher: str, version: str, after: pulumi.Resource, settings: dict[str, object] | None
    ) -> pulumi.Resource:
        given = self._given
        extension: pulumi.Resource = compute.VirtualMachineExtension(
            child(self._name, part),
            vm_extension_name=kind,
            vm_name=self.machine_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            publisher=publisher,
            type=kind,
            type_handler_version=version,
            auto_upgrade_minor_version=True,
            enable_automatic_upgrade=part == "attestation",
            settings=settings,
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[after], delete_before_replace=True),
        )
        return extension


_ATTESTATION: dict[str, object] = {
    "AttestationConfig": {
        "MaaSettings": {"maaEndpoint": "", "maaTenantName": "GuestAttestation"},
        "AscSettings": {"ascReportingEndpoint": "", "ascReportingFrequency": ""},
        "useCustomToken": "false",
        "disableAlerts": "false",
    }
}
"""Empty: the region's own shared attestation provider."""


def _identity(given: ConfidentialMachine) -> compute.VirtualMachineIdentityArgs:
    if not given.identity_ids:
        return compute.VirtualMachineIdentityArgs(type=compute.ResourceIdentityType.SYSTEM_ASSIGNED)
    return compute.VirtualMachineIdentityArgs(
        type=compute.ResourceIdentityType.SYSTEM_ASSIGNED_USER_ASSIGNED, user_assigned_identities=list(given.identity_ids)
    )
