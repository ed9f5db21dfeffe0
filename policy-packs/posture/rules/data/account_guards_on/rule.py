"""Beside zones, nobody switches off what an account has against mistakes of its own people.

Sources: Amazon EBS User Guide, "Block public access for Amazon EBS snapshots", "Enable Amazon EBS encryption by default"; Amazon EC2 User Guide, "Block
public access to your AMIs", "Set the default instance metadata options for the account" (`optional`: version 1 too), "EC2 Serial Console" (off unless it
is switched on); Amazon EMR Management Guide, "Using Amazon EMR block public access" (on unless it is switched off). Pulumi Registry,
aws.ec2.SerialConsoleAccess (`enabled`: true unless it is given).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false, must_be_true
from posture.values import is_unknown

STATES: Final = {
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": ("state", "unblocked", "lets snapshots of disks be made public"),
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": ("state", "unblocked", "lets images be made public"),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (
        "httpTokens",
        "optional",
        "lets new hosts give their credentials to who asks without a token",
    ),
}
"""Type → the property that says it, the value that switches the guard off, and what that lets happen."""
DISKS: Final = "aws:ebs/encryptionByDefault:EncryptionByDefault"
ANALYSIS: Final = "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"
CONSOLE: Final = "aws:ec2/serialConsoleAccess:SerialConsoleAccess"


@rule(*STATES, DISKS, ANALYSIS, CONSOLE)
def check(look: Look) -> Iterator[Fault]:
    """They are the account's: they concern whatever is classified there."""
    if not look.scene.classified:
        return
    kind = look.resource.type
    if kind == DISKS:
        yield from must_be_true(look, "enabled", "switches off the encryption of new disks", default=True)
    elif kind == ANALYSIS:
        fault = "lets clusters of analysis start behind groups that the world may enter"
        yield from must_be_true(look, "blockPublicSecurityGroupRules", fault, default=True)
    elif kind == CONSOLE:
        yield from must_be_false(look, "enabled", "lets people in past the network, by the serial console", default=True)
    else:
        prop, off, fault = STATES[kind]
        value = look.text(prop)
        if is_unknown(value):
            yield cannot_tell(prop, "whether it " + fault)
        elif value == off:
            yield Fault(fault, prop)
