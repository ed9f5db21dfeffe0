"""One of every data service's type: made, read back, compared."""

from collections.abc import Iterator
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.rules.azure_native.private_connections import TYPES as CONNECTIONS
from simulator.rules.registry import all_rules
from simulator.schema import type_schema
from simulator.values import UNKNOWN
from simulator.world import World
from tests.simulator.azure.data_landscape import build
from tests.simulator.azure.data_steps import STEPS
from tests.simulator.azure.subscription import SUBSCRIPTION, TENANT, Made, Subscription

Land = tuple[Subscription, dict[str, Made]]
NETWORK = ("azure-native:network:", "azure-native:privatedns:", "azure-native:dns:", "azure-native:dnsresolver:", "azure-native:resources:")
NAMES = [name for name, type_, _ in STEPS if not f"azure-native:{type_}".startswith(NETWORK)]
ELSEWHERE = {"azure-native:authorization:ManagementLockAtResourceLevel"}


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    """The subscription, and what was made in it. Tests only read it."""
    world = World(tmp_path_factory.mktemp("land") / "world.sqlite")
    azure = Subscription(Cloud("azure-native", world, {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT}))
    yield azure, build(azure)
    world.close()


def token(made: Made) -> str:
    return made.urn.split("::")[2]


def test_every_data_type_with_rules_is_made_here() -> None:
    here = {f"azure-native:{type_}" for _, type_, _ in STEPS}
    own = {type_ for type_, rules in all_rules("azure-native").items() if not type_.startswith(NETWORK) and _is_data(rules)}
    assert own - here - set(CONNECTIONS) - ELSEWHERE == set()


def _is_data(rules: Any) -> bool:
    return any(type(check).__name__ == "Documented" for check in rules.checks)


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from strings(item, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, path + "[]")
    elif isinstance(value, str):
        yield path, value


@pytest.mark.parametrize("name", NAMES)
def test_every_output_that_the_sdk_promises_has_a_real_value(land: Land, name: str) -> None:
    made = land[1][name]
    missing = [one for one, declared in type_schema(token(made)).outputs.items() if declared.required and made.outputs.get(one) is None]
    assert [path for path, value in strings(made.outputs) if value.startswith("sim-")] == []
    assert missing == [] or set(missing) <= {"type"}


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_those_that_the_sdk_declares(land: Land, name: str) -> None:
    made = land[1][name]
    assert set(made.outputs) <= set(type_schema(token(made)).outputs) | {"id"}


@pytest.mark.parametrize("name", NAMES)
def test_a_refresh_finds_the_inputs_as_they_were_given(land: Land, name: str) -> None:
    azure, made = land[0], land[1][name]
    outputs, inputs = azure.read(made)
    changed = sorted(one for one in {*inputs, *made.inputs} if inputs.get(one) != made.inputs.get(one))
    assert changed == [] or name in SHOWN_LATER, changed
    assert set(outputs) == set(made.outputs)


SHOWN_LATER = {"records"}
"""A container shows the policy and the hold that were made after it."""


@pytest.mark.parametrize("name", NAMES)
def test_a_preview_says_nothing_that_the_update_contradicts(land: Land, name: str) -> None:
    azure, made = land[0], land[1][name]
    planned = azure.cloud.create(made.urn, made.inputs, preview=True)[1]
    for one, value in planned.items():
        assert value is UNKNOWN or one in made.inputs, f"{one}: previewed {value!r}"


@pytest.mark.parametrize("name", NAMES)
def test_an_update_that_changes_nothing_changes_nothing(land: Land, name: str) -> None:
    azure, made = land[0], land[1][name]
    before = dict(azure.read(made)[0])
    after = azure.cloud.update(made.urn, made.id, made.outputs, made.inputs, made.inputs)
    assert {one: (before.get(one), after.get(one)) for one in {*before, *after} if before.get(one) != after.get(one)} == {}


def test_everything_can_be_taken_away_again_but_for_the_names_that_azure_keeps(world: World, azure: Subscription) -> None:
    made = build(azure)
    for one in reversed(made.values()):
        azure.delete(one)
    assert [(one.type, one.id) for one in world.remaining()] == []
    kept = sorted(type_.removeprefix("azure-native:").split("#")[0] for type_, _, _, _ in world.reserved())
    assert kept == [
        "cognitiveservices:Account",
        "keyvault:Key",
        "keyvault:ManagedHsm",
        "keyvault:Secret",
        "keyvault:Vault",
        "machinelearningservices:Workspace",
    ]
