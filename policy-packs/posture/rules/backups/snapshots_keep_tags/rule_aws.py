"""File systems and members of document clusters pass their tags on to their backups; they do not by default.

Sources: Amazon FSx API Reference, CreateFileSystem (`CopyTagsToBackups`); Amazon DocumentDB API Reference, CreateDBInstance (`CopyTagsToSnapshot`).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import keeps_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

SWITCHES: Final[dict[str, str]] = {
    "aws:fsx/lustreFileSystem:LustreFileSystem": "copyTagsToBackups",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": "copyTagsToBackups",
    "aws:fsx/windowsFileSystem:WindowsFileSystem": "copyTagsToBackups",
    "aws:docdb/clusterInstance:ClusterInstance": "copyTagsToSnapshot",
}
"""Type → its switch."""


@rule(*SWITCHES)
def check(look: Look) -> Iterator[Fault]:
    """A backup without tags is nobody's: no policy by tags holds for it."""
    if keeps_records(look):
        yield from must_be_true(look, SWITCHES[look.resource.type], "does not pass its tags on to its backups")
