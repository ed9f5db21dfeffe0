"""Virtual machines, scale sets, extensions.

Sources: Azure documentation, "About Azure confidential VMs" (DC and EC sizes; vTPM; security type of the disk), "Trusted launch for Azure
virtual machines", "Encryption at host", "Naming rules" (15 characters of a Windows host name, 64 of a Linux one), "What are the username
requirements" and "password requirements" (VM FAQ); REST API reference, Virtual Machines, Create Or Update; Virtual Machine Extensions.
"""

import re
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import DISK, DISK_ENCRYPTION_SET, NAMING, VIRTUAL_MACHINE
from simulator.rules.azure_native.ids import same
from simulator.rules.azure_native.kinds import INTERFACE, NSG, SUBNET
from simulator.rules.azure_native.managed_identities import shown_identity, with_identity
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, service, to
from simulator.rules.checks import Fault, Length, Pattern
from simulator.values import Properties

SCALE_SET = "azure-native:compute:VirtualMachineScaleSet"
EXTENSION = "azure-native:compute:VirtualMachineExtension"
_CREATE = "REST API reference, Virtual Machines, Create Or Update"
_CONFIDENTIAL = "Azure documentation, 'About Azure confidential VMs'"
_FAQ = "Azure documentation, 'Frequently asked questions about virtual machines'"
_SIZE = r"(?:Standard|Basic)_[A-Z]+[A-Za-z0-9_-]+"
_CONFIDENTIAL_SIZE = r"Standard_(?:N?[DE]C[A-Za-z0-9-]*|NCC[A-Za-z0-9]+)(?:_[A-Za-z0-9]+)*"
_LOGINS = (
    "admin",
    "administrator",
    "user",
    "user1",
    "test",
    "user2",
    "test1",
    "user3",
    "admin1",
    "1",
    "123",
    "a",
    "actuser",
    "adm",
    "admin2",
    "aspnet",
    "backup",
    "console",
    "david",
    "guest",
    "john",
    "owner",
    "root",
    "server",
    "sql",
    "support",
    "support_388945a0",
    "sys",
    "test2",
    "test3",
    "user4",
    "user5",
)
_FORM = r"(?!_)(?!.*[.-]$)[^\\/\"\[\]:|<>+=;,?*@& ]{1,64}"

machine = with_identity(
    service(
        VIRTUAL_MACHINE,
        source=_CREATE,
        skip=("hardwareProfile.vmSize",),
        checks=(
            Pattern(
                "vmName",
                _FORM,
                source=NAMING,
                saying='1 to 64 characters without \\ / " [ ] : | < > + = ; , ? * @ & and spaces, not ending in . or -',
            ),
            Pattern("hardwareProfile.vmSize", _SIZE, source=_CREATE, saying="the name of a size, such as Standard_D2s_v5"),
            Length("zones", 0, 1, source=_CREATE),
        ),
        references={
            "networkProfile.networkInterfaces[*].id": to(INTERFACE, code="InvalidResourceReference", blocks=True, delete_code="NicInUse"),
            "storageProfile.dataDisks[*].managedDisk.id": to(DISK, code="NotFound", blocks=True, delete_code="OperationNotAllowed"),
            "storageProfile.osDisk.managedDisk.id": to(DISK, code="NotFound", blocks=True, delete_code="OperationNotAllowed"),
            "storageProfile.osDisk.managedDisk.diskEncryptionSet.id": to(
                DISK_ENCRYPTION_SET, code="NotFound", blocks=True, delete_code="DiskEncryptionSetInUse"
            ),
            "storageProfile.osDisk.managedDisk.securityProfile.diskEncryptionSet.id": to(
                DISK_ENCRYPTION_SET, code="NotFound", blocks=True, delete_code="DiskEncryptionSetInUse"
            ),
        },
        immutable={
            "availabilitySet",
            "osProfile.adminUsername",
            "osProfile.computerName",
            "osProfile.customData",
            "osProfile.linuxConfiguration.ssh",
            "plan",
            "securityProfile.securityType",
            "storageProfile.imageReference",
            "storageProfile.osDisk.name",
            "zones",
        },
        outputs={
            "instanceView": {},
            "managedBy": "",
            "resources": [],
            "timeCreated": "{now}",
            "vmId": "{uuid}",
        },
    )
)


