"""Zone network: a virtual network without a road out.

Its subnets give no machine a way to the internet, each sends what it does not know to nowhere and learns no route, every connection is a
declared flow and filtered at both ends, its resolver answers an allow-list, and what it says is logged. Other zones and Azure's services are
reached by private endpoints that other components put into it.

Sources: Azure Virtual Network documentation, "Default outbound access in Azure", "Virtual network traffic routing", "Network security
groups"; Azure DNS, "DNS security policy"; NIST SP 800-207 section 3.1.2 (micro-segmentation); 45 CFR 164.312(e)(1), 164.312(b).
"""

from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.azure import validation
from ai_zones.azure.network_input import NetworkInput
from ai_zones.azure.network_outputs import network_outputs
from ai_zones.azure.network_parts import HTTPS, NetworkBuilder, SubnetPlan
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.routes import NO_WAY_OUT, peer_ways
from ai_zones.azure.security_rules import PROBE_TAG, Cluster, Entry, Exit, PortFlow, Traffic
from ai_zones.azure.subnets import API_SERVER, ENDPOINT, LINK, WORKLOAD
from ai_zones.inputs import one_of
from ai_zones.plan.ceiling import CEILING

PeerLink = Annotated[str, one_of("vpn", "private-circuit")]
KUBELET, TUNNEL, PROBED = 10250, 4443, 9988
"""Ports of kubelets, of the API server's tunnel, and of its health probe."""
API_SERVER_DELEGATION = "Microsoft.ContainerService/managedClusters"
PEER_ZONES = tuple(sorted(peer.zone.value for peer in CEILING.peers))


class AzureNetworkPeerArgs(TypedDict):
    """A declared peer, as the network's tables and filters see it."""

    cidr: str
    """Addresses of the other side."""
    port: int
    """TCP port."""
    inbound: bool
    """True: the peer opens connections to the zone's programs. False: programs open them to the peer."""
    link: str
    """`vpn`: a route of ours leads to the zone's VPN gateway. `private-circuit`: the workload table takes the routes that ExpressRoute announces,
    as Azure knows no other way; the filter still lets the peer's range through alone."""


class AzureNetworkClusterArgs(TypedDict):
    """What a Kubernetes cluster needs of the network."""

    api_server_subnet: str
    """Range for the API server, /28 or larger."""
    pod_cidr: str
    """Range of the cluster's pods, outside the network: its filters let nodes and pods talk, its policies decide."""
    webhook_ports: NotRequired[list[int]]
    """TCP ports on which admission webhooks answer the API server. Default none."""


class AzureZoneNetworkArgs(TypedDict):
    """Inputs of `AzureZoneNetwork`. The required ones alone give the strictest network."""

    zone: str
    """Zone that the network is: any but `egress`, which `AzureEgressNetwork` builds."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region by its short name, such as `westeurope`."""
    cidr: str
    """IPv4 range of the network: private, /29 or larger."""
    workload_subnet: str
    """Range for programs."""
    endpoint_subnet: str
    """Range for private endpoints."""
    link_subnet: NotRequired[str]
    """Range for the producer half of private links: load balancers, and the addresses of Private Link Services. Needed with `service_ports`."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the resolver's log; one of ours."""
    flow_log_storage_id: pulumi.Input[str]
    """Storage account of the archive, in the same region, that takes the flow logs."""
    flow_log_identity_id: NotRequired[pulumi.Input[str]]
    """User-assigned identity that writes them: needed where the account takes no shared keys. Default: none."""
    traffic_analytics: NotRequired[bool]
    """True lets traffic analytics read the flows into the workspace, every 10 minutes. Default False."""
    network_watcher_name: NotRequired[str]
    """The region's network watcher. Default `NetworkWatcher_<location>`, as Azure names it."""
    network_watcher_group_name: NotRequired[str]
    """Its resource group. Default `NetworkWatcherRG`, or the zone's own with `own_network_watcher`."""
    own_network_watcher: NotRequired[bool]
    """True makes the watcher in the zone's group, before the network: in a new subscription, where Azure has made none. Default False."""
    endpoint_ports: NotRequired[list[int]]
    """Ports that programs may open to private endpoints: those of the zone's outgoing flows. Default 443 alone."""
    service_ports: NotRequired[list[int]]
    """Ports on which other zones enter the zone's programs by private link. Default none."""
    workload_ports: NotRequired[list[int]]
    """Ports that programs may open to each other. Default none."""
    front_subnet: NotRequired[str]
    """Range of the zone's front (`AzureAccessFront`), which enters programs on `front_port`; only in `access`. Default none."""
    front_port: NotRequired[int]
    """Port on which the front enters programs. Default 443; only with `front_subnet`."""
    peers: NotRequired[dict[str, AzureNetworkPeerArgs]]
    """Private outside systems, by name; their gateway is `AzurePeerGateway`. Default none."""
    cluster: NotRequired[AzureNetworkClusterArgs]
    """Lets a Kubernetes cluster of the zone work: a subnet for its API server, and what passes between it, nodes and pods. Default none."""
    allowed_domains: NotRequired[list[str]]
    """Names that the resolver answers, each with all under it: those of the zone's endpoints and of its private DNS zones. Default none."""
    deletion_protection: NotRequired[bool]
    """False lets the flow log be deleted. Default True."""
    tags: NotRequired[dict[str, str]]
    """Further tags. The classification tags are the component's own."""


