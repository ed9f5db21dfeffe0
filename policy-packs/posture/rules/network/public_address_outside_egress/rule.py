"""Public addresses stand only in egress and access."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.aws.tokens import SUBNET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

INSTANCE: Final = ("aws:ec2/instance:Instance", "aws-native:ec2:Instance")
SERVICE: Final = ("aws:ecs/service:Service", "aws-native:ecs:Service")
ADDRESS: Final = ("aws:ec2/eip:Eip", "aws:ec2/eipAssociation:EipAssociation", "aws-native:ec2:Eip", "aws-native:ec2:EipAssociation")
_ALLOWED: Final = frozenset({ZoneName.EGRESS, ZoneName.ACCESS})
_FLAGS: Final = {
    **dict.fromkeys(SUBNET, "mapPublicIpOnLaunch"),
    **dict.fromkeys(INSTANCE, "associatePublicIpAddress"),
    **dict.fromkeys(SERVICE, "networkConfiguration.assignPublicIp"),
}
_HOLDERS: Final = ("instance", "instanceId", "networkInterface", "networkInterfaceId")


@rule(*SUBNET, *INSTANCE, *SERVICE, *ADDRESS)
def check(look: Look) -> Iterator[Fault]:
    """DESIGN, "What is proved": public addresses are allowed only in egress, and inbound in access."""
    if look.resource.type in ADDRESS:
        for prop in _HOLDERS:
            for holder in look.targets(prop):
                if holder.zone is not None and holder.zone not in _ALLOWED:
                    yield Fault(f"is a public address of {holder.name}, in zone {holder.zone}", prop)
        return
    if look.zone is None or look.zone in _ALLOWED:
        return
    prop = _FLAGS[look.resource.type]
    value = look.flag(prop)
    if is_unknown(value):
        yield cannot_tell(prop, f"whether it has public addresses in zone {look.zone}")
    elif value:
        yield Fault(f"gives public addresses, in zone {look.zone}", prop)
