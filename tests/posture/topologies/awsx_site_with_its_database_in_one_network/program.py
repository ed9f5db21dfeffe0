"""A site on Fargate behind a load balancer, and its database in the private subnets of the same awsx network, which have a NAT."""

import pulumi_aws as aws

from tests.posture.topologies.awsx_shapes import ApplicationLoadBalancer, FargateService, Vpc

network = Vpc("site", "10.60.0.0/16", ("public", "private"))
front = ApplicationLoadBalancer("site-lb", network)
service = FargateService("site-app", network, "public", front, "wordpress:6")
database = aws.ec2.SecurityGroup(
    "patients-db",
    vpc_id=network.vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 3306, "to_port": 3306, "security_groups": [service.group.id]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
subnets = aws.rds.SubnetGroup("patients-db", subnet_ids=network.ids("private"))
aws.rds.Instance(
    "patients-db",
    engine="mysql",
    instance_class="db.t3.micro",
    allocated_storage=20,
    db_subnet_group_name=subnets.id,
    vpc_security_group_ids=[database.id],
    username="patients",
    manage_master_user_password=True,
    skip_final_snapshot=True,
)
