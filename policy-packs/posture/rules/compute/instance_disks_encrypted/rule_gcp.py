"""Disks, snapshots and images of zones are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_machines import GKE, MACHINES, POOL, nodes
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.view import Path

DISKS: Final = {
    **dict.fromkeys(gcp("compute:Disk", "compute:RegionDisk"), "diskEncryptionKey.kmsKeySelfLink"),
    **dict.fromkeys(gcp("compute:Snapshot"), "snapshotEncryptionKey.kmsKeySelfLink"),
    **dict.fromkeys(gcp("compute:Image"), "imageEncryptionKey.kmsKeySelfLink"),
}

_BROUGHT: Final = ("diskEncryptionKeyRaw", "diskEncryptionKeyRsa", "rawKey", "rsaEncryptedKey")


@rule(*MACHINES, *DISKS, *GKE, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "Protect resources by using Cloud KMS keys", "Encrypt disks with customer-supplied encryption keys"."""
    if not guarded(look):
        return
    if look.resource.type in DISKS:
        prop = DISKS[look.resource.type]
        yield from must_have_own_key(look, prop) if not _brought(look, prop.partition(".")[0]) else ()
    elif look.resource.type in MACHINES:
        # Disks that are resources of their own are judged there.
        for block in [*items(look, "bootDisk"), *items(look, "disks")]:
            if look.value(f"{block}.source") is None or look.resource.external:
                boot = block.startswith("bootDisk")
                prop = "kmsKeySelfLink" if boot else "diskEncryptionKey.kmsKeySelfLink"
                if not _brought(look, block if boot else f"{block}.diskEncryptionKey"):
                    yield from must_have_own_key(look, f"{block}.{prop}", "its boot disk" if boot else "a disk")
    else:
        for node in nodes(look):
            yield from must_have_own_key(look, f"{node}.bootDiskKmsKey", "the boot disk of its nodes")


def _brought(look: Look, at: Path) -> bool:
    """Whether the program brings the key itself: Google keeps it no longer than it works with it."""
    return any(look.value(f"{at}.{name}") not in (None, "") for name in _BROUGHT)
