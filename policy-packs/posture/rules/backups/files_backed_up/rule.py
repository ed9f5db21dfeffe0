"""File systems with records are backed up."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_files import on_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part, must_have_part
from posture.rules.words import must_be_at_least, must_be_false, must_be_one_of

_EFS: Final = ("aws:efs/fileSystem:FileSystem", "aws-native:efs:FileSystem")
_FSX: Final = (
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
)
VOLUMES: Final = ("aws:fsx/ontapVolume:OntapVolume",)
_UNASKED: Final = "aws:fsx/lustreFileSystem:LustreFileSystem"
"""Of which the provider leaves out the final backup unless it is told otherwise (Pulumi Registry, aws.fsx.LustreFileSystem, skipFinalBackup)."""
_LAST: Final = "leaves no backup behind when it is deleted"
_POLICY: Final = Part(("backupPolicy",), ("aws:efs/backupPolicy:BackupPolicy",), "fileSystemId", "backupPolicy")
_LEAST_DAYS: Final = 7


@rule(*_EFS, *_FSX, *VOLUMES)
def check(look: Look) -> Iterator[Fault]:
    """FSx for Lustre of type SCRATCH can't be, so it is no place for records."""
    if look.resource.type in VOLUMES:
        if on_records(look):
            yield from must_be_false(look, "skipFinalBackup", _LAST)
        return
    if not look.holds_records:
        return
    if look.resource.type in _EFS:
        yield from must_have_part(
            look, _POLICY, "is not backed up", lambda spot: must_be_one_of(spot.look, spot.at("status"), ("ENABLED",), "is not backed up")
        )
    else:
        yield from must_be_at_least(
            look, "automaticBackupRetentionDays", _LEAST_DAYS, f"is not backed up for {_LEAST_DAYS} days", default=0
        )
        yield from must_be_false(look, "skipFinalBackup", _LAST, default=look.resource.type == _UNASKED)
