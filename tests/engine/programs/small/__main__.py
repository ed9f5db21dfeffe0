"""A PHI network without a road out, and beside it what a proof must not pass over in silence. `small:shape` says which."""

import json

import pulumi
import pulumi_aws as aws

shape = pulumi.Config().require("shape")
tags = {} if shape == "unclassified" else {"ai-zone": "phi"}

provider = aws.Provider("clinic", region="eu-west-1", allowed_account_ids=["111122223333"])
opts = pulumi.ResourceOptions(provider=provider)
# Without the VPC's resolver no name leads out either.
network = aws.ec2.Vpc("charts", cidr_block="10.20.0.0/16", enable_dns_support=False, enable_dns_hostnames=False, tags=tags, opts=opts)
subnet = aws.ec2.Subnet("charts-a", vpc_id=network.id, cidr_block="10.20.1.0/24", tags=tags, opts=opts)
aws.ec2.SecurityGroup("charts", description="Chart programs", vpc_id=network.id, tags=tags, opts=opts)

if shape == "strange":
    # A type that no reader knows, and that reaches into the network. (Once a reader knows it, take another.)
    aws.directoryservice.IpRoute("scans", directory_id="d-1234567890", cidr_ip=subnet.cidr_block, description="scanners", opts=opts)
if shape == "opaque":
    # A stack inside the stack: what it makes is in a template that nobody here reads.
    aws.cloudformation.Stack("more", template_body=json.dumps({"Resources": {}}), parameters={"Subnet": subnet.id}, opts=opts)
