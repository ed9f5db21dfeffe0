"""An ACL from the days before policies."""

import pulumi
import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
ownership = aws.s3.BucketOwnershipControls("records", bucket=records.id, rule={"object_ownership": "BucketOwnerPreferred"})
aws.s3.BucketAcl("records", bucket=records.id, acl="public-read", opts=pulumi.ResourceOptions(depends_on=[ownership]))
