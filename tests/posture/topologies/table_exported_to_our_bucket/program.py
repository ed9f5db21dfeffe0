"""A table is exported into a bucket of the zone."""

import pulumi_aws as aws

table = aws.dynamodb.Table(
    "visits",
    name="visits",
    hash_key="id",
    billing_mode="PAY_PER_REQUEST",
    attributes=[{"name": "id", "type": "S"}],
    point_in_time_recovery={"enabled": True},
    tags={"ai-zone": "phi", "data-class": "phi"},
)
exports = aws.s3.Bucket("exports", bucket="clinic-exports-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.dynamodb.TableExport("export", table_arn=table.arn, s3_bucket=exports.bucket, s3_bucket_owner="111122223333")
