"""Egress network: the only road to the internet, through a firewall that drops by default.

    program → firewall endpoint → NAT gateway → internet gateway
    program ← firewall endpoint ← NAT gateway ← internet gateway

Both directions stay in one availability zone and pass the same firewall endpoint: a stateful firewall that sees half of a connection drops
it. The firewall stands before the NAT gateway, so its logs name the program and not the gateway.

Sources: AWS Network Firewall Developer Guide, "Architecture with an internet gateway and a NAT gateway"; Amazon VPC User Guide, "Middlebox
routing" (a route more specific than `local` must name a subnet's whole range), "NAT gateways"; 45 CFR 164.312(e)(1).
"""

from collections.abc import Mapping
from typing import Any, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import ec2, networkfirewall
from pulumi_aws import vpc as vpc_rules

from ai_zones.aws import validation
from ai_zones.aws.dns_firewall import allow_list, build_dns_firewall
from ai_zones.aws.flow_logs import build_flow_logs
from ai_zones.aws.naming import child, physical_name
from ai_zones.aws.network_acl import AclTable, Passage, acl_tables, build_acls
from ai_zones.aws.network_firewall import TLS_PORT, FirewallBuilder, FirewallSpec, endpoint_in
from ai_zones.aws.security_groups import MAX_GROUP_NAME, Group, PortFlow, build_groups, flows_of
from ai_zones.aws.subnets import Subnets, SubnetSpec, build_subnets, lay_out, ranges_of
from ai_zones.aws.tags import tags_for
from ai_zones.aws.vpc import build_vpc
from ai_zones.plan.fqdn import fqdn
from ai_zones.plan.names import Tier

ZONE = "egress"
INTERNET = "0.0.0.0/0"
ROUTED = frozenset({Tier.WORKLOAD, Tier.FIREWALL, Tier.PUBLIC})
"""Tiers whose routes stay in their own availability zone. The endpoint tier has no route but `local`."""


class AwsEgressNetworkArgs(TypedDict):
    """Inputs of `AwsEgressNetwork`. The required ones alone give a network that can reach no outside name at all."""

    region: str
    """Region of the network, such as `eu-west-1`; the provider must be of the same region."""
    account_id: str
    """Account of the network: twelve digits."""
    cidr: str
    """IPv4 range of the VPC: private, /16 to /28. It is the firewall's HOME_NET."""
    workload_subnets: dict[str, str]
    """Availability zone → range, for the inspector. Two zones or more; every tier has the same."""
    endpoint_subnets: dict[str, str]
    """Availability zone → range, for private endpoints and for the producer half of the inspector's link."""
    firewall_subnets: dict[str, str]
    """Availability zone → range, for the firewall's endpoints and nothing else."""
    public_subnets: dict[str, str]
    """Availability zone → range, for NAT gateways and nothing else."""
    kms_key_arn: pulumi.Input[str]
    """Key of the firewall and of the log groups; its policy must allow CloudWatch Logs for the names that `log_group_prefix(name)` begins,
    and Network Firewall on behalf of the account (`kms:CreateGrant`, `kms:Decrypt`, `kms:GenerateDataKey`)."""
    providers: NotRequired[dict[str, list[str]]]
    """Approved provider → its host names. `*.example.com` stands for all names under a domain that is the provider's alone.
    Default none: nothing leaves."""
    allowed_domains: NotRequired[list[str]]
    """Names that the resolver answers beside the providers': those of the network's endpoints and private DNS zones. Default none."""
    endpoint_ports: NotRequired[list[int]]
    """Ports that programs may open to endpoints: those of the zone's outgoing flows. Default 443 alone."""
    service_ports: NotRequired[list[int]]
    """Ports on which other zones enter the inspector by private link. Default none."""
    tls_inspection_ca_arn: NotRequired[pulumi.Input[str]]
    """CA certificate imported into ACM, with which the firewall opens TLS and checks the server's own certificate; the inspector must trust
    it. Default none: the firewall reads the claimed server name (SNI) only."""
    allow_split_client_hello: NotRequired[bool]
    """True lets packets through until the application protocol is known, which clients need whose ClientHello takes two packets (hybrid
    post-quantum key exchange). Default False: the default action drops from the first packet after the handshake."""
    rule_capacity: NotRequired[int]
    """Host names that the firewall's list can hold; a change replaces the list. Default 100."""
    retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch's values. Default 2192 (six years)."""
    flow_log_archive_arn: NotRequired[pulumi.Input[str]]
    """Bucket, with an optional prefix, that gets the flow logs too. Its policy must allow AWS's log delivery. Default none."""
    deletion_protection: NotRequired[bool]
    """False lets the firewall, logs and the DNS firewall be deleted. Default True."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. The classification tags are the component's own."""


