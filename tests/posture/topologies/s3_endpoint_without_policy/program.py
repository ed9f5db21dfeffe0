"""A gateway endpoint as the console makes it: without a policy of its own."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("notes", cidr_block="10.31.0.0/16", tags={"ai-zone": "phi"})
table = aws.ec2.RouteTable("notes", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("notes-a", vpc_id=vpc.id, cidr_block="10.31.0.0/24")
aws.ec2.RouteTableAssociation("notes-a", subnet_id=subnet.id, route_table_id=table.id)
aws.ec2.VpcEndpoint("notes-s3", vpc_id=vpc.id, service_name="com.amazonaws.eu-west-1.s3", route_table_ids=[table.id])
close_names("notes", vpc.id, ("s3.eu-west-1.amazonaws.com.", "*.s3.eu-west-1.amazonaws.com."))
