"""Snapshot schedules, what they hang on, and disks in confidential mode.

Sources: Compute Engine API, resourcePolicies, disks.addResourcePolicies; Compute Engine documentation, "Create schedules for disk snapshots"; gcloud
reference, "compute resource-policies create snapshot-schedule"; Terraform google provider, google_compute_disk, google_compute_resource_policy,
google_compute_disk_resource_policy_attachment.
"""

from collections.abc import Iterator
from typing import Final

from simulator.packages.gcp_paths import part
from simulator.rules import Action, AtMostOneOf, Fault, Needs, Properties, Rules
from simulator.rules.gcp.common import given, inner, last, named

POLICY: Final = "gcp:compute/resourcePolicy:ResourcePolicy"
DISK: Final = "gcp:compute/disk:Disk"
_API: Final = "Compute Engine API, resourcePolicies"
_KINDS: Final = (
    *("snapshotSchedulePolicy", "groupPlacementPolicy", "instanceSchedulePolicy", "diskConsistencyGroupPolicy", "workloadPolicy"),
)
_SCHEDULES: Final = ("hourlySchedule", "dailySchedule", "weeklySchedule")

policy = Rules(
    POLICY,
    source=f"{_API}; Terraform google provider, google_compute_resource_policy",
    unset={"snapshotSchedulePolicy.snapshotProperties.guestFlush": False},
    checks=(AtMostOneOf(_KINDS, source="Terraform google provider, google_compute_resource_policy: conflicts"),),
)


@policy.check(source="gcloud reference, 'compute resource-policies create snapshot-schedule': cycle frequency", even_unknown=True)
def one_schedule(inputs: Properties) -> Iterator[Fault]:
    """'Exactly one of these must be specified.'"""
    snapshots = inputs.get("snapshotSchedulePolicy")
    if not isinstance(snapshots, dict) or not snapshots:
        return
    said = [name for name in _SCHEDULES if given(inner(snapshots.get("schedule")).get(name))]
    if isinstance(snapshots.get("schedule"), dict | None) and len(said) != 1:
        yield "snapshotSchedulePolicy.schedule", f"exactly one of {', '.join(_SCHEDULES)} must be given, not {' and '.join(said) or 'none'}"


attachment = Rules(
    "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment",
    source="Compute Engine API, disks.addResourcePolicies; Terraform google provider, google_compute_disk_resource_policy_attachment",
)


@attachment.before("create")
def both_stand_there(action: Action) -> None:
    """The disk is in the project and zone that are named, the policy in the zone's region."""
    zone = last(action.inputs.get("zone") or action.place.config.get("zone") or "")
    disk, schedule = named(action, action.inputs.get("disk"), DISK), named(action, action.inputs.get("name"), POLICY)
    if disk is None or (zone and part(disk.id, "zones") != zone):
        action.refuse("notFound", f"Error 404: The resource 'disks/{last(action.inputs.get('disk'))}' was not found in zone {zone}")
    if schedule is None or (zone and part(schedule.id, "regions") != zone.rpartition("-")[0]):
        action.refuse("notFound", f"Error 404: The resource 'resourcePolicies/{last(action.inputs.get('name'))}' was not found")


disk = Rules(
    DISK,
    source="Compute Engine API, disks; Terraform google provider, google_compute_disk",
    checks=(
        Needs(
            "enableConfidentialCompute",
            ("diskEncryptionKey",),
            when=(True,),
            source="Terraform google provider, google_compute_disk: enable_confidential_compute, 'disk_encryption_key is required'",
        ),
    ),
)


@disk.check(
    source="Terraform google provider, google_compute_disk: enable_confidential_compute, 'only supported on hyperdisk skus'",
    even_unknown=True,
)
def confidential_mode_is_for_hyperdisk(inputs: Properties) -> Iterator[Fault]:
    """Without a type the disk is a standard one."""
    given_type = inputs.get("type")
    kind = "pd-standard" if given_type in (None, "") else last(given_type) if isinstance(given_type, str) else ""
    if inputs.get("enableConfidentialCompute") is True and kind and not kind.startswith("hyperdisk"):
        yield "type", f"{kind!r} is not allowed with enableConfidentialCompute: it is for hyperdisks"
