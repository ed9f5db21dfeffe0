"""What a preview knows, what a creation fills in, and what a change means."""

from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.rules import Rules
from simulator.values import UNKNOWN
from simulator.world import World
from tests.simulator.generic.conftest import MESH, NODE, TOPIC, urn

POLICY = '{"Version": "2012-10-17",\n "Statement": []}'


def test_a_preview_knows_inputs_and_defaults_and_nothing_that_the_cloud_computes(cloud: Cloud) -> None:
    id_, outputs = cloud.create(urn(TOPIC, "t"), {"name": "t"}, preview=True)
    assert id_ == ""
    assert (outputs["name"], outputs["signatureVersion"], outputs["tagsAll"]) == ("t", 1, {})
    assert outputs["arn"] is UNKNOWN
    assert outputs["owner"] is UNKNOWN
    assert "displayName" not in outputs


def test_a_preview_changes_nothing(world: World, cloud: Cloud) -> None:
    cloud.create(urn(TOPIC, "t"), {"name": "t"}, preview=True)
    assert world.remaining() == []


def test_creation_fills_everything_and_defaults_stand_in_outputs_only(world: World, cloud: Cloud) -> None:
    id_, outputs = cloud.create(urn(TOPIC, "t"), {"name": "t"})
    assert id_ == outputs["arn"] == outputs["id"] == "arn:aws:sns:eu-west-1:222233334444:t"
    assert outputs["owner"] == "222233334444"
    assert UNKNOWN not in outputs.values()
    [kept] = world.by_urn(urn(TOPIC, "t"))
    assert kept.inputs == {"name": "t"}
    assert kept.outputs["signatureVersion"] == 1


def test_what_an_api_takes_for_what_is_not_given_stands_within_what_is_given(cloud: Cloud, rules: dict[str, Rules]) -> None:
    rules[NODE].unset = {"spec.listeners[*].timeout.idle": "300s", "spec.logging.format": "text", "spec.backends[*].tls": False}
    given: dict[str, Any] = {"meshName": "aws-x", "name": "n", "spec": {"listeners": [{"timeout": {}}, {"port": 1}], "backends": UNKNOWN}}
    _, outputs = cloud.create(urn(NODE, "n"), given, preview=True)
    assert outputs["spec"] == {"listeners": [{"timeout": {"idle": "300s"}}, {"port": 1}], "backends": UNKNOWN}
    assert given["spec"]["listeners"][0] == {"timeout": {}}, "inputs stay as they were given"
    _, kept = cloud.create(urn(NODE, "k"), {**given, "name": "k", "spec": {"logging": {"format": "json"}}})
    assert kept["spec"] == {"logging": {"format": "json"}}


def test_policy_documents_are_shown_normalized_and_compared_as_json(cloud: Cloud) -> None:
    _, outputs = cloud.create(urn(TOPIC, "t"), {"name": "t", "policy": POLICY})
    assert outputs["policy"] == '{"Statement":[],"Version":"2012-10-17"}'
    assert cloud.diff(urn(TOPIC, "t"), {"policy": POLICY}, {"policy": outputs["policy"]}).changes == ()
    assert cloud.diff(urn(TOPIC, "t"), {"policy": POLICY}, {"policy": '{"Version": "2008-10-17", "Statement": []}'}).properties == [
        "policy"
    ]


def test_an_update_in_preview_keeps_what_it_does_not_touch(cloud: Cloud) -> None:
    old: dict[str, Any] = {"meshName": "aws-x", "name": "n", "spec": {}}
    id_, state = cloud.create(urn(NODE, "n"), old)
    new = {**old, "meshName": UNKNOWN, "spec": {"logging": {}}}
    outputs = cloud.update(urn(NODE, "n"), id_, state, old, new, preview=True)
    assert outputs["createdDate"] == state["createdDate"]
    assert outputs["resourceOwner"] == "222233334444"
    assert outputs["arn"] is UNKNOWN, "its template names the property that is unknown"
    assert outputs["spec"] == {"logging": {}}


def test_an_update_drops_what_is_no_longer_asked_for(cloud: Cloud) -> None:
    id_, state = cloud.create(urn(TOPIC, "t"), {"name": "t", "displayName": "old", "signatureVersion": 2})
    outputs = cloud.update(urn(TOPIC, "t"), id_, state, {"name": "t", "displayName": "old", "signatureVersion": 2}, {"name": "t"})
    assert "displayName" not in outputs
    assert outputs["signatureVersion"] == 1, "the default is back"
    assert outputs["arn"] == id_


def test_an_immutable_property_replaces_and_says_where(cloud: Cloud) -> None:
    found = cloud.diff(urn(NODE, "n"), {"meshName": "a", "spec": {"listeners": [1]}}, {"meshName": "b", "spec": {"listeners": [2]}})
    assert found.replaces == ["meshName", "spec"]
    assert {change.path for change in found.changes} == {"meshName", "spec.listeners[0]"}
    assert not cloud.diff(urn(NODE, "n"), {"spec": {"logging": 1}}, {"spec": {"logging": 2}}).replaces


def test_an_unknown_value_is_a_change(cloud: Cloud) -> None:
    assert cloud.diff(urn(NODE, "n"), {"meshName": "a"}, {"meshName": UNKNOWN}).replaces == ["meshName"]


def test_a_unique_name_is_deleted_before_it_is_replaced(cloud: Cloud) -> None:
    assert cloud.diff(urn(MESH, "m"), {"name": "a"}, {"name": "b"}).delete_before_replace


def test_ignored_changes_are_none(cloud: Cloud) -> None:
    assert (
        cloud.diff(
            urn(NODE, "n"), {"meshName": "a", "tags": {"x": "1"}}, {"meshName": "b", "tags": {"x": "2"}}, ("meshName", "tags")
        ).changes
        == ()
    )


def test_true_and_one_are_not_the_same(cloud: Cloud) -> None:
    assert cloud.diff(urn(TOPIC, "t"), {"fifoTopic": True}, {"fifoTopic": 1}).changes


def test_the_provider_names_a_resource_and_keeps_the_name(cloud: Cloud) -> None:
    inputs, faults = cloud.check(urn(TOPIC, "alarms"), None, {})
    assert not faults
    assert inputs["name"].startswith("alarms-")
    assert len(inputs["name"]) == len("alarms-") + 7
    assert cloud.check(urn(TOPIC, "alarms"), {"name": "older-1234567"}, {})[0]["name"] == "older-1234567"
    assert cloud.check(urn(TOPIC, "alarms"), None, {"name": "mine"})[0]["name"] == "mine"
    long, _ = cloud.check(urn(MESH, "a-name-that-is-much-too-long"), None, {})
    assert len(long["name"]) == 20


def test_rules_are_checked_on_top_of_the_classes_and_unknowns_pass(cloud: Cloud) -> None:
    faults = cloud.check(urn(TOPIC, "t"), None, {"name": "t", "signatureVersion": 3, "policy": "no"})[1]
    assert {path for path, _ in faults} == {"signatureVersion", "policy"}
    assert cloud.check(urn(TOPIC, "t"), None, {"name": "t", "signatureVersion": UNKNOWN, "policy": UNKNOWN})[1] == []


@pytest.mark.parametrize("given", [{}, {"owner": "x"}])
def test_a_read_finds_what_the_creation_answered(cloud: Cloud, given: dict[str, Any]) -> None:
    id_, state = cloud.create(urn(TOPIC, "t"), {"name": "t", "tags": given})
    read = cloud.read(TOPIC, urn(TOPIC, "t"), id_, state, {"name": "t", "tags": given})
    assert read == (id_, state, {"name": "t", "tags": given})
