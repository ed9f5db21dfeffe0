"""What readers say. Facts hold references, not nodes: the order in which readers run does not matter."""

from dataclasses import field
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.addresses import AddressSet
from posture.graph.kinds import EdgeKind, GatewayKind, Moves, Outside
from posture.graph.ports import Ports
from posture.record import record
from posture.reference import ABSENT, Reference

OPEN_FRONT: Final = "permits everybody"
"""Text of the `Because` of a front that knows people but asks nothing of them."""


@record
class Because:
    """The property that decides a fact, for explanations."""

    urn: str
    prop: str
    text: str = ""
    """What stands there, short and printable: `0.0.0.0/0`, `no policy`."""


@record
class Destination:
    """Where a route leads: addresses, a named list of addresses, or a cloud service's own prefix list."""

    addresses: AddressSet | None = None
    """None when unknown (or given by `group` or `service`)."""
    group: Reference = ABSENT
    """A prefix list of the stack."""
    service: str | None = None
    """`s3`, `dynamodb`: a service's managed prefix list."""
    text: str = ""
    besides: AddressSet | None = None
    """Of an unknown destination: addresses that it certainly does not have (a network's own, which nothing announced takes)."""


@record
class NetworkFact:
    urn: str
    cidrs: AddressSet | None
    """None when unknown."""
    within: Reference = ABSENT
    """What holds the network and passes its zone on: a GCP project, a Kubernetes cluster."""


@record
class SubnetFact:
    urn: str
    network: Reference
    cidrs: AddressSet | None


@record
class AddressGroupFact:
    """A prefix list or named set of addresses. `complete` is False when entries are unknown."""

    urn: str
    addresses: AddressSet
    complete: bool = True
    entries: tuple[str, ...] = ()
    """CIDRs as written. A route by a list is as specific as the entry that matches, which the joined addresses no longer tell."""


@record
class TableFact:
    """A route table. `network` is where its `local` route leads; ABSENT for the table of a transit hub.

    A main table that is no resource needs no fact: routes, associations and propagations may name the network (or the hub) as their table.
    """

    urn: str
    network: Reference
    because: Because | None = None


@record
class MainTableFact:
    """The table of subnets without one of their own; of a transit hub, the table of attachments without one of their own."""

    network: Reference
    table: Reference
    because: Because


@record
class AssociationFact:
    """A subnet uses a table; so does an attachment (a table of its hub). Edge associations of gateways are not followed."""

    table: Reference
    subnet: Reference
    because: Because


@record
class RouteFact:
    table: Reference
    destination: Destination
    via: Reference
    because: Because
    preference: int = 100
    """Lower wins among equal prefixes (GCP priority; propagated routes lose to static ones)."""
    blackhole: bool = False
    internet: bool = False
    """The next hop is the internet itself, without a gateway resource (Azure `Internet`, GCP default internet gateway)."""
    drops_table_default: bool = False


@record
class PropagationFact:
    """A gateway or attachment announces its networks' addresses into a table."""

    table: Reference
    source: Reference
    because: Because


@record
class GatewayFact:
    """A next hop. `subnets`: where it stands (NAT, firewall, appliance). `networks`: what it joins (internet gateway: one; peering: two).

    Several facts of one `urn` are joined: an attachment that is a resource of its own says the gateway again, with the network.
    """

    urn: str
    kind: GatewayKind
    networks: tuple[Reference, ...] = ()
    subnets: tuple[Reference, ...] = ()
    far: Reference = ABSENT
    """A peer outside the stack (peer VPC id, customer gateway) as literal."""
    inspects: tuple[str, ...] | None = None
    """FIREWALL only: FQDNs that pass when it drops by default; None when it does not drop by default."""
    passes: tuple[tuple[AddressSet, AddressSet], ...] | None = None
    """FIREWALL only: which sources may open connections to which private destinations by its rules; None when any may."""
    ruled_by: tuple[str, ...] = ()
    """FIREWALL only: the resources that hold its rules, for explanations."""
    home: AddressSet | None = None
    private: bool = False
    """NAT only: a private NAT gateway has no public address."""
    announces: tuple[str, ...] | None = None
    """PRIVATE_CIRCUIT: prefixes that the far side can announce here, when they are all known (static routes of its VPNs)."""
    announced_by: tuple[Because, ...] = ()
    """PRIVATE_CIRCUIT: what decides each of `announces`, where a resource of its own does; in the same order."""
    certain: bool = True
    """False when what it does to packets is unknown (a firewall whose rules or default are unknown): never a pass, never a certain leak."""
    forwards: bool = True
    """PEERING only: the other network takes packets that come from beyond this one (Azure `allowForwardedTraffic`)."""


@record
class AttachmentFact:
    """A network (or a circuit: no network) joins a transit hub; `table` is the hub table that packets *from* it use."""

    urn: str
    hub: Reference
    network: Reference = ABSENT
    subnets: tuple[Reference, ...] = ()
    far: Reference = ABSENT
    because: Because | None = None
    other_half: str = ""
    """Of a peering of two hubs: the attachment that it is at the other one. Each half has a hub, and a table for what comes over from the other."""


@record
class Rule:
    """One filter rule. Among ordered rules the lowest `order` decides; unordered (all `order` 0) allow rules are a union."""

    inbound: bool
    allow: bool
    protocol: str
    """`tcp`, `udp`, `icmp`, another IANA name or number, or `-1` for all."""
    from_port: int
    to_port: int
    addresses: AddressSet | None = None
    """Peers by address; None when the peers are given by `group`, or unknown (then `certain` is False)."""
    group: Reference = ABSENT
    """Peers by filter membership (a security group), by a prefix list, or by where they stand (a subnet, a namespace, a network)."""
    order: int = 0
    certain: bool = True
    because: Because | None = None


