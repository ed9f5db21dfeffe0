"""What `AzurePeerGateway` is given, and what of it can't be built or would not be private."""

import ipaddress
from typing import Annotated, Any, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.azure import validation
from ai_zones.azure.private_zones import VirtualNetworkId
from ai_zones.azure.references import WorkspaceId
from ai_zones.azure.zone_network import PEER_ZONES, PeerLink
from ai_zones.inputs import one_of

SMALLEST_GATEWAY_PREFIX = 27
SHORTEST_KEY = 32
LONGEST_KEY = 128
LARGEST_PEER_PREFIX = 16
CIRCUIT = "Microsoft.Network/expressRouteCircuits"
CircuitId: Any = validation.arm_id_of(CIRCUIT, "an ExpressRoute circuit")


class AzurePeerRoadArgs(TypedDict):
    """The road to one peer."""

    link: str
    """`vpn` or `private-circuit`."""
    cidr: str
    """Addresses of the other side, /16 or smaller: what is routed to it, and nothing more."""
    gateway_address: NotRequired[str]
    """Public address of the peer's VPN device; needed for `vpn`."""
    shared_key: NotRequired[pulumi.Input[str]]
    """Pre-shared key of the tunnel, 32 to 128 characters; needed for `vpn`. Give it as a secret."""
    circuit_id: NotRequired[str]
    """ExpressRoute circuit; needed for `private-circuit`. It may stand in another subscription."""
    authorization_key: NotRequired[pulumi.Input[str]]
    """Key by which the owner of the circuit lets us in; needed for a circuit of another subscription. Give it as a secret."""
    encrypted: NotRequired[bool]
    """Must be true for `private-circuit`: MACsec stands on its ports, or every connection is TLS; ExpressRoute encrypts nothing by itself."""


class AzurePeerGatewayArgs(TypedDict):
    """Inputs of `AzurePeerGateway`."""

    zone: str
    """Zone that has peers: `phi`, `deidentification` or `training`."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the zone's network."""
    virtual_network_id: str
    """The zone's network; `AzureZoneNetwork.peers` must name the same peers."""
    virtual_network_cidr: str
    """Its range: what a tunnel may carry on our side."""
    gateway_subnet: str
    """Range of the gateways, within the network: /27 or larger."""
    peers: dict[str, AzurePeerRoadArgs]
    """Peer → the road to it."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the gateways' logs; one of ours."""
    vpn_sku: NotRequired[str]
    """Size of the VPN gateway, one with availability zones. Default `VpnGw2AZ`."""
    circuit_sku: NotRequired[str]
    """Size of the ExpressRoute gateway, one with availability zones. Default `ErGw1AZ`."""
    deletion_protection: NotRequired[bool]
    """False lifts Pulumi's protection of the gateways. Default True."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class PeerRoad(validation.ComponentInput):
    """Parsed `AzurePeerRoadArgs`."""

    link: PeerLink
    cidr: validation.Cidr
    gateway_address: ipaddress.IPv4Address | None = None
    shared_key: validation.Reference | None = None
    circuit_id: CircuitId | None = None
    authorization_key: validation.Reference | None = None
    encrypted: bool = False

    @pydantic.model_validator(mode="after")
    def _is_private(self) -> Self:
        if self.cidr.prefixlen < LARGEST_PEER_PREFIX:
            raise ValueError(f"cidr: given {self.cidr}, a peer has a /{LARGEST_PEER_PREFIX} or smaller")
        wants = {
            "vpn": {"gateway_address": self.gateway_address, "shared_key": self.shared_key},
            "private-circuit": {"circuit_id": self.circuit_id},
        }
        if missing := [key for key, value in wants[self.link].items() if value is None]:
            raise ValueError(f"{', '.join(missing)}: needed for {self.link}; add it")
        strange = {**wants["private-circuit" if self.link == "vpn" else "vpn"]}
        if self.link == "vpn":
            strange["authorization_key"] = self.authorization_key
        if given := [key for key, value in strange.items() if value is not None]:
            raise ValueError(f"{', '.join(given)}: does not belong to {self.link}; leave it out")
        if self.link == "private-circuit" and not self.encrypted:
            raise ValueError(
                "encrypted: write True once MACsec stands on the circuit's ports, or once every connection speaks TLS; ExpressRoute encrypts "
                "nothing by itself"
            )
        if isinstance(self.shared_key, str) and not SHORTEST_KEY <= len(self.shared_key) <= LONGEST_KEY:
            raise ValueError(f"shared_key: has {len(self.shared_key)} characters; give {SHORTEST_KEY} to {LONGEST_KEY} random ones")
        return self


class PeerGateway(validation.ZonedInput):
    """Parsed `AzurePeerGatewayArgs`."""

    virtual_network_id: VirtualNetworkId
    virtual_network_cidr: validation.Cidr
    gateway_subnet: validation.Cidr
    peers: dict[str, PeerRoad] = pydantic.Field(min_length=1)
    log_workspace_id: WorkspaceId
    vpn_sku: Annotated[str, one_of("VpnGw1AZ", "VpnGw2AZ", "VpnGw3AZ", "VpnGw4AZ", "VpnGw5AZ")] = "VpnGw2AZ"
    circuit_sku: Annotated[str, one_of("ErGw1AZ", "ErGw2AZ", "ErGw3AZ")] = "ErGw1AZ"
    deletion_protection: bool = True

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.zone not in PEER_ZONES:
            raise ValueError(f"zone: given {self.zone!r}, but only {', '.join(PEER_ZONES)} have peers; remove the gateway")
        if not self.gateway_subnet.subnet_of(self.virtual_network_cidr) or self.gateway_subnet.prefixlen > SMALLEST_GATEWAY_PREFIX:
            raise ValueError(
                f"gateway_subnet: given {self.gateway_subnet}, it must be a /{SMALLEST_GATEWAY_PREFIX} or larger in {self.virtual_network_cidr}"
            )
        taken: dict[str, validation.Cidr] = {"the network": self.virtual_network_cidr}
        for name, peer in sorted(self.peers.items()):
            for other, cidr in taken.items():
                if peer.cidr.overlaps(cidr):
                    raise ValueError(f"peers.{name}.cidr: given {peer.cidr}, it overlaps {other} ({cidr})")
            taken[name] = peer.cidr
        return self

    def by(self, link: str) -> dict[str, PeerRoad]:
        """Peers that come by one kind of link."""
        return {name: peer for name, peer in sorted(self.peers.items()) if peer.link == link}
