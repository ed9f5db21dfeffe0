"""Nobody logs in to hosts of zones by a key that never ends."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look

HOST: Final = ("aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate", "aws-native:ec2:Instance")


@rule(*HOST)
def check(look: Look) -> Iterator[Fault]:
    """No SSH key pair."""
    if look.zone is not None and look.text("keyName") is not None:
        yield Fault("can be entered by an SSH key that never ends", "keyName")
