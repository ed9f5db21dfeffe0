"""Alarms about a store of records go to a topic of management, and by mail to whoever is on call."""

import pulumi_aws as aws

from tests.posture.topologies import hospital

WATCH = {"ai-zone": "management", "data-class": "internal"}
key = hospital.Key("records", (hospital.LOGS,), ("s3",), hospital.PHI)
watch = hospital.Key("alarms", ("cloudwatch.amazonaws.com", "sns.amazonaws.com"), (), WATCH)
records = hospital.Bucket("records", key, hospital.access_log(WATCH), hospital.PHI)
topic = aws.sns.Topic("alarms", name="alarms", kms_master_key_id=watch.arn, tags=WATCH)
aws.sns.TopicSubscription("alarms", topic=topic.arn, protocol="email", endpoint="operators@stmarys.org")
aws.cloudwatch.MetricAlarm(
    "refused",
    name="refused",
    namespace="AWS/S3",
    metric_name="4xxErrors",
    dimensions={"BucketName": records.name, "FilterId": "all"},
    statistic="Sum",
    period=300,
    evaluation_periods=1,
    comparison_operator="GreaterThanThreshold",
    threshold=100,
    alarm_actions=[topic.arn],
    tags={"ai-zone": "phi"},
)