@machine.check(source=_CREATE)
def a_machine_is_whole(inputs: Properties) -> Iterator[Fault]:
    """A size, a network, a disk, and for a new disk of an image somebody who logs in."""
    for path in ("hardwareProfile.vmSize", "networkProfile", "storageProfile"):
        if get(inputs, path) is None:
            yield path, "is required"
    interfaces = get(inputs, "networkProfile.networkInterfaces") or []
    if inputs.get("networkProfile") is not None and not interfaces and not get(inputs, "networkProfile.networkInterfaceConfigurations"):
        yield "networkProfile.networkInterfaces", "at least one interface must be given"
    for i, one in enumerate(interfaces):
        if not one.get("id"):
            yield f"networkProfile.networkInterfaces[{i}].id", "is required: an interface that exists is named by its id"
    primary = [one for one in interfaces if one.get("primary") is True]
    if len(interfaces) > 1 and len(primary) != 1:
        yield "networkProfile.networkInterfaces", "exactly one of several interfaces must be primary"
    attaches = is_word(get(inputs, "storageProfile.osDisk.createOption"), "Attach")
    profile = inputs.get("osProfile")
    if attaches and profile:
        yield "osProfile", "is not allowed where the system disk is attached"
    if not attaches and inputs.get("storageProfile") and get(inputs, "storageProfile.imageReference") and not profile:
        yield "osProfile", "is required for a machine that is made from an image"
    if isinstance(profile, dict):
        yield from _login_faults(profile)


def _login_faults(profile: Properties) -> Iterator[Fault]:
    user, password = profile.get("adminUsername"), profile.get("adminPassword")
    windows = profile.get("windowsConfiguration") is not None
    if isinstance(user, str) and (user.lower() in _LOGINS or len(user) > (20 if windows else 64)):
        yield "osProfile.adminUsername", f"{user!r} is reserved, or longer than {20 if windows else 64} characters"
    name = profile.get("computerName")
    if isinstance(name, str) and len(name) > (15 if windows else 64):
        yield "osProfile.computerName", f"has length {len(name)}; allowed: up to {15 if windows else 64}"
    keys = get(profile, "linuxConfiguration.ssh.publicKeys")
    if get(profile, "linuxConfiguration.disablePasswordAuthentication") is True:
        if not keys:
            yield "osProfile.linuxConfiguration.ssh.publicKeys", "is required where disablePasswordAuthentication is true"
        if password:
            yield "osProfile.adminPassword", "must not be given where disablePasswordAuthentication is true"
    elif not password and not keys:
        yield "osProfile.adminPassword", "is required, or SSH keys"
    kinds = sum(bool(re.search(kind, str(password))) for kind in ("[a-z]", "[A-Z]", "[0-9]", r"[\W_]"))
    if isinstance(password, str) and (len(password) < 12 or kinds < 3):
        yield "osProfile.adminPassword", "needs 12 characters or more, of three of: lower case, upper case, digits, others"


