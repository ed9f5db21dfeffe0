"""The hubs are peered, but no table routes over the peering."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT
from tests.posture.topologies.shared import Network, close_names

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
far = aws.Provider("far", region="eu-central-1")
there = pulumi.ResourceOptions(provider=far)
vpc = aws.ec2.Vpc("models", cidr_block="10.30.0.0/16", tags={"ai-zone": "inference"}, opts=there)
subnet = aws.ec2.Subnet("models", vpc_id=vpc.id, cidr_block="10.30.0.0/24", opts=there)
close_names("models", vpc.id, opts=there)
hubs = {"here": aws.ec2transitgateway.TransitGateway("here"), "there": aws.ec2transitgateway.TransitGateway("there", opts=there)}
at_ward = aws.ec2transitgateway.VpcAttachment(
    "ward", transit_gateway_id=hubs["here"].id, vpc_id=ward.vpc.id, subnet_ids=[ward.subnets["a"].id]
)
at_models = aws.ec2transitgateway.VpcAttachment(
    "models", transit_gateway_id=hubs["there"].id, vpc_id=vpc.id, subnet_ids=[subnet.id], opts=there
)
bridge = aws.ec2transitgateway.PeeringAttachment(
    "bridge",
    transit_gateway_id=hubs["here"].id,
    peer_transit_gateway_id=hubs["there"].id,
    peer_account_id=ACCOUNT,
    peer_region="eu-central-1",
)
accepted = aws.ec2transitgateway.PeeringAttachmentAccepter("bridge", transit_gateway_attachment_id=bridge.id, opts=there)

aws.ec2.Route(
    "ward",
    route_table_id=ward.table.id,
    destination_cidr_block="10.30.0.0/16",
    transit_gateway_id=hubs["here"].id,
    opts=pulumi.ResourceOptions(depends_on=[at_ward]),
)
aws.ec2.Route(
    "models",
    route_table_id=vpc.main_route_table_id,
    destination_cidr_block="10.20.0.0/16",
    transit_gateway_id=hubs["there"].id,
    opts=pulumi.ResourceOptions(provider=far, depends_on=[at_models]),
)
open_ = [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8"]}]
g1 = aws.ec2.SecurityGroup("ward", vpc_id=ward.vpc.id, ingress=open_, egress=open_)
aws.ec2.Instance(
    "ward", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=ward.subnets["a"].id, vpc_security_group_ids=[g1.id]
)
g2 = aws.ec2.SecurityGroup("models", vpc_id=vpc.id, ingress=open_, egress=open_, opts=there)
aws.ec2.Instance(
    "models", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=subnet.id, vpc_security_group_ids=[g2.id], opts=there
)
