"""Conditions that another key of the same statement says anyway are left alone; the same key alone is not."""

import json
from typing import Any

import pytest

from tests.mutation.operators.documents import weaken_conditions
from tests.mutation.operators.said_twice import said_twice
from tests.mutation.program import Program, Row

SOURCE = "arn:aws:rds:eu-west-1:111122223333:db:records"
BUCKET = "arn:aws:s3:::clinic-records"
ACCOUNT = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
VIA = {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}


def row(type_: str, **inputs: Any) -> Row:
    return Row(urn=f"urn:pulumi:x::x::{type_}::{type_.rsplit(':', 1)[-1]}", type=type_, inputs=inputs)


def says(condition: dict[str, Any], key: str, *rows: Row, dropped: bool = True) -> bool:
    policy = row("aws:s3/bucketPolicy:BucketPolicy", bucket="clinic-records")
    program = Program([policy, row("aws:s3/bucket:Bucket", bucket="clinic-records"), *rows], {})
    return said_twice(program, policy, {"Effect": "Allow", "Condition": condition}, key, dropped=dropped)


@pytest.mark.parametrize(
    ("condition", "key"),
    [
        ({**ACCOUNT, "ArnLike": {"aws:SourceArn": SOURCE}}, "aws:SourceArn"),
        ({**ACCOUNT, "ArnLike": {"aws:SourceArn": SOURCE}}, "aws:SourceAccount"),
        ({**ACCOUNT, "ArnEquals": {"aws:SourceArn": BUCKET}}, "aws:SourceAccount"),
        ({**VIA, "Bool": {"kms:GrantIsForAWSResource": "true"}}, "kms:GrantIsForAWSResource"),
        ({"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}, "s3:x-amz-acl"),
    ],
)
def test_what_another_key_says_may_go(condition: dict[str, Any], key: str) -> None:
    assert says(condition, key)


@pytest.mark.parametrize(
    ("condition", "key"),
    [
        ({"ArnLike": {"aws:SourceArn": SOURCE}}, "aws:SourceArn"),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}, "ArnLike": {"aws:SourceArn": SOURCE}}, "aws:SourceArn"),
        ({"StringLike": {"aws:SourceAccount": "*"}, "ArnLike": {"aws:SourceArn": SOURCE}}, "aws:SourceArn"),
        ({**ACCOUNT, "ArnLike": {"aws:SourceArn": "arn:aws:rds:eu-west-1:*:db:records"}}, "aws:SourceAccount"),
        ({**ACCOUNT, "ArnEquals": {"aws:SourceArn": "arn:aws:s3:::somebodys"}}, "aws:SourceAccount"),
        ({"Bool": {"kms:GrantIsForAWSResource": "true"}}, "kms:GrantIsForAWSResource"),
        (VIA, "kms:ViaService"),
    ],
)
def test_what_nothing_else_says_may_not_go(condition: dict[str, Any], key: str) -> None:
    assert not says(condition, key)


def test_a_source_compared_with_everything_is_a_mutant_still() -> None:
    assert not says({**ACCOUNT, "ArnLike": {"aws:SourceArn": SOURCE}}, "aws:SourceArn", dropped=False)


def test_an_acl_counts_where_acls_are_on() -> None:
    on = row("aws:s3/bucketOwnershipControls:BucketOwnershipControls", bucket="clinic-records", rule={"objectOwnership": "ObjectWriter"})
    assert not says({"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}, "s3:x-amz-acl", on)


@pytest.mark.parametrize(
    ("principal", "key", "made"),
    [
        ({"AWS": "arn:aws:iam::111122223333:root"}, "aws:PrincipalArn", False),
        ({"AWS": ["111122223333", "arn:aws:iam::111122223333:role/app"]}, "aws:PrincipalAccount", False),
        ({"AWS": "*"}, "aws:PrincipalArn", True),
        ("*", "aws:PrincipalArn", True),
        ({"AWS": "111122223333", "Service": "s3.amazonaws.com"}, "aws:PrincipalArn", True),
        ({"AWS": "111122223333"}, "aws:PrincipalOrgID", True),
    ],
)
def test_who_always_says_who_he_is_may_as_well_be_asked_only_if_he_does(principal: Any, key: str, made: bool) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {key: "a"}}}
    policy = row("aws:s3/bucketPolicy:BucketPolicy", bucket="clinic-records", policy=json.dumps({"Statement": [statement]}))
    operators = {one.operator for one in weaken_conditions(Program([policy], {}), policy)}
    assert {"drop-condition", "condition-to-star"} <= operators
    assert ("condition-if-exists" in operators) is made
