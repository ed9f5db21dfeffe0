"""GuardDuty, Security Hub, Config and an analyzer; findings go to a topic and a bucket of the same account."""

import json

import pulumi
import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
kept = aws.s3.Bucket("findings", bucket="clinic-findings-111122223333", tags={"ai-zone": "management", "data-class": "internal"})
key = aws.kms.Key("findings", description="Findings", enable_key_rotation=True)
topic = aws.sns.Topic("alarms", name="alarms", kms_master_key_id=key.arn, tags={"ai-zone": "management"})
detector = aws.guardduty.Detector("detector", enable=True)
aws.guardduty.PublishingDestination("findings", detector_id=detector.id, destination_arn=kept.arn, kms_key_arn=key.arn)
hub = aws.securityhub.Account("hub", enable_default_standards=False)
aws.securityhub.StandardsSubscription(
    "nist",
    standards_arn="arn:aws:securityhub:eu-west-1::standards/nist-800-53/v/5.0.0",
    opts=pulumi.ResourceOptions(depends_on=[hub]),
)
aws.accessanalyzer.Analyzer("external", analyzer_name="external", type="ACCOUNT")
role = aws.iam.Role(
    "config",
    name="config",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
recorder = aws.cfg.Recorder("recorder", name="default", role_arn=role.arn)
channel = aws.cfg.DeliveryChannel(
    "channel",
    name="default",
    s3_bucket_name=kept.bucket,
    sns_topic_arn=topic.arn,
    opts=pulumi.ResourceOptions(depends_on=[recorder]),
)
aws.cfg.RecorderStatus("recording", name=recorder.name, is_enabled=True, opts=pulumi.ResourceOptions(depends_on=[channel]))
severe = aws.cloudwatch.EventRule(
    "severe",
    name="severe",
    event_pattern=json.dumps({"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}),
)
aws.cloudwatch.EventTarget("severe", rule=severe.name, arn=topic.arn)
