"""Zone network: a VPC without a road out.

It has no internet, NAT, transit or peering gateway and no route but `local`; its resolver answers an allow-list; every connection inside it
is a declared flow, filtered twice; what it says is logged. Other zones and cloud services are reached by private endpoints that other
components put into it.

Sources: Amazon VPC User Guide; Route 53 Developer Guide, "Resolver DNS Firewall"; NIST SP 800-207 section 3.1.2 (micro-segmentation);
45 CFR 164.312(e)(1) (transmission security), 164.312(b) (audit controls).
"""

from collections.abc import Mapping
from typing import Any, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.aws import validation
from ai_zones.aws.dns_firewall import allow_list, build_dns_firewall
from ai_zones.aws.flow_logs import build_flow_logs
from ai_zones.aws.network_acl import AclTable, Entry, Passage, acl_tables, build_acls
from ai_zones.aws.security_groups import ClusterPorts, Group, PortFlow, build_groups, flows_of
from ai_zones.aws.subnets import SubnetSpec, build_subnets, lay_out, ranges_of
from ai_zones.aws.vpc import build_vpc
from ai_zones.plan.ceiling import CEILING
from ai_zones.plan.names import Tier

HTTPS = 443
PEER_ZONES = tuple(sorted(peer.zone.value for peer in CEILING.peers))


class AwsNetworkPeerArgs(TypedDict):
    """A declared peer, as the network ACLs see it."""

    cidr: str
    """Addresses of the other side."""
    port: int
    """TCP port."""
    inbound: bool
    """True: the peer opens connections to the endpoint subnets. False: programs open them to the peer."""


class AwsNetworkClusterArgs(TypedDict):
    """What a Kubernetes cluster needs of the network's filters, beside what every cluster does (API, kubelets, names)."""

    pod_ports: NotRequired[list[int]]
    """TCP ports on which pods of one node answer pods of another. Default none: pods talk within their node alone."""
    webhook_ports: NotRequired[list[int]]
    """TCP ports on which admission webhooks and API extensions answer the control plane. Default none."""


class AwsZoneNetworkArgs(TypedDict):
    """Inputs of `AwsZoneNetwork`. The required ones alone give the strictest network."""

    zone: str
    """Zone that the network is: any but `egress`, which `AwsEgressNetwork` builds."""
    region: str
    """Region of the network, such as `eu-west-1`; the provider must be of the same region."""
    account_id: str
    """Account of the network: twelve digits."""
    cidr: str
    """IPv4 range of the VPC: private, /16 to /28."""
    workload_subnets: dict[str, str]
    """Availability zone → range, for programs. Two zones or more; every tier has the same."""
    endpoint_subnets: dict[str, str]
    """Availability zone → range, for private endpoints and for the producer half of private links."""
    database_subnets: NotRequired[dict[str, str]]
    """Availability zone → range, for databases. Two zones or more even with `single_availability_zone`. Default: no database tier."""
    kms_key_arn: pulumi.Input[str]
    """Key of the log groups; its policy must allow CloudWatch Logs for the names that `log_group_prefix(name)` begins."""
    endpoint_ports: NotRequired[list[int]]
    """Ports that programs may open to endpoints: those of the zone's outgoing flows. Default 443 alone."""
    service_ports: NotRequired[list[int]]
    """Ports on which other zones enter the zone's programs by private link. Default none."""
    workload_ports: NotRequired[list[int]]
    """Ports that programs may open to each other. Default none."""
    database_port: NotRequired[int]
    """Port of the databases. Default 5432; only with `database_subnets`."""
    database_link: NotRequired[bool]
    """True lets the producer half of a database link (a resource gateway) enter the databases. Default False."""
    gateway_endpoint_cidrs: NotRequired[list[str]]
    """Ranges of S3 and DynamoDB that programs reach on 443 through gateway endpoints: a network ACL can't name a prefix list.
    Either the ranges that AWS publishes, or `0.0.0.0/0`: no route but the endpoint's leads there. Default none: gateway endpoints
    get no answer, interface endpoints do."""
    front_port: NotRequired[int]
    """Port on which the zone's front (Verified Access) enters load balancers in the endpoint subnets; only in `access`. Default none."""
    peers: NotRequired[dict[str, AwsNetworkPeerArgs]]
    """Private outside systems that the network's filters let through, by name; the road itself is `AwsPeerLink`. Default none."""
    cluster: NotRequired[AwsNetworkClusterArgs]
    """Lets a Kubernetes cluster of the zone work: a group for its control plane, and the flows between it, nodes and pods. Default none."""
    allowed_domains: NotRequired[list[str]]
    """Names that the resolver answers, such as `kms.eu-west-1.amazonaws.com` or `*.phi.internal`: those of the zone's endpoints
    (`endpoint_domains`) and of its private DNS zones. Default none."""
    retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch's values. Default 2192 (six years)."""
    flow_log_archive_arn: NotRequired[pulumi.Input[str]]
    """Bucket, with an optional prefix, that gets the flow logs too. Its policy must allow AWS's log delivery. Default none."""
    deletion_protection: NotRequired[bool]
    """False lets logs and the DNS firewall be deleted. Default True."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. The classification tags are the component's own."""


