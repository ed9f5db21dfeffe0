"""Disks with records are copied by a schedule or by a backup plan."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.parts import given
from posture.values import is_unknown

DISK: Final = gcp("compute:Disk", "compute:RegionDisk")
SCHEDULE: Final = gcp("compute:ResourcePolicy")
ATTACHMENT: Final = gcp("compute:DiskResourcePolicyAttachment", "compute:RegionDiskResourcePolicyAttachment")
INSTANCE: Final = gcp("compute:Instance", "compute:InstanceFromTemplate")
PLANNED: Final = gcp("backupdisasterrecovery:BackupPlanAssociation")
TRANSFER: Final = gcp("storage:TransferJob")
_KINDS: Final = (
    *("snapshotSchedulePolicy", "groupPlacementPolicy", "instanceSchedulePolicy", "diskConsistencyGroupPolicy", "workloadPolicy"),
)
_ON_DISK: Final = "resourcePolicies"
_FAULT: Final = "is copied by no snapshot schedule and by no backup plan"


@rule(*DISK, *SCHEDULE, *TRANSFER)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "About snapshot schedules for disks": nothing is copied unless it is told; Backup and DR documentation, "Backup plans"."""
    if look.resource.type in SCHEDULE:
        if look.zone is not None and not look.resource.external and all(look.value(kind) in (None, {}) for kind in _KINDS):
            yield Fault("copies nothing: it has no schedule", "snapshotSchedulePolicy")
        return
    if look.resource.type in TRANSFER:
        # Storage Transfer API, transferJobs (status): on unless it is switched off.
        if look.zone is not None and look.value("transferSpec.gcsDataSink") is not None and look.text("status") == "DISABLED":
            yield Fault("copies nothing: it is switched off", "status")
        return
    if not look.holds_records or look.resource.external or _boots(look):
        return
    said = given(look, _ON_DISK)
    schedules = [(look, _ON_DISK)] if said not in (None, []) else []
    schedules += [(one, "name") for one in look.companions(ATTACHMENT, "disk", DISK)]
    if any(_copies(holder, prop) for holder, prop in schedules) or _planned(look):
        return
    unsure = is_unknown(said) or look.maybe_companions(ATTACHMENT, "disk", DISK) or look.maybe_companions(PLANNED, "resource", DISK)
    yield Fault(_FAULT, _ON_DISK, Verdict.UNPROVEN if unsure else Verdict.VIOLATED)
    # A schedule that stands and copies nothing is the one to mend.
    for one in (target for holder, prop in schedules for target in holder.targets(prop, SCHEDULE)):
        yield Fault("copies no disk: it has no schedule", "snapshotSchedulePolicy", urn=one.urn)


def _boots(look: Look) -> bool:
    """What a machine starts from is made anew from its image."""
    return any(
        look.urn in {target.urn for target in machine.targets("bootDisk.source", DISK)}
        for machine in (look.scene.look(one) for one in look.scene.of(INSTANCE))
    )


def _copies(holder: Look, prop: str) -> bool:
    """A policy of another stack may copy; one of this stack that only starts machines does not."""
    found = holder.targets(prop, SCHEDULE)
    return not found or any(one.value("snapshotSchedulePolicy") not in (None, {}) for one in found)


def _planned(look: Look) -> bool:
    """A plan of the disk, or of a machine that it is attached to."""
    if look.companions(PLANNED, "resource", DISK):
        return True
    return any(
        look.urn in {target.urn for block in items(machine, "attachedDisks") for target in machine.targets(f"{block}.source", DISK)}
        for machine in (look.scene.look(one) for one in look.scene.of(INSTANCE))
        if machine.companions(PLANNED, "resource", INSTANCE)
    )
