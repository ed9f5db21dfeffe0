"""What must hold of every document and request."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from posture.iam import ABSENT, UNKNOWN, Policy, Request, Truth, evaluate, parse_policy
from tests.posture.iam import naive
from tests.posture.iam.documents import ACTIONS, RESOURCES, VALUES, concrete_requests, policy, statements

SETTINGS = settings(max_examples=250, deadline=None)
DOCUMENTS = st.lists(statements(), min_size=1, max_size=3)


@SETTINGS
@given(DOCUMENTS, concrete_requests())
def test_a_concrete_request_is_judged_as_the_documentation_says(written: list[dict[str, Any]], request: Request) -> None:
    try:
        expected = naive.allowed({"Statement": written}, request)
    except naive.UndocumentedError:
        assume(False)
    # Every key is known, so nothing may stay open.
    assert evaluate(policy(*written), request).allowed is Truth.of(expected)


@SETTINGS
@given(DOCUMENTS, concrete_requests(), st.sets(st.sampled_from(sorted(VALUES))))
def test_an_answer_with_unknown_keys_holds_for_every_value_that_they_can_have(
    written: list[dict[str, Any]], request: Request, hidden: set[str]
) -> None:
    parsed = policy(*written)
    exact = evaluate(parsed, request).allowed
    veiled = evaluate(
        parsed, replace(request, context={key: UNKNOWN if key in hidden else value for key, value in request.context.items()})
    )
    assert veiled.allowed in (exact, Truth.UNKNOWN)


@SETTINGS
@given(DOCUMENTS, concrete_requests(), st.data())
def test_an_answer_for_a_family_of_requests_holds_for_each_member(
    written: list[dict[str, Any]], request: Request, data: st.DataObject
) -> None:
    family = data.draw(st.sampled_from(["*", "arn:aws:s3:::phi/*", "arn:aws:s3:::*/?", "arn:aws:s3:::*"]))
    actions = data.draw(st.sampled_from(["*", "s3:*", "s3:?etObject", "kms:*"]))
    whole = evaluate(policy(*written), replace(request, action=actions, resource=family)).allowed
    for action in ACTIONS:
        for resource in RESOURCES:
            if naive.wildcard(actions, action) and naive.wildcard(family, resource):
                member = evaluate(policy(*written), replace(request, action=action, resource=resource)).allowed
                assert whole in (member, Truth.UNKNOWN) or member is Truth.UNKNOWN


@SETTINGS
@given(DOCUMENTS, statements(effects=("Allow",)), concrete_requests())
def test_one_more_allow_never_takes_anything_away(written: list[dict[str, Any]], more: dict[str, Any], request: Request) -> None:
    before, after = evaluate(policy(*written), request).allowed, evaluate(policy(*written, more), request).allowed
    assert after.value >= before.value


@SETTINGS
@given(DOCUMENTS, statements(effects=("Deny",)), concrete_requests())
def test_one_more_deny_never_opens_anything(written: list[dict[str, Any]], more: dict[str, Any], request: Request) -> None:
    before, after = evaluate(policy(*written), request).allowed, evaluate(policy(*written, more), request).allowed
    assert after.value <= before.value


@SETTINGS
@given(statements(effects=("Allow",)), concrete_requests(), st.sampled_from(sorted(VALUES)), st.booleans())
def test_one_more_condition_on_an_allow_never_opens_anything(written: dict[str, Any], request: Request, key: str, if_exists: bool) -> None:
    operator = "StringLikeIfExists" if if_exists else "StringLike"
    assume(key not in written["Condition"].get(operator, {}))
    narrowed = {**written, "Condition": {**written["Condition"], operator: {**written["Condition"].get(operator, {}), key: VALUES[key][0]}}}
    before, after = evaluate(policy(written), request).allowed, evaluate(policy(narrowed), request).allowed
    assert after.value <= before.value


@SETTINGS
@given(DOCUMENTS, concrete_requests(), st.data())
def test_an_unknown_leaf_never_makes_an_answer_that_its_value_would_contradict(
    written: list[dict[str, Any]], request: Request, data: st.DataObject
) -> None:
    exact = evaluate(policy(*written), request).allowed
    index = data.draw(st.integers(0, len(written) - 1))
    leaf = data.draw(st.sampled_from([None, *written[index]]))
    veiled: list[Any] = list(written)
    veiled[index] = UNKNOWN if leaf is None else {**written[index], leaf: UNKNOWN}
    parsed = parse_policy({"Version": "2012-10-17", "Statement": veiled})
    assert isinstance(parsed, Policy)
    assert evaluate(parsed, request).allowed in (exact, Truth.UNKNOWN)


@SETTINGS
@given(DOCUMENTS, concrete_requests())
def test_the_case_of_actions_and_of_condition_keys_does_not_matter(written: list[dict[str, Any]], request: Request) -> None:
    shouted = replace(request, action=request.action.upper(), context={key.upper(): value for key, value in request.context.items()})
    assert evaluate(policy(*written), request).allowed is evaluate(policy(*written), shouted).allowed


@given(DOCUMENTS)
def test_with_every_key_absent_or_unknown_nothing_raises(written: list[dict[str, Any]]) -> None:
    for others in (ABSENT, UNKNOWN):
        evaluate(policy(*written), Request("*", "*", others=others))
