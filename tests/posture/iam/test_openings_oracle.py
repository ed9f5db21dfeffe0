"""Whom a policy lets in, held to the naive evaluator: no stranger's request that it allows goes unsaid, and what is said for certain can happen.

The naive evaluator knows nothing of witnesses: it is asked about one concrete request after another.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from posture.iam import ABSENT, ANONYMOUS, Caller, Request, openings_to_principals
from tests.posture.iam import naive
from tests.posture.iam.documents import ACTIONS, FOREIGN, OURS, VALUES, policy, statements

BUCKET = "arn:aws:s3:::phi"
OBJECTS = (f"{BUCKET}/a", f"{BUCKET}/b", f"{BUCKET}/c")
DOCUMENTS = st.lists(statements(), min_size=1, max_size=2)
OF_S3 = ("s3:GetObject", "s3:PutObject")
"""What can be asked of a bucket. Documents of the vocabulary name actions of other services too."""
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
STRANGER = "999988887777"
"""An account that no document names."""
CHOICES: dict[str, list[Any]] = {
    **VALUES,
    "aws:PrincipalOrgID": ["o-them", "o-zz", ABSENT],
    "aws:ResourceAccount": ["111122223333"],
    "aws:SourceIp": ["203.0.113.9", "8.8.8.8", ABSENT],
    "aws:SourceArn": [ABSENT],
    "aws:PrincipalTag/team": ["a", "b", "c", "?", "o-them", ABSENT],
    "s3:max-keys": ["0", "1", "5", "10", ABSENT],
    "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-06-01T12:00:00Z"],
    "a:Binary": ["YQ==", "Yg==", ABSENT],
    "aws:TagKeys": [("x",), ("x", "y"), ("y", "z"), ABSENT],
}
"""What a stranger's request may hold: keys of who and whence as they are, the others as the stranger likes."""


def callers() -> list[tuple[Caller, dict[str, Any]]]:
    """Principals of accounts that are not ours, and nobody; with the keys that follow."""
    roles = [Caller.role(f"arn:aws:iam::{account}:role/x") for account in (FOREIGN, STRANGER)]
    return [*((role, {}) for role in roles), (ANONYMOUS, {"aws:PrincipalOrgID": ABSENT, "aws:PrincipalTag/team": ABSENT})]


def mentioned(written: list[dict[str, Any]]) -> list[str]:
    """Keys that can decide: of conditions, of variables, and of nothing else."""
    text = str(written)
    return [key for key in CHOICES if key in text]


def requests(written: list[dict[str, Any]], actions: Sequence[str], objects: Sequence[str] = OBJECTS) -> Iterator[Request]:
    """Every concrete request of a stranger that the document can tell from another."""
    keys = mentioned(written)
    rest = {key: values[0] for key, values in CHOICES.items() if key not in keys}
    for caller, own in callers():
        for chosen in product(*(CHOICES[key] for key in keys)):
            context = {**rest, **dict(zip(keys, chosen, strict=True)), **own}
            for action, resource in product(actions, objects):
                yield Request(action, resource, caller, context, others=ABSENT)


def lets_one_in(written: list[dict[str, Any]], actions: Sequence[str], objects: Sequence[str] = OBJECTS) -> bool | None:
    """Whether some stranger's request is allowed; None where the documentation leaves one open."""
    open_question = False
    for request in requests(written, actions, objects):
        try:
            if naive.allowed({"Statement": written}, request):
                return True
        except naive.UndocumentedError:
            open_question = True
    return None if open_question else False


@SETTINGS
@given(DOCUMENTS)
def test_no_stranger_whom_the_documentation_lets_in_goes_unsaid(written: list[dict[str, Any]]) -> None:
    assume(lets_one_in(written, OF_S3) is True)
    assert openings_to_principals(policy(*written), OURS, BUCKET)


@SETTINGS
@given(DOCUMENTS)
def test_what_is_said_for_certain_can_happen(written: list[dict[str, Any]]) -> None:
    found = openings_to_principals(policy(*written), OURS, BUCKET)
    # Services, and accounts and objects that the document singles out, are not among the requests that are tried.
    tried = [one for one in found if one.certain and one.witness_kind.value not in ("service", "network")]
    assume(tried)
    # What an Allow of all but a few leaves may be none of the usual actions: each opening names its own.
    actions = dict.fromkeys([*ACTIONS, *(one.actions[0] for one in tried if one.actions and one.actions[0] != "*")])
    assert lets_one_in(written, [*actions], (BUCKET, *OBJECTS)) is not False, [one.reason for one in tried]
