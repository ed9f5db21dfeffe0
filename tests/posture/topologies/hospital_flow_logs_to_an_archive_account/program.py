"""Flow logs of a PHI network, kept by the account of the log archive, which a provider reaches by a role."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "phi"}
ARCHIVE, NAME = "222233334444", "stmarys-flow-archive-222233334444"
key = hospital.Key("records", (hospital.LOGS,), ("s3",), hospital.PHI)
network = hospital.Network("records", "10.20.0.0/16", key, ZONE)
hospital.Bucket("records", key, hospital.access_log(ZONE), hospital.PHI)
archive = aws.Provider(
    "archive",
    region=hospital.REGION,
    assume_roles=[{"role_arn": f"arn:aws:iam::{ARCHIVE}:role/deploy"}],
    default_tags={"tags": {"ai-zone": "management", "data-class": "internal"}},
)
there = pulumi.ResourceOptions(provider=archive)
kept = aws.s3.Bucket("archive", bucket=NAME, object_lock_enabled=True, opts=there)
ours = {"StringEquals": {"aws:SourceAccount": hospital.ACCOUNT}}
delivery = {"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}, "Condition": ours}
aws.s3.BucketPolicy(
    "archive",
    bucket=kept.id,
    policy=hospital.document(
        {**delivery, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{NAME}/*"},
        {**delivery, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{NAME}"},
    ),
    opts=there,
)
aws.ec2.FlowLog("records", vpc_id=network.id, traffic_type="ALL", log_destination_type="s3", log_destination=kept.arn, tags=ZONE)
