"""Amazon FSx and EFS: what a volume, a file system and a replica demand, and what the services take for what is not given.

Sources: Amazon FSx API Reference, CreateSnaplockConfiguration, SnaplockRetentionPeriod, RetentionPeriod, AutocommitPeriod; Amazon FSx for NetApp
ONTAP User Guide, "Working with the retention period in SnapLock"; Pulumi Registry, aws.fsx.*, aws.efs.ReplicationConfiguration.
"""

from collections.abc import Iterator
from typing import Any, Final

from simulator.rules import Allowed, AtLeastOneOf, Fault, Properties, Rules

_SYSTEM: Final = "arn:{partition}:fsx:{region}:{account}:file-system/{id}"
_RETENTION: Final = "Amazon FSx API Reference, SnaplockRetentionPeriod, RetentionPeriod"
_SECONDS: Final = {
    "SECONDS": 1,
    "MINUTES": 60,
    "HOURS": 3600,
    "DAYS": 86_400,
    "MONTHS": 2_592_000,
    "YEARS": 31_536_000,
}
_KEPT: Final = {"SECONDS": 65_535, "MINUTES": 65_535, "HOURS": 24, "DAYS": 365, "MONTHS": 12, "YEARS": 100}
_WAITED: Final = {"MINUTES": (5, 65_535), "HOURS": (1, 65_535), "DAYS": (1, 3_650), "MONTHS": (1, 120), "YEARS": (1, 10)}
_PERIODS: Final = ("minimumRetention", "defaultRetention", "maximumRetention")

lustre = Rules(
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    source="Amazon FSx API Reference, CreateFileSystemLustreConfiguration; Pulumi Registry, aws.fsx.LustreFileSystem (no final backup unless asked)",
    defaults={"copyTagsToBackups": False, "skipFinalBackup": True},
    id="fs-{hex17}",
    outputs={"arn": _SYSTEM},
)

zfs = Rules(
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    source="Amazon FSx API Reference, CreateFileSystemOpenZFSConfiguration; Pulumi Registry, aws.fsx.OpenZfsFileSystem",
    defaults={"copyTagsToBackups": False, "copyTagsToVolumes": False, "skipFinalBackup": False},
    id="fs-{hex17}",
    outputs={"arn": _SYSTEM, "rootVolumeId": "fsvol-{hex17}"},
)

zfs_volume = Rules(
    "aws:fsx/openZfsVolume:OpenZfsVolume",
    source="Amazon FSx API Reference, CreateOpenZFSVolumeConfiguration; Pulumi Registry, aws.fsx.OpenZfsVolume",
    defaults={"copyTagsToSnapshots": False},
    id="fsvol-{hex17}",
    outputs={"arn": "arn:{partition}:fsx:{region}:{account}:volume/{id}"},
)

linked = Rules(
    "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
    source="Amazon FSx API Reference, CreateDataRepositoryAssociation; Pulumi Registry, aws.fsx.DataRepositoryAssociation",
    defaults={"batchImportMetaDataOnCreate": False, "deleteDataInFilesystem": False},
    id="dra-{hex17}",
    outputs={"arn": "arn:{partition}:fsx:{region}:{account}:association/{fileSystemId}/{id}", "associationId": "{id}"},
)

volume = Rules(
    "aws:fsx/ontapVolume:OntapVolume",
    source="Amazon FSx API Reference, CreateOntapVolumeConfiguration, CreateSnaplockConfiguration; Pulumi Registry, aws.fsx.OntapVolume",
    checks=(
        Allowed(
            "snaplockConfiguration.snaplockType",
            ("COMPLIANCE", "ENTERPRISE"),
            source="Amazon FSx API Reference, CreateSnaplockConfiguration",
        ),
    ),
    defaults={"copyTagsToBackups": False, "skipFinalBackup": False},
    unset={
        "snaplockConfiguration.privilegedDelete": "DISABLED",
        "snaplockConfiguration.auditLogVolume": False,
        "snaplockConfiguration.volumeAppendModeEnabled": False,
    },
    id="fsvol-{hex17}",
    outputs={"arn": "arn:{partition}:fsx:{region}:{account}:volume/{id}"},
)


