"""A group that admits the peer's range is associated with the ward's network and stands at its host."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
models = Network("models", "inference", "10.30.0.0/16", {"a": "10.30.0.0/24"})

link = aws.ec2.VpcPeeringConnection("link", vpc_id=ward.vpc.id, peer_vpc_id=models.vpc.id, auto_accept=True)
aws.ec2.Route("ward-models", route_table_id=ward.table.id, destination_cidr_block="10.30.0.0/16", vpc_peering_connection_id=link.id)
aws.ec2.Route("models-ward", route_table_id=models.table.id, destination_cidr_block="10.20.0.0/16", vpc_peering_connection_id=link.id)
shared = aws.ec2.SecurityGroup("shared", vpc_id=models.vpc.id)
aws.vpc.SecurityGroupIngressRule("shared", security_group_id=shared.id, ip_protocol="-1", cidr_ipv4="10.30.0.0/16")
aws.vpc.SecurityGroupEgressRule("shared", security_group_id=shared.id, ip_protocol="-1", cidr_ipv4="10.0.0.0/8")
at = aws.vpc.SecurityGroupVpcAssociation("shared", security_group_id=shared.id, vpc_id=ward.vpc.id)
own = aws.ec2.SecurityGroup("own", vpc_id=ward.vpc.id)
aws.ec2.Instance(
    "ward",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=ward.subnets["a"].id,
    vpc_security_group_ids=[shared.id],
    opts=pulumi.ResourceOptions(depends_on=[at]),
)
aws.ec2.Instance(
    "models", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=models.subnets["a"].id, vpc_security_group_ids=[shared.id]
)
