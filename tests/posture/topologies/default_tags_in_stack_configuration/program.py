"""Only the stack's configuration says which zone this is (aws:defaultTags); and the resolver is open."""

import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("office", cidr_block=pulumi.Config("office").require("cidr"))
aws.ec2.Subnet("office-a", vpc_id=vpc.id, cidr_block=vpc.cidr_block.apply(lambda block: block.replace("/16", "/24")))
