"""Groups of faults hold no two resources of which one waits for the other, and no resource is left out."""

from typing import Any

from tests.faults.layers import ancestors, layers, one_of_each_type, quickest_of_each_type


def resource(name: str, type_: str = "aws:ec2/vpc:Vpc", *waits: str, **more: Any) -> dict[str, Any]:
    return {"urn": name, "type": type_, "custom": True, "dependencies": list(waits), **more}


STACK: list[dict[str, Any]] = [
    {"urn": "zone", "type": "ai-zones:index:Zone"},
    {"urn": "p::aws", "type": "pulumi:providers:aws", "custom": True},
    resource("vpc", parent="zone", provider="p::aws::1"),
    resource("subnet", "aws:ec2/subnet:Subnet", "vpc"),
    resource("other", "aws:ec2/subnet:Subnet", "vpc"),
    resource("route", "aws:ec2/route:Route", propertyDependencies={"table": ["subnet"]}),
    resource("after", "aws:ec2/route:Route", "zone"),
]


def test_a_resource_waits_for_all_that_lies_before_it() -> None:
    assert ancestors(STACK)["route"] == {"subnet", "vpc", "zone", "p::aws"}


def test_who_waits_for_a_component_waits_for_its_children() -> None:
    assert "vpc" in ancestors(STACK)["after"]


def test_groups_hold_nothing_that_waits_for_another_and_leave_nothing_out() -> None:
    chosen = [one for one in STACK if one["type"].startswith("aws:")]
    groups = [[one["urn"] for one in group] for group in layers(STACK, chosen)]
    assert groups == [["vpc"], ["subnet", "other", "after"], ["route"]]


def test_a_group_may_be_limited_to_one() -> None:
    chosen = [one for one in STACK if one["type"].startswith("aws:")]
    assert [len(group) for group in layers(STACK, chosen, 1)] == [1] * 5


def test_the_first_of_each_type_stands_for_it() -> None:
    assert [one["urn"] for one in one_of_each_type(STACK)] == ["vpc", "subnet", "route"]


def test_of_each_type_that_one_is_chosen_for_which_the_fewest_runs_are_needed() -> None:
    chosen = quickest_of_each_type([*STACK, resource("lone", "aws:ec2/route:Route"), resource("apart", "aws:ec2/subnet:Subnet")])
    assert [one["urn"] for one in chosen] == ["lone", "apart", "vpc"]
