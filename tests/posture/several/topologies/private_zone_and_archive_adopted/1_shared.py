"""What a landing zone keeps for all: a private hosted zone, and the log archive with its key."""

import json

import pulumi
import pulumi_aws as aws

ARCHIVE = "clinic-logs-111122223333"
vpc = aws.ec2.Vpc("shared", cidr_block="10.50.0.0/16", enable_dns_hostnames=True)
zone = aws.route53.Zone("clinic", name="clinic.internal", vpcs=[{"vpc_id": vpc.id}])
aws.route53.Record("vault", zone_id=zone.zone_id, name="vault.clinic.internal", type="A", ttl=60, records=["10.50.0.10"])
key = aws.kms.Key("logs", description="Logs", enable_key_rotation=True)
bucket = aws.s3.Bucket("logs", bucket=ARCHIVE, object_lock_enabled=True)
aws.s3.BucketVersioning("logs", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
aws.s3.BucketObjectLockConfiguration("logs", bucket=bucket.id, rule={"default_retention": {"mode": "COMPLIANCE", "days": 2192}})
aws.s3.BucketPublicAccessBlock(
    "logs", bucket=bucket.id, block_public_acls=True, block_public_policy=True, ignore_public_acls=True, restrict_public_buckets=True
)
aws.s3.BucketPolicy(
    "logs",
    bucket=bucket.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "delivery.logs.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": f"arn:aws:s3:::{ARCHIVE}/*",
                    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
                },
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "delivery.logs.amazonaws.com"},
                    "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
                    "Resource": f"arn:aws:s3:::{ARCHIVE}",
                    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
                },
            ],
        }
    ),
)
for name, value in {"zone": zone.zone_id, "bucket": bucket.bucket, "key": key.arn}.items():
    pulumi.export(name, value)
