"""Disks of hosts in zones are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

HOST: Final = ("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")
TEMPLATE: Final = ("aws:ec2/launchTemplate:LaunchTemplate",)
_FAULT: Final = "has a disk that is not encrypted"


@rule(*HOST, *TEMPLATE)
def check(look: Look) -> Iterator[Fault]:
    """Root and further disks; a host without a block for its root disk takes what the image says."""
    if look.zone is None:
        return
    if look.resource.type in HOST:
        yield from must_be_true(look, "rootBlockDevice.encrypted", _FAULT)
        if look.value("rootBlockDevice.encrypted") is True and look.value("rootBlockDevice.kmsKeyId") is None:
            yield Fault("has a disk without a key of its own", "rootBlockDevice.kmsKeyId")
    prop, below = ("blockDeviceMappings", "ebs.encrypted") if look.resource.type in TEMPLATE else ("ebsBlockDevices", "encrypted")
    blocks = look.blocks(prop)
    if is_unknown(blocks):
        yield cannot_tell(prop, "whether its disks are encrypted")
        return
    for block in blocks:
        yield from must_be_true(look, f"{block}.{below}", _FAULT)
