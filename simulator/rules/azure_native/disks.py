"""Disks, snapshots, encryption sets, disk accesses, images and galleries.

Sources: Azure documentation, "Server-side encryption of Azure Disk Storage" (customer-managed keys through a disk encryption set, in the
same region; keys of an RSA 2,048 to 4,096), "Restrict import/export access for managed disks using Azure Private Link" (DiskAccess;
AllowPrivate names one), "Create an incremental snapshot", "Share gallery images" (private, groups, community), "Azure Compute Gallery",
"Confidential OS disk encryption"; REST API reference, Disks, Snapshots, Disk Encryption Sets, Galleries.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import DISK, DISK_ACCESS, DISK_ENCRYPTION_SET, NAMING, SNAPSHOT, STORAGE_ACCOUNT, VAULT
from simulator.rules.azure_native.key_access import KEY_URI, needs_key
from simulator.rules.azure_native.managed_identities import has_identity, principals, shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, frozen, get, is_word, service, to
from simulator.rules.checks import Between, Fault, Pattern
from simulator.rules.registry import Rules
from simulator.values import Properties

IMAGE = "azure-native:compute:Image"
GALLERY = "azure-native:compute:Gallery"
GALLERY_IMAGE = "azure-native:compute:GalleryImage"
GALLERY_VERSION = "azure-native:compute:GalleryImageVersion"
_DISKS = "REST API reference, Disks, Create Or Update"
_SETS = "Azure documentation, 'Server-side encryption of Azure Disk Storage'"
_LINKS = "Azure documentation, 'Restrict import/export access for managed disks using Azure Private Link'"
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?"
_NAMED = "1 to 80 letters, digits and . _ -, beginning with a letter or digit"

encryption_set = with_identity(
    service(
        DISK_ENCRYPTION_SET,
        source="REST API reference, Disk Encryption Sets, Create Or Update; " + _SETS,
        checks=(
            Pattern(
                "diskEncryptionSetName", r"[A-Za-z0-9_-]{1,80}", source=NAMING, saying="1 to 80 letters, digits, hyphens and underscores"
            ),
            Pattern("activeKey.keyUrl", KEY_URI, source=_SETS, saying="the URI of a key"),
        ),
        references={"activeKey.sourceVault.id": to(VAULT, code="KeyVaultNotFound")},
        immutable={"encryptionType"},
        defaults={"encryptionType": "EncryptionAtRestWithCustomerKey", "rotationToLatestKeyVersionEnabled": False},
        outputs={"autoKeyRotationError": {}, "lastKeyRotationTimestamp": "{now}", "previousKeys": []},
    )
)


@encryption_set.check(source=_SETS)
def set_reads_its_key(inputs: Properties) -> Iterator[Fault]:
    """A set has an identity and a key; without rotation the key has a version."""
    if not has_identity(inputs):
        yield "identity", "is required: the set reads the key by it"
    key = get(inputs, "activeKey.keyUrl")
    if not key:
        yield "activeKey.keyUrl", "is required"
    elif inputs.get("rotationToLatestKeyVersionEnabled") is not True and str(key).split("/keys/")[-1].count("/") != 1:
        yield "activeKey.keyUrl", "must hold the key's version unless rotationToLatestKeyVersionEnabled is true"


@encryption_set.before("create")
@encryption_set.before("update")
def set_key_is_there(action: Action) -> None:
    """A set's own identity gets its access after it is made; an assigned one has it before."""
    uri = str(get(action.inputs, "activeKey.keyUrl"))
    readers = principals(action)
    if readers and has_identity(action.inputs, "UserAssigned"):
        needs_key(action, uri, readers, "KeyVaultAccessForbidden")


encryption_set.computes(shown_identity)

disk_access = shows_connections(
    service(
        DISK_ACCESS,
        source="REST API reference, Disk Accesses, Create Or Update; " + _LINKS,
        checks=(Pattern("diskAccessName", _NAME, source=NAMING, saying=_NAMED),),
        outputs={"timeCreated": "{now}"},
    )
)


