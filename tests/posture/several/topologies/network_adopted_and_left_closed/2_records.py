"""The application's stack adopts the network, and puts its host there."""

import pulumi
import pulumi_aws as aws

landing = pulumi.Config("corpus")
vpc = aws.ec2.Vpc.get("ours", landing.require("vpc"))
subnet = aws.ec2.Subnet.get("ours-a", landing.require("subnet"))
table = aws.ec2.RouteTable.get("ours-table", landing.require("table"))
group = aws.ec2.SecurityGroup("records", vpc_id=vpc.id, description="nobody connects")
aws.ec2.Instance("records", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=subnet.id, vpc_security_group_ids=[group.id])
