"""What a bucket policy refuses to everyone."""

from typing import Any

import pytest

from posture.iam import NoPolicy, PolicyKind, Truth, confines_to_network, network_openings, parse_policy, requires_tls
from tests.posture.iam.documents import Marker, allow, deny, document

YES, NO, MAYBE = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
BOTH = ["arn:aws:s3:::phi", "arn:aws:s3:::phi/*"]
ON_BUCKET: dict[str, Any] = {"Action": "s3:*", "Resource": BOTH}
PLAIN = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (deny(**ON_BUCKET, **PLAIN), YES),
        (deny(**PLAIN), YES),
        (deny(**ON_BUCKET, Condition={"BoolIfExists": {"aws:SecureTransport": False}}), YES),
        (deny(**ON_BUCKET, Condition={"StringNotEquals": {"aws:SecureTransport": "true"}}), YES),
        # An Allow over TLS leaves every other way open.
        (allow(**ON_BUCKET, Condition={"Bool": {"aws:SecureTransport": "true"}}), NO),
        (deny(**ON_BUCKET, Condition={"Bool": {"aws:SecureTransport": "true"}}), NO),
        # Not everyone, not everything.
        (deny(**{**ON_BUCKET, "Resource": BOTH[1]}, **PLAIN), NO),
        (deny(**{**ON_BUCKET, "Action": "s3:GetObject"}, **PLAIN), MAYBE),
        (deny(**ON_BUCKET, **PLAIN, Principal={"AWS": "111122223333"}), MAYBE),
        (deny(**ON_BUCKET, Condition={"Bool": {"aws:SecureTransport": Marker()}}), MAYBE),
        (deny(**ON_BUCKET, Condition={"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"a:x": "y"}}), MAYBE),
    ],
)
def test_tls_is_required_only_by_a_deny_for_everyone(written: dict[str, Any], expected: Truth) -> None:
    assert requires_tls(document(written, kind=PolicyKind.RESOURCE), BOTH) is expected


def outside(*conditions: dict[str, Any]) -> list[dict[str, Any]]:
    return [deny(**ON_BUCKET, Condition=condition) for condition in conditions]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (outside({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}), YES),
        (outside({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}), YES),
        (outside({"StringNotEqualsIfExists": {"aws:SourceVpce": ["vpce-1"]}}), YES),
        (outside({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}), YES),
        (outside({"StringNotEquals": {"aws:SourceVpce": ["vpce-1", "vpce-9"]}}), MAYBE),
        (outside({"StringNotLike": {"aws:SourceVpce": "vpce-*"}}), NO),
        # The internet carries no endpoint id, so this stops only other endpoints.
        (outside({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "Null": {"aws:SourceVpce": "false"}}), NO),
        (outside({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}), YES),
        (outside({"NotIpAddress": {"aws:SourceIp": "52.0.0.0/8"}}), NO),
        (
            outside(
                {
                    "StringNotEquals": {"aws:SourceVpce": "vpce-1"},
                    "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/admin"},
                }
            ),
            MAYBE,
        ),
        (outside({"StringNotEquals": {"aws:SourceVpce": Marker()}}), MAYBE),
        ([allow(**ON_BUCKET, Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})], NO),
    ],
)
def test_a_bucket_is_confined_only_by_a_deny_of_every_other_network(written: list[dict[str, Any]], expected: Truth) -> None:
    assert confines_to_network(document(*written, kind=PolicyKind.RESOURCE), {"vpce-1"}, {"vpc-1"}, BOTH) is expected


def test_a_bucket_open_to_access_points_of_its_vpcs_alone_is_closed_to_the_internet() -> None:
    policy = document(*outside({"StringNotEquals": {"s3:AccessPointNetworkOrigin": "VPC"}}), kind=PolicyKind.RESOURCE)
    assert {(opening.witness, opening.certain) for opening in network_openings(policy, (), (), BOTH)} == {("another VPC endpoint", False)}


def test_holes_are_named() -> None:
    policy = document(*outside({"StringNotEquals": {"aws:SourceVpce": ["vpce-1", "vpce-9"]}}), kind=PolicyKind.RESOURCE)
    (hole,) = network_openings(policy, {"vpce-1"}, (), BOTH)
    assert hole.reason == "requests from vpce-9 are not denied"


@pytest.mark.parametrize(("policy", "expected"), [(NoPolicy(), NO), (parse_policy(Marker()), MAYBE), (parse_policy("{"), MAYBE)])
def test_without_a_readable_policy_nothing_is_confined(policy: Any, expected: Truth) -> None:
    assert confines_to_network(policy, {"vpce-1"}, (), BOTH) is expected
    assert requires_tls(policy, BOTH) is expected
