"""A task definition that a program makes only once it knows an address is in no preview: what it holds must not count as sound."""

import pytest

from posture.check import check
from posture.proofs.verdict import Verdict
from posture.resource import Provider, Resource
from posture.rules.catalogue import rules
from posture.settings.effective import Settings
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form, Stack
from posture.values import UNKNOWN

SERVICE = "urn:pulumi:test::test::aws:ecs/service:Service::viewer"
TASK = "urn:pulumi:test::test::aws:ecs/taskDefinition:TaskDefinition::viewer"
RECORDS = "urn:pulumi:test::test::aws:s3/bucket:Bucket::records"
PROVIDER = Provider("urn:pulumi:test::test::pulumi:providers:aws::p", region="eu-west-1", account="111122223333")
CONTAINERS = '[{"name": "viewer", "image": "x", "readonlyRootFilesystem": true, "logConfiguration": {"logDriver": "awslogs"}}]'


def verdict(rule: str, *, with_task: bool, containers: object = CONTAINERS) -> Verdict:
    props = {"taskDefinition": UNKNOWN, "launchType": "FARGATE"}
    depends = {"taskDefinition": frozenset({TASK} if with_task else ())}
    service = Resource(SERVICE, "aws:ecs/service:Service", "viewer", UNKNOWN, props, property_dependencies=depends, provider=PROVIDER)
    task = Resource(
        TASK, "aws:ecs/taskDefinition:TaskDefinition", "viewer", UNKNOWN, {"containerDefinitions": containers}, provider=PROVIDER
    )
    records = Resource(RECORDS, "aws:s3/bucket:Bucket", "records", UNKNOWN, {"tags": {"data-class": "phi"}}, provider=PROVIDER)
    settings = Settings(parse_posture({"zones": {"phi": ["viewer"]}}, "sample"), None, Waivers(), "sample")
    stack = Stack((records, service, task) if with_task else (records, service), Form.PREVIEW)
    [result] = [one for one in check(stack, settings, rules=(rules()[rule],)).results if one.theorem == rule]
    return result.verdict


@pytest.mark.parametrize("rule", ["container-contained", "no-static-credentials"])
def test_what_no_preview_shows_is_not_proven(rule: str) -> None:
    assert verdict(rule, with_task=False) is Verdict.UNPROVEN


@pytest.mark.parametrize("rule", ["container-contained", "no-static-credentials"])
def test_a_definition_of_the_stack_is_judged_by_itself(rule: str) -> None:
    assert verdict(rule, with_task=True) is Verdict.PROVEN


@pytest.mark.parametrize(
    ("containers", "expected"),
    [
        (UNKNOWN, Verdict.UNPROVEN),
        ([{"name": "viewer", "environment": [{"name": "DB_PASSWORD", "value": UNKNOWN}]}], Verdict.UNPROVEN),
        ([{"name": "viewer", "environment": [{"name": "DB_HOST", "value": UNKNOWN}]}], Verdict.PROVEN),
        ([{"name": "viewer", "environment": [{"name": "DB_PASSWORD", "value": "not-a-real-one"}]}], Verdict.VIOLATED),
    ],
)
def test_a_password_that_only_the_update_tells_is_not_taken_for_none(containers: object, expected: Verdict) -> None:
    assert verdict("no-static-credentials", with_task=True, containers=containers) is expected
