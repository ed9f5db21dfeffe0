"""One of every type: made, read back, compared, taken away."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.rules.registry import all_rules
from simulator.schema import type_schema
from simulator.world import World
from tests.simulator.aws.account import REGION, Account, Made
from tests.simulator.aws.elsewhere import ELSEWHERE
from tests.simulator.aws.landscape import STEPS, build

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Account, dict[str, Made]]]:
    """The account, and what was made in it. Tests only read it."""
    world = World(tmp_path_factory.mktemp("land") / "world.sqlite")
    aws = Account(Cloud("aws", world, {"region": REGION}))
    yield aws, build(aws)
    world.close()


NAMES = [name for name, _, _ in STEPS]


def recorded() -> set[str]:
    """Types in states that the engine recorded: made, read back and judged there."""
    files = [*ROOT.glob("tests/**/state.json"), *ROOT.glob("tests/**/*.state.json")]
    return {type_ for file in files for type_ in re.findall(r'"type": ?"(aws:[^"]+)"', file.read_text(encoding="utf-8"))}


def test_every_type_with_rules_is_made_here_or_said_where() -> None:
    here = {type_ for _, type_, _ in STEPS} | recorded()
    assert set(all_rules("aws")) == (here & set(all_rules("aws"))) | set(ELSEWHERE)
    assert not here & set(ELSEWHERE), "listed, though it is made here by now"
    assert all((ROOT / test).is_file() for test in ELSEWHERE.values())


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
def test_every_output_that_the_sdk_promises_has_a_real_value(land: tuple[Account, dict[str, Made]], name: str) -> None:
    made = land[1][name]
    schema = type_schema(made.urn.split("::")[2])
    missing = [one for one, declared in schema.outputs.items() if declared.required and made.outputs.get(one) is None]
    assert missing == []
    assert [path for path, value in strings(made.outputs) if value.startswith("sim-")] == []


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_those_that_the_sdk_declares(land: tuple[Account, dict[str, Made]], name: str) -> None:
    made = land[1][name]
    declared = set(type_schema(made.urn.split("::")[2]).outputs) | {"id"}
    assert set(made.outputs) <= declared


@pytest.mark.parametrize("name", NAMES)
def test_arns_name_the_account_and_region(land: tuple[Account, dict[str, Made]], name: str) -> None:
    arn = land[1][name].outputs.get("arn")
    if arn is not None:
        assert re.fullmatch(r"arn:aws:[a-z0-9-]+:(eu-west-1)?:(111122223333)?:.+", arn)


@pytest.mark.parametrize("name", NAMES)
def test_a_refresh_finds_the_inputs_as_they_were_given(land: tuple[Account, dict[str, Made]], name: str) -> None:
    aws, made = land[0], land[1][name]
    outputs, inputs = aws.read(made)
    if name == "default-acl":
        # "subnet_ids": subnets without an ACL of their own show here; the provider's page says to ignore the change.
        assert len(inputs.pop("subnetIds")) == 2
    assert inputs == made.inputs
    assert aws.cloud.diff(made.urn, made.inputs, inputs).changes == ()
    assert set(outputs) == set(made.outputs)


@pytest.mark.parametrize("name", NAMES)
def test_a_preview_says_nothing_that_the_update_contradicts(land: tuple[Account, dict[str, Made]], name: str) -> None:
    """What is known in the preview is what is made; what only the cloud knows is unknown."""
    aws, made = land[0], land[1][name]
    planned = aws.cloud.create(made.urn, made.inputs, preview=True)[1]
    for one, value in planned.items():
        if made.outputs.get(one) == value or one in made.inputs:
            continue
        assert repr(value) == "<unknown>", f"{one}: previewed {value!r}, made {made.outputs.get(one)!r}"


@pytest.mark.parametrize("name", NAMES)
def test_an_update_that_changes_nothing_changes_nothing(land: tuple[Account, dict[str, Made]], name: str) -> None:
    aws, made = land[0], land[1][name]
    before = dict(aws.read(made)[0])
    after = aws.cloud.update(made.urn, made.id, made.outputs, made.inputs, made.inputs)
    assert {one: (before.get(one), after.get(one)) for one in {*before, *after} if before.get(one) != after.get(one)} == {}


def test_everything_can_be_taken_away_again_but_for_what_aws_keeps(world: World, aws: Account) -> None:
    made = build(aws)
    for name in reversed(NAMES):
        aws.delete(made[name])
    left = [one for one in world.remaining() if not one.state.get("default")]
    assert sorted((one.type, one.state["kept_because"].split(" 20")[0]) for one in left) == [
        ("aws:kms/key:Key (pending deletion)", "KMS deletes it on"),
        (
            "aws:rds/clusterAutomatedBackup",
            "automated backups of the cluster, kept 35 days (deleteAutomatedBackups is false)",
        ),
        ("aws:rds/clusterSnapshot:ClusterSnapshot", "final snapshot of the cluster"),
        ("aws:secretsmanager/secret:Secret (in its recovery window)", "in its recovery window until"),
    ]
    assert [(type_, words) for type_, _, words, _ in world.reserved()] == [("aws:secretsmanager/secret:Secret#name", '["clinic"]')]