@record
class FilterFact:
    """A security group, network ACL, NSG, firewall policy. Rules may come from several resources: `rules_for` joins them by `urn`."""

    urn: str
    stateful: bool
    network: Reference = ABSENT
    rules: tuple[Rule, ...] = ()


@record
class ExtraRuleFact:
    """A rule declared by a resource of its own."""

    filter: Reference
    rule: Rule


@record
class FilterUseFact:
    """A filter stands before a subnet (NACL, NSG)."""

    filter: Reference
    subnet: Reference
    because: Because


@record
class DefaultFilterFact:
    """The filter that subnets (NACL) of a network have when nothing else is associated."""

    network: Reference
    filter: Reference
    because: Because


@record
class WorkloadFact:
    """Something with addresses in subnets: instance, function, database, load balancer, endpoint interface. `groups`: its stateful filters."""

    urn: str
    subnets: tuple[Reference, ...]
    groups: tuple[Reference, ...]
    public: bool = False
    """Has, or may be given, a public address."""
    because: Because | None = None
    certain: bool = True
    network: Reference = ABSENT
    within: Reference = ABSENT
    """What passes its zone on where no network does: a GCP project."""


@record
class EndpointFact:
    """A service endpoint in a consumer's network: one cloud service, or a producer's private service.

    Interface endpoints are workloads too (subnets, groups); gateway endpoints are next hops in `tables`.
    """

    urn: str
    network: Reference
    service: str
    """`s3`, `kms`, `bedrock-runtime`, …; `private` for somebody's own service; `resource` for a resource endpoint."""
    producer: Reference = ABSENT
    subnets: tuple[Reference, ...] = ()
    groups: tuple[Reference, ...] = ()
    tables: tuple[Reference, ...] = ()
    region: str | None = None
    because: Because | None = None
    unguarded: bool = False
    """The filters of its own subnet do not hold what comes in (Azure, unless the subnet enables network policies for private endpoints)."""


@record
class ServiceFact:
    """The producer half of a private link: `targets` are the workloads or stores behind it, `ports` its listeners."""

    urn: str
    targets: tuple[Reference, ...]
    ports: tuple[int, ...] = ()
    service: str | None = None
    """Value of the tag `ai-service`."""
    manual_acceptance: bool | None = None
    because: Because | None = None
    port_ranges: tuple[tuple[int, int], ...] = ()
    """Ranges of ports besides, both ends included."""


@record
class ListenerFact:
    """A load balancer listens on a port. What listens on none accepts no connection; a service without `ports` has those of its targets."""

    workload: Reference
    port: int
    protocol: str = "tcp"
    because: Because | None = None


@record
class StoreFact:
    """Holds data: bucket, database, queue, topic, log group, snapshot, key (which guards data)."""

    urn: str
    service: str
    """`s3`, `rds`, `kms`, `logs`, …"""
    network: Reference = ABSENT
    subnets: tuple[Reference, ...] = ()
    groups: tuple[Reference, ...] = ()
    account: str | None = None
    region: str | None = None
    keyed: bool = False
    """True for keys: they hold no records, but open those that they encrypt."""
    within: Reference = ABSENT
    """What passes its zone on where no network does: a GCP project."""


@record
class IdentityFact:
    urn: str
    account: str | None = None
    within: Reference = ABSENT
    """What passes its zone on: a GCP project."""


@record
class GrantFact:
    """An identity may use a store from outside our networks: whoever acts as it touches what the store holds."""

    identity: str
    store: str


@record
class PublicUseFact:
    """A workload may use a store at its service's public address, by its identity: a move where the workload has a road to the internet."""

    workload: str
    store: str
    because: Because
    certain: bool = True


@record
class ResolverFact:
    """How names are answered in networks. `closed`: only an allow-list is answered; `allows`: its patterns."""

    urn: str
    networks: tuple[Reference, ...]
    closed: bool | None
    allows: tuple[str, ...] = ()
    because: Because | None = None


@record
class ExternalFact:
    """Somebody or something that no resource of the stack is."""

    key: str
    """`internet`, `account:123456789012`, `bucket:name`, `network:vpc-…`, `region:us-east-1`, `principal:*`."""
    name: str
    outside: Outside
    zone: ZoneName | None = None
    """The zone of the plan that it is, where its addresses tell."""


@record
class EdgeFact:
    """A move that needs no forwarding. `source` and `target` are URNs in references, or keys of external nodes as literal."""

    source: Reference
    target: Reference
    kind: EdgeKind
    because: Because
    moves: Moves = Moves.BOTH
    ports: tuple[tuple[int, int], ...] = ((0, 65535),)
    certain: bool = True
    inspected_by: str = ""
    """The firewall (a `GatewayFact`) that lets pass only its names, where the move is one through it (a proxy that clients are told to use)."""
    protocols: Ports = ()
    """A ROUTE edge only: what can be opened, by protocol, where more than TCP is known; it wins over `ports`."""
    notice: bool = False
    """The store's own service says what was done to it, and no more: access logs, notices of objects by name."""


@record
class MixedFact:
    """Zones that must be apart stand in one cluster."""

    urn: str
    """Something of one of the zones."""
    zone: ZoneName
    cluster: str
    """Its name, for people."""
    other: ZoneName
    allowed: bool
    """Whether the environment allows it: then it is an assumption that policies alone keep them apart."""


@record
class Unreadable:
    """Something that a reader saw and could not understand: never a pass. `about`: the URN that it concerns."""

    about: str
    reason: str
    theorems: frozenset[str] = field(default_factory=frozenset)
    """Names of the theorems that it leaves open; empty means all."""
    beyond: bool = False
    """Open only where the graph holds something that may be of another zone than those that it touches, or leads there: what it might get at."""
