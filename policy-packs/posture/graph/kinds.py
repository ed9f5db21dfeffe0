"""The graph's vocabulary: what stands in it, and how data can move. Cloud-neutral."""

from enum import StrEnum


class NodeKind(StrEnum):
    """Kinds of node."""

    NETWORK = "network"
    SUBNET = "subnet"
    WORKLOAD = "workload"
    STORE = "store"
    ENDPOINT = "service endpoint"
    SERVICE = "service"
    """A private service that a zone offers to others (endpoint service, Private Link Service, service attachment, resource configuration)."""
    GATEWAY = "gateway"
    IDENTITY = "identity"
    PERIMETER = "perimeter"
    RESOLVER = "resolver"
    EXTERNAL = "external"


class EdgeKind(StrEnum):
    """Kinds of move."""

    ROUTE = "route"
    """Packets: found by the forwarding walk, or written by hand."""
    LINK = "link"
    """A private link from a consumer's endpoint to a producer's service."""
    USE = "use"
    """A workload, endpoint or service works on a store."""
    SHARE = "share"
    """A store's, key's or image's own policy lets somebody in."""
    REPLICATE = "replicate"
    """A service copies data to another place by itself."""
    ASSUME = "assume"
    """An identity may act as another."""
    RESOLVE = "resolve"
    """A resolver forwards questions; names carry data."""


class Moves(StrEnum):
    """Which way data moves over an edge. A connection moves it both ways, whoever opens it."""

    BOTH = "both"
    FORWARD = "forward"
    BACKWARD = "backward"


class GatewayKind(StrEnum):
    """What a next hop does with a packet."""

    INTERNET = "internet gateway"
    """To and from the internet (AWS internet gateway, carrier gateway; Azure `Internet` next hop; GCP default internet gateway)."""
    EGRESS_ONLY = "egress-only internet gateway"
    NAT = "NAT gateway"
    """Goes on by the table of the subnet that it stands in."""
    PEERING = "peering"
    """Into the other network's own addresses, and no further (not transitive)."""
    TRANSIT = "transit hub"
    """By the hub table that the source's attachment is associated with, into the target attachment's network, and on by its subnets' tables."""
    FIREWALL = "firewall"
    """Inspected, then on by the table of the subnet that it stands in."""
    APPLIANCE = "appliance"
    """A machine that forwards; on by the table of the subnet that it stands in."""
    PRIVATE_CIRCUIT = "private circuit"
    """VPN, Direct Connect, ExpressRoute, Interconnect: to a named peer, else to somebody unknown."""
    ENDPOINT = "service endpoint"
    """A route (prefix list) that ends in a service endpoint node."""
    BLACKHOLE = "blackhole"
    """Dropped."""


class Outside(StrEnum):
    """How sure it is that an external node is outside."""

    INTERNET = "the internet"
    FOREIGN = "foreign"
    """An account, subscription, project, tenant or organization that the reviewer does not list as ours; a wildcard principal."""
    RESIDENCY = "outside residency"
    UNKNOWN = "not known to be ours"
    """A literal that no resource of the stack owns and the reviewer does not name: unproven."""
    OURS = "ours"
    """Named by the reviewer: a peer, a declared account, an asserted network."""


class Gate(StrEnum):
    """Where a path may rightly end, on approved flows only."""

    DEIDENTIFICATION = "de-identification service"
    INSPECTOR = "egress inspector"
    REGISTRY = "signed-model registry"
    LOG_SINK = "write-only log sink"
