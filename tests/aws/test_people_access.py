"""Roles of people: nobody deploys and approves, ML engineers stay away from PHI, and the glass is not broken unheard."""

import json
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from ai_zones.aws import AwsPeopleAccess, AwsPeopleAccessArgs, InvalidInputError
from ai_zones.aws.people_access import ZONES
from ai_zones.aws.people_policies import (
    BECOMING,
    KEY_ADMINISTRATION,
    MAX_INLINE_POLICY,
    READING_RECORDS,
    PeopleRole,
    Places,
    approves,
    deploys,
    document,
)
from ai_zones.plan.names import ZoneName
from posture.iam import UNKNOWN, Caller, PolicyKind, Request, evaluate, parse_policy
from tests.aws.inputs import changed
from tests.aws.recording import Recording, record

INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
ACCOUNTS = {zone.value: f"{index:03d}122223333" for index, zone in enumerate(ZoneName, start=1)}
GROUPS = {role.value: f"a1b2c3d4-0000-4000-8000-12345678900{index}" for index, role in enumerate(PeopleRole)}
TOPIC = "arn:aws:sns:eu-west-1:111122223333:alarms"
ARGS: AwsPeopleAccessArgs = {"instance_arn": INSTANCE, "zone_account_ids": ACCOUNTS, "group_ids": GROUPS, "alarm_topic_arn": TOPIC}

names = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
places = st.builds(
    Places,
    partition=st.sampled_from(["aws", "aws-us-gov", "aws-cn"]),
    deploy_role_name=names,
    approvals_table=names.map(lambda name: f"*-{name}"),
    waivers_bucket=names.map(lambda name: f"*-{name}-*"),
    log_archive_bucket=names.map(lambda name: f"{name}-log-archive-*"),
)
_examples = hypothesis.settings(max_examples=25, deadline=None, derandomize=True, database=None)


def may(text: str, action: str, resource: str = "*") -> bool:
    """Whether a permission set with this document may do it, at some time, in some context; `*` in a request is a family."""
    caller = Caller.role("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_role")
    return evaluate(parse_policy(text, PolicyKind.IDENTITY), Request(action, resource, caller, others=UNKNOWN)).may_allow


def keys_and_records(text: str) -> set[str]:
    """Whether a document administers keys, and whether it reads what they guard."""
    asked = {"keys": KEY_ADMINISTRATION, "records": READING_RECORDS}
    return {what for what, actions in asked.items() if any(may(text, action) for action in actions)}


def duties(text: str, where: Places) -> set[str]:
    """Which of the two duties a document holds."""
    asked = {"deploys": deploys(where), "approves": approves(where)}
    return {duty for duty, requests in asked.items() if any(may(text, action, resource) for action, resource in requests)}


@pytest.mark.parametrize("role", list(PeopleRole))
@_examples
@hypothesis.given(where=places)
def test_no_role_both_deploys_and_approves(role: PeopleRole, where: Places) -> None:
    assert len(duties(document(role, where), where)) < 2


@_examples
@hypothesis.given(where=places)
def test_each_duty_is_somebodys(where: Places) -> None:
    held = {role: duties(document(role, where), where) for role in PeopleRole}
    assert held[PeopleRole.PLATFORM_ENGINEER] == {"deploys"}
    assert held[PeopleRole.DATA_STEWARD] == {"approves"}
    assert held[PeopleRole.SECURITY_REVIEWER] == set()
    assert held[PeopleRole.BREAK_GLASS] == {"deploys"}


@pytest.mark.parametrize("role", list(PeopleRole))
@pytest.mark.parametrize("extra", [{"Action": "*", "Resource": "*"}, {"NotAction": "iam:CreateUser", "Resource": "*"}])
def test_no_further_allow_gives_the_other_duty_back(role: PeopleRole, extra: dict[str, Any]) -> None:
    """Somebody attaches administration to the permission set by hand: the denies stand all the same."""
    where = Places()
    text = json.loads(document(role, where))
    text["Statement"].append({"Effect": "Allow", **extra})
    assert len(duties(json.dumps(text), where)) < 2
    assert len(keys_and_records(json.dumps(text))) < 2


@pytest.mark.parametrize("role", list(PeopleRole))
@_examples
@hypothesis.given(where=places)
def test_whoever_administers_keys_reads_nothing_that_they_guard(role: PeopleRole, where: Places) -> None:
    assert len(keys_and_records(document(role, where))) < 2


@pytest.mark.parametrize("role", list(PeopleRole))
def test_nobody_gets_around_the_denies_by_another_identity(role: PeopleRole) -> None:
    text, deploy_role = document(role, Places()), "arn:aws:iam::111122223333:role/ai-zones-deploy"
    ways = {(action, may(text, action, resource)) for action in BECOMING for resource in ("arn:aws:iam::111122223333:role/other", "*")}
    allowed = {action for action, granted in ways if granted}
    if role is PeopleRole.PLATFORM_ENGINEER:
        assert (allowed, may(text, "sts:AssumeRole", deploy_role)) == ({"sts:AssumeRole"}, True)
        assert not may(text, "sts:AssumeRole", "arn:aws:iam::111122223333:role/other")
    else:
        assert (allowed, may(text, "sts:AssumeRole", deploy_role)) == (set(), False)


