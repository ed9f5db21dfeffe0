"""Gateways to the internet stand only in egress; the one by which people come in, also in access."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

INTERNET_GATEWAY: Final = ("aws:ec2/internetGateway:InternetGateway", "aws-native:ec2:InternetGateway")
ATTACHMENT: Final = ("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "aws-native:ec2:VpcGatewayAttachment")
EGRESS_ONLY: Final = ("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "aws-native:ec2:EgressOnlyInternetGateway")
NAT: Final = ("aws:ec2/natGateway:NatGateway", "aws-native:ec2:NatGateway")


@rule(*INTERNET_GATEWAY, *ATTACHMENT, *EGRESS_ONLY, *NAT)
def check(look: Look) -> Iterator[Fault]:
    """DESIGN, "What is proved": internet gateway and NAT are allowed only in egress, and inbound in access."""
    if look.resource.type in NAT and look.text("connectivityType") == "private":
        return
    inbound = look.resource.type in (*INTERNET_GATEWAY, *ATTACHMENT)
    if inbound and look.resource.type in ATTACHMENT and look.value("internetGatewayId") is None:
        return  # the native type attaches virtual private gateways too
    allowed = {ZoneName.EGRESS, ZoneName.ACCESS} if inbound else {ZoneName.EGRESS}
    if look.zone is not None and look.zone not in allowed:
        yield Fault(f"stands in zone {look.zone}, which must have no way to the internet", "vpcId" if inbound else "subnetId")
