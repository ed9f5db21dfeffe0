"""Private road from a zone to one declared peer: an HA VPN, a circuit of Cloud Interconnect, or an HA VPN over a circuit.

The road opens nothing by itself: who may take it stands in `GcpZoneNetwork.peers`. Each peer has a router of its own, which announces the zone's
named ranges alone, and drops whatever the peer announces beyond its own addresses: nobody draws the zone's packets to itself, or to the internet.
Sources: Cloud VPN documentation, "HA VPN topologies" (two tunnels from two interfaces; to four addresses, interface 0 to the first two), "Supported
IKE ciphers" (one of each, so that both ends agree); Cloud Router, "BGP route policies overview", "Advertised routes: custom advertisement"; 45 CFR
164.312(e)(1) (transmission security); NIST SP 800-77.
"""

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import compute_global, compute_regional
from ai_zones.gcp.peer_circuit import build_circuit
from ai_zones.gcp.peer_road_input import GcpPeerRoadArgs, PeerRoad
from ai_zones.gcp.peer_sessions import build_router, build_session

REDUNDANCY = {1: "SINGLE_IP_INTERNALLY_REDUNDANT", 2: "TWO_IPS_REDUNDANCY", 4: "FOUR_IPS_REDUNDANCY"}
ENDS = {1: ((0, 0), (1, 0)), 2: ((0, 0), (1, 1)), 4: ((0, 0), (0, 1), (1, 2), (1, 3))}
"""Addresses of the peer → (interface of ours, interface of theirs) of each tunnel."""

CIPHERS = compute.VPNTunnelCipherSuiteArgs(
    # With GCM there is no algorithm of integrity beside it.
    phase1=compute.VPNTunnelCipherSuitePhase1Args(encryptions=["AES-GCM-16-256"], prves=["PRF-HMAC-SHA2-384"], dhs=["Group-20"]),
    phase2=compute.VPNTunnelCipherSuitePhase2Args(encryptions=["AES-GCM-16-256"], pfs=["Group-20"]),
)


class GcpPeerRoad(pulumi.ComponentResource):
    """Router, gateways, tunnels, attachments and sessions of one peer. Wait for the network by `depends_on`."""

    router: str
    """Path of the router that talks to the peer."""
    tunnels: list[str]
    """Paths of the tunnels; empty for a circuit alone."""
    attachments: dict[str, str]
    """Name → path of each VLAN attachment; empty for a VPN alone."""
    gateway_addresses: pulumi.Output[list[str]]
    """Our addresses, which the peer's devices connect to; empty for a circuit alone."""
    pairing_keys: dict[str, pulumi.Output[str]]
    """Name → what the partner asks for, of each attachment of a partner's line. Secret."""

    def __init__(self, name: str, args: GcpPeerRoadArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PeerRoad.parse(name, args)
        super().__init__("ai-zones:index:GcpPeerRoad", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.tunnels, self.attachments, self.pairing_keys = [], {}, {}
        self.gateway_addresses = pulumi.Output.from_input([])
        lines: list[pulumi.Resource] = []
        if given.attachments:
            circuit = build_circuit(name, given, parent=self)
            self.router, self.attachments, self.pairing_keys, lines = circuit.router, circuit.paths, circuit.pairing_keys, circuit.built
        if given.gateway_addresses:
            self.router = self._vpn(lines)
        self.register_outputs(
            {
                "router": self.router,
                "tunnels": self.tunnels,
                "attachments": self.attachments,
                "gatewayAddresses": self.gateway_addresses,
                "pairingKeys": self.pairing_keys,
            }
        )

    def _vpn(self, lines: list[pulumi.Resource]) -> str:
        """Gateways of both sides, and the tunnels between them. Over a circuit each interface takes one attachment."""
        given, label = self._given, resource_name(Kind.COMPUTE, self._name)
        place = (given.project, given.region)
        router = build_router(self._name, given, parent=self)
        carriers = [
            compute.HaVpnGatewayVpnInterfaceArgs(id=at, interconnect_attachment=path)
            for at, (_, path) in enumerate(sorted(self.attachments.items()))
        ]
        gateway = compute.HaVpnGateway(
            child(self._name, "gateway"),
            name=label,
            project=given.project,
            region=given.region,
            network=given.network,
            stack_type="IPV4_ONLY",
            vpn_interfaces=carriers or None,
            labels=given.labels_of(),
            opts=after(self, lines),
        )
        theirs = compute.ExternalVpnGateway(
            child(self._name, "site"),
            name=label,
            project=given.project,
            redundancy_type=REDUNDANCY[len(given.gateway_addresses)],
            interfaces=[
                compute.ExternalVpnGatewayInterfaceArgs(id=at, ip_address=str(address))
                for at, address in enumerate(given.gateway_addresses)
            ],
            labels=given.labels_of(),
            opts=after(self),
        )
        assert given.link_cidr is not None
        blocks = given.link_cidr.subnets(new_prefix=30)
        for at, ((ours, other), block) in enumerate(zip(ENDS[len(given.gateway_addresses)], blocks, strict=False)):
            part = f"tunnel-{at + 1}"
            tunnel = compute.VPNTunnel(
                child(self._name, part),
                name=resource_name(Kind.COMPUTE, self._name, part),
                project=given.project,
                region=given.region,
                vpn_gateway=compute_regional(*place, "vpnGateways", label),
                vpn_gateway_interface=ours,
                peer_external_gateway=compute_global(given.project, "externalVpnGateways", label),
                peer_external_gateway_interface=other,
                router=router.path,
                ike_version=2,
                cipher_suite=CIPHERS,
                shared_secret=pulumi.Output.secret(given.shared_key),
                labels=given.labels_of(),
                opts=after(self, router.resource, gateway, theirs),
            )
            path = compute_regional(*place, "vpnTunnels", resource_name(Kind.COMPUTE, self._name, part))
            self.tunnels.append(path)
            build_session(
                self._name,
                part,
                given,
                router,
                {"vpn_tunnel": path},
                ip_range=f"{block.network_address + 1}/30",
                peer_address=str(block.network_address + 2),
                waits_for=[tunnel],
                parent=self,
            )
        self.gateway_addresses = gateway.vpn_interfaces.apply(lambda ends: [end.ip_address or "" for end in ends or []])
        return router.path
