"""Disks of hosts that an older fleet starts by a launch configuration are encrypted.

Source: Amazon EC2 Auto Scaling User Guide, "Auto Scaling launch configurations": it says of a disk whether it is encrypted, and can name no key.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.compute.instance_disks_encrypted.rule import encrypted_by_default
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

CONFIGURATION: Final = "aws:ec2/launchConfiguration:LaunchConfiguration"
_FAULT: Final = "has a disk that is not encrypted"


@rule(CONFIGURATION)
def check(look: Look) -> Iterator[Fault]:
    """It has no tags: it stands where its fleet stands."""
    if zone_in_use(look) is None:
        return
    default = encrypted_by_default(look)
    yield from must_be_true(look, "rootBlockDevice.encrypted", _FAULT, default=default)
    blocks = look.blocks("ebsBlockDevices")
    if is_unknown(blocks):
        yield cannot_tell("ebsBlockDevices", "whether its disks are encrypted")
        return
    for block in blocks:
        yield from must_be_true(look, f"{block}.encrypted", _FAULT, default=default)
