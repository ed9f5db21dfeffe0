"""A logically air-gapped vault, shared by Resource Access Manager with a recovery vendor's account."""

import pulumi_aws as aws

gapped = aws.backup.LogicallyAirGappedVault(
    "gapped", name="gapped", min_retention_days=35, max_retention_days=2192, tags={"ai-zone": "phi", "data-class": "phi"}
)
share = aws.ram.ResourceShare("recovery", name="recovery", allow_external_principals=True)
aws.ram.ResourceAssociation("vault", resource_arn=gapped.arn, resource_share_arn=share.arn)
aws.ram.PrincipalAssociation("vendor", principal="999988887777", resource_share_arn=share.arn)