class EgressNetwork(validation.ComponentInput):
    """Parsed inputs of `AwsEgressNetwork`, and what follows from them before anything is built."""

    region: validation.Region
    account_id: validation.AccountId
    cidr: validation.Cidr
    workload_subnets: dict[validation.AvailabilityZone, validation.Cidr]
    endpoint_subnets: dict[validation.AvailabilityZone, validation.Cidr]
    firewall_subnets: dict[validation.AvailabilityZone, validation.Cidr]
    public_subnets: dict[validation.AvailabilityZone, validation.Cidr]
    kms_key_arn: validation.Reference
    providers: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    allowed_domains: tuple[str, ...] = ()
    endpoint_ports: tuple[validation.Port, ...] = (TLS_PORT,)
    service_ports: tuple[validation.Port, ...] = ()
    tls_inspection_ca_arn: validation.Reference | None = None
    allow_split_client_hello: bool = False
    rule_capacity: int = pydantic.Field(default=100, ge=1, le=10_000)
    retention_days: validation.RetentionDays = validation.SIX_YEARS_DAYS
    flow_log_archive_arn: validation.Reference | None = None
    single_availability_zone: bool = False
    deletion_protection: bool = True
    tags: validation.ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        self.subnets()
        self.acl_tables()
        self.domains()
        if len(self.fqdns()) > self.rule_capacity:
            raise ValueError(f"rule_capacity: given {self.rule_capacity}, the providers have {len(self.fqdns())} host names; raise it")
        return self

    def fqdns(self) -> tuple[str, ...]:
        """Host names of all providers, in the plan's own terms of what a host name is."""
        names = set()
        for provider, given in sorted(self.providers.items()):
            for name in given:
                try:
                    names.add(fqdn(name))
                except ValueError as fault:
                    raise ValueError(f"providers.{provider}: {fault}") from None
        return tuple(sorted(names))

    def domains(self) -> list[str]:
        """Names that the resolver answers."""
        try:
            return allow_list([*self.fqdns(), *self.allowed_domains])
        except ValueError as fault:
            raise ValueError(f"allowed_domains: {fault}") from None

    def subnets(self) -> list[SubnetSpec]:
        """Subnets of the network."""
        tiers = {
            Tier.WORKLOAD: self.workload_subnets,
            Tier.ENDPOINT: self.endpoint_subnets,
            Tier.FIREWALL: self.firewall_subnets,
            Tier.PUBLIC: self.public_subnets,
        }
        return lay_out(self.region, self.cidr, tiers, single_zone=self.single_availability_zone)

    def flows(self) -> list[PortFlow]:
        """Flows inside the network."""
        return flows_of(
            endpoint_ports=self.endpoint_ports,
            service_ports=self.service_ports,
            workload_ports=(),
            database_port=None,
            database_link=False,
        )

    def acl_tables(self) -> dict[Tier, AclTable]:
        """What each tier's network ACL allows: the flows, and TLS on its way out through workload, firewall and public subnets."""
        specs = self.subnets()
        ranges = {tier: ranges_of(specs, tier) for tier in sorted({spec.tier for spec in specs})}
        return acl_tables(ranges, self.flows(), [Passage(Tier.WORKLOAD, tier, TLS_PORT) for tier in sorted(ROUTED)])

    def firewall(self) -> FirewallSpec:
        """The firewall."""
        return FirewallSpec(
            zone=ZONE,
            home=str(self.cidr),
            fqdns=self.fqdns(),
            rule_capacity=self.rule_capacity,
            allow_split_client_hello=self.allow_split_client_hello,
            deletion_protection=self.deletion_protection,
            retention_days=self.retention_days,
            kms_key_arn=self.kms_key_arn,
            tls_inspection_ca_arn=self.tls_inspection_ca_arn,
            extra_tags=self.tags,
        )


