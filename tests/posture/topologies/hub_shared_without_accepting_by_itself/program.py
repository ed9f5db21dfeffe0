"""What a vendor attaches waits for somebody of ours to accept it, and nobody does in this program."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
hub = aws.ec2transitgateway.TransitGateway("hub")
at = aws.ec2transitgateway.VpcAttachment("ward", transit_gateway_id=hub.id, vpc_id=ward.vpc.id, subnet_ids=[ward.subnets["a"].id])
aws.ec2.Route(
    "ward",
    route_table_id=ward.table.id,
    destination_cidr_block="10.0.0.0/8",
    transit_gateway_id=hub.id,
    opts=pulumi.ResourceOptions(depends_on=[at]),
)
share = aws.ram.ResourceShare("hub", name="hub", allow_external_principals=True)
aws.ram.ResourceAssociation("hub", resource_arn=hub.arn, resource_share_arn=share.arn)
aws.ram.PrincipalAssociation("hub", principal=VENDOR, resource_share_arn=share.arn)
