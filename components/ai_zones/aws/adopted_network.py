"""Adopted network: a VPC that a landing zone made becomes the network of a zone, as it stands.

VPC, subnets, route tables with the subnets that follow them, network ACLs, security groups and gateways are read into the state, and the
proof judges them as if they had been built here. Endpoints, links and databases are put into it as into an `AwsZoneNetwork`.

Sources: Amazon VPC User Guide, "Subnet route tables", "Network ACL basics"; Pulumi documentation, "Resource options: get";
NIST SP 800-207 section 3.1.2 (micro-segmentation).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.aws import validation
from ai_zones.aws.adopted import (
    Adopter,
    InternetGatewayId,
    KeyArn,
    NatGatewayId,
    NetworkAclId,
    RouteTableId,
    SecurityGroupId,
    SubnetId,
    VpcId,
)
from ai_zones.aws.adopted_roads import Roads, adopt_roads
from ai_zones.aws.dns_firewall import allow_list, build_dns_firewall
from ai_zones.aws.naming import child
from ai_zones.plan.names import Tier

_GROUPS = ("workload", "endpoint", "entry", "database", "control-plane")


class AwsAdoptedNetworkArgs(TypedDict):
    """Inputs of `AwsAdoptedNetwork`: ids of what stands. A wrong form of id is refused before anything is read."""

    zone: str
    """Zone that the network is. Its own tags stay as they are: without `ai-zone` on the VPC, map this component's name in `posture.yaml`."""
    vpc_id: pulumi.Input[str]
    """The VPC: `vpc-…`."""
    workload_subnet_ids: dict[str, pulumi.Input[str]]
    """Availability zone → subnet for programs: `subnet-…`."""
    endpoint_subnet_ids: dict[str, pulumi.Input[str]]
    """Availability zone → subnet for private endpoints. May be the workload subnets again."""
    database_subnet_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Availability zone → subnet for databases. Default: none."""
    other_subnet_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Label → any further subnet of the VPC: public ones, a firewall's. A road that leads through one that is not named is unproven. Default: none."""
    route_table_ids: dict[str, pulumi.Input[str]]
    """Label → route table: `rtb-…`. `workload`, `endpoint` and `database` serve the tiers; `main` is the VPC's main table; other labels are free."""
    subnet_route_tables: NotRequired[dict[str, str]]
    """Subnet (`workload-<availability zone>`, or a label of `other_subnet_ids`) → label of the table that it is associated with.
    Default: each tier's own, and the table of the same label."""
    network_acl_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Label → network ACL: `acl-…`. Default: none, and then no filter of them counts."""
    workload_security_group_id: pulumi.Input[str]
    """Group of programs: `sg-…`."""
    endpoint_security_group_id: pulumi.Input[str]
    """Group of interface endpoints, and of the consumer half of private links."""
    entry_security_group_id: NotRequired[pulumi.Input[str]]
    """Group of the producer half of private links. Default: none; the zone offers no service."""
    database_security_group_id: NotRequired[pulumi.Input[str]]
    """Group of databases. Default: none."""
    control_plane_security_group_id: NotRequired[pulumi.Input[str]]
    """Group of a cluster's control plane. Default: none; the zone has no cluster."""
    other_security_group_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Label → further group that stands in the VPC, such as its default one. Default: none."""
    internet_gateway_id: NotRequired[pulumi.Input[str]]
    """Internet gateway of the VPC, where it has one: `igw-…`. Default: none."""
    nat_gateway_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Label → NAT gateway: `nat-…`. Default: none."""
    allowed_domains: NotRequired[list[str]]
    """Names that the resolver shall answer: given, an allow-list firewall and a query log are put on the VPC. Default: its resolver stays as it is."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """Key of the query log; required with `allowed_domains`."""
    retention_days: NotRequired[int]
    """Days that the query log is kept, one of CloudWatch's values. Default 2192 (six years)."""
    deletion_protection: NotRequired[bool]
    """False lets the query log and the resolver's firewall be deleted. Default True."""
    tags: NotRequired[dict[str, str]]
    """Further tags of what is made here: the resolver's firewall. Default: none."""


