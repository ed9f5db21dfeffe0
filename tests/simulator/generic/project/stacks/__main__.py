"""A small stack of two accounts, as a user would write it."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
cidr = config.require("cidr")
if "/" not in cidr:
    raise pulumi.RunError(f"rehearsed:cidr: {cidr} is not a CIDR block; allowed: such as 10.0.0.0/16")

ours = pulumi.ResourceOptions(
    provider=aws.Provider(
        "ours",
        region="eu-west-1",
        assume_roles=[aws.ProviderAssumeRoleArgs(role_arn="arn:aws:iam::222233334444:role/deploy")],
        default_tags=aws.ProviderDefaultTagsArgs(tags={"owner": "platform"}),
    )
)
other = pulumi.ResourceOptions(provider=aws.Provider("other", region="eu-west-1", allowed_account_ids=["333344445555"]))

vpc = aws.ec2.Vpc("zone", cidr_block=cidr, tags={"ai-zone": "phi"}, opts=ours)
for name, block in config.require_object("subnets").items():
    aws.ec2.Subnet(name, vpc_id=vpc.id, cidr_block=block, opts=ours)
aws.ec2.SecurityGroup("closed", vpc_id=vpc.id, description="nothing", opts=ours)
key = aws.kms.Key("key", description="of the store", opts=pulumi.ResourceOptions.merge(ours, pulumi.ResourceOptions(protect=True)))
cluster = aws.rds.Cluster(
    "database",
    engine="aurora-postgresql",
    master_username="owner",
    master_password=config.get_secret("password"),
    storage_encrypted=True,
    kms_key_id=key.arn,
    skip_final_snapshot=True,
    opts=ours,
)
logs = aws.s3.Bucket("logs", bucket="rehearsed-logs", opts=other)
pulumi.export("vpc", vpc.id)
pulumi.export("tags", vpc.tags_all)
pulumi.export("account", aws.get_caller_identity_output(opts=pulumi.InvokeOptions(provider=other.provider)).account_id)
