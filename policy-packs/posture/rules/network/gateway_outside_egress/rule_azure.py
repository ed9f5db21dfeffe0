"""NAT gateways, firewalls and gateways with an address on the internet stand only in egress; what people come in by, also in access."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_networks import NETWORK, SUBNET, subnets_in
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use

NAT: Final = az("network:NatGateway")
FIREWALL: Final = az("network:AzureFirewall")
FRONT: Final = az("network:ApplicationGateway", "network:BastionHost")
_ALLOWED: Final = {
    **dict.fromkeys((*NAT, *FIREWALL), (ZoneName.EGRESS,)),
    **dict.fromkeys(FRONT, (ZoneName.ACCESS, ZoneName.EGRESS)),
}
_PRIVATE_FIREWALL: Final = "ipConfigurations"


@rule(*NAT, *FIREWALL, *FRONT, *SUBNET, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """A subnet's NAT gateway counts where the subnet stands; an application gateway without a public front is a load balancer."""
    if look.resource.type in (*SUBNET, *NETWORK):
        if look.zone is not None and look.zone is not ZoneName.EGRESS:
            for spot in subnets_in(look):
                if look.value(spot.at("natGateway")) not in (None, {}, ""):
                    yield Fault(f"has a NAT gateway, in zone {look.zone}, which must have no way to the internet", spot.at("natGateway"))
        return
    zone = zone_in_use(look)
    if zone is None or zone in _ALLOWED[look.resource.type] or _is_private(look):
        return
    yield Fault(f"stands in zone {zone}, which must have no way to the internet", "subnet")


def _is_private(look: Look) -> bool:
    if look.resource.type in FRONT:
        root = "frontendIPConfigurations" if "pplicationGateway" in look.resource.type else "ipConfigurations"
        blocks = look.blocks(root)
        public = [look.value(f"{block}.publicIPAddress") for block in blocks] if isinstance(blocks, list) else [True]
        return not any(one not in (None, {}, "") for one in public)
    return False
