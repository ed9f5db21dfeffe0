"""Logs of redaction go on: masked, by a subscription to a stream, delivered to an archive; metrics by a stream, telemetry to our own sink.

After https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions.html, "Help protect sensitive log data with masking",
"Account-level subscription filters"; Amazon CloudWatch User Guide, "Use metric streams", "CloudWatch cross-account observability".
"""

import json

import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

ARCHIVE = "clinic-log-archive"
LOGS = f"arn:aws:logs:{house.REGION}:{house.ACCOUNT}"
STREAM = f"arn:aws:kinesis:{house.REGION}:{house.ACCOUNT}:stream/redaction-logs"
key = house.key("logs", f"logs.{house.REGION}.amazonaws.com", "kinesis.amazonaws.com", "firehose.amazonaws.com", "s3.amazonaws.com")
access_logs = house.access_logs("clinic-log-access-logs")
archive = house.bucket(ARCHIVE, key, access_logs, {"data-class": "phi"})
group = aws.cloudwatch.LogGroup(
    "redaction",
    name="/clinic/redaction",
    retention_in_days=house.SIX_YEARS_DAYS,
    kms_key_id=key.arn,
    deletion_protection_enabled=True,
    log_group_class="STANDARD",
    tags={"data-class": "phi"},
)
findings = house.log_group("/clinic/redaction-findings", key)
aws.cloudwatch.LogDataProtectionPolicy(
    "redaction",
    log_group_name=group.name,
    policy_document=json.dumps(
        {
            "Name": "mask",
            "Version": "2021-06-01",
            "Statement": [
                {
                    "Sid": "audit",
                    "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                    "Operation": {"Audit": {"FindingsDestination": {"CloudWatchLogs": {"LogGroup": "/clinic/redaction-findings"}}}},
                },
                {
                    "Sid": "mask",
                    "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                    "Operation": {"Deidentify": {"MaskConfig": {}}},
                },
            ],
        }
    ),
)
stream = aws.kinesis.Stream(
    "redaction-logs",
    name="redaction-logs",
    retention_period=48,
    encryption_type="KMS",
    kms_key_id=key.arn,
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    tags={"data-class": "phi"},
)
putting = data_grounds.acting(
    "log-destination", f"logs.{house.REGION}.amazonaws.com", data_grounds.may(["kinesis:PutRecord", "kinesis:PutRecords"], STREAM)
)
destination = aws.cloudwatch.LogDestination("redaction", name="redaction", role_arn=putting.arn, target_arn=stream.arn)
aws.cloudwatch.LogDestinationPolicy(
    "redaction",
    destination_name=destination.name,
    access_policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": house.ACCOUNT},
            "Action": "logs:PutSubscriptionFilter",
            "Resource": f"{LOGS}:destination:redaction",
        }
    ),
)
aws.cloudwatch.LogSubscriptionFilter(
    "redaction",
    name="redaction",
    log_group=group.name,
    destination_arn=destination.arn,
    filter_pattern="",
    distribution="Random",
)
delivering = data_grounds.acting(
    "log-delivery",
    "firehose.amazonaws.com",
    data_grounds.may(["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream"], STREAM),
    data_grounds.may(["s3:PutObject", "s3:AbortMultipartUpload"], f"arn:aws:s3:::{ARCHIVE}/*"),
)
delivery_logs = house.log_group("/firehose/redaction-logs", key)
aws.kinesis.FirehoseDeliveryStream(
    "redaction-logs",
    name="redaction-logs",
    destination="extended_s3",
    kinesis_source_configuration={"kinesis_stream_arn": stream.arn, "role_arn": delivering.arn},
    extended_s3_configuration={
        "bucket_arn": archive.arn,
        "role_arn": delivering.arn,
        "kms_key_arn": key.arn,
        "prefix": "redaction/",
        "error_output_prefix": "errors/",
        "cloudwatch_logging_options": {"enabled": True, "log_group_name": delivery_logs.name, "log_stream_name": "delivery"},
        "processing_configuration": {
            "enabled": True,
            "processors": [
                {
                    "type": "Decompression",
                    "parameters": [{"parameter_name": "CompressionFormat", "parameter_value": "GZIP"}],
                }
            ],
        },
    },
    tags={"data-class": "phi"},
)
metrics = aws.kinesis.FirehoseDeliveryStream(
    "metrics",
    name="metrics",
    destination="extended_s3",
    server_side_encryption={"enabled": True, "key_type": "CUSTOMER_MANAGED_CMK", "key_arn": key.arn},
    extended_s3_configuration={
        "bucket_arn": archive.arn,
        "role_arn": delivering.arn,
        "kms_key_arn": key.arn,
        "prefix": "metrics/",
        "cloudwatch_logging_options": {"enabled": True, "log_group_name": delivery_logs.name, "log_stream_name": "metrics"},
    },
    tags={"data-class": "internal"},
)
streaming = data_grounds.acting(
    "metric-stream",
    "streams.metrics.cloudwatch.amazonaws.com",
    data_grounds.may(
        ["firehose:PutRecord", "firehose:PutRecordBatch"],
        f"arn:aws:firehose:{house.REGION}:{house.ACCOUNT}:deliverystream/metrics",
    ),
)
aws.cloudwatch.MetricStream(
    "clinic",
    name="clinic",
    firehose_arn=metrics.arn,
    role_arn=streaming.arn,
    output_format="json",
    include_filters=[{"namespace": "AWS/Kinesis"}, {"namespace": "AWS/Firehose"}],
    include_linked_accounts_metrics=False,
)
sink = aws.oam.Sink("telemetry", name="telemetry")
aws.oam.SinkPolicy(
    "telemetry",
    sink_identifier=sink.arn,
    policy=house.document(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["oam:CreateLink", "oam:UpdateLink"],
            "Resource": "*",
            "Condition": {
                "StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION},
                "ForAllValues:StringEquals": {"oam:ResourceTypes": ["AWS::CloudWatch::Metric", "AWS::Logs::LogGroup"]},
            },
        }
    ),
)
aws.cloudwatch.LogAnomalyDetector(
    "redaction",
    detector_name="redaction",
    log_group_arn_lists=[group.arn],
    enabled=True,
    evaluation_frequency="FIFTEEN_MIN",
    kms_key_id=key.arn,
    anomaly_visibility_time=30,
)
aws.cloudwatch.QueryDefinition(
    "failures", name="redaction/failures", log_group_names=[group.name], query_string="filter level = 'error' | stats count() by bin(1h)"
)