class NetworkPeer(validation.ComponentInput):
    """Parsed `AzureNetworkPeerArgs`."""

    cidr: validation.Cidr
    port: validation.Port
    inbound: bool
    link: PeerLink


class NetworkCluster(validation.ComponentInput):
    """Parsed `AzureNetworkClusterArgs`."""

    api_server_subnet: validation.Cidr
    pod_cidr: validation.Cidr
    webhook_ports: tuple[validation.Port, ...] = ()


class ZoneNetwork(NetworkInput, validation.ZonedInput):
    """Parsed inputs of `AzureZoneNetwork`, and what follows from them before anything is built."""

    workload_ports: tuple[validation.Port, ...] = ()
    front_subnet: validation.Cidr | None = None
    front_port: validation.Port = HTTPS
    peers: dict[str, NetworkPeer] = pydantic.Field(default_factory=dict)
    cluster: NetworkCluster | None = None

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.zone == "egress":
            raise ValueError("zone: given 'egress', which has a road out; use AzureEgressNetwork")
        if self.front_subnet is not None and self.zone != "access":
            raise ValueError(f"front_subnet: given {self.front_subnet} in {self.zone}, but people enter the access zone only; leave it out")
        if self.peers and self.zone not in PEER_ZONES:
            raise ValueError(f"peers: given {', '.join(self.peers)} in {self.zone}, but only {', '.join(PEER_ZONES)} may have peers")
        if self.cluster is not None and self.cluster.pod_cidr.overlaps(self.cidr):
            raise ValueError(f"cluster.pod_cidr: given {self.cluster.pod_cidr}, it must lie outside the network's {self.cidr}")
        for name, peer in sorted(self.peers.items()):
            if peer.cidr.overlaps(self.cidr) or peer.cidr.prefixlen < 16:
                raise ValueError(f"peers.{name}.cidr: given {peer.cidr}, it must be a /16 or smaller outside the network's {self.cidr}")
        return self

    def ranges(self) -> dict[str, validation.Cidr]:
        """Subnet → range; the front's is built by the front itself."""
        more = {"front": self.front_subnet} if self.front_subnet is not None else {}
        if self.cluster is not None:
            more[API_SERVER] = self.cluster.api_server_subnet
        return super().ranges() | more

    def traffic(self) -> Traffic:
        """Everything that may pass."""
        flows = self.private_flows() + [PortFlow(WORKLOAD, WORKLOAD, port) for port in self.workload_ports]
        entered = {*self.service_ports, *(peer.port for peer in self.peers.values() if peer.inbound)}
        entries = [Entry(WORKLOAD, PROBE_TAG, port, "probes") for port in sorted(entered)]
        if self.front_subnet is not None:
            entries.append(Entry(WORKLOAD, str(self.front_subnet), self.front_port, "front"))
            # The front fetches its certificate from the zone's vault by private endpoint.
            entries.append(Entry(ENDPOINT, str(self.front_subnet), HTTPS, "front"))
        entries += [Entry(WORKLOAD, str(peer.cidr), peer.port, f"peer-{name}") for name, peer in self.peers.items() if peer.inbound]
        exits = [Exit(WORKLOAD, str(peer.cidr), peer.port, f"peer-{name}") for name, peer in self.peers.items() if not peer.inbound]
        if self.cluster is None:
            return Traffic(tuple(flows), tuple(entries), tuple(exits))
        # "API Server VNet Integration", network security group rules; webhooks and kubelets are asked without a tunnel.
        flows += [PortFlow(WORKLOAD, API_SERVER, port) for port in (HTTPS, TUNNEL)]
        flows += [PortFlow(API_SERVER, WORKLOAD, port) for port in (KUBELET, *self.cluster.webhook_ports)]
        entries.append(Entry(API_SERVER, PROBE_TAG, PROBED, "probes"))
        return Traffic(tuple(flows), tuple(entries), tuple(exits), (Cluster(WORKLOAD, str(self.cluster.pod_cidr)),))

    def subnets(self) -> list[SubnetPlan]:
        """Subnets to build. Peers are reached from, and answered by, programs alone."""
        by_vpn = {name: str(peer.cidr) for name, peer in self.peers.items() if peer.link == "vpn"}
        by_circuit = any(peer.link == "private-circuit" for peer in self.peers.values())
        programs = SubnetPlan(WORKLOAD, self.workload_subnet, ways=(NO_WAY_OUT, *peer_ways(by_vpn)), learn_from_gateway=by_circuit)
        own = [SubnetPlan(API_SERVER, self.cluster.api_server_subnet, delegation=API_SERVER_DELEGATION)] if self.cluster else []
        return [programs, *self.private_subnets(), *own]


