"""Where a zone closes the memory of its machines to their hosts, it closes all of them."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import GKE, MACHINES, POOL, nodes
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import UNKNOWN, Unknown, is_unknown
from posture.view import Path

_KIND = (*MACHINES, *GKE, *POOL)
_DISK = gcp("compute:Disk", "compute:RegionDisk")
_FAULT = "has memory that its host can read, beside machines or disks of its zone that are closed"


@rule(*_KIND)
def check(look: Look) -> Iterator[Fault]:
    """Confidential VM documentation, "Confidential VM overview"; GKE documentation, "Encrypt workload data in-use with Confidential GKE Nodes".

    Compute Engine documentation, "About Confidential mode for Hyperdisk Balanced volumes". No zone must; but data that is hidden on one machine
    and open on the next is not hidden.
    """
    if look.zone is None:
        return
    places = list(_places(look))
    if not any(closed is not True for _, closed in places) or not _closes_some(look):
        return
    for path, closed in places:
        if isinstance(closed, Unknown):
            yield cannot_tell(path, f"whether it {_FAULT}")
        elif not closed:
            yield Fault(_FAULT, path)


def _places(look: Look) -> Iterator[tuple[Path, bool | Unknown]]:
    """Where a machine, or each kind of a cluster's nodes, says whether its memory is closed."""
    if look.resource.type in MACHINES:
        yield "confidentialInstanceConfig", _closed(look, "confidentialInstanceConfig", "enableConfidentialCompute")
        return
    whole = _closed(look, "confidentialNodes", "enabled")
    homes = look.targets("cluster", GKE) if look.resource.type in POOL else []
    for home in homes:
        whole = whole or _closed(home, "confidentialNodes", "enabled")
    if look.resource.type in POOL and not homes and whole is not True:
        whole = UNKNOWN if is_unknown(look.value("cluster")) else whole
    for node in nodes(look):
        path = f"{node}.confidentialNodes"
        own = _closed(look, path, "enabled") if look.value(path) is not None else whole
        yield path, own


def _closed(look: Look, path: Path, switch: str) -> bool | Unknown:
    kind, on = look.value(f"{path}.confidentialInstanceType"), look.flag(f"{path}.{switch}")
    if is_unknown(look.value(path)) or is_unknown(on):
        return UNKNOWN
    return on is True or (on is None and kind not in (None, ""))


def _closes_some(look: Look) -> bool:
    """Whether another of the zone is closed for certain, or what this one is a part of, or a disk of its own."""
    others = (look.scene.look(resource) for resource in look.scene.of(_KIND))
    if any(closed is True for one in others if one.zone is look.zone for _, closed in _places(one)):
        return True
    homes = look.targets("cluster", GKE) if look.resource.type in POOL else []
    if any(_closed(home, "confidentialNodes", "enabled") is True for home in homes):
        return True
    disks = look.targets("attachedDisks[*].source", _DISK) if look.resource.type in MACHINES else []
    return any(disk.flag("enableConfidentialCompute") is True for disk in disks)
