"""A private circuit or VPN ends only in zones for which the plan names a peer."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look

GATEWAY: Final = ("aws:ec2/vpnGateway:VpnGateway",)
ATTACHMENT: Final = ("aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment", "aws-native:ec2:VpcGatewayAttachment")


@rule(*GATEWAY, *ATTACHMENT)
def check(look: Look) -> Iterator[Fault]:
    """Also without a route: a gateway that announces routes needs none. Without a plan nobody is named, and the theorems judge what is reached."""
    if not look.approved.peers_stated or (look.resource.type in ATTACHMENT and look.value("vpnGatewayId") is None):
        return
    named = {peer.zone for peer in look.approved.peers}
    for network in look.targets("vpcId"):
        if network.zone is not None and network.zone not in named:
            yield Fault(f"ends a private circuit in zone {network.zone}, for which the plan names no peer", "vpcId")
