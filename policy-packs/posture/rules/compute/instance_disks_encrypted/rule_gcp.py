"""Disks, snapshots and images of zones are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_machines import GKE, MACHINES, POOL, nodes
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.scope import guarded

DISKS: Final = {
    **dict.fromkeys(gcp("compute:Disk", "compute:RegionDisk"), "diskEncryptionKey.kmsKeySelfLink"),
    **dict.fromkeys(gcp("compute:Snapshot"), "snapshotEncryptionKey.kmsKeySelfLink"),
    **dict.fromkeys(gcp("compute:Image"), "imageEncryptionKey.kmsKeySelfLink"),
}


@rule(*MACHINES, *DISKS, *GKE, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "Protect resources by using Cloud KMS keys"."""
    if not guarded(look):
        return
    if look.resource.type in DISKS:
        yield from must_have_own_key(look, DISKS[look.resource.type])
    elif look.resource.type in MACHINES:
        # Disks that are resources of their own are judged there.
        for block in [*items(look, "bootDisk"), *items(look, "disks")]:
            if look.value(f"{block}.source") is None or look.resource.external:
                prop = "kmsKeySelfLink" if block.startswith("bootDisk") else "diskEncryptionKey.kmsKeySelfLink"
                yield from must_have_own_key(look, f"{block}.{prop}", "its boot disk" if block.startswith("bootDisk") else "a disk")
    else:
        for node in nodes(look):
            yield from must_have_own_key(look, f"{node}.bootDiskKmsKey", "the boot disk of its nodes")
