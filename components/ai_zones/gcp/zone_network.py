"""Zone network: a VPC network without a road out.

It has no route to the internet and no Cloud NAT, every connection is a declared flow and filtered, its resolver answers an allow-list, and
what it says is logged. Google's APIs are reached at the address where perimeters are enforced; other zones by endpoints of Private Service
Connect that other components put into it.

Sources: Virtual Private Cloud documentation, "VPC networks", "Routes", "Configure Private Google Access"; Cloud Next Generation Firewall,
"Global network firewall policies"; Cloud DNS, "Manage response policies and rules"; NIST SP 800-207 section 3.1.2 (micro-segmentation);
45 CFR 164.312(e)(1), 164.312(b).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.gcp import validation
from ai_zones.gcp.firewall import EGRESS, INGRESS, PassRule, named_priorities
from ai_zones.gcp.network_input import NetworkInput
from ai_zones.gcp.network_outputs import network_outputs
from ai_zones.gcp.network_parts import NetworkBuilder
from ai_zones.gcp.ordering import children_wait
from ai_zones.gcp.subnets import ENDPOINT, PROXY, WORKLOAD
from ai_zones.plan.ceiling import CEILING

PEER_ZONES = tuple(sorted(peer.zone.value for peer in CEILING.peers))


class GcpNetworkPeerArgs(TypedDict):
    """A declared peer, as the network's filters see it. Its road is a VPN or an Interconnect, whose router brings the routes."""

    cidr: str
    """Addresses of the other side."""
    port: int
    """TCP port."""
    inbound: bool
    """True: the peer opens connections to the zone's programs. False: programs open them to the peer."""


class GcpZoneNetworkArgs(TypedDict):
    """Inputs of `GcpZoneNetwork`. The required ones alone give the strictest network."""

    zone: str
    """Zone that the network is: any but `egress`, which `GcpEgressNetwork` builds."""
    project: str
    """Project of the zone, whose label `ai-zone` is the network's: a network bears no labels."""
    region: str
    """Region of the subnetworks, such as `europe-west3`."""
    workload_subnet: str
    """Range for programs."""
    endpoint_subnet: str
    """Range for endpoints by which programs reach services of other zones."""
    link_range: NotRequired[str]
    """Range of which each service that the zone offers takes a subnetwork, for its consumers' translated addresses: see `link_subnet`. Needed
    with `service_ports`."""
    proxy_subnet: NotRequired[str]
    """Range for Google's proxies, /26 or larger: only where an internal Application Load Balancer stands. Default: none."""
    pod_range: NotRequired[str]
    """Second range of the workload subnetwork, for a cluster's pods. Default: none."""
    service_range: NotRequired[str]
    """The same for a cluster's services; with `pod_range`."""
    google_apis_address: NotRequired[str]
    """Private address outside of every range, at which an endpoint for the bundle `vpc-sc` answers for Google's APIs. Default: none, and a
    route leads to their restricted virtual address."""
    google_domains: NotRequired[list[str]]
    """Further domains of Google's that lead to its APIs, such as `["run.app"]`. Always: googleapis.com, gcr.io, pkg.dev."""
    endpoint_ports: NotRequired[list[int]]
    """Ports that programs may open to endpoints: those of the zone's outgoing flows. Default 443 alone."""
    service_ports: NotRequired[list[int]]
    """Ports on which other zones enter the zone's programs by private link. Default none."""
    workload_ports: NotRequired[list[int]]
    """Ports that programs may open to each other. Default none."""
    front_port: NotRequired[int]
    """Port on which people enter programs, through the proxies of the front in `proxy_subnet`; only in `access`. Default none."""
    peers: NotRequired[dict[str, GcpNetworkPeerArgs]]
    """Private outside systems, by name. Default none."""
    allowed_domains: NotRequired[list[str]]
    """Further names that the resolver answers: those of private zones of the network. `*.example.com` is all under it. Default none."""
    flow_log_sampling: NotRequired[float]
    """Share of flows that is logged, above 0. Default 1: all."""
    labels: NotRequired[dict[str, str]]
    """Further labels, of what can bear any. The classification labels are the component's own."""