@volume.check(source=f"{_RETENTION}; Amazon FSx for NetApp ONTAP User Guide, 'Working with the retention period in SnapLock'")
def retention_is_whole(inputs: Properties) -> Iterator[Fault]:
    """All three periods, each with its unit, and the shortest is not longer than the default, nor that than the longest."""
    at = "snaplockConfiguration.retentionPeriod"
    held = _part(_part(inputs, "snaplockConfiguration"), "retentionPeriod")
    if not held:
        return
    lengths: list[float] = []
    for name in _PERIODS:
        period = _part(held, name)
        faults = list(_period(f"{at}.{name}", period, default=name == "defaultRetention"))
        yield from faults
        if not faults and period.get("type") != "UNSPECIFIED":
            lengths.append(_length(period))
    if lengths != sorted(lengths):
        yield at, "the minimum must not be longer than the default, nor the default than the maximum"


def _period(at: str, period: Properties, *, default: bool) -> Iterator[Fault]:
    kind, value = period.get("type"), period.get("value")
    endless = ("INFINITE", "UNSPECIFIED") if default else ("INFINITE",)
    if kind not in (*_KEPT, *endless):
        yield f"{at}.type", f"is required; allowed: {', '.join((*_KEPT, *endless))}"
    elif kind in endless:
        if value is not None and value != 0:
            yield f"{at}.value", f"can't be given for {kind}"
    elif not isinstance(value, int | float) or not 0 <= value <= _KEPT[str(kind)]:
        yield f"{at}.value", f"is required for {kind}: 0 to {_KEPT[str(kind)]}"


def _length(period: Properties) -> float:
    return float("inf") if period["type"] == "INFINITE" else _SECONDS[period["type"]] * float(period["value"])


@volume.check(source="Amazon FSx API Reference, AutocommitPeriod")
def autocommit_is_whole(inputs: Properties) -> Iterator[Fault]:
    """A unit and, unless it is off, an amount."""
    at = "snaplockConfiguration.autocommitPeriod"
    waited = _part(_part(inputs, "snaplockConfiguration"), "autocommitPeriod")
    kind, value = waited.get("type"), waited.get("value")
    if not waited or kind == "NONE":
        return
    if kind not in _WAITED:
        yield f"{at}.type", f"is required; allowed: NONE, {', '.join(_WAITED)}"
        return
    least, most = _WAITED[kind]
    if not isinstance(value, int | float) or not least <= value <= most:
        yield f"{at}.value", f"is required for {kind}: {least} to {most}"


@volume.check(source='Amazon FSx for NetApp ONTAP User Guide, "SnapLock Enterprise", "Privileged delete"', even_unknown=True)
def administrators_delete_from_enterprise_alone(inputs: Properties) -> Iterator[Fault]:
    """Nobody deletes from a Compliance volume before its time."""
    held = _part(inputs, "snaplockConfiguration")
    if held.get("snaplockType") == "COMPLIANCE" and held.get("privilegedDelete") == "ENABLED":
        yield "snaplockConfiguration.privilegedDelete", "is for volumes of type ENTERPRISE alone"


def _part(of: Properties, name: str) -> dict[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


replica = Rules(
    "aws:efs/replicationConfiguration:ReplicationConfiguration",
    source="Amazon EFS API Reference, CreateReplicationConfiguration, DestinationToCreate; Pulumi Registry, aws.efs.ReplicationConfiguration",
    checks=(
        AtLeastOneOf(
            ("destination.region", "destination.availabilityZoneName"),
            source="Pulumi Registry, aws.efs.ReplicationConfiguration, destination",
        ),
    ),
    id="{sourceFileSystemId}",
)
