"""Tags come from the provider alone, and the VPC has no DNS at all."""

import pulumi
import pulumi_aws as aws

ireland = aws.Provider(
    "ireland",
    region="eu-west-1",
    allowed_account_ids=["111122223333"],
    default_tags=aws.ProviderDefaultTagsArgs(tags={"ai-zone": "phi", "team": "records"}),
)
with_tags = pulumi.ResourceOptions(provider=ireland)
vpc = aws.ec2.Vpc("records", cidr_block="10.30.0.0/20", enable_dns_support=False, opts=with_tags)
subnet = aws.ec2.Subnet("records", vpc_id=vpc.id, cidr_block="10.30.0.0/24", opts=with_tags)
group = aws.ec2.SecurityGroup("records", vpc_id=vpc.id, opts=with_tags)
aws.vpc.SecurityGroupIngressRule(
    "records-https", security_group_id=group.id, ip_protocol="tcp", from_port=443, to_port=443, cidr_ipv4="10.30.0.0/20", opts=with_tags
)
aws.ec2.Instance(
    "records",
    ami="ami-0abcdef1234567890",
    instance_type="m7g.large",
    subnet_id=subnet.id,
    vpc_security_group_ids=[group.id],
    opts=with_tags,
)
