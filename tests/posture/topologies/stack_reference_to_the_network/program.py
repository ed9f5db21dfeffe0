"""The application's stack: ids of the network come from the network's stack, so here they are literals."""

import pulumi
import pulumi_aws as aws

network = pulumi.StackReference("organization/standing/dev")
group = aws.ec2.SecurityGroup("records", vpc_id=network.require_output("vpc"), tags={"ai-zone": "phi"})
aws.ec2.Instance(
    "records",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=network.require_output("subnet"),
    vpc_security_group_ids=[group.id],
    tags={"ai-zone": "phi"},
)
