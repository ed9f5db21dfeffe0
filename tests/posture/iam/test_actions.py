"""Which actions move data."""

import pytest

from posture.iam import action_prefix, carries_data, directions
from posture.iam.actions import CATALOG, data_actions, has_no_resource, is_listed, on_objects


@pytest.mark.parametrize(
    ("action", "ways"),
    [
        ("s3:GetObject", {"read"}),
        ("S3:getobject", {"read"}),
        ("s3:ListBucket", {"read"}),
        ("s3:PutObject", {"write"}),
        ("s3:PutBucketPolicy", {"read", "write"}),
        ("s3:GetBucketLocation", set()),
        ("s3:GetBucket*", set()),
        ("s3:Get*", {"read"}),
        ("s3:*", {"read", "write"}),
        ("*", {"read", "write"}),
        ("s3:BrandNewAction", {"read", "write"}),
        ("brandnew:Thing", {"read", "write"}),
        ("kms:DescribeKey", set()),
        ("kms:Decrypt", {"read"}),
        ("kms:CreateGrant", {"read", "write"}),
        ("logs:PutLogEvents", {"write"}),
        ("logs:PutSubscriptionFilter", {"read", "write"}),
        ("bedrock:InvokeModel", {"read", "write"}),
        ("ecr:GetAuthorizationToken", set()),
        ("sts:GetCallerIdentity", set()),
    ],
)
def test_the_way_that_an_action_moves_data(action: str, ways: set[str]) -> None:
    assert directions(action) == ways
    assert carries_data(action) == bool(ways)


@pytest.mark.parametrize("prefix", sorted(CATALOG))
def test_no_action_is_listed_both_as_moving_data_and_as_harmless(prefix: str) -> None:
    actions = data_actions(prefix)
    harmless = {f"{prefix}:{name}" for name in CATALOG[prefix].control.split() if "*" not in name}
    assert actions
    assert not harmless & set(actions)
    assert all(carries_data(action) and is_listed(action) for action in actions)
    assert all(not carries_data(action) for action in harmless)


@pytest.mark.parametrize(
    ("service", "prefix"),
    [
        ("com.amazonaws.eu-west-1.s3", "s3"),
        ("com.amazonaws.s3-global.accesspoint", "s3"),
        ("com.amazonaws.eu-west-1.ecr.dkr", "ecr"),
        ("monitoring", "cloudwatch"),
        ("bedrock-agent-runtime", "bedrock"),
        ("com.amazonaws.eu-west-1.sagemaker.runtime", "sagemaker"),
        ("cn.com.amazonaws.cn-north-1.kms", "kms"),
        ("textract", "textract"),
    ],
)
def test_the_action_prefix_of_an_endpoint_service(service: str, prefix: str) -> None:
    assert action_prefix(service) == prefix


def test_metrics_land_in_the_callers_account() -> None:
    assert has_no_resource("cloudwatch:PutMetricData")
    assert not has_no_resource("s3:PutObject")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:GetObject", True),
        ("s3:ListBucket", False),
        ("s3:PutBucketObjectLockConfiguration", False),
        ("kms:Decrypt", None),
        ("s3:New", None),
    ],
)
def test_whether_an_s3_action_is_about_objects(action: str, expected: bool | None) -> None:
    assert on_objects(action) is expected
