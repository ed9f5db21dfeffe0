"""A clinic's database in a VPC of its own: one table, no road out, a resolver that answers nothing."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("clinic", cidr_block="10.20.0.0/16", enable_dns_hostnames=True, tags={"Name": "clinic", "ai-zone": "phi"})
table = aws.ec2.RouteTable("private", vpc_id=vpc.id, tags={"Name": "clinic-private"})
subnets = []
for i, az in enumerate(["eu-west-1a", "eu-west-1b", "eu-west-1c"]):
    subnet = aws.ec2.Subnet(
        f"private-{az[-1]}", vpc_id=vpc.id, cidr_block=f"10.20.{i}.0/24", availability_zone=az, tags={"Name": f"clinic-private-{az}"}
    )
    aws.ec2.RouteTableAssociation(f"private-{az[-1]}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)
close_names("clinic", vpc.id)

group = aws.ec2.SecurityGroup(
    "database",
    vpc_id=vpc.id,
    description="PostgreSQL from the VPC",
    ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=5432, to_port=5432, cidr_blocks=["10.20.0.0/16"])],
    egress=[aws.ec2.SecurityGroupEgressArgs(protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"])],
)
aws.rds.Instance(
    "charts",
    identifier="charts",
    engine="postgres",
    engine_version="16.4",
    instance_class="db.t4g.medium",
    allocated_storage=50,
    db_name="charts",
    username="owner",
    manage_master_user_password=True,
    db_subnet_group_name=aws.rds.SubnetGroup("charts", name="charts", subnet_ids=[subnet.id for subnet in subnets]).name,
    vpc_security_group_ids=[group.id],
    storage_encrypted=True,
    publicly_accessible=False,
    skip_final_snapshot=True,
    tags={"data-class": "phi"},
)
