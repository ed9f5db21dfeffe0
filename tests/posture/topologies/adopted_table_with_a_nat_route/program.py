"""Network, subnet and table are adopted; which table is the subnet's stands in an association that is not."""

import pulumi
import pulumi_aws as aws

standing = pulumi.Config("corpus")
vpc = aws.ec2.Vpc.get("landing-phi", standing.require("vpc"))
subnet = aws.ec2.Subnet.get("landing-phi-a", standing.require("subnet"))
aws.ec2.RouteTable.get("landing-phi-table", standing.require("table"))
group = aws.ec2.SecurityGroup("records", vpc_id=vpc.id)
aws.ec2.Instance("records", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=subnet.id, vpc_security_group_ids=[group.id])