class NetworkPeer(validation.ComponentInput):
    """Parsed `AwsNetworkPeerArgs`."""

    cidr: validation.Cidr
    port: validation.Port
    inbound: bool


class NetworkCluster(validation.ComponentInput):
    """Parsed `AwsNetworkClusterArgs`."""

    pod_ports: tuple[validation.Port, ...] = ()
    webhook_ports: tuple[validation.Port, ...] = ()


class ZoneNetwork(validation.ComponentInput):
    """Parsed inputs of `AwsZoneNetwork`, and what follows from them before anything is built."""

    zone: validation.ZoneText
    region: validation.Region
    account_id: validation.AccountId
    cidr: validation.Cidr
    workload_subnets: dict[validation.AvailabilityZone, validation.Cidr]
    endpoint_subnets: dict[validation.AvailabilityZone, validation.Cidr]
    database_subnets: dict[validation.AvailabilityZone, validation.Cidr] = pydantic.Field(default_factory=dict)
    kms_key_arn: validation.Reference
    endpoint_ports: tuple[validation.Port, ...] = (HTTPS,)
    service_ports: tuple[validation.Port, ...] = ()
    workload_ports: tuple[validation.Port, ...] = ()
    database_port: validation.Port = 5432
    database_link: bool = False
    gateway_endpoint_cidrs: tuple[validation.Cidr, ...] = ()
    front_port: validation.Port | None = None
    peers: dict[str, NetworkPeer] = pydantic.Field(default_factory=dict)
    cluster: NetworkCluster | None = None
    allowed_domains: tuple[str, ...] = ()
    retention_days: validation.RetentionDays = validation.SIX_YEARS_DAYS
    flow_log_archive_arn: validation.Reference | None = None
    single_availability_zone: bool = False
    deletion_protection: bool = True
    tags: validation.ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.zone == "egress":
            raise ValueError("zone: given 'egress', which has a road out; use AwsEgressNetwork")
        if self.database_link and not self.database_subnets:
            raise ValueError("database_link: given True, but there are no databases; add database_subnets")
        if self.front_port is not None and self.zone != "access":
            raise ValueError(f"front_port: given {self.front_port} in {self.zone}, but people enter the access zone only; leave it out")
        if self.peers and self.zone not in PEER_ZONES:
            raise ValueError(f"peers: given {', '.join(self.peers)} in {self.zone}, but only {', '.join(PEER_ZONES)} may have peers")
        self.subnets()
        self.acl_tables()
        self.domains()
        return self

    def subnets(self) -> list[SubnetSpec]:
        """Subnets of the network."""
        tiers = {Tier.WORKLOAD: self.workload_subnets, Tier.ENDPOINT: self.endpoint_subnets}
        if self.database_subnets:
            tiers[Tier.DATABASE] = self.database_subnets
        return lay_out(self.region, self.cidr, tiers, single_zone=self.single_availability_zone)

    def peer_tiers(self) -> frozenset[Tier]:
        """Tiers whose table gets a peer's route, from its `AwsPeerLink`: of load balancers for who enters, of programs for who is called."""
        return frozenset(Tier.ENDPOINT if peer.inbound else Tier.WORKLOAD for peer in self.peers.values())

    def groups(self) -> list[Group]:
        """Security groups of the network."""
        absent = {Group.DATABASE} if not self.database_subnets else set()
        absent |= {Group.CONTROL_PLANE} if self.cluster is None else set()
        return [group for group in Group if group not in absent]

    def flows(self) -> list[PortFlow]:
        """Flows inside the network."""
        return flows_of(
            endpoint_ports=self.endpoint_ports,
            service_ports=self.service_ports,
            workload_ports=self.workload_ports,
            database_port=self.database_port if self.database_subnets else None,
            database_link=self.database_link,
            cluster=ClusterPorts(self.cluster.pod_ports, self.cluster.webhook_ports) if self.cluster else None,
        )

    def acl_tables(self) -> dict[Tier, AclTable]:
        """What each tier's network ACL allows."""
        specs = self.subnets()
        ranges = {tier: ranges_of(specs, tier) for tier in sorted({spec.tier for spec in specs})}
        passages = [Passage(Tier.WORKLOAD, Tier.WORKLOAD, HTTPS, cidr) for cidr in self.gateway_endpoint_cidrs]
        passages += [Passage(Tier.WORKLOAD, Tier.WORKLOAD, peer.port, peer.cidr) for peer in self.peers.values() if not peer.inbound]
        entries = [Entry(Tier.ENDPOINT, peer.port, peer.cidr) for peer in self.peers.values() if peer.inbound]
        # From the front's interface in one subnet to the load balancer's in another.
        front = [] if self.front_port is None else [PortFlow(Group.ENTRY, Group.ENTRY, self.front_port)]
        return acl_tables(ranges, [*self.flows(), *front], passages, entries)

    def domains(self) -> list[str]:
        """Names that the resolver answers."""
        try:
            return allow_list(self.allowed_domains)
        except ValueError as fault:
            raise ValueError(f"allowed_domains: {fault}") from None


