"""Every network of a zone records all its traffic."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import SUBNET, VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

FLOW_LOG: Final = ("aws:ec2/flowLog:FlowLog", "aws-native:ec2:FlowLog")
_LONGEST: Final = 600
_FAULT: Final = "does not record its traffic"


@rule(*VPC)
def check(look: Look) -> Iterator[Fault]:
    """A flow log of the network, or one of each of its subnets, for all traffic: accepted and rejected."""
    if look.zone is None:
        return
    logs = _logs(look)
    for log in logs:
        kind = log.text("trafficType")
        if is_unknown(kind):
            yield cannot_tell("trafficType", "whether all traffic is recorded")
        elif kind != "ALL":
            yield Fault(f"records only {kind or 'part'} of its traffic", "trafficType", urn=log.urn)
    if not logs and not _by_subnet(look):
        maybe = any(look.maybe_companions(FLOW_LOG, prop, VPC) for prop in ("vpcId", "resourceId"))
        yield Fault(_FAULT, "flow log", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)


def _logs(look: Look, kinds: tuple[str, ...] = VPC) -> list[Look]:
    prop = "vpcId" if kinds is VPC else "subnetId"
    return [*look.companions(FLOW_LOG, prop, kinds), *look.companions(FLOW_LOG, "resourceId", kinds)]


def _by_subnet(look: Look) -> bool:
    subnets = look.companions(SUBNET, "vpcId", VPC)
    return bool(subnets) and all(_logs(subnet, SUBNET) for subnet in subnets)
