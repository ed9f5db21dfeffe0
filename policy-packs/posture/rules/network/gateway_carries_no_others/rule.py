"""A gateway of a zone serves its own network: no others by it, and no people."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

GATEWAY: Final = az("network:VirtualNetworkGateway")
CIRCUIT: Final = az("network:ExpressRouteCircuit")
_FREE: Final = (ZoneName.ACCESS, ZoneName.EGRESS)


@rule(*GATEWAY, *CIRCUIT)
def check(look: Look) -> Iterator[Fault]:
    """Point-to-site clients come in by access."""
    if look.resource.type in CIRCUIT and look.scene.classified:
        yield from must_be_false(look, "allowClassicOperations", "can be changed by interfaces without roles")
        yield from must_be_false(look, "globalReachEnabled", "joins the sites behind it with each other")
        return
    if look.zone is None or look.zone in _FREE:
        return
    yield from must_be_false(look, "allowRemoteVnetTraffic", "carries traffic of other networks on the same circuit")
    yield from must_be_false(look, "allowVirtualWanTraffic", "carries traffic of virtual WANs on the same circuit")
    if look.value("vpnClientConfiguration") not in (None, {}):
        yield Fault("lets people in by a VPN of their own, past the access zone", "vpnClientConfiguration")