class AdoptedNetwork(validation.ComponentInput):
    """Parsed `AwsAdoptedNetworkArgs`."""

    zone: validation.ZoneText
    vpc_id: VpcId
    workload_subnet_ids: dict[validation.AvailabilityZone, SubnetId] = pydantic.Field(min_length=1)
    endpoint_subnet_ids: dict[validation.AvailabilityZone, SubnetId] = pydantic.Field(min_length=1)
    database_subnet_ids: dict[validation.AvailabilityZone, SubnetId] = pydantic.Field(default_factory=dict)
    other_subnet_ids: dict[str, SubnetId] = pydantic.Field(default_factory=dict)
    route_table_ids: dict[str, RouteTableId] = pydantic.Field(min_length=1)
    subnet_route_tables: dict[str, str] = pydantic.Field(default_factory=dict)
    network_acl_ids: dict[str, NetworkAclId] = pydantic.Field(default_factory=dict)
    workload_security_group_id: SecurityGroupId
    endpoint_security_group_id: SecurityGroupId
    entry_security_group_id: SecurityGroupId | None = None
    database_security_group_id: SecurityGroupId | None = None
    control_plane_security_group_id: SecurityGroupId | None = None
    other_security_group_ids: dict[str, SecurityGroupId] = pydantic.Field(default_factory=dict)
    internet_gateway_id: InternetGatewayId | None = None
    nat_gateway_ids: dict[str, NatGatewayId] = pydantic.Field(default_factory=dict)
    allowed_domains: tuple[str, ...] | None = None
    kms_key_arn: KeyArn | None = None
    retention_days: validation.RetentionDays = validation.SIX_YEARS_DAYS
    deletion_protection: bool = True
    tags: validation.ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.allowed_domains is not None:
            if self.kms_key_arn is None:
                raise ValueError("kms_key_arn: is required with allowed_domains; add the key of the query log")
            self.domains()
        if clash := sorted(set(self.subnets()) & set(self.other_subnet_ids)):
            raise ValueError(f"other_subnet_ids.{clash[0]}: is the label of a tier's subnet; choose another")
        if clash := sorted(set(_GROUPS) & set(self.other_security_group_ids)):
            raise ValueError(
                f"other_security_group_ids.{clash[0]}: has an input of its own, {clash[0].replace('-', '_')}_security_group_id"
            )
        if faults := list(self.roads().faults()):
            raise ValueError("; ".join(faults))
        return self

    def tiers(self) -> dict[Tier, dict[str, pulumi.Input[str]]]:
        """Tier → availability zone → subnet."""
        found = {Tier.WORKLOAD: self.workload_subnet_ids, Tier.ENDPOINT: self.endpoint_subnet_ids, Tier.DATABASE: self.database_subnet_ids}
        return {tier: subnets for tier, subnets in found.items() if subnets}

    def subnets(self) -> dict[str, pulumi.Input[str]]:
        """`<tier>-<availability zone>` → subnet; one that serves several tiers stands under the first."""
        found: dict[str, pulumi.Input[str]] = {}
        for tier, subnets in self.tiers().items():
            for zone, subnet in subnets.items():
                if not isinstance(subnet, str) or subnet not in found.values():
                    found[f"{tier}-{zone}"] = subnet
        return found

    def roads(self) -> Roads:
        """Everything that decides where packets go."""
        subnets = {**self.subnets(), **self.other_subnet_ids}
        own = {label: label.partition("-")[0] if label not in self.other_subnet_ids else label for label in subnets}
        follows = {label: table for label, table in own.items() if table in self.route_table_ids} | self.subnet_route_tables
        groups = {group: given for group in _GROUPS if (given := getattr(self, f"{group.replace('-', '_')}_security_group_id")) is not None}
        return Roads(
            vpc_id=self.vpc_id,
            subnets=subnets,
            tables=self.route_table_ids,
            follows=follows,
            acls=self.network_acl_ids,
            groups={**groups, **self.other_security_group_ids},
            nat_gateways=self.nat_gateway_ids,
            internet_gateway=self.internet_gateway_id,
        )

    def domains(self) -> list[str]:
        """Names that the resolver answers."""
        try:
            return allow_list(self.allowed_domains or ())
        except ValueError as fault:
            raise ValueError(f"allowed_domains: {fault}") from None


