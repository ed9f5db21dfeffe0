"""A site on Fargate in an awsx network of its own; the records in another one, whose subnets are all isolated."""

import pulumi_aws as aws

from tests.posture.topologies.awsx_shapes import ApplicationLoadBalancer, FargateService, Vpc
from tests.posture.topologies.shared import close_names

network = Vpc("site", "10.60.0.0/16", ("public", "private"))
front = ApplicationLoadBalancer("site-lb", network)
FargateService("site-app", network, "private", front, "wordpress:6")
archive = Vpc("patients", "10.61.0.0/16", ("isolated",))
close_names("patients", archive.vpc.id)
group = aws.ec2.SecurityGroup("patients-db", vpc_id=archive.vpc.id)
subnets = aws.rds.SubnetGroup("patients-db", subnet_ids=archive.ids("isolated"))
aws.rds.Instance(
    "patients-db",
    engine="postgres",
    instance_class="db.t3.micro",
    allocated_storage=20,
    db_subnet_group_name=subnets.id,
    vpc_security_group_ids=[group.id],
    username="patients",
    manage_master_user_password=True,
    skip_final_snapshot=True,
)
