"""Jobs in a network with a NAT gateway may start with the role that reads the records, and take them along."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role
from tests.posture.topologies.shared import Network

yard = Network("yard", None, "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")
door = aws.ec2.InternetGateway("yard", vpc_id=yard.vpc.id)
public = aws.ec2.Subnet("door", vpc_id=yard.vpc.id, cidr_block="10.20.9.0/24")
outer = aws.ec2.RouteTable("door", vpc_id=yard.vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": door.id}])
aws.ec2.RouteTableAssociation("door", subnet_id=public.id, route_table_id=outer.id)
nat = aws.ec2.NatGateway("yard", subnet_id=public.id, allocation_id=aws.ec2.Eip("yard", domain="vpc").allocation_id)
aws.ec2.Route("yard", route_table_id=yard.table.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
aws.emrserverless.Application(
    "jobs",
    name="jobs",
    release_label="emr-7.2.0",
    type="spark",
    network_configuration={
        "subnet_ids": [yard.subnets["b"].id],
        "security_group_ids": [
            aws.ec2.SecurityGroup(
                "jobs", vpc_id=yard.vpc.id, egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]
            ).id
        ],
    },
)
role("jobs-role", "emr-serverless", reads("records"))
