"""Adopted hub firewall: the transit gateway and the inspection network of a landing zone, read into the state as they stand.

A transit gateway's route table that is read does not list its routes: only those that are named here are known, so such a table alone leaves
roads out of sight, and the verdict `unproven`. Judge the hub's own stack together with this one (`posture check hub.json zones.json`), or let
the reviewer vouch for the hub in `posture.yaml` (`asserted`).

Sources: AWS Transit Gateway Guide, "Transit gateway route tables"; AWS Network Firewall Developer Guide, "Firewall policies", "Multi zone
architecture with an internet gateway"; Pulumi Registry, "Import" of aws.ec2transitgateway.Route (`<table>_<cidr>`) and of
aws.ec2transitgateway.RouteTableAssociation and RouteTablePropagation (`<table>_<attachment>`).
"""

from collections.abc import Iterator
from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import ec2transitgateway, networkfirewall

from ai_zones.aws import validation
from ai_zones.aws.adopted import (
    Adopter,
    FirewallArn,
    FirewallPolicyArn,
    InternetGatewayId,
    NatGatewayId,
    NetworkAclId,
    RouteTableId,
    RuleGroupArn,
    SubnetId,
    TransitAttachmentId,
    TransitGatewayId,
    TransitTableId,
    VpcId,
    joined,
)
from ai_zones.aws.adopted_roads import Roads, adopt_roads


class AwsAdoptedHubTableArgs(TypedDict):
    """One route table of the transit gateway."""

    id: pulumi.Input[str]
    """The table: `tgw-rtb-…`."""
    routes: NotRequired[list[str]]
    """Static routes by destination, such as `0.0.0.0/0`. Default: none."""
    associated: NotRequired[list[str]]
    """Labels of `attachment_ids` whose packets this table decides. Default: none."""
    propagated: NotRequired[list[str]]
    """Labels of `attachment_ids` that announce their networks into it. Default: none."""