class AwsZoneNetwork(pulumi.ComponentResource):
    """VPC with subnets, filters, resolver and logs, and without a road out.

    Physical names (log groups, role, security groups, DNS rules) derive from the component's name: choose one that is unique in the account,
    such as `<organization>-<environment>-<zone>`. Raises `InvalidInputError` before anything is registered.
    """

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    workload_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its workload subnet."""
    endpoint_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its endpoint subnet."""
    database_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its database subnet; empty without databases."""
    route_table_ids: pulumi.Output[dict[str, str]]
    """Tier → id of its route table, to which gateway endpoints add their prefix lists."""
    workload_security_group_id: pulumi.Output[str]
    """Group of programs."""
    endpoint_security_group_id: pulumi.Output[str]
    """Group of interface endpoints, and of the consumer half of private links."""
    entry_security_group_id: pulumi.Output[str]
    """Group of the producer half of private links: load balancers and resource gateways."""
    database_security_group_id: pulumi.Output[str]
    """Group of databases; empty without databases."""
    control_plane_security_group_id: pulumi.Output[str]
    """Group of the cluster's control plane; empty without a cluster."""
    flow_log_group_arn: pulumi.Output[str]
    """Log group of the flow logs."""
    dns_log_group_arn: pulumi.Output[str]
    """Log group of the resolver's query log."""

    def __init__(self, name: str, args: AwsZoneNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        network = ZoneNetwork.parse(name, args)
        super().__init__("ai-zones:index:AwsZoneNetwork", name, {}, opts)
        # `Any`: one mapping serves builders with different inputs; each builder checks its own.
        place: Mapping[str, Any] = {"zone": network.zone, "extra_tags": network.tags, "parent": self}
        vpc = build_vpc(name, region=network.region, cidr=network.cidr, **place)
        place = {**place, "vpc_id": vpc.id}
        subnets = build_subnets(name, network.subnets(), routes_apart=network.peer_tiers(), **place)
        build_acls(name, network.acl_tables(), subnets.ids, **place)
        groups = build_groups(name, network.flows(), network.groups(), **place)
        logs = {
            "kms_key_arn": network.kms_key_arn,
            "retention_days": network.retention_days,
            "deletion_protection": network.deletion_protection,
        }
        flow_logs = build_flow_logs(
            name,
            region=network.region,
            account_id=network.account_id,
            archive_arn=network.flow_log_archive_arn,
            **logs,
            **place,
        )
        dns_logs = build_dns_firewall(name, network.domains(), trust_redirection=False, **logs, **place)

        self.subnet_ids: dict[Tier, dict[str, pulumi.Output[str]]] = subnets.ids
        self.vpc_id = vpc.id
        self.workload_subnet_ids = pulumi.Output.all(**subnets.ids[Tier.WORKLOAD])
        self.endpoint_subnet_ids = pulumi.Output.all(**subnets.ids[Tier.ENDPOINT])
        databases = subnets.ids.get(Tier.DATABASE, {})
        # `Output.all` of nothing is an empty list.
        self.database_subnet_ids = pulumi.Output.all(**databases) if databases else pulumi.Output.from_input({})
        self.route_tables: dict[Tier, pulumi.Output[str]] = {
            tier: next(iter(tables.values())) for tier, tables in subnets.route_table_ids.items()
        }
        self.route_table_ids = pulumi.Output.all(**{tier.value: table for tier, table in self.route_tables.items()})
        self.workload_security_group_id = groups[Group.WORKLOAD].id
        self.endpoint_security_group_id = groups[Group.ENDPOINT].id
        self.entry_security_group_id = groups[Group.ENTRY].id
        self.database_security_group_id = groups[Group.DATABASE].id if Group.DATABASE in groups else pulumi.Output.from_input("")
        self.control_plane_security_group_id = (
            groups[Group.CONTROL_PLANE].id if Group.CONTROL_PLANE in groups else pulumi.Output.from_input("")
        )
        self.flow_log_group_arn = flow_logs.arn
        self.dns_log_group_arn = dns_logs.arn
        self.register_outputs(
            {
                "vpcId": self.vpc_id,
                "workloadSubnetIds": self.workload_subnet_ids,
                "endpointSubnetIds": self.endpoint_subnet_ids,
                "databaseSubnetIds": self.database_subnet_ids,
                "routeTableIds": self.route_table_ids,
                "workloadSecurityGroupId": self.workload_security_group_id,
                "endpointSecurityGroupId": self.endpoint_security_group_id,
                "entrySecurityGroupId": self.entry_security_group_id,
                "databaseSecurityGroupId": self.database_security_group_id,
                "controlPlaneSecurityGroupId": self.control_plane_security_group_id,
                "flowLogGroupArn": self.flow_log_group_arn,
                "dnsLogGroupArn": self.dns_log_group_arn,
            }
        )