def _disk(type_: str, name: str) -> Rules:
    made = service(
        type_,
        source=_DISKS,
        checks=(
            Pattern(name, _NAME, source=NAMING, saying=_NAMED),
            Between("diskSizeGB", 1, 65536, source="Azure documentation, 'Azure managed disk types'"),
        ),
        references={
            "encryption.diskEncryptionSetId": to(
                DISK_ENCRYPTION_SET, code="ResourceNotFound", blocks=True, delete_code="DiskEncryptionSetInUse"
            ),
            "diskAccessId": to(DISK_ACCESS, code="ResourceNotFound", blocks=True, delete_code="DiskAccessInUse"),
            "creationData.storageAccountId": to(STORAGE_ACCOUNT, code="ResourceNotFound"),
        },
        immutable={"creationData", "zones", "osType", "incremental", "hyperVGeneration", "securityProfile"},
        defaults={"networkAccessPolicy": "AllowAll", "publicNetworkAccess": "Enabled"},
        outputs={
            "burstingEnabledTime": "",
            "diskSizeBytes": 0,
            "diskState": "Unattached",
            "lastOwnershipUpdateTime": "{now}",
            "managedBy": "",
            "managedByExtended": [],
            "propertyUpdatesInProgress": {},
            "shareInfo": [],
            "timeCreated": "{now}",
            "uniqueId": "{uuid}",
        }
        if type_ == DISK
        else {
            "diskSizeBytes": 0,
            "diskState": "Unattached",
            "incrementalSnapshotFamilyId": "{uuid}",
            "managedBy": "",
            "timeCreated": "{now}",
            "uniqueId": "{uuid}",
        },
    )
    made.check(source=_LINKS)(private_access_names_one)
    made.check(source=_DISKS)(made_from_something)
    made.before("create")(in_its_region)
    made.before("update")(never_smaller)
    made.computes(disk_answer)
    return made


def private_access_names_one(inputs: Properties) -> Iterator[Fault]:
    """AllowPrivate goes with a disk access, and only that."""
    private, access = is_word(inputs.get("networkAccessPolicy"), "AllowPrivate"), inputs.get("diskAccessId")
    if private and not access:
        yield "diskAccessId", "is required when networkAccessPolicy is 'AllowPrivate'"
    if access and not private:
        yield "networkAccessPolicy", "must be 'AllowPrivate' where diskAccessId is given"


def made_from_something(inputs: Properties) -> Iterator[Fault]:
    """An empty disk has a size, a copy a source; a customer's key comes from a set."""
    option = get(inputs, "creationData.createOption")
    if is_word(option, "Empty") and inputs.get("diskSizeGB") is None:
        yield "diskSizeGB", "is required when creationData.createOption is 'Empty'"
    if is_word(option, "Copy", "CopyStart", "Restore") and not get(inputs, "creationData.sourceResourceId"):
        yield "creationData.sourceResourceId", f"is required when createOption is {option!r}"
    if is_word(option, "FromImage") and not (
        get(inputs, "creationData.imageReference") or get(inputs, "creationData.galleryImageReference")
    ):
        yield "creationData.imageReference", "is required when createOption is 'FromImage'"
    if is_word(option, "Import") and not (get(inputs, "creationData.sourceUri") and get(inputs, "creationData.storageAccountId")):
        yield "creationData.sourceUri", "sourceUri and storageAccountId are required when createOption is 'Import'"
    kind, chosen = get(inputs, "encryption.type"), get(inputs, "encryption.diskEncryptionSetId")
    if is_word(kind, "EncryptionAtRestWithCustomerKey", "EncryptionAtRestWithPlatformAndCustomerKeys") and not chosen:
        yield "encryption.diskEncryptionSetId", f"is required when encryption.type is {kind!r}"
    security = get(inputs, "securityProfile.securityType")
    if is_word(security, "ConfidentialVM_DiskEncryptedWithCustomerKey") and not get(inputs, "securityProfile.secureVMDiskEncryptionSetId"):
        yield "securityProfile.secureVMDiskEncryptionSetId", f"is required when securityType is {security!r}"


def in_its_region(action: Action) -> None:
    """The set stands in the disk's region and fits; a source is there."""
    chosen = at_id(action.world, get(action.inputs, "encryption.diskEncryptionSetId"), DISK_ENCRYPTION_SET)
    here = str(action.inputs.get("location")).replace(" ", "").lower()
    if chosen and chosen.outputs.get("location") != here:
        action.refuse(
            "BadRequest", f"The disk encryption set is in {chosen.outputs.get('location')}, the disk in {here}: they must be in one region."
        )
    if chosen and get(action.inputs, "encryption.type") and chosen.outputs.get("encryptionType") != get(action.inputs, "encryption.type"):
        action.refuse("BadRequest", f"encryption.type must be that of the disk encryption set, {chosen.outputs.get('encryptionType')}.")
    source = get(action.inputs, "creationData.sourceResourceId")
    if source and at_id(action.world, source) is None:
        action.refuse("ResourceNotFound", f"The source '{source}' was not found.")


