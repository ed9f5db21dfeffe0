"""Notices of objects: by EventBridge, by S3 itself, and in logs of access; who is approved to hear of them."""

import json
from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import OURS, Estate

NAME = "clinic-phi"
OF_THE_BUCKET = {"source": ["aws.s3"], "detail": {"bucket": {"name": [NAME]}}}


def told(clinic: Estate, pattern: Any, zone: str = "inference", **target: Any) -> Made:
    """A bucket of records that tells EventBridge, and a rule with a queue of another zone."""
    bucket = clinic.bucket(NAME, "phi")
    clinic.put("aws:s3/bucketNotification:BucketNotification", "tells", bucket=bucket.id, eventbridge=True)
    queue = clinic.put("aws:sqs/queue:Queue", "heard", zone=zone, arn=f"arn:aws:sqs:eu-west-1:{OURS}:heard", name="heard")
    written = {"eventPattern": json.dumps(pattern)} if pattern is not None else {"scheduleExpression": "rate(1 hour)"}
    rule = clinic.put("aws:cloudwatch/eventRule:EventRule", "arrived", name="arrived", **written)
    sent = clinic.put("aws:cloudwatch/eventTarget:EventTarget", "to-queue", rule=rule.id, **target)
    sent.inputs["arn"] = queue.out("arn")
    return bucket


def notices(clinic: Estate, form: str) -> set[bool]:
    """Whether the bucket's notices go to the queue, and whether that is certain."""
    return {certain for kind, source, target, _, certain in clinic.edges(form) if (kind, source, target) == ("replicate", NAME, "heard")}


@pytest.mark.parametrize(
    ("pattern", "certain"),
    [
        (OF_THE_BUCKET, {True}),
        ({"source": ["aws.s3", "aws.ec2"]}, {True}),
        ({"account": [OURS]}, {True}),
        ({"source": [{"prefix": "aws."}]}, {False}),
        ({"source": ["aws.s3"], "detail": {"bucket": {"name": [{"suffix": "-phi"}]}}}, {False}),
        ({"source": ["aws.ec2"]}, set()),
        ({"source": ["aws.s3"], "detail": {"bucket": {"name": ["another-bucket"]}}}, set()),
        (None, set()),
    ],
)
def test_a_rule_that_picks_the_buckets_events_hands_them_to_its_targets(
    clinic: Estate, form: str, pattern: Any, certain: set[bool]
) -> None:
    told(clinic, pattern)
    assert notices(clinic, form) == certain


def test_services_send_to_the_default_bus_alone(clinic: Estate, form: str) -> None:
    told(clinic, OF_THE_BUCKET, eventBusName="orders")
    assert notices(clinic, form) == set()


def test_a_bucket_that_does_not_tell_is_not_heard(clinic: Estate, form: str) -> None:
    bucket = told(clinic, OF_THE_BUCKET)
    clinic.made = [one for one in clinic.made if one.name != "tells"]
    clinic.put("aws:s3/bucketNotification:BucketNotification", "silent", bucket=bucket.id, eventbridge=False)
    assert notices(clinic, form) == set()


@pytest.mark.parametrize(
    ("zone", "verdicts"),
    [("phi", "proven proven proven"), ("deidentification", "proven proven proven"), ("inference", "proven violated violated")],
)
def test_whoever_may_use_the_objects_may_hear_of_them(clinic: Estate, form: str, zone: str, verdicts: str) -> None:
    told(clinic, OF_THE_BUCKET, zone)
    assert clinic.verdicts(form) == verdicts


@pytest.mark.parametrize(
    ("token", "inputs", "source"),
    [
        ("aws:s3/bucketLogging:BucketLogging", {"targetPrefix": "x/"}, "phi"),
        ("aws:s3/bucketLogging:BucketLogging", {"targetPrefix": "x/"}, "inference"),
    ],
)
@pytest.mark.parametrize(("keeper", "verdict"), [("management", "proven"), ("egress", "violated")])
def test_logs_of_access_are_telemetry(
    clinic: Estate, form: str, token: str, inputs: dict[str, Any], source: str, keeper: str, verdict: str
) -> None:
    bucket, archive = clinic.bucket("asked", source), clinic.bucket("archive", keeper, data="internal")
    clinic.put(token, "sent", bucket=bucket.id, targetBucket=archive.id, **inputs)
    assert clinic.verdicts(form).split()[2] == verdict


def test_copies_of_objects_are_no_telemetry(clinic: Estate, form: str) -> None:
    bucket, archive = clinic.bucket("asked", "phi"), clinic.bucket("archive", "management", data="internal")
    rule = {"status": "Enabled", "destination": {"bucket": archive.out("arn")}}
    clinic.put("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "copies", bucket=bucket.id, role="r", rules=[rule])
    assert clinic.verdicts(form).split()[2] == "violated"


def test_logs_of_a_load_balancer_are_telemetry(clinic: Estate, form: str) -> None:
    access, archive = clinic.zone("access"), clinic.bucket("archive", "management", data="internal")
    logs = {"bucket": archive.id, "enabled": True}
    clinic.put("aws:lb/loadBalancer:LoadBalancer", "front", zone="access", internal=True, subnets=[access.subnet.id], accessLogs=logs)
    assert clinic.verdicts(form).split()[2] == "proven"
