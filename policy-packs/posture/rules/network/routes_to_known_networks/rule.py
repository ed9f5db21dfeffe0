"""Routes of zones lead to known networks; beyond them only where the zone may reach egress."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.addresses import EMPTY
from posture.readers.aws.kinds import MAIN_TABLE
from posture.readers.aws.tokens import ROUTE_TABLE, VPC
from posture.rules.aws_networks import PRIVATE, block, known_addresses
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown
from posture.view import Path

ROUTE: Final = ("aws:ec2/route:Route", "aws-native:ec2:Route")
_PRIVATE_ROADS: Final = ("transitGatewayId", "coreNetworkArn", "vpcPeeringConnectionId", "gatewayId")
"""Next hops that lead to networks. Firewalls, NAT and internet gateways are the theorems' matter; a `gatewayId` may be a VPN gateway's."""
_CARRIES_ON: Final = ("transitGatewayId", "coreNetworkArn")
"""Behind these an inspector may stand; a peering connection carries nothing beyond the peer's own addresses."""
_CIDRS: Final = ("cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock")
_FREE: Final = (ZoneName.EGRESS, ZoneName.ACCESS)


@rule(*ROUTE_TABLE, *ROUTE)
def check(look: Look) -> Iterator[Fault]:
    """Amazon VPC User Guide, "Route table concepts": the most specific route wins, so a wide one catches whatever nothing else names."""
    if look.resource.type in ROUTE:
        zone = next((found for table in look.targets("routeTableId") if (found := _zone(table)) is not None), None)
        places = [""]
    else:
        zone = _zone(look)
        blocks = look.blocks("routes")
        places = [] if is_unknown(blocks) else [f"{block}." for block in blocks]
    if zone is not None and zone not in _FREE:
        for base in places:
            yield from _wide(look, base, zone)


def _zone(table: Look) -> ZoneName | None:
    made = (vpc.zone for prop in (MAIN_TABLE.adopter_prop or "", "vpcId") for vpc in table.targets(prop, VPC))
    return table.zone or next((zone for zone in made if zone is not None), None)


def _wide(look: Look, base: Path, zone: ZoneName) -> Iterator[Fault]:
    road = next((prop for prop in _PRIVATE_ROADS if look.value(base + prop) not in (None, "")), None)
    if road is None or (road == "gatewayId" and not _is_vpn(look, base + road)):
        return
    if road in _CARRIES_ON and any(flow.source is zone and flow.target is ZoneName.EGRESS for flow in look.approved.flows):
        return
    known = known_addresses(look.scene)
    # A hub's own tables say which private blocks a segment reaches, and the theorems read those.
    allowed = known.union(PRIVATE) if road in _CARRIES_ON else known
    for prop in _CIDRS:
        cidr = look.text(base + prop)
        if is_unknown(cidr):
            if look.view.refers_to(base + prop, VPC).targets:
                continue
            yield cannot_tell(base + prop, "where it leads")
        elif cidr and not allowed.contains(block(cidr) or EMPTY):
            yield Fault(f"routes {cidr} out of zone {zone}, more than any known network", base + prop)


def _is_vpn(look: Look, prop: Path) -> bool:
    value = look.text(prop)
    named = any("vpnGateway" in target.resource.type for target in look.targets(prop))
    return named or (isinstance(value, str) and value.startswith("vgw-"))
