"""The feed comes over a transit virtual interface to a hub, whose tables join the circuit with one network and hold a second one apart.

Sources: https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-transit-gateways.html,
https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html, https://docs.aws.amazon.com/vpc/latest/tgw/tgw-prefix-lists.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

FEED = "192.168.40.0/24"
log_key = house.key("hub-logs", "logs.eu-west-1.amazonaws.com")
records = closed_network("records", "phi", "10.32.0.0/16", log_key)
models = closed_network("models", "inference", "10.33.0.0/16", log_key)
hub = aws.ec2transitgateway.TransitGateway(
    "hub",
    description="Circuits",
    amazon_side_asn=64530,
    default_route_table_association="disable",
    default_route_table_propagation="disable",
    auto_accept_shared_attachments="disable",
)
line = aws.directconnect.Connection(
    "campus", name="campus", bandwidth="10Gbps", location="EqDB2", request_macsec=True, encryption_mode="must_encrypt"
)
circuit = aws.directconnect.Gateway("campus", name="campus", amazon_side_asn="64555")
aws.directconnect.TransitVirtualInterface(
    "campus",
    name="campus",
    connection_id=line.id,
    dx_gateway_id=circuit.id,
    vlan=102,
    address_family="ipv4",
    bgp_asn=65010,
    mtu=8500,
)
campus = aws.directconnect.GatewayAssociation(
    "campus", dx_gateway_id=circuit.id, associated_gateway_id=hub.id, allowed_prefixes=["10.32.0.0/16"]
)
attachments = {
    name: aws.ec2transitgateway.VpcAttachment(
        name,
        transit_gateway_id=hub.id,
        vpc_id=net.vpc.id,
        subnet_ids=net.subnet_ids,
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    for name, net in (("records", records), ("models", models))
}
tables = {name: aws.ec2transitgateway.RouteTable(name, transit_gateway_id=hub.id) for name in ("campus", "records", "models")}
for name, attachment_id in (
    ("campus", campus.transit_gateway_attachment_id),
    ("records", attachments["records"].id),
    ("models", attachments["models"].id),
):
    aws.ec2transitgateway.RouteTableAssociation(
        name,
        transit_gateway_attachment_id=attachment_id,
        transit_gateway_route_table_id=tables[name].id,
    )
aws.ec2transitgateway.RouteTablePropagation(
    "records", transit_gateway_attachment_id=attachments["records"].id, transit_gateway_route_table_id=tables["campus"].id
)
feed = aws.ec2.ManagedPrefixList(
    "feed", name="feed", address_family="IPv4", max_entries=4, entries=[{"cidr": FEED, "description": "The hospital's EHR"}]
)
aws.ec2transitgateway.PrefixListReference(
    "feed",
    prefix_list_id=feed.id,
    transit_gateway_attachment_id=campus.transit_gateway_attachment_id,
    transit_gateway_route_table_id=tables["records"].id,
)
for name in ("campus", "records", "models"):
    aws.ec2transitgateway.Route(
        f"{name}-rest", destination_cidr_block="0.0.0.0/0", blackhole=True, transit_gateway_route_table_id=tables[name].id
    )
aws.ec2.Route(
    "feed",
    route_table_id=records.table.id,
    destination_prefix_list_id=feed.id,
    transit_gateway_id=hub.id,
    opts=pulumi.ResourceOptions(depends_on=[attachments["records"]]),
)
clients = aws.ec2.SecurityGroup("feed", vpc_id=records.vpc.id, description="The feed", egress=[])
aws.vpc.SecurityGroupIngressRule(
    "feed", security_group_id=clients.id, ip_protocol="tcp", from_port=2575, to_port=2575, prefix_list_id=feed.id, description="HL7"
)
balancer = aws.lb.LoadBalancer(
    "feed",
    name="feed",
    load_balancer_type="network",
    internal=True,
    security_groups=[clients.id],
    subnets=records.subnet_ids,
    enable_deletion_protection=True,
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup("feed", name="feed", port=2575, protocol="TCP", vpc_id=records.vpc.id, target_type="ip")
aws.lb.Listener(
    "feed",
    load_balancer_arn=balancer.arn,
    port=2575,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
