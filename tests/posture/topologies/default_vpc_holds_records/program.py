"""The region's default network, adopted and tagged, as quick starts do."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.DefaultVpc("default", tags={"ai-zone": "phi"})
subnet = aws.ec2.DefaultSubnet("default-a", availability_zone="eu-west-1a")
aws.ec2.Instance("records", ami="ami-0abcdef1234567890", instance_type="t3.large", subnet_id=subnet.id)
close_names("default", vpc.id)