def test_the_search_for_duties_sees_them() -> None:
    whole = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
    assert duties(whole, Places()) == {"deploys", "approves"}
    assert keys_and_records(whole) == {"keys", "records"}
    assert all(may(whole, action) for action in BECOMING)


@pytest.mark.parametrize("role", [PeopleRole.PLATFORM_ENGINEER, PeopleRole.ML_ENGINEER])
def test_builders_read_no_records(role: PeopleRole) -> None:
    text = document(role, Places())
    assert [action for action in READING_RECORDS if may(text, action)] == []


def test_reviewers_read_the_archive_and_no_other_object() -> None:
    text = document(PeopleRole.SECURITY_REVIEWER, Places())
    assert may(text, "s3:GetObject", "arn:aws:s3:::clinic-log-archive-1/AWSLogs/x")
    assert not may(text, "s3:GetObject", "arn:aws:s3:::clinic-phi-store/record")
    assert not may(text, "dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/clinic-approvals")


def test_stewards_write_approvals_and_no_waiver() -> None:
    text = document(PeopleRole.DATA_STEWARD, Places())
    assert may(text, "dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/clinic-approvals")
    assert not may(text, "dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/patients")
    assert not may(text, "s3:PutObject", "arn:aws:s3:::x-waivers-y/waivers.yaml")


def test_breaking_the_glass_leaves_the_trace() -> None:
    text = document(PeopleRole.BREAK_GLASS, Places())
    assert may(text, "ec2:DeleteNetworkAcl")
    assert may(text, "s3:GetObject", "arn:aws:s3:::clinic-phi-store/record")
    assert not may(text, "cloudtrail:StopLogging")
    assert not may(text, "s3:DeleteObjectVersion", "arn:aws:s3:::clinic-log-archive-1/x")


@pytest.mark.parametrize("role", list(PeopleRole))
def test_every_document_fits_a_permission_set(role: PeopleRole) -> None:
    assert len(document(role, Places()).encode()) <= MAX_INLINE_POLICY


def built(**changes: Any) -> Recording:
    return record(lambda: AwsPeopleAccess("people", changed(ARGS, changes)).permission_set_arns)


def test_groups_are_assigned_in_the_accounts_of_their_zones_after_the_denies() -> None:
    recording = built()
    found: dict[str, set[str]] = {}
    for one in recording.of("ssoadmin/accountAssignment:AccountAssignment"):
        role = next(role for role, group in GROUPS.items() if group == one.inputs["principalId"])
        found.setdefault(role, set()).add(one.inputs["targetId"])
        assert f"people-{role}-policy" in one.depends_on
    assert found == {role.value: {ACCOUNTS[zone] for zone in ZONES[role]} for role in PeopleRole}
    assert ACCOUNTS["phi"] not in found["ml-engineer"]


def test_sessions_are_short_and_break_glass_is_the_shortest() -> None:
    sessions = {one.inputs["name"]: one.inputs["sessionDuration"] for one in built().of("ssoadmin/permissionSet:PermissionSet")}
    assert sessions["break-glass"] == "PT1H"
    assert not any("relayState" in one.inputs for one in built().of("ssoadmin/permissionSet:PermissionSet"))


def test_breaking_the_glass_tells_the_topic() -> None:
    recording = built()
    pattern = json.loads(recording.one("cloudwatch/eventRule:EventRule").inputs["eventPattern"])
    assert pattern["detail"]["serviceEventDetails"] == {"role_name": ["break-glass"]}
    assert recording.one("cloudwatch/eventTarget:EventTarget").inputs["arn"] == TOPIC


def test_without_break_glass_there_is_no_alarm() -> None:
    groups = {role: group for role, group in GROUPS.items() if role != "break-glass"}
    assert built(group_ids=groups, alarm_topic_arn=None).of("cloudwatch/eventRule:EventRule") == []


def test_reviewers_also_read_the_log_archive() -> None:
    recording = built(review_account_ids={"log-archive": "777788889999"})
    assert (
        recording.one("ssoadmin/accountAssignment:AccountAssignment", "people-security-reviewer-in-log-archive").inputs["targetId"]
        == "777788889999"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alarm_topic_arn": None}, "nobody breaks the glass unheard"),
        ({"group_ids": {"platform-engineer": GROUPS["break-glass"], "data-steward": GROUPS["break-glass"]}}, "nobody has two duties"),
        ({"group_ids": {"administrator": GROUPS["break-glass"]}}, "group_ids.administrator"),
        ({"group_ids": {"ml-engineer": "engineers"}}, "must be the id of a group"),
        ({"zone_account_ids": {**ACCOUNTS, "phi": ACCOUNTS["training"]}}, "shares an account with training or inference"),
        ({"zone_account_ids": {"clinic": "111122223333"}}, "must be one of phi"),
        ({"instance_arn": "ssoins-1"}, "must be the ARN of an instance"),
    ],
)
def test_inputs_that_would_mix_duties_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built(**changes)