def never_smaller(action: Action) -> None:
    """'Disk size can only be increased.'"""
    before, now = action.old.outputs.get("diskSizeGB") if action.old else None, action.inputs.get("diskSizeGB")
    if isinstance(before, int) and isinstance(now, int) and now < before:
        action.refuse("OperationNotAllowed", f"A disk can't shrink, from {before} to {now} GiB.")


def disk_answer(action: Action) -> Properties:
    """Its size in bytes, and the encryption that every disk has."""
    size = action.inputs.get("diskSizeGB")
    sku = action.inputs.get("sku") or {"name": "Standard_LRS"}
    source = get(action.inputs, "creationData.sourceResourceId")
    unique_id = {"sourceUniqueId": action.world.digest(source)[:32]} if source else {}
    return {
        "creationData": {**action.inputs["creationData"], **unique_id},
        "diskSizeBytes": size * 2**30 if isinstance(size, int) else 0,
        "encryption": completed(action.inputs.get("encryption"), {"type": "EncryptionAtRestWithPlatformKey"}),
        "sku": {**sku, "tier": str(sku.get("name")).split("_")[0]},
    }


disk = _disk(DISK, "diskName")
snapshot = _disk(SNAPSHOT, "snapshotName")
frozen(disk, "osType", code="PropertyChangeNotAllowed")

image = service(
    IMAGE,
    source="REST API reference, Images, Create Or Update",
    checks=(Pattern("imageName", _NAME, source=NAMING, saying=_NAMED),),
    immutable={"sourceVirtualMachine", "storageProfile", "hyperVGeneration"},
)


@image.check(source="REST API reference, Images, Create Or Update")
def of_a_machine_or_disks(inputs: Properties) -> Iterator[Fault]:
    """An image is of a machine or of disks."""
    if bool(inputs.get("sourceVirtualMachine")) == bool(get(inputs, "storageProfile.osDisk")):
        yield "sourceVirtualMachine", "exactly one of sourceVirtualMachine, storageProfile.osDisk must be given"


gallery = with_identity(
    service(
        GALLERY,
        source="REST API reference, Galleries, Create Or Update; Azure documentation, 'Share gallery resources'",
        checks=(
            Pattern(
                "galleryName",
                r"[A-Za-z0-9](?:[A-Za-z0-9._]{0,78}[A-Za-z0-9])?",
                source=NAMING,
                saying="1 to 80 letters, digits, periods and underscores",
            ),
        ),
        outputs={"sharingStatus": {}},
    )
)


@gallery.check(source="Azure documentation, 'Share images using a community gallery'")
def communities_know_who(inputs: Properties) -> Iterator[Fault]:
    """A community gallery says who publishes it, and under what terms."""
    if not is_word(get(inputs, "sharingProfile.permissions"), "Community"):
        return
    for name in ("eula", "publicNamePrefix", "publisherContact", "publisherUri"):
        if not get(inputs, f"sharingProfile.communityGalleryInfo.{name}"):
            yield f"sharingProfile.communityGalleryInfo.{name}", "is required when permissions are 'Community'"


@gallery.computes
def gallery_answer(action: Action) -> Properties:
    """Its name in the world."""
    name = str(action.outputs["name"])
    return {
        **shown_identity(action),
        "identifier": {"uniqueName": f"{action.account}-{name.upper()}"},
        "sharingProfile": completed(action.inputs.get("sharingProfile"), {"permissions": "Private"}),
    }


@gallery.before("delete")
def galleries_are_emptied_first(action: Action) -> None:
    """'Cannot delete resource while nested resources exist.'"""
    for one in action.world.below(action.id + "/"):
        action.refuse("CannotDeleteResource", f"Can not delete resource before nested resources are deleted: {one.id}.")


gallery_image = service(
    GALLERY_IMAGE,
    source="REST API reference, Gallery Images, Create Or Update",
    checks=(
        Pattern(
            "galleryImageName",
            r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?",
            source=NAMING,
            saying="1 to 80 letters, digits and . _ -",
        ),
    ),
    immutable={"identifier", "osState", "osType", "hyperVGeneration", "architecture", "features"},
    defaults={"hyperVGeneration": "V1", "architecture": "x64"},
)


@gallery_image.before("delete")
def versions_go_first(action: Action) -> None:
    """The same."""
    galleries_are_emptied_first(action)


gallery_version = service(
    GALLERY_VERSION,
    source="REST API reference, Gallery Image Versions, Create Or Update",
    checks=(Pattern("galleryImageVersionName", r"\d{1,10}\.\d{1,10}\.\d{1,10}", source=NAMING, saying="three numbers, such as 1.0.0"),),
    immutable={"storageProfile"},
    outputs={"replicationStatus": {}, "validationsProfile": {}},
)
