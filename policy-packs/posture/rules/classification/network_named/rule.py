"""A network whose subnets belong to one zone names that zone too."""

from collections.abc import Iterator

from posture.readers.aws.tokens import SUBNET, VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*VPC)
def check(look: Look) -> Iterator[Fault]:
    """Flow logs, query logs and the default group are judged by the network's zone. One that several zones share has none."""
    if look.zone is not None or look.resource.external:
        return
    zones = {subnet.zone for subnet in look.companions(SUBNET, "vpcId", VPC)} - {None}
    if len(zones) == 1:
        yield Fault(f"names no zone, though its subnets belong to {zones.pop()}", "tags")
