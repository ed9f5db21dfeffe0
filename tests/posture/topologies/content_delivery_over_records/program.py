"""A distribution with origin access control over the bucket of records."""

import pulumi
import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
control = aws.cloudfront.OriginAccessControl(
    "records", name="records", origin_access_control_origin_type="s3", signing_behavior="always", signing_protocol="sigv4"
)
distribution = aws.cloudfront.Distribution(
    "downloads",
    enabled=True,
    origins=[
        {
            "origin_id": "records",
            "domain_name": records.bucket_regional_domain_name,
            "origin_access_control_id": control.id,
        }
    ],
    default_cache_behavior={
        "target_origin_id": "records",
        "viewer_protocol_policy": "https-only",
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={"cloudfront_default_certificate": True},
)
aws.s3.BucketPolicy(
    "records",
    bucket=records.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudfront.amazonaws.com"},
                    "Action": "s3:GetObject",
                    "Resource": f"arn:aws:s3:::{BUCKET}/*",
                    "Condition": {"StringEquals": {"AWS:SourceArn": distribution.arn}},
                }
            ],
        }
    ),
)