class AwsAdoptedNetwork(pulumi.ComponentResource):
    """A VPC that stands already, with everything that decides where its packets go, in this stack's state. Nothing of it is changed.

    Offers what `AwsZoneNetwork` offers, but no logs: those of the landing zone stay where they are.
    Raises `InvalidInputError` before anything is registered.
    """

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    vpc_cidr: pulumi.Output[str]
    """IPv4 range of the VPC."""
    workload_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its workload subnet."""
    endpoint_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its endpoint subnet."""
    database_subnet_ids: pulumi.Output[dict[str, str]]
    """Availability zone → id of its database subnet; empty without databases."""
    route_table_ids: pulumi.Output[dict[str, str]]
    """Label → id of the route table."""
    workload_security_group_id: pulumi.Output[str]
    """Group of programs."""
    endpoint_security_group_id: pulumi.Output[str]
    """Group of interface endpoints, and of the consumer half of private links."""
    entry_security_group_id: pulumi.Output[str]
    """Group of the producer half of private links; empty where none is given."""
    database_security_group_id: pulumi.Output[str]
    """Group of databases; empty where none is given."""
    control_plane_security_group_id: pulumi.Output[str]
    """Group of a cluster's control plane; empty where none is given."""

    def __init__(self, name: str, args: AwsAdoptedNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        network = AdoptedNetwork.parse(name, args)
        super().__init__("ai-zones:index:AwsAdoptedNetwork", name, {}, opts)
        roads = network.roads()
        found = adopt_roads(Adopter(name, self), roads)
        if network.allowed_domains is not None and network.kms_key_arn is not None:
            build_dns_firewall(
                name,
                network.domains(),
                zone=network.zone,
                vpc_id=found.vpc.id,
                trust_redirection=False,
                kms_key_arn=network.kms_key_arn,
                retention_days=network.retention_days,
                deletion_protection=network.deletion_protection,
                extra_tags=network.tags,
                parent=self,
            )
        by_id = {given: label for label, given in roads.subnets.items() if isinstance(given, str)}
        self.subnet_ids: dict[Tier, dict[str, pulumi.Output[str]]] = {
            tier: {
                zone: found.subnets[by_id[given] if isinstance(given, str) else child(tier, zone)].id.apply(str)
                for zone, given in subnets.items()
            }
            for tier, subnets in network.tiers().items()
        }
        tables = {label: table.id.apply(str) for label, table in found.tables.items()}
        self.route_tables: dict[Tier, pulumi.Output[str]] = {
            tier: tables[roads.follows[by_id[given] if isinstance(given, str) else child(tier, zone)]]
            for tier, subnets in network.tiers().items()
            for zone, given in sorted(subnets.items(), reverse=True)
        }
        self.vpc_id = found.vpc.id.apply(str)
        self.vpc_cidr = found.vpc.cidr_block
        self.workload_subnet_ids = _all(self.subnet_ids[Tier.WORKLOAD])
        self.endpoint_subnet_ids = _all(self.subnet_ids[Tier.ENDPOINT])
        self.database_subnet_ids = _all(self.subnet_ids.get(Tier.DATABASE, {}))
        self.route_table_ids = _all(tables)
        groups = {label: group.id.apply(str) for label, group in found.groups.items()}
        self.workload_security_group_id = groups["workload"]
        self.endpoint_security_group_id = groups["endpoint"]
        self.entry_security_group_id = groups.get("entry", pulumi.Output.from_input(""))
        self.database_security_group_id = groups.get("database", pulumi.Output.from_input(""))
        self.control_plane_security_group_id = groups.get("control-plane", pulumi.Output.from_input(""))
        self.register_outputs(
            {
                "vpcId": self.vpc_id,
                "vpcCidr": self.vpc_cidr,
                "workloadSubnetIds": self.workload_subnet_ids,
                "endpointSubnetIds": self.endpoint_subnet_ids,
                "databaseSubnetIds": self.database_subnet_ids,
                "routeTableIds": self.route_table_ids,
                "workloadSecurityGroupId": self.workload_security_group_id,
                "endpointSecurityGroupId": self.endpoint_security_group_id,
                "entrySecurityGroupId": self.entry_security_group_id,
                "databaseSecurityGroupId": self.database_security_group_id,
                "controlPlaneSecurityGroupId": self.control_plane_security_group_id,
            }
        )


def _all(values: dict[str, pulumi.Output[str]]) -> pulumi.Output[dict[str, str]]:
    # `Output.all` of nothing is an empty list.
    return pulumi.Output.all(**values) if values else pulumi.Output.from_input({})