class AwsAdoptedHubFirewallArgs(TypedDict):
    """Inputs of `AwsAdoptedHubFirewall`: ids of what stands. A wrong form of id is refused before anything is read."""

    transit_gateway_id: pulumi.Input[str]
    """The hub: `tgw-…`."""
    attachment_ids: dict[str, pulumi.Input[str]]
    """Label → attachment of a VPC: `tgw-attach-…`; that of the inspection network must be among them."""
    transit_route_tables: dict[str, AwsAdoptedHubTableArgs]
    """Label → route table of the hub."""
    vpc_id: pulumi.Input[str]
    """The inspection network: `vpc-…`."""
    subnet_ids: dict[str, pulumi.Input[str]]
    """Label → subnet of the inspection network: the attachment's, the firewall's, the public ones."""
    route_table_ids: dict[str, pulumi.Input[str]]
    """Label → route table of the inspection network: `rtb-…`."""
    subnet_route_tables: NotRequired[dict[str, str]]
    """Subnet → label of the table that it is associated with. Default: the table of the same label."""
    network_acl_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Label → network ACL of the inspection network. Default: none."""
    firewall_arn: pulumi.Input[str]
    """The firewall."""
    firewall_policy_arn: pulumi.Input[str]
    """Its policy."""
    rule_group_arns: dict[str, pulumi.Input[str]]
    """Label → every rule group of ours that the policy uses; AWS's managed ones stay out."""
    nat_gateway_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Label → NAT gateway behind the firewall: `nat-…`. Default: none."""
    internet_gateway_id: NotRequired[pulumi.Input[str]]
    """Internet gateway of the inspection network: `igw-…`. Default: none."""


class AdoptedHubTable(validation.ComponentInput):
    """Parsed `AwsAdoptedHubTableArgs`."""

    id: TransitTableId
    routes: tuple[validation.Cidr, ...] = ()
    associated: tuple[str, ...] = ()
    propagated: tuple[str, ...] = ()


class AdoptedHubFirewall(validation.ComponentInput):
    """Parsed `AwsAdoptedHubFirewallArgs`."""

    transit_gateway_id: TransitGatewayId
    attachment_ids: dict[str, TransitAttachmentId] = pydantic.Field(min_length=1)
    transit_route_tables: dict[str, AdoptedHubTable] = pydantic.Field(min_length=1)
    vpc_id: VpcId
    subnet_ids: dict[str, SubnetId] = pydantic.Field(min_length=1)
    route_table_ids: dict[str, RouteTableId] = pydantic.Field(min_length=1)
    subnet_route_tables: dict[str, str] = pydantic.Field(default_factory=dict)
    network_acl_ids: dict[str, NetworkAclId] = pydantic.Field(default_factory=dict)
    firewall_arn: FirewallArn
    firewall_policy_arn: FirewallPolicyArn
    rule_group_arns: dict[str, RuleGroupArn]
    nat_gateway_ids: dict[str, NatGatewayId] = pydantic.Field(default_factory=dict)
    internet_gateway_id: InternetGatewayId | None = None

    @pydantic.model_validator(mode="after")
    def _is_whole(self) -> Self:
        if faults := [*self._unknown_attachments(), *self.roads().faults()]:
            raise ValueError("; ".join(faults))
        return self

    def _unknown_attachments(self) -> Iterator[str]:
        for label, table in self.transit_route_tables.items():
            for what in ("associated", "propagated"):
                for attachment in getattr(table, what):
                    if attachment not in self.attachment_ids:
                        known = ", ".join(sorted(self.attachment_ids))
                        yield f"transit_route_tables.{label}.{what}: given {attachment!r}, must be one of attachment_ids: {known}"

    def roads(self) -> Roads:
        """The inspection network."""
        return Roads(
            vpc_id=self.vpc_id,
            subnets=self.subnet_ids,
            tables=self.route_table_ids,
            follows={label: label for label in self.subnet_ids if label in self.route_table_ids} | self.subnet_route_tables,
            acls=self.network_acl_ids,
            nat_gateways=self.nat_gateway_ids,
            internet_gateway=self.internet_gateway_id,
        )


class AwsAdoptedHubFirewall(pulumi.ComponentResource):
    """Transit gateway, its tables and attachments, and the firewall with policy, rules and network behind it. Nothing of it is changed.

    Raises `InvalidInputError` before anything is registered.
    """

    transit_gateway_id: pulumi.Output[str]
    """The hub, to which zones attach."""
    transit_route_table_ids: pulumi.Output[dict[str, str]]
    """Label → route table of the hub."""
    firewall_arn: pulumi.Output[str]
    """The firewall."""
    vpc_id: pulumi.Output[str]
    """The inspection network."""

    def __init__(self, name: str, args: AwsAdoptedHubFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        form = AdoptedHubFirewall.parse(name, args)
        super().__init__("ai-zones:index:AwsAdoptedHubFirewall", name, {}, opts)
        adopter = Adopter(name, self)
        hub = adopter.take(ec2transitgateway.TransitGateway, form.transit_gateway_id, "hub")
        adopter.take_all(ec2transitgateway.VpcAttachment, form.attachment_ids, "attachment")
        tables = {}
        for label, table in form.transit_route_tables.items():
            tables[label] = adopter.take(ec2transitgateway.RouteTable, table.id, "hub-routes", label)
            for cidr in table.routes:
                words = str(cidr).replace("/", "-")
                adopter.take(ec2transitgateway.Route, joined(table.id, "_", str(cidr)), "hub-route", label, words)
            for attachment in table.associated:
                pair = joined(table.id, "_", form.attachment_ids[attachment])
                adopter.take(ec2transitgateway.RouteTableAssociation, pair, "hub-follows", attachment)
            for attachment in table.propagated:
                pair = joined(table.id, "_", form.attachment_ids[attachment])
                adopter.take(ec2transitgateway.RouteTablePropagation, pair, "hub-announces", label, attachment)
        roads = adopt_roads(adopter, form.roads())
        firewall = adopter.take(networkfirewall.Firewall, form.firewall_arn, "firewall")
        adopter.take(networkfirewall.FirewallPolicy, form.firewall_policy_arn, "policy")
        adopter.take_all(networkfirewall.RuleGroup, form.rule_group_arns, "rules")
        self.transit_gateway_id = hub.id.apply(str)
        self.transit_route_table_ids = pulumi.Output.all(**{label: table.id.apply(str) for label, table in tables.items()})
        self.firewall_arn = firewall.arn
        self.vpc_id = roads.vpc.id.apply(str)
        self.register_outputs(
            {
                "transitGatewayId": self.transit_gateway_id,
                "transitRouteTableIds": self.transit_route_table_ids,
                "firewallArn": self.firewall_arn,
                "vpcId": self.vpc_id,
            }
        )
