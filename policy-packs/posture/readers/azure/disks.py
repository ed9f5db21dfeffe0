"""Disks, snapshots, images and galleries: what they are copies of, where copies lie, and whom they are shared with.

A disk whose network policy allows everything may be fetched from the internet by an address that whoever has the right makes: no road that
stands, and none that can be ruled out.
Sources: Azure documentation, "Restrict import/export access for managed disks" (`networkAccessPolicy` is AllowAll, `publicNetworkAccess`
Enabled, unless set), "Share gallery images using a community gallery", "Share images across subscriptions and tenants with a direct shared
gallery", "Store and share images in an Azure Compute Gallery" (`targetRegions`), "Create an incremental snapshot", "Restore points for VMs".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import DISK, IMAGE, MACHINE, SCALE_SET, STORAGE, tokens
from posture.readers.azure.look import chosen, parent, refer, refer_all, spread
from posture.readers.azure.sending import send, shared_with, to_regions
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

GALLERY: Final = tokens("compute:Gallery")
_POINTS: Final = tokens("compute:RestorePointCollection")
_HOLDS: Final = (*DISK, *IMAGE, *MACHINE, *STORAGE, *_POINTS)
_SOURCES: Final = (
    "creationData.sourceResourceId", "creationData.sourceUri", "creationData.galleryImageReference.id", "creationData.imageReference.id",
    "sourceVirtualMachine.id", "storageProfile.osDisk.managedDisk.id", "storageProfile.osDisk.snapshot.id", "storageProfile.osDisk.blobUri",
    "storageProfile.dataDisks.managedDisk.id", "storageProfile.dataDisks.snapshot.id", "storageProfile.source.id",
    "storageProfile.source.virtualMachineId", "storageProfile.osDiskImage.source.id", "storageProfile.osDiskImage.source.storageAccountId",
    "storageProfile.dataDiskImages.source.id", "source.id",
)  # fmt: skip
"""Properties that name what something is a copy of. What is not in the stack comes from elsewhere, and is no way out of it."""


@reads(*DISK, *IMAGE, *_POINTS)
def copied(resource: ResourceView, graph: GraphBuilder) -> None:
    """A copy holds what its source holds."""
    own = Reference.to(resource.resource.urn)
    for path in _SOURCES:
        if path.split(".")[0] not in resource.resource.props:
            continue
        for source in refer_all(graph, resource, path, _HOLDS):
            if source.targets:
                send(graph, source, own, Because(resource.resource.urn, path))


@reads(*DISK)
def exported(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whether somebody with the right may make an address at which the disk is fetched."""
    policy, access = chosen(resource, "networkAccessPolicy"), chosen(resource, "publicNetworkAccess")
    if policy in ("denyall", "allowprivate") or access == "disabled":
        return
    because = Because(resource.resource.urn, "networkAccessPolicy", "may be exported to the internet")
    graph.edge(Reference.to(resource.resource.urn), graph.internet(), EdgeKind.SHARE, because, certain=False)


@reads(*tokens("compute:GalleryImageVersion"))
def regions(resource: ResourceView, graph: GraphBuilder) -> None:
    """An image lies in each of its target regions."""
    own = Reference.to(resource.resource.urn)
    if is_unknown(resource.value("publishingProfile")):
        unclear(graph, resource.resource.urn, "the regions that the image lies in are unknown until the update", ("phi-exit",))
    for place in spread(resource, "publishingProfile.targetRegions.name"):
        to_regions(graph, resource, own, place, but=arm.location_of(resource))


@reads(*GALLERY)
def gallery(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whom a gallery is shared with: the join gives it what its images hold."""


@joins
def shared_galleries(graph: GraphBuilder) -> None:
    """A community gallery is everybody's; one that is shared by groups, theirs whom only the cloud lists."""
    versions = [graph.view(resource.urn) for resource in graph.stack.of_type(*tokens("compute:GalleryImageVersion"))]
    for resource in graph.stack.of_type(*GALLERY):
        view = graph.view(resource.urn)
        kind = chosen(view, "sharingProfile.permissions")
        held = [version for version in versions if resource.urn in parent(graph, version, "galleryName", GALLERY).targets]
        if kind in (None, "private"):
            continue
        because = Because(resource.urn, "sharingProfile.permissions", str(kind) if isinstance(kind, str) else "")
        for version in held:
            own = Reference.to(version.resource.urn)
            if kind == "community":
                shared_with(graph, own, graph.anybody(), because)
            else:
                unclear(graph, version.resource.urn, "which subscriptions and tenants the gallery is shared with stands in no program")


@joins
def attached(graph: GraphBuilder) -> None:
    """A machine writes its disks; an image or snapshot that it is made of comes into it."""
    for resource in graph.stack.of_type(*MACHINE, *SCALE_SET):
        view = graph.view(resource.urn)
        own = Reference.to(resource.urn)
        prefix = "" if resource.type in MACHINE else "virtualMachineProfile."
        for path in ("storageProfile.osDisk.managedDisk.id", "storageProfile.dataDisks.managedDisk.id"):
            for disk in refer_all(graph, view, f"{prefix}{path}", DISK):
                if disk.targets:
                    graph.edge(own, disk, EdgeKind.USE, Because(resource.urn, disk.prop or path, "disk"), certain=disk.certain)
        image = refer(graph, view, f"{prefix}storageProfile.imageReference.id", IMAGE)
        if image.targets:
            send(graph, image, own, Because(resource.urn, f"{prefix}storageProfile.imageReference.id", "image"))


@reads(*tokens("compute:VirtualMachineRunCommandByVirtualMachine", "compute:VirtualMachineScaleSetVMRunCommand"))
def run_command(resource: ResourceView, graph: GraphBuilder) -> None:
    """A script on a machine, and what it prints, to an address that it is given."""
    machine = parent(graph, resource, "vmName", MACHINE)
    for path in ("outputBlobUri", "errorBlobUri"):
        if resource.value(path) is None:
            continue
        found = refer(graph, resource, path, STORAGE)
        because = Because(resource.resource.urn, path, "output of a script")
        if found.targets and machine.targets:
            send(graph, machine, found, because)
        else:
            unclear(graph, resource.resource.urn, f"where a machine's script writes what it prints is no resource of the stack ({path})")


inert(
    "Where machines are put, what they are made of or what is installed on them; machines, disks and images are read themselves "
    "(Azure documentation, 'Azure Compute Gallery', 'Virtual machine extensions and features', 'Azure Dedicated Hosts')",
    *tokens(
        "compute:AvailabilitySet", "compute:CapacityReservation", "compute:CapacityReservationGroup", "compute:DedicatedHost",
        "compute:DedicatedHostGroup", "compute:DiskAccess", "compute:DiskEncryptionSet", "compute:GalleryImage",
        "compute:GalleryApplication", "compute:GalleryApplicationVersion", "compute:ProximityPlacementGroup", "compute:SshPublicKey",
        "compute:RestorePoint", "compute:GalleryInVMAccessControlProfile", "compute:GalleryInVMAccessControlProfileVersion",
    ),
)  # fmt: skip