@machine.check(source=_CONFIDENTIAL)
def confidential_machines(inputs: Properties) -> Iterator[Fault]:
    """A confidential machine has a size that can, a virtual TPM, and a system disk that says how it is encrypted."""
    size, kind = get(inputs, "hardwareProfile.vmSize"), get(inputs, "securityProfile.securityType")
    disk = get(inputs, "storageProfile.osDisk.managedDisk.securityProfile.securityEncryptionType")
    if is_word(kind, "ConfidentialVM"):
        if isinstance(size, str) and not re.fullmatch(_CONFIDENTIAL_SIZE, size):
            yield (
                "hardwareProfile.vmSize",
                f"{size!r} is no confidential size: those of the series DC, EC and NCC are, such as Standard_DC4as_v5",
            )
        if get(inputs, "securityProfile.uefiSettings.vTpmEnabled") is not True:
            yield "securityProfile.uefiSettings.vTpmEnabled", "must be true when securityType is 'ConfidentialVM'"
        if not disk:
            yield (
                "storageProfile.osDisk.managedDisk.securityProfile.securityEncryptionType",
                "is required when securityType is 'ConfidentialVM'",
            )
        if is_word(disk, "DiskWithVMGuestState") and get(inputs, "securityProfile.uefiSettings.secureBootEnabled") is not True:
            yield "securityProfile.uefiSettings.secureBootEnabled", "must be true where the disk is encrypted with the guest's state"
        if is_word(disk, "DiskWithVMGuestState") and get(inputs, "securityProfile.encryptionAtHost") is True:
            yield "securityProfile.encryptionAtHost", "can't be true where the disk is encrypted with the guest's state"
    elif disk:
        yield "securityProfile.securityType", "must be 'ConfidentialVM' where the system disk has a securityEncryptionType"
    if get(inputs, "securityProfile.uefiSettings") and not kind:
        yield "securityProfile.securityType", "is required where uefiSettings are given: TrustedLaunch or ConfidentialVM"


@machine.before("create")
def confidential_key_fits(action: Action) -> None:
    """The guest's state is encrypted by a set that was made for it: ConfidentialVmEncryptedWithCustomerKey ('About Azure confidential VMs')."""
    id_ = get(action.inputs, "storageProfile.osDisk.managedDisk.securityProfile.diskEncryptionSet.id")
    found = at_id(action.world, id_, DISK_ENCRYPTION_SET)
    if found and not is_word(found.outputs.get("encryptionType"), "ConfidentialVmEncryptedWithCustomerKey"):
        action.refuse(
            "InvalidParameter",
            f"The disk encryption set '{found.id}' is of the type {found.outputs.get('encryptionType')}, not ConfidentialVmEncryptedWithCustomerKey.",
        )


@machine.before("create")
def interfaces_are_free(action: Action) -> None:
    """An interface serves one machine, of its region."""
    here = str(action.inputs.get("location")).replace(" ", "").lower()
    for one in get(action.inputs, "networkProfile.networkInterfaces") or []:
        interface = at_id(action.world, one.get("id"), INTERFACE)
        if interface and interface.outputs.get("location") not in (None, here):
            action.refuse(
                "InvalidResourceReference",
                f"The network interface '{interface.id}' is in {interface.outputs.get('location')}, not in {here}.",
            )
        for other in action.find_anywhere(VIRTUAL_MACHINE):
            held = [get(used, "id") for used in get(other.outputs, "networkProfile.networkInterfaces") or []]
            if any(same(used, one.get("id")) for used in held):
                action.refuse("NicInUse", f"Network Interface {one.get('id')} is used by existing resource {other.id}.")


@machine.computes
def machine_answer(action: Action) -> Properties:
    """Passwords and custom data are never answered; encryption at host 'will be disabled unless this property is set' (REST API reference)."""
    profile, security = action.inputs.get("osProfile"), action.inputs.get("securityProfile")
    made = shown_identity(action)
    if isinstance(security, dict):
        made["securityProfile"] = completed(security, {"encryptionAtHost": False})
    if isinstance(profile, dict):
        hidden = {name: value for name, value in profile.items() if name not in ("adminPassword", "customData")}
        made["osProfile"] = {"allowExtensionOperations": True, "secrets": [], **hidden}
    return made


