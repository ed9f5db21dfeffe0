"""The quick no for services that are let in for our accounts alone: what it says without a try, every try says too."""

from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from posture.iam import Opening, exposure, openings_to_principals, strangers
from tests.posture.iam.documents import FOREIGN, OURS, allow, policy

QUEUE = "arn:aws:sqs:eu-west-1:111122223333:q"
OPERATORS = [
    f"{way}{base}{if_exists}"
    for way in ("", "ForAllValues:", "ForAnyValue:")
    for base in ("StringEquals", "StringLike", "ArnLike", "ArnEquals", "StringNotEquals", "ArnNotLike", "StringEqualsIgnoreCase")
    for if_exists in ("", "IfExists")
]
VALUES = {
    "aws:SourceAccount": ["111122223333", FOREIGN, "1111*", "*", "${aws:PrincipalAccount}"],
    "AWS:sourcearn": [
        "arn:aws:s3:::b",
        "arn:aws:sns:eu-west-1:111122223333:t",
        f"arn:aws:sns:eu-west-1:{FOREIGN}:t",
        "arn:aws:sns:*:*:t",
        "arn:*:*:*:111122223333:*",
        "arn:*:111122223333:*",
        "*",
    ],
    "aws:SourceOrgID": ["o-ours", "o-them"],
}


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """One to three conditions on the resource for which a service calls."""
    found: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(sorted(VALUES)))
        values = draw(st.lists(st.sampled_from(VALUES[key]), min_size=0 if draw(st.booleans()) else 1, max_size=2))
        found.setdefault(draw(st.sampled_from(OPERATORS)), {})[key] = values
    return found


PRINCIPALS = st.sampled_from(
    ["*", {"Service": "sns.amazonaws.com"}, {"Service": ["s3.amazonaws.com", "nobody.amazonaws.com"]}, {"AWS": "*"}]
)
ALLOWS = st.builds(lambda who, when: allow(Principal=who, Action="sqs:*", Condition=when), PRINCIPALS, conditions())


def openings(written: list[dict[str, Any]]) -> list[Opening]:
    """As they are found when nothing is remembered."""
    exposure._openings.cache_clear()
    return openings_to_principals(policy(*written), OURS, QUEUE)


@settings(max_examples=150, deadline=None)
@given(st.lists(ALLOWS, min_size=1, max_size=2))
def test_the_quick_no_changes_no_answer(written: list[dict[str, Any]]) -> None:
    quick = openings(written)
    with patch.object(strangers, "_for_us_alone", lambda _statement, _cast: False):
        assert openings(written) == quick
    exposure._openings.cache_clear()


def test_the_quick_no_is_said_of_our_account_and_of_nothing_less() -> None:
    def lets_in(**when: Any) -> bool:
        return bool(openings([allow(Principal={"Service": "sns.amazonaws.com"}, Action="sqs:*", Condition=when)]))

    assert not lets_in(StringEquals={"aws:SourceAccount": "111122223333"})
    assert not lets_in(ArnLike={"aws:SourceArn": "arn:aws:sns:*:111122223333:*"})
    assert lets_in(StringEqualsIfExists={"aws:SourceAccount": "111122223333"})
    assert lets_in(StringEquals={"aws:SourceAccount": ["111122223333", FOREIGN]})
    assert lets_in(ArnLike={"aws:SourceArn": "arn:aws:sns:*:*:*"})
