"""How stores of tables, of one zone and of settings are named, and what a policy of them may speak of."""

import json

import pytest

from simulator.rules.aws.kinds import BUCKET, DIRECTORY_BUCKET
from tests.simulator.aws.account import ACCOUNT, REGION, Account

POLICY, PARAMETER = "aws:s3/bucketPolicy:BucketPolicy", "aws:ssm/parameter:Parameter"
NAME = "notes--euw1-az1--x-s3"
ZONE = {"location": {"name": "euw1-az1", "type": "AvailabilityZone"}}


def sessions(arn: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "s3express:CreateSession",
        "Resource": arn,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_bucket_of_one_zone_is_named_after_its_zone(aws: Account) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(DIRECTORY_BUCKET, bucket="notes", **ZONE)] == ["bucket"]
    assert aws.make(DIRECTORY_BUCKET, bucket=NAME, **ZONE)["arn"] == f"arn:aws:s3express:{REGION}:{ACCOUNT}:bucket/{NAME}"


def test_a_policy_of_a_bucket_of_one_zone_speaks_of_its_own_arn(aws: Account) -> None:
    arn = aws.make(DIRECTORY_BUCKET, bucket=NAME, **ZONE)["arn"]
    aws.refuses("MalformedPolicy", POLICY, match=arn, bucket=NAME, policy=sessions(f"arn:aws:s3:::{NAME}"))
    assert aws.make(POLICY, bucket=NAME, policy=sessions(arn)).id == NAME


def test_a_policy_names_a_bucket_that_is_there(aws: Account) -> None:
    aws.refuses("NoSuchBucket", POLICY, match=BUCKET, bucket="nobodys", policy=sessions("arn:aws:s3:::nobodys"))


@pytest.mark.parametrize(("name", "written"), [("/clinic/dsn", "/clinic/dsn"), ("dsn", "/dsn")])
def test_a_parameters_arn_has_one_slash_before_its_name(aws: Account, name: str, written: str) -> None:
    made = aws.make(PARAMETER, name=name, type="String", value="x")
    assert made["arn"] == f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{written}"
