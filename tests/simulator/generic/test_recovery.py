"""What an interrupted update left behind is told apart: lost, a double, or strange."""

import json
from typing import Any

import pytest

from simulator.recovery import Leftovers, find_leftovers, told
from simulator.wire import UNKNOWN_WORD
from simulator.world import Object, World
from tests.simulator.generic.conftest import TOPIC, urn


def exists(world: World, id_: str, type_: str = TOPIC, /, **inputs: Any) -> Object:
    return world.put(Object(type_, id_, "111122223333", "eu-west-1", {**inputs, "id": id_}, inputs, urn=urn(type_, "made")))


def planned(name: str, type_: str = TOPIC, /, **inputs: Any) -> str:
    new = {"urn": urn(type_, name), "type": type_, "custom": True, "inputs": inputs}
    return json.dumps({"steps": [{"op": "create", "newState": new}]})


def state(**resources: dict[str, Any]) -> dict[str, Any]:
    return {"resources": [{"urn": urn(TOPIC, id_), "type": TOPIC, "id": id_, "inputs": inputs} for id_, inputs in resources.items()]}


NOTHING = json.dumps({"steps": []})


def test_what_looks_like_a_resource_still_to_be_made_is_lost_and_taken_over_by_its_id(world: World) -> None:
    exists(world, "arn-1", displayName="records", count=1)
    left = find_leftovers(state(), planned("t", displayName="records", count=1.0), world)
    assert (left.lost, left.doubles, left.strange) == ({"t": "arn-1"}, [], [])
    assert list(told(left))[1:] == ["  ai-zones:recover:", "    t: arn-1"]


def test_what_looks_like_a_resource_of_the_state_is_a_double(world: World) -> None:
    exists(world, "arn-1", displayName="records")
    exists(world, "arn-2", displayName="records")
    left = find_leftovers(state(**{"arn-2": {"displayName": "records"}}), NOTHING, world)
    assert (left.lost, [one.id for one in left.doubles]) == ({}, ["arn-1"])
    assert "Delete by hand" in next(iter(told(left)))


def test_a_likeness_that_is_only_partly_known_is_none(world: World) -> None:
    exists(world, "arn-1", displayName="records", kmsMasterKeyId="key-1")
    left = find_leftovers(state(), planned("t", displayName="records", kmsMasterKeyId=UNKNOWN_WORD), world)
    assert (left.lost, [one.id for one in left.strange]) == ({}, ["arn-1"])


def test_two_alike_are_taken_over_once(world: World) -> None:
    exists(world, "arn-1", displayName="records")
    exists(world, "arn-2", displayName="records")
    left = find_leftovers(state(), planned("t", displayName="records"), world)
    assert (left.lost, [one.id for one in left.strange]) == ({"t": "arn-1"}, ["arn-2"])


def test_what_the_next_create_replaces_anyhow_is_left_to_it(world: World) -> None:
    exists(world, "reader:read", "aws:iam/rolePolicy:RolePolicy", name="read", role="reader")
    left = find_leftovers(state(), planned("t", "aws:iam/rolePolicy:RolePolicy", name="read", role="reader"), world)
    assert (left.lost, left.found_again) == ({}, ["t"])
    assert list(told(left)) == ["The next `up` finds it by itself: t"]


@pytest.mark.parametrize(
    ("type_", "inputs", "form"),
    [
        ("aws:ec2/route:Route", {"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}, "rtb-1_0.0.0.0/0"),
        ("aws:ec2/routeTableAssociation:RouteTableAssociation", {"routeTableId": "rtb-1", "subnetId": "subnet-1"}, "subnet-1/rtb-1"),
        ("aws:ec2/routeTableAssociation:RouteTableAssociation", {"routeTableId": "rtb-1", "gatewayId": "igw-1"}, "igw-1/rtb-1"),
    ],
)
def test_an_import_is_given_what_the_provider_takes(world: World, type_: str, inputs: dict[str, str], form: str) -> None:
    exists(world, "own-id", type_, **inputs)
    assert find_leftovers(state(), planned("t", type_, **inputs), world).lost == {"t": form}


def test_what_the_stacks_file_names_already_is_not_told_again(world: World) -> None:
    exists(world, "arn-1", displayName="records")
    preview = json.loads(planned("t", displayName="records"))
    preview["steps"][0]["op"] = "import"
    left = find_leftovers(state(), json.dumps(preview), world)
    assert left == Leftovers(named=["t"])
    assert list(told(left)) == ["The stack's file names it already, run `up`: t"]


def test_an_import_is_known_by_its_id_where_the_provider_has_added_to_the_inputs(world: World) -> None:
    network = "azure-native:network:VirtualNetwork"
    exists(world, "/subscriptions/s/net", network, location="westeurope", azureApiVersion="2024-05-01")
    preview = json.loads(planned("t", network, location="westeurope"))
    preview["steps"][0] |= {"op": "import", "newState": preview["steps"][0]["newState"] | {"importID": "/subscriptions/s/net"}}
    assert find_leftovers(state(), json.dumps(preview), world) == Leftovers(named=["t"])


def test_where_the_state_knows_everything_nothing_is_left(world: World) -> None:
    exists(world, "arn-1", displayName="records")
    left = find_leftovers(state(**{"arn-1": {"displayName": "records"}}), NOTHING, world)
    assert list(told(left)) == ["Nothing is left behind: the state knows all that exists."]
