"""Who did what: a trail of the account into a locked archive, a lake of events, findings of watchers.

After https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html, "Amazon S3 bucket policy for CloudTrail",
"Logging Insights events", "CloudTrail Lake event data stores"; Amazon GuardDuty User Guide,
"Exporting generated GuardDuty findings to Amazon S3 buckets"; Amazon Macie User Guide, "Storing and retaining sensitive data discovery results".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

ARCHIVE, RECORDS = "clinic-archive-of-events", "clinic-archived-records"
TRAIL = f"arn:aws:cloudtrail:{house.REGION}:{house.ACCOUNT}:trail/clinic"
key = house.key(
    "events",
    "cloudtrail.amazonaws.com",
    "guardduty.amazonaws.com",
    "macie.amazonaws.com",
    "s3.amazonaws.com",
    "sns.amazonaws.com",
    f"logs.{house.REGION}.amazonaws.com",
)
access_logs = house.access_logs("clinic-archive-access-logs")
records = house.bucket(RECORDS, key, access_logs, {"data-class": "phi"})


def from_service(service: str, prefix: str) -> tuple[dict[str, object], ...]:
    """A service may write below its prefix, for this account."""
    condition = {"StringEquals": {"aws:SourceAccount": house.ACCOUNT}}
    return (
        {
            "Sid": f"Asks{service.title()}",
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"],
            "Resource": f"arn:aws:s3:::{ARCHIVE}",
            "Condition": condition,
        },
        {
            "Sid": f"Writes{service.title()}",
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{ARCHIVE}/{prefix}/*",
            "Condition": condition,
        },
    )


statements = [
    one
    for service in ("cloudtrail", "guardduty", "macie")
    for one in from_service(service, "AWSLogs" if service == "guardduty" else service)
]
archive = house.bucket(ARCHIVE, key, access_logs, {"data-class": "internal"}, tuple(statements))
logs = house.log_group("/aws/cloudtrail/clinic", key)
writing = data_grounds.acting(
    "trail-logs",
    "cloudtrail.amazonaws.com",
    data_grounds.may(
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        f"arn:aws:logs:{house.REGION}:{house.ACCOUNT}:log-group:/aws/cloudtrail/clinic:log-stream:*",
    ),
)
notices = aws.sns.Topic("trail-notices", name="trail-notices", kms_master_key_id=key.arn, tags={"data-class": "internal"})
aws.cloudtrail.Trail(
    "clinic",
    name="clinic",
    s3_bucket_name=archive.bucket,
    s3_key_prefix="cloudtrail",
    is_multi_region_trail=True,
    include_global_service_events=True,
    enable_log_file_validation=True,
    enable_logging=True,
    kms_key_id=key.arn,
    cloud_watch_logs_group_arn=logs.arn.apply(lambda arn: f"{arn}:*"),
    cloud_watch_logs_role_arn=writing.arn,
    sns_topic_name=notices.name,
    insight_selectors=[{"insight_type": "ApiCallRateInsight"}, {"insight_type": "ApiErrorRateInsight"}],
    advanced_event_selectors=[
        {"name": "Management", "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}]},
        {
            "name": "Objects",
            "field_selectors": [
                {"field": "eventCategory", "equals": ["Data"]},
                {"field": "resources.type", "equals": ["AWS::S3::Object"]},
            ],
        },
    ],
    opts=pulumi.ResourceOptions(protect=True, depends_on=[house.policies[ARCHIVE]]),
)
aws.cloudtrail.EventDataStore(
    "clinic",
    name="clinic",
    kms_key_id=key.arn,
    multi_region_enabled=True,
    organization_enabled=False,
    retention_period=2555,
    billing_mode="FIXED_RETENTION_PRICING",
    termination_protection_enabled=True,
    advanced_event_selectors=[
        {"name": "Default management events", "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}]},
    ],
    tags={"data-class": "internal"},
)
detector = aws.guardduty.Detector("clinic", enable=True, finding_publishing_frequency="FIFTEEN_MINUTES")
for feature in ("S3_DATA_EVENTS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"):
    aws.guardduty.DetectorFeature(feature.lower(), detector_id=detector.id, name=feature, status="ENABLED")
aws.guardduty.PublishingDestination("clinic", detector_id=detector.id, destination_arn=archive.arn, kms_key_arn=key.arn)
macie = aws.macie2.Account("clinic", status="ENABLED", finding_publishing_frequency="FIFTEEN_MINUTES")
aws.macie2.ClassificationExportConfiguration(
    "clinic",
    s3_destination={"bucket_name": archive.bucket, "key_prefix": "macie", "kms_key_arn": key.arn},
    opts=pulumi.ResourceOptions(depends_on=[macie]),
)
aws.macie2.ClassificationJob(
    "weekly",
    name="weekly",
    job_type="SCHEDULED",
    job_status="RUNNING",
    sampling_percentage=100,
    schedule_frequency={"weekly_schedule": "SUNDAY"},
    s3_job_definition={"bucket_definitions": [{"account_id": house.ACCOUNT, "buckets": [records.bucket]}]},
    opts=pulumi.ResourceOptions(depends_on=[macie]),
)
hub = aws.securityhub.Account(
    "clinic", enable_default_standards=False, auto_enable_controls=True, control_finding_generator="SECURITY_CONTROL"
)
aws.securityhub.StandardsSubscription(
    "foundational",
    standards_arn=f"arn:aws:securityhub:{house.REGION}::standards/aws-foundational-security-best-practices/v/1.0.0",
    opts=pulumi.ResourceOptions(depends_on=[hub]),
)
aws.accessanalyzer.Analyzer("outside", analyzer_name="outside", type="ACCOUNT")
aws.inspector2.Enabler("clinic", account_ids=[house.ACCOUNT], resource_types=["EC2", "ECR", "LAMBDA"])
