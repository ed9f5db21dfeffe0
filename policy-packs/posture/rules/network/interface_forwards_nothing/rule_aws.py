"""Machines and interfaces of zones send and take in nothing but what is theirs."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

FORWARDERS: Final = (
    "aws:ec2/instance:Instance",
    "aws:ec2/networkInterface:NetworkInterface",
    "aws-native:ec2:Instance",
    "aws-native:ec2:NetworkInterface",
)


@rule(*FORWARDERS)
def check(look: Look) -> Iterator[Fault]:
    """Amazon EC2 User Guide, "Elastic network interfaces": the source/destination check is on unless it is switched off."""
    if look.zone is not None and look.zone is not ZoneName.EGRESS:
        yield from must_be_true(look, "sourceDestCheck", "forwards what is not its own", default=True)
