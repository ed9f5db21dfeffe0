"""A database made public "for the analysts", in subnets that route to the internet gateway."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("claims", cidr_block="10.37.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("claims-igw", vpc_id=vpc.id)
aws.ec2.DefaultRouteTable(
    "claims", default_route_table_id=vpc.default_route_table_id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}]
)
subnets = [
    aws.ec2.Subnet(f"claims-{z}", vpc_id=vpc.id, cidr_block=f"10.37.{i}.0/24", availability_zone=f"eu-west-1{z}")
    for i, z in enumerate("ab")
]
group = aws.ec2.SecurityGroup(
    "claims", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 3306, "to_port": 3306, "cidr_blocks": ["0.0.0.0/0"]}]
)
aws.rds.Instance(
    "claims",
    engine="mysql",
    instance_class="db.t4g.small",
    allocated_storage=20,
    username="claims",
    manage_master_user_password=True,
    publicly_accessible=True,
    db_subnet_group_name=aws.rds.SubnetGroup("claims", subnet_ids=[s.id for s in subnets]).name,
    vpc_security_group_ids=[group.id],
    skip_final_snapshot=True,
)
close_names("claims", vpc.id)
