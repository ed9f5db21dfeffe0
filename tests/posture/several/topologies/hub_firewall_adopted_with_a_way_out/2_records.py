"""The records' stack adopts the hub with its firewall, and attaches to the table that the landing zone calls closed."""

import pulumi
import pulumi_aws as aws

from ai_zones.aws import AwsAdoptedHubFirewall
from tests.posture.topologies.shared import Network

landing = pulumi.Config("corpus")
LABELS = ("attached", "firewall", "public")
hub = AwsAdoptedHubFirewall(
    "hub",
    {
        "transit_gateway_id": landing.require("hub"),
        "attachment_ids": {"inspection": landing.require("side")},
        "transit_route_tables": {
            "closed": {"id": landing.require("hub-table-closed")},
            "inspected": {"id": landing.require("hub-table-inspected"), "associated": ["inspection"]},
        },
        "vpc_id": landing.require("vpc"),
        "subnet_ids": {label: landing.require(f"subnet-{label}") for label in LABELS},
        "route_table_ids": {label: landing.require(f"table-{label}") for label in LABELS},
        "firewall_arn": landing.require("firewall"),
        "firewall_policy_arn": landing.require("policy"),
        "rule_group_arns": {"providers": landing.require("rules")},
        "nat_gateway_ids": {"central": landing.require("nat")},
        "internet_gateway_id": landing.require("internet"),
    },
)
records = Network("records", "phi", "10.91.0.0/16", {"a": "10.91.0.0/24"})
side = aws.ec2transitgateway.VpcAttachment(
    "records",
    transit_gateway_id=hub.transit_gateway_id,
    vpc_id=records.vpc.id,
    subnet_ids=[records.subnets["a"].id],
    transit_gateway_default_route_table_association=False,
    transit_gateway_default_route_table_propagation=False,
)
aws.ec2transitgateway.RouteTableAssociation(
    "records", transit_gateway_attachment_id=side.id, transit_gateway_route_table_id=hub.transit_route_table_ids["closed"]
)
aws.ec2.Route(
    "records",
    route_table_id=records.table.id,
    destination_cidr_block="0.0.0.0/0",
    transit_gateway_id=hub.transit_gateway_id,
    opts=pulumi.ResourceOptions(depends_on=[side]),
)
