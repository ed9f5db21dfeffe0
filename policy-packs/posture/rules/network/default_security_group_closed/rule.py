"""The default security group of a zone's network is adopted, and empty."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_have_companion
from posture.values import is_unknown

DEFAULT: Final = ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",)


@rule(*VPC)
def check(look: Look) -> Iterator[Fault]:
    """A resource that is launched without a group gets the default one, which lets its members talk to each other and to all the world."""
    if look.zone is None:
        return
    yield from must_have_companion(look, DEFAULT, "vpcId", "leaves its default security group open", VPC)
    for group in look.companions(DEFAULT, "vpcId", VPC):
        for side in ("ingress", "egress"):
            rules = group.blocks(side)
            if is_unknown(rules):
                yield cannot_tell(side, "whether the default security group is empty")
            elif rules:
                yield Fault(f"has a default security group with {side} rules", side, urn=group.urn)