class AzureZoneNetwork(pulumi.ComponentResource):
    """Virtual network with subnets, filters, tables, resolver policy and logs, and without a road out.

    Names derive from the component's name: choose one that is unique in the group, such as `<organization>-<environment>-<zone>`.
    What is put into the network waits for it: `depends_on=[network]`. Raises `InvalidInputError` before anything is registered.
    """

    virtual_network_id: str
    """Id of the network."""
    virtual_network_name: str
    """Name of the network."""
    workload_subnet_id: str
    """Subnet of programs."""
    endpoint_subnet_id: str
    """Subnet of private endpoints."""
    link_subnet_id: str
    """Subnet of the producer half of private links; empty without one."""
    api_server_subnet_id: str
    """Subnet of a cluster's API server; empty without one."""
    security_group_ids: dict[str, str]
    """Subnet (`workload`, `endpoint`, `link`) → its network security group."""
    route_table_ids: dict[str, str]
    """Subnet → its route table."""
    dns_policy_id: str
    """The resolver's policy."""

    def __init__(self, name: str, args: AzureZoneNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ZoneNetwork.parse(name, args)
        super().__init__("ai-zones:index:AzureZoneNetwork", name, {}, children_wait(opts))
        builder = NetworkBuilder(name, given.zone, given, given.cidr, self)
        builder.build_network(given.flow_logs())
        plans = given.subnets()
        builder.add(plans, given.traffic(), {label: str(cidr) for label, cidr in given.ranges().items()})
        self.dns_policy_id, _ = builder.watch(
            given.domains(), given.flow_logs(), log_workspace_id=given.log_workspace_id, protect=given.deletion_protection
        )
        labels = [plan.label for plan in plans]
        place = builder.network_place
        self.virtual_network_id = builder.virtual_network_id
        self.virtual_network_name = builder.virtual_network_name
        self.workload_subnet_id = place.subnet_id(WORKLOAD)
        self.endpoint_subnet_id = place.subnet_id(ENDPOINT)
        self.link_subnet_id = place.subnet_id(LINK) if LINK in labels else ""
        self.api_server_subnet_id = place.subnet_id(API_SERVER) if API_SERVER in labels else ""
        self.security_group_ids = {label: builder.security_group_id(label) for label in labels}
        self.route_table_ids = {label: builder.route_table_id(label) for label in labels}
        self.register_outputs(network_outputs(self))