class AwsEgressNetwork(pulumi.ComponentResource):
    """VPC whose only road out is a NAT gateway behind AWS Network Firewall, in each availability zone.

    Physical names derive from the component's name: choose one that is unique in the account, such as `<organization>-<environment>-egress`.
    Raises `InvalidInputError` before anything is registered.
    """

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    workload_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its workload subnet."""
    endpoint_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its endpoint subnet."""
    route_table_ids: pulumi.Output[dict[str, str]]
    """`workload-<availability zone>` → id of its route table."""
    workload_security_group_id: pulumi.Output[str]
    """Group of programs: endpoints only."""
    inspector_security_group_id: pulumi.Output[str]
    """Further group, for the inspector alone: TLS to the internet."""
    endpoint_security_group_id: pulumi.Output[str]
    """Group of interface endpoints, and of the consumer half of private links."""
    entry_security_group_id: pulumi.Output[str]
    """Group of the producer half of private links."""
    firewall_arn: pulumi.Output[str]
    """The firewall."""
    public_addresses: pulumi.Output[dict[str, str]]
    """Availability zone → address under which providers see us."""
    flow_log_group_arn: pulumi.Output[str]
    """Log group of the flow logs."""
    dns_log_group_arn: pulumi.Output[str]
    """Log group of the resolver's query log."""

    def __init__(self, name: str, args: AwsEgressNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        network = EgressNetwork.parse(name, args)
        super().__init__("ai-zones:index:AwsEgressNetwork", name, {}, opts)
        # `Any`: one mapping serves builders with different inputs; each builder checks its own.
        place: Mapping[str, Any] = {"zone": ZONE, "extra_tags": network.tags, "parent": self}
        vpc = build_vpc(name, region=network.region, cidr=network.cidr, **place)
        place = {**place, "vpc_id": vpc.id}
        subnets = build_subnets(name, network.subnets(), table_per_zone=ROUTED, **place)
        build_acls(name, network.acl_tables(), subnets.ids, **place)
        groups = build_groups(name, network.flows(), [Group.WORKLOAD, Group.ENDPOINT, Group.ENTRY], **place)
        inspector = self._inspector_group(name, network, vpc)
        firewall = FirewallBuilder(name, network.firewall(), self).build(vpc.id, subnets.ids[Tier.FIREWALL].values())
        addresses = self._road_out(name, network, vpc, subnets, firewall)
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
        dns_logs = build_dns_firewall(name, network.domains(), trust_redirection=True, **logs, **place)

        self.subnet_ids: dict[Tier, dict[str, pulumi.Output[str]]] = subnets.ids
        self.workload_route_tables: dict[str, pulumi.Output[str]] = subnets.route_table_ids[Tier.WORKLOAD]
        self.vpc_id = vpc.id
        self.workload_subnet_ids = pulumi.Output.all(**subnets.ids[Tier.WORKLOAD])
        self.endpoint_subnet_ids = pulumi.Output.all(**subnets.ids[Tier.ENDPOINT])
        self.route_table_ids = pulumi.Output.all(
            **{child(Tier.WORKLOAD, zone): table for zone, table in self.workload_route_tables.items()}
        )
        self.workload_security_group_id = groups[Group.WORKLOAD].id
        self.inspector_security_group_id = inspector.id
        self.endpoint_security_group_id = groups[Group.ENDPOINT].id
        self.entry_security_group_id = groups[Group.ENTRY].id
        self.firewall_arn = firewall.arn
        self.public_addresses = pulumi.Output.all(**addresses)
        self.flow_log_group_arn = flow_logs.arn
        self.dns_log_group_arn = dns_logs.arn
        self.register_outputs(
            {
                "vpcId": self.vpc_id,
                "workloadSubnetIds": self.workload_subnet_ids,
                "endpointSubnetIds": self.endpoint_subnet_ids,
                "routeTableIds": self.route_table_ids,
                "workloadSecurityGroupId": self.workload_security_group_id,
                "inspectorSecurityGroupId": self.inspector_security_group_id,
                "endpointSecurityGroupId": self.endpoint_security_group_id,
                "entrySecurityGroupId": self.entry_security_group_id,
                "firewallArn": self.firewall_arn,
                "publicAddresses": self.public_addresses,
                "flowLogGroupArn": self.flow_log_group_arn,
                "dnsLogGroupArn": self.dns_log_group_arn,
            }
        )

    def _inspector_group(self, name: str, network: EgressNetwork, vpc: ec2.Vpc) -> ec2.SecurityGroup:
        opts = pulumi.ResourceOptions(parent=self, delete_before_replace=True)
        group = ec2.SecurityGroup(
            child(name, "group", "inspector"),
            name=physical_name(name, "inspector", limit=MAX_GROUP_NAME),
            description="Inspector: TLS to the internet, through the firewall",
            vpc_id=vpc.id,
            revoke_rules_on_delete=True,
            tags=tags_for(ZONE, child(name, "inspector"), extra=network.tags),
            opts=opts,
        )
        vpc_rules.SecurityGroupEgressRule(
            child(name, "out", "inspector", "internet", str(TLS_PORT)),
            security_group_id=group.id,
            cidr_ipv4=INTERNET,
            ip_protocol="tcp",
            from_port=TLS_PORT,
            to_port=TLS_PORT,
            description="TLS to providers; the firewall decides which",
            tags=tags_for(ZONE, child(name, "out", "inspector", "internet"), extra=network.tags),
            opts=opts,
        )
        return group

    def _road_out(
        self, name: str, network: EgressNetwork, vpc: ec2.Vpc, subnets: Subnets, firewall: networkfirewall.Firewall
    ) -> dict[str, pulumi.Output[str]]:
        """Gateways and routes of every availability zone; returns the public addresses."""
        opts = pulumi.ResourceOptions(parent=self)
        gateway = ec2.InternetGateway(
            child(name, "internet"), vpc_id=vpc.id, tags=tags_for(ZONE, child(name, "internet"), extra=network.tags), opts=opts
        )
        addresses = {}
        for zone, programs in sorted(network.workload_subnets.items()):
            tags = tags_for(ZONE, child(name, "nat", zone), extra=network.tags)
            address = ec2.Eip(child(name, "address", zone), domain="vpc", tags=tags, opts=opts)
            nat = ec2.NatGateway(
                child(name, "nat", zone),
                subnet_id=subnets.ids[Tier.PUBLIC][zone],
                allocation_id=address.id,
                connectivity_type="public",
                tags=tags,
                # A NAT gateway without an internet gateway in its network fails to start.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[gateway], delete_before_replace=True),
            )
            endpoint = firewall.firewall_statuses.apply(lambda statuses, zone=zone: endpoint_in(statuses, zone))
            tables = {tier: subnets.route_table_ids[tier][zone] for tier in ROUTED}
            self._route(name, "programs-to-firewall", zone, tables[Tier.WORKLOAD], INTERNET, vpc_endpoint_id=endpoint)
            self._route(name, "firewall-to-nat", zone, tables[Tier.FIREWALL], INTERNET, nat_gateway_id=nat.id)
            self._route(name, "nat-to-internet", zone, tables[Tier.PUBLIC], INTERNET, gateway_id=gateway.id)
            self._route(name, "nat-to-firewall", zone, tables[Tier.PUBLIC], str(programs), vpc_endpoint_id=endpoint)
            addresses[zone] = address.public_ip
        return addresses

    def _route(self, name: str, label: str, zone: str, table: pulumi.Input[str], destination: str, **target: pulumi.Input[str]) -> None:
        ec2.Route(
            child(name, label, zone),
            route_table_id=table,
            destination_cidr_block=destination,
            **target,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
