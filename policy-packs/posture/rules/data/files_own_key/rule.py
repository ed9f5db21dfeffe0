"""File systems, disks and copies of disks with records are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.compute.instance_disks_encrypted.rule import encrypted_with_own_key_by_default
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

_FLAGGED: Final = (
    "aws:efs/fileSystem:FileSystem",
    "aws-native:efs:FileSystem",
    "aws:ebs/volume:Volume",
    "aws-native:ec2:Volume",
    "aws:ebs/snapshotCopy:SnapshotCopy",
    "aws:ec2/amiCopy:AmiCopy",
)
_DISKS: Final = ("aws:ebs/volume:Volume", "aws-native:ec2:Volume")
_ALWAYS: Final = (
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
)


@rule(*_FLAGGED, *_ALWAYS)
def check(look: Look) -> Iterator[Fault]:
    """FSx always encrypts; the others only when told to, disks also where the account encrypts all of them with a key of its own."""
    if look.holds_records:
        if look.resource.type in _DISKS and look.value("kmsKeyId") in (None, "") and encrypted_with_own_key_by_default(look):
            return
        if look.resource.type in _FLAGGED:
            yield from must_be_true(look, "encrypted", "is not encrypted at rest")
        yield from must_have_own_key(look, "kmsKeyId")
