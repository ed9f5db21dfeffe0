"""Names of a zone are told to its own network, and to others only where somebody is joined to it."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.tokens import HA_VPN, INTERCONNECT, ROUTER, VPN_GATEWAY
from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import NETWORK
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

POLICY: Final = gcp("dns:Policy")
_GATEWAYS: Final = (HA_VPN, VPN_GATEWAY)


@rule(*POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Cloud DNS documentation, "DNS server policies" (inbound: an address of each subnetwork answers whoever reaches it by VPN or Interconnect)."""
    if look.zone is None or look.flag("enableInboundForwarding") is not True:
        return
    networks = look.targets("networks[*].networkUrl", NETWORK)
    if networks and not any(one.resource.external or _is_joined(one) for one in networks):
        yield Fault("answers questions from outside of a network that nobody is joined to", "enableInboundForwarding")


def _is_joined(network: Look) -> bool:
    """By a gateway of VPNs or a circuit, of ours or of a network that nobody can tell."""
    if network.companions(_GATEWAYS, "network", NETWORK) or network.maybe_companions(_GATEWAYS, "network", NETWORK):
        return True
    routers = (*network.companions((ROUTER,), "network", NETWORK), *network.maybe_companions((ROUTER,), "network", NETWORK))
    return any(
        one.companions((INTERCONNECT,), "router", (ROUTER,)) or one.maybe_companions((INTERCONNECT,), "router", (ROUTER,))
        for one in routers
    )
