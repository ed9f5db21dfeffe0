"""Security Hub brings the findings of Ireland together in Virginia."""

import pulumi
import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
virginia = aws.Provider("virginia", region="us-east-1", allowed_account_ids=["111122223333"])
there = pulumi.ResourceOptions(provider=virginia)
aws.securityhub.Account("ireland", enable_default_standards=False)
hub = aws.securityhub.Account("virginia", enable_default_standards=False, opts=there)
aws.securityhub.FindingAggregator(
    "together",
    linking_mode="SPECIFIED_REGIONS",
    specified_regions=["eu-west-1"],
    opts=pulumi.ResourceOptions(provider=virginia, depends_on=[hub]),
)
