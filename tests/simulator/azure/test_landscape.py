"""One of every network type: made, read back without a change, and taken away to nothing."""

import importlib
import pkgutil

from simulator.diff import difference
from simulator.rules import azure_native
from simulator.rules.azure_native import kinds
from simulator.rules.registry import all_rules, rules_for
from simulator.schema import type_schema
from simulator.values import holds_unknown
from tests.simulator.azure.landscape import STEPS, build
from tests.simulator.azure.subscription import Subscription

NETWORK = ("azure-native:network:", "azure-native:privatedns:", "azure-native:dnsresolver:", "azure-native:dns:", "azure-native:resources:")
ELSEWHERE = {
    kinds.LINK_CONNECTION: "tests/simulator/azure/test_private_link.py: an endpoint makes it, its owner imports it",
}


def test_every_network_type_with_rules_is_made_somewhere() -> None:
    made = {type_ for _, type_, _ in STEPS}
    assert {one for one in all_rules("azure-native") if one.startswith(NETWORK)} - made - set(ELSEWHERE) == set()


def test_every_kind_has_rules() -> None:
    named = [value for name, value in vars(kinds).items() if name.isupper()]
    assert [one for one in named if rules_for(one) is None] == []


def test_every_module_of_rules_says_what_it_is_read_from() -> None:
    for module in pkgutil.iter_modules(azure_native.__path__):
        assert (importlib.import_module(f"{azure_native.__name__}.{module.name}").__doc__ or "").strip(), module.name


def test_a_landscape_is_made_and_known(azure: Subscription) -> None:
    for one in build(azure).values():
        assert not holds_unknown(one.outputs)
        assert not [value for value in one.outputs.values() if isinstance(value, str) and value.startswith("sim-")], (one.id, one.outputs)


def test_a_refresh_finds_no_drift(azure: Subscription) -> None:
    for name, one in build(azure).items():
        found = azure.read(one)[1]
        changes = difference(rules_for(one.urn.split("::")[2]), one.inputs, found).changes
        assert not changes, (name, changes)


def test_outputs_are_those_that_the_sdk_declares_and_all_that_it_promises(azure: Subscription) -> None:
    for name, one in build(azure).items():
        declared = type_schema(one.urn.split("::")[2]).outputs
        assert set(one.outputs) <= {*declared, "id"}, (name, set(one.outputs) - {*declared, "id"})
        assert [key for key, value in declared.items() if value.required and one.outputs.get(key) is None] == [], name


def test_a_preview_contradicts_nothing_that_is_made(azure: Subscription) -> None:
    made = build(azure)
    for name, type_, inputs in STEPS:
        planned = azure.plan(type_, f"{name}-plan", **inputs(azure, made))
        for key, value in planned.items():
            if (name, key) == ("wan", "type"):
                continue  # The SKU that is asked for and the resource's type go by one name.
            if not holds_unknown(value) and key in made[name].outputs and not isinstance(value, dict | list):
                assert made[name].outputs[key] == value, (name, key)


def test_a_landscape_goes_in_reverse_to_nothing(azure: Subscription) -> None:
    for one in reversed(build(azure).values()):
        azure.delete(one)
    assert [one.id for one in azure.cloud.world.remaining()] == []


def test_a_group_takes_everything_along(azure: Subscription) -> None:
    azure.delete(build(azure)["group"])
    assert [one.id for one in azure.cloud.world.remaining()] == []


def test_a_second_landscape_of_the_same_program_has_the_same_addresses(azure: Subscription) -> None:
    first = build(azure)
    before = {name: one.outputs for name, one in first.items()}
    azure.delete(first["group"])
    again = build(azure)
    for name, path in (("nic", "ipConfigurations"), ("balancer", "frontendIPConfigurations"), ("inbound", "ipConfigurations")):
        mine, theirs = again[name][path][0], before[name][path][0]
        key = "privateIpAddress" if name == "inbound" else "privateIPAddress"
        assert mine[key] == theirs[key]
