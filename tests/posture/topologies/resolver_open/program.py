"""Nobody thought of names: the VPC as AWS makes it."""

import pulumi_aws as aws

vpc = aws.ec2.Vpc("ward", cidr_block="10.27.0.0/16", tags={"ai-zone": "phi"})
aws.ec2.Subnet("ward-a", vpc_id=vpc.id, cidr_block="10.27.0.0/24")
