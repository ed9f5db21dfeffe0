"""File systems with records refuse clients without TLS."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_policies import PLAIN_HTTP, direct, holder_arn, must_deny
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part

_POLICY: Final = Part(("fileSystemPolicy",), ("aws:efs/fileSystemPolicy:FileSystemPolicy",), "fileSystemId")
_ACTIONS: Final = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")


@rule("aws:efs/fileSystem:FileSystem", "aws-native:efs:FileSystem")
def check(look: Look) -> Iterator[Fault]:
    """Only an explicit deny does."""
    if look.holds_records:
        resource = holder_arn(look, _POLICY, "elasticfilesystem")
        for action in _ACTIONS:
            yield from must_deny(look, _POLICY, direct(action, PLAIN_HTTP), [resource], "does not refuse clients without TLS")