scale_set = with_identity(
    service(
        SCALE_SET,
        source="REST API reference, Virtual Machine Scale Sets, Create Or Update",
        skip=("virtualMachineProfile.hardwareProfile.vmSizeProperties",),
        checks=(Pattern("vmScaleSetName", _FORM, source=NAMING, saying="1 to 64 characters, not ending in . or -"),),
        references={
            "virtualMachineProfile.networkProfile.networkInterfaceConfigurations[*].ipConfigurations[*].subnet.id": to(
                SUBNET, code="InvalidResourceReference", blocks=True, delete_code="InUseSubnetCannotBeDeleted"
            ),
            "virtualMachineProfile.networkProfile.networkInterfaceConfigurations[*].networkSecurityGroup.id": to(
                NSG, code="InvalidResourceReference", blocks=True, delete_code="InUseNetworkSecurityGroupCannotBeDeleted"
            ),
        },
        immutable={"orchestrationMode", "zones", "singlePlacementGroup"},
        outputs={"timeCreated": "{now}", "uniqueId": "{uuid}"},
    )
)


@scale_set.check(
    source="REST API reference, Virtual Machine Scale Sets, Create Or Update; Azure documentation, 'Networking for Azure Virtual Machine Scale "
    "Sets'; Azure documentation, 'Orchestration modes for Virtual Machine Scale Sets' (a Flexible set may be made without a profile)"
)
def a_set_is_whole(inputs: Properties) -> Iterator[Fault]:
    """A size and a count; every machine has an interface in a subnet, and of an image somebody who logs in."""
    profile = inputs.get("virtualMachineProfile")
    if not isinstance(profile, dict):
        return
    if get(inputs, "sku.name") is None:
        yield "sku", "is required: the size of the machines, and how many"
    if profile.get("networkProfile") is None:
        yield "virtualMachineProfile.networkProfile", "is required"
        return
    base = "virtualMachineProfile.networkProfile.networkInterfaceConfigurations"
    interfaces = get(profile, "networkProfile.networkInterfaceConfigurations")
    if not interfaces:
        yield base, "at least one interface must be given"
    for i, interface in enumerate(interfaces if isinstance(interfaces, list) else []):
        for j, one in enumerate(interface.get("ipConfigurations") or []):
            if not get(one, "subnet.id"):
                yield f"{base}[{i}].ipConfigurations[{j}].subnet.id", "is required"
    person = profile.get("osProfile")
    if get(profile, "storageProfile.imageReference") and not person:
        yield "virtualMachineProfile.osProfile", "is required for machines that are made from an image"
    if isinstance(person, dict):
        yield from ((f"virtualMachineProfile.{path}", reason) for path, reason in _login_faults(person))


@scale_set.computes
def scale_set_answer(action: Action) -> Properties:
    """Its identity; an interface forwards nothing unless it is told to ('Create, change, or delete a network interface', IP forwarding)."""
    made, profile = shown_identity(action), action.inputs.get("virtualMachineProfile") or {}
    interfaces = get(profile, "networkProfile.networkInterfaceConfigurations")
    if isinstance(interfaces, list):
        shown = [completed(one, {"enableIPForwarding": False}) for one in interfaces]
        made["virtualMachineProfile"] = {
            **profile,
            "networkProfile": {**profile["networkProfile"], "networkInterfaceConfigurations": shown},
        }
    return made


extension = service(
    EXTENSION,
    source="REST API reference, Virtual Machine Extensions, Create Or Update",
    immutable={"publisher", "type"},
)


@extension.check(source="REST API reference, Virtual Machine Extensions, Create Or Update")
def known_by_three(inputs: Properties) -> Iterator[Fault]:
    """Publisher, type and version name an extension."""
    for name in ("publisher", "type", "typeHandlerVersion"):
        if not inputs.get(name):
            yield name, "is required"
    version = inputs.get("typeHandlerVersion")
    if isinstance(version, str) and not re.fullmatch(r"\d+(\.\d+){1,3}", version):
        yield "typeHandlerVersion", f"{version!r} is no version, such as 1.0"


@extension.computes
def extension_answer(action: Action) -> Properties:
    """Protected settings are never answered; the type is the extension's own."""
    return {"protectedSettings": None, "type": action.inputs.get("type")}
