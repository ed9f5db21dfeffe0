"""Disks of hosts in zones are encrypted with a key of one's own.

Sources: Amazon EC2 User Guide, "Block device mappings" (what a mapping does not name comes as the image says), "Device names for volumes on Amazon
EC2 instances" (the root device); Bottlerocket documentation, "Default volumes" (the data volume, with images and containers, is /dev/xvdb).
"""

from collections.abc import Iterator
from typing import Any, Final

from posture.rules.aws_keys import must_have_own_key, must_name_key_of_ours
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users, zone_in_use
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown
from posture.view import Path

HOST: Final = ("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")
TEMPLATE: Final = ("aws:ec2/launchTemplate:LaunchTemplate",)
DEFAULT_KEY: Final = ("aws:ebs/defaultKmsKey:DefaultKmsKey",)
NATIVE: Final = {
    "aws-native:ec2:Instance": "blockDeviceMappings",
    "aws-native:ec2:LaunchTemplate": "launchTemplateData.blockDeviceMappings",
}
DEFAULT: Final = ("aws:ebs/encryptionByDefault:EncryptionByDefault",)
_ROOTS: Final = frozenset({"/dev/xvda", "/dev/sda1", "/dev/sda"})
_DATA: Final = "/dev/xvdb"
_NODES: Final = ("aws:eks/nodeGroup:NodeGroup", "aws-native:eks:Nodegroup")
_FAULT: Final = "has a disk that is not encrypted"


@rule(*HOST, *TEMPLATE, *NATIVE)
def check(look: Look) -> Iterator[Fault]:
    """Root and further disks. A host without a block for its root disk takes what the image says, or the account's default."""
    if zone_in_use(look) is None:
        return
    if look.resource.type in NATIVE:
        yield from _native(look, NATIVE[look.resource.type])
        return
    template = look.resource.type in TEMPLATE
    if encrypted_with_own_key_by_default(look):
        yield from _refused(look, template)
        return
    if not template:
        yield from must_be_true(look, "rootBlockDevice.encrypted", _FAULT)
        yield from _own_key(look, "rootBlockDevice", "")
    prop, below = ("blockDeviceMappings", "ebs.") if template else ("ebsBlockDevices", "")
    blocks = look.blocks(prop)
    if is_unknown(blocks):
        yield cannot_tell(prop, "whether its disks are encrypted")
        return
    for block in blocks:
        yield from must_be_true(look, f"{block}.{below}encrypted", _FAULT)
        yield from _own_key(look, f"{block}", below)
    if template and not encrypted_by_default(look):
        yield from _all_named(look, prop, [look.text(f"{block}.deviceName") for block in blocks])


def _native(look: Look, prop: Path) -> Iterator[Fault]:
    """Each disk that is named. What the image brings besides comes as it says, or as the account's default has it; a template may say it too."""
    blocks = look.blocks(prop)
    if is_unknown(blocks):
        yield cannot_tell(prop, "whether its disks are encrypted")
        return
    for block in blocks:
        if look.value(f"{block}.ebs") is not None:
            yield from must_be_true(look, f"{block}.ebs.encrypted", _FAULT)
            yield from _own_key(look, block, "ebs.")
    by_template = look.resource.type.endswith(":Instance") and look.value("launchTemplate") is not None
    if not blocks and not by_template and not encrypted_by_default(look):
        yield Fault(_FAULT, prop)


def _all_named(look: Look, prop: Path, names: list[Any]) -> Iterator[Fault]:
    """Every disk that the image brings is named, so that it is encrypted."""
    if not names:
        yield Fault(_FAULT, prop)
        return
    if any(is_unknown(name) for name in names):
        return
    if not _ROOTS & set(names):
        yield Fault("says nothing of its root disk, which comes as the image says", prop)
    two = any(user.resource.type in _NODES and str(user.value("amiType")).startswith("BOTTLEROCKET") for user in users(look))
    if two and _DATA not in names:
        yield Fault(f"says nothing of the data disk ({_DATA}), where images and containers are", prop)


def _own_key(look: Look, block: Path, below: str) -> Iterator[Fault]:
    if look.flag(f"{block}.{below}encrypted") is True:
        yield from must_name_key_of_ours(look, f"{block}.{below}kmsKeyId", "has a disk without a key of its own")


def encrypted_by_default(look: Look) -> bool:
    """Amazon EBS User Guide, "Enable Amazon EBS encryption by default"."""
    return any(look.scene.look(one).flag("enabled") is not False for one in look.scene.of(DEFAULT))


def encrypted_with_own_key_by_default(look: Look) -> bool:
    """Every new disk is encrypted then, with that key, whatever is asked for (Amazon EBS User Guide, "Amazon EBS encryption by default", "Default KMS key")."""
    keys = (look.scene.look(one) for one in look.scene.of(DEFAULT_KEY))
    return encrypted_by_default(look) and any(not list(must_have_own_key(key, "keyArn")) for key in keys)


def _refused(look: Look, template: bool) -> Iterator[Fault]:
    """A block may name another key all the same, and AWS's own is another."""
    prop, below = ("blockDeviceMappings", "ebs.") if template else ("ebsBlockDevices", "")
    blocks = look.blocks(prop)
    for block in ([] if is_unknown(blocks) else blocks) + ([] if template else ["rootBlockDevice"]):
        path = f"{block}.{below}kmsKeyId"
        if look.value(path) not in (None, ""):
            yield from must_have_own_key(look, path, "has a disk that")