class NetworkPeer(validation.ComponentInput):
    """Parsed `GcpNetworkPeerArgs`."""

    cidr: validation.Cidr
    port: validation.Port
    inbound: bool


class ZoneNetwork(NetworkInput, validation.ZonedInput):
    """Parsed inputs of `GcpZoneNetwork`, and what follows from them before anything is built."""

    front_port: validation.Port | None = None
    peers: dict[str, NetworkPeer] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.zone == "egress":
            raise ValueError("zone: given 'egress', which has a road out; use GcpEgressNetwork")
        if self.front_port is not None and self.zone != "access":
            raise ValueError(f"front_port: given {self.front_port} in {self.zone}, but people enter the access zone only; leave it out")
        if self.front_port is not None and self.proxy_subnet is None:
            raise ValueError("proxy_subnet: is required with front_port; the front's proxies stand in it, and nobody else enters")
        if self.peers and self.zone not in PEER_ZONES:
            raise ValueError(f"peers: given {', '.join(self.peers)} in {self.zone}, but only {', '.join(PEER_ZONES)} may have peers")
        for name, peer in sorted(self.peers.items()):
            if peer.cidr.prefixlen < 16 or any(peer.cidr.overlaps(own) for own in self.ranges().values()):
                raise ValueError(f"peers.{name}.cidr: given {peer.cidr}, it must be a /16 or smaller outside of the network's ranges")
        return self

    def probed_ports(self) -> tuple[int, ...]:
        """Those of links, of the front, and of peers' doors."""
        front = () if self.front_port is None else (self.front_port,)
        return (*super().probed_ports(), *front, *(peer.port for peer in self.peers.values() if peer.inbound))

    def all_rules(self) -> list[PassRule]:
        """Everything that may pass. Peers are reached from, and answered by, programs alone."""
        found, programs = self.rules(), self.programs()
        if self.front_port is not None:
            found.append(PassRule("from-fronts", INGRESS, 10040, (str(self.proxy_subnet),), programs, (self.front_port,)))
        for name, priority in named_priorities(self.peers).items():
            peer = self.peers[name]
            theirs, label = (str(peer.cidr),), f"peer-{name}"
            if peer.inbound:
                found.append(PassRule(label, INGRESS, priority, theirs, programs, (peer.port,)))
            else:
                found.append(PassRule(label, EGRESS, priority, programs, theirs, (peer.port,)))
        return found


class GcpZoneNetwork(pulumi.ComponentResource):
    """VPC network with subnetworks, firewall policy, resolver and logs, with a road to Google's APIs and none to the internet.

    Names derive from the component's name: choose one that is unique in the project, such as `<organization>-<environment>-<zone>`.
    What is put into the network waits for it: `depends_on=[network]`. Raises `InvalidInputError` before anything is registered.
    """

    network: str
    """Path of the network."""
    workload_subnetwork: str
    """Path of the subnetwork of programs."""
    endpoint_subnetwork: str
    """Path of the subnetwork of endpoints."""
    proxy_subnetwork: str
    """Path of the subnetwork of Google's proxies; empty without one."""
    firewall_policy: str
    """Path of the firewall policy."""
    response_policy: str
    """Name of the resolver's response policy, to which the answers for further names are added."""

    def __init__(self, name: str, args: GcpZoneNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ZoneNetwork.parse(name, args)
        super().__init__("ai-zones:index:GcpZoneNetwork", name, {}, children_wait(opts))
        builder = NetworkBuilder(name, given.zone, given, self)
        built = builder.build(given.all_rules())
        self.network, self.firewall_policy = builder.network, builder.firewall_policy
        self.workload_subnetwork, self.endpoint_subnetwork = builder.subnetwork(WORKLOAD), builder.subnetwork(ENDPOINT)
        self.proxy_subnetwork = builder.subnetwork(PROXY)
        self.response_policy = builder.answer(given.domains(), built)
        self.register_outputs(network_outputs(self))
