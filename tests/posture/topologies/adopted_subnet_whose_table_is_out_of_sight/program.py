"""Network and subnet are adopted, the table that decides is not: and it has a NAT route."""

import pulumi
import pulumi_aws as aws

standing = pulumi.Config("corpus")
vpc = aws.ec2.Vpc.get("landing-phi", standing.require("vpc"))
subnet = aws.ec2.Subnet.get("landing-phi-a", standing.require("subnet"))
group = aws.ec2.SecurityGroup("records", vpc_id=vpc.id)
aws.ec2.Instance("records", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=subnet.id, vpc_security_group_ids=[group.id])
