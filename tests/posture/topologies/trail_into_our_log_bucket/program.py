"""A trail of every region with data events of the records, to a bucket and a log group of the same account."""

import json

import pulumi
import pulumi_aws as aws

records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
logs = aws.s3.Bucket("logs", bucket="clinic-audit-111122223333", tags={"ai-zone": "management", "data-class": "internal"})
trail_arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/clinic"
policy = aws.s3.BucketPolicy(
    "logs",
    bucket=logs.bucket,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "AclCheck",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": "s3:GetBucketAcl",
                    "Resource": "arn:aws:s3:::clinic-audit-111122223333",
                    "Condition": {"StringEquals": {"aws:SourceArn": trail_arn}},
                },
                {
                    "Sid": "Write",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": "arn:aws:s3:::clinic-audit-111122223333/AWSLogs/111122223333/*",
                    "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trail_arn}},
                },
            ],
        }
    ),
)
group = aws.cloudwatch.LogGroup("trail", name="/clinic/trail", retention_in_days=365, tags={"ai-zone": "management"})
role = aws.iam.Role(
    "trail",
    name="trail-to-logs",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.cloudtrail.Trail(
    "clinic",
    name="clinic",
    s3_bucket_name=logs.bucket,
    is_multi_region_trail=True,
    enable_log_file_validation=True,
    cloud_watch_logs_group_arn=group.arn.apply(lambda arn: f"{arn}:*"),
    cloud_watch_logs_role_arn=role.arn,
    event_selectors=[
        {
            "read_write_type": "All",
            "include_management_events": True,
            "data_resources": [{"type": "AWS::S3::Object", "values": [records.arn.apply(lambda arn: f"{arn}/")]}],
        }
    ],
    opts=pulumi.ResourceOptions(depends_on=[policy]),
)
