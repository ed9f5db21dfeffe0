"""Stack settings: what the engine's configuration gives, and what is refused before anything is registered."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_zones.plan import CEILING, Fault, ZoneName
from stacks.config import KEYS
from stacks.errors import SettingsError
from stacks.settings import StackSettings
from stacks.stack_file import stack_names
from stacks.values import LOG_RETENTION_DAYS, Break
from tests.stacks.stack_files import NAMES, STACKS, as_the_engine_gives_it, engine_config, stack_file

Change = Callable[[dict[str, Any]], object]


def clinical(change: Change = lambda config: None) -> dict[str, str]:
    config = stack_file("aws-clinical")["config"]
    change(config)
    return as_the_engine_gives_it(config)


def faults(config: dict[str, Any], stack: str = "aws-clinical", base: Path = STACKS) -> tuple[Fault, ...]:
    with pytest.raises(SettingsError) as caught:
        StackSettings.from_config(stack, config, base)
    return caught.value.faults


def test_the_clinical_stack_is_production_shaped() -> None:
    found = StackSettings.from_config("aws-clinical", engine_config("aws-clinical"))
    assert found.region == "eu-west-1"
    assert found.plan.environment == "prod"
    assert list(found.plan.zones) == list(ZoneName)
    assert found.plan.availability_zones == ("eu-west-1a", "eu-west-1b", "eu-west-1c")
    assert len({zone.account for zone in found.plan.zones.values()}) == 8
    assert {str(flow) for flow in found.plan.flows.values()} == {f"{flow}:{flow.port}" for flow in CEILING.flows}
    assert [provider.baa for provider in found.plan.providers.values()] == [True]
    assert (found.deletion_protection, found.log_retention_days, found.store_retention_days, found.breaks) == (True, 2192, 2190, ())


def test_the_broken_stack_is_the_clinical_one_but_for_its_fault() -> None:
    clinical_one, broken = (StackSettings.from_config(name, engine_config(name)) for name in ("aws-clinical", "aws-broken"))
    assert broken.breaks == (Break.NAT_ROUTE,)
    same = {"environment": "prod", "cidr": clinical_one.plan.cidr}
    assert broken.plan.model_copy(update=same) == clinical_one.plan


def test_no_two_plans_share_addresses() -> None:
    plans = {StackSettings.from_config(name, engine_config(name)).plan.environment: name for name in NAMES}
    blocks = [StackSettings.from_config(name, engine_config(name)).plan.cidr for name in plans.values()]
    assert [(one, other) for one, other in combinations(blocks, 2) if one.overlaps(other)] == []


def test_values_as_the_command_line_writes_them_back_are_the_same() -> None:
    config = clinical(lambda c: c.update({"ai-zones:deletion_protection": "false", "ai-zones:log_retention_days": "365"}))
    found = StackSettings.from_config("aws-clinical", config)
    assert (found.deletion_protection, found.log_retention_days) == (False, 365)


def test_defaults_are_the_strict_ones() -> None:
    config = clinical(lambda c: [c.pop(f"ai-zones:{key}") for key in ("region", "deletion_protection", "log_retention_days")])
    assert StackSettings.from_config("aws-clinical", config) == StackSettings.from_config("aws-clinical", engine_config("aws-clinical"))


def test_keys_of_other_projects_are_ignored() -> None:
    config = clinical() | {"aws:region": "us-east-1", "pulumi:tags": "{"}
    assert StackSettings.from_config("aws-clinical", config).region == "eu-west-1"


def plan_of(config: dict[str, Any]) -> dict[str, Any]:
    plan: dict[str, Any] = config["ai-zones:plan"]
    return plan


def without_training(config: dict[str, Any]) -> None:
    plan = plan_of(config)
    plan["zones"].pop("training")
    plan["flows"] = {name: flow for name, flow in plan["flows"].items() if flow["source"] != "training"}
    assert "training" in config["ai-zones:accounts"]


REFUSED: dict[str, tuple[Change, str, str, str]] = {
    # what: (change, place, words of the problem, words of the fix)
    "an unknown key": (lambda c: c.update({"ai-zones:plam": {}}), "ai-zones:plam", "unknown", "did you mean 'ai-zones:plan'?"),
    "a wrong zone in the plan": (lambda c: plan_of(c)["zones"].update(phy={}), "ai-zones:plan.zones.phy", "not a known name", "'phi'"),
    "a wrong address in the plan": (
        lambda c: plan_of(c).update(cidr="10.64.0.0/33"),
        "ai-zones:plan.cidr",
        "not an IPv4 network",
        "correct",
    ),
    "a forbidden flow in the plan": (
        lambda c: plan_of(c)["flows"].update(x={"source": "inference", "target": "phi", "service": "database"}),
        "ai-zones:plan.flows.x",
        "inference may not open connections to phi/database",
        "remove the flow",
    ),
    "a plan that is a text": (lambda c: c.update({"ai-zones:plan": "phi"}), "ai-zones:plan", "not a mapping", "plan's keys below it"),
    "a plan that is no JSON": (lambda c: c.update({"ai-zones:plan": "{"}), "ai-zones:plan", "line 1", "correct the text"),
    "no plan": (lambda c: c.pop("ai-zones:plan"), "ai-zones:plan", "is missing", "add `ai-zones:plan:`"),
    "two plans": (lambda c: c.update({"ai-zones:plan_file": "plan.yaml"}), "ai-zones:plan", "plan_file` is given too", "remove one"),
    "a wrong availability zone": (
        lambda c: c.update({"ai-zones:availability_zones": ["eu-west-1"]}),
        "ai-zones:availability_zones[0]",
        "not an availability zone",
        "write 'eu-west-1a'",
    ),
    "another region": (lambda c: c.update({"ai-zones:region": "us-east-1"}), "ai-zones:region", "not the region", "write 'eu-west-1'"),
    "an unquoted account": (
        lambda c: c["ai-zones:accounts"].update(phi=11122223333),
        "ai-zones:accounts.phi",
        "not an AWS account id",
        'write it in quotes: "011122223333"',
    ),
    "an account of an unknown zone": (
        lambda c: c["ai-zones:accounts"].update(phy="111122223333"),
        "ai-zones:accounts.phy",
        "not a known name",
        "did you mean 'phi'?",
    ),
    "an account of an undeclared zone": (
        without_training,
        "ai-zones:accounts.training",
        "does not declare this zone",
        "remove the line",
    ),
    "two accounts of a zone": (
        lambda c: plan_of(c)["zones"]["phi"].update(account="999900001111"),
        "ai-zones:accounts.phi",
        "the plan says '999900001111'",
        "leave it out of one of the two",
    ),
    "a role that is none": (
        lambda c: c.update({"ai-zones:assume_roles": {"phi": "arn:aws:iam::111122223333:user/x"}}),
        "ai-zones:assume_roles.phi",
        "not a role",
        "copy the role's ARN",
    ),
    "a role of another account": (
        lambda c: c.update({"ai-zones:assume_roles": {"phi": "arn:aws:iam::222233334444:role/deploy"}}),
        "ai-zones:assume_roles.phi",
        "is of another account",
        "correct the ARN",
    ),
    "a protection that is neither on nor off": (
        lambda c: c.update({"ai-zones:deletion_protection": "maybe"}),
        "ai-zones:deletion_protection",
        "neither true nor false",
        "write true or false",
    ),
    "a retention that CloudWatch refuses": (
        lambda c: c.update({"ai-zones:log_retention_days": 2190}),
        "ai-zones:log_retention_days",
        "2190 is not a retention",
        "write 2192",
    ),
    "a retention of PHI under six years": (
        lambda c: c.update({"ai-zones:store_retention_days": 30}),
        "ai-zones:store_retention_days",
        "not a retention in days for PHI",
        "write 2190",
    ),
    "a way to break that is none": (
        lambda c: c.update({"ai-zones:break": "nat"}),
        "ai-zones:break",
        "not a way to break",
        "did you mean 'nat-route'?",
    ),
    "breaking a real stack": (
        lambda c: c.update({"ai-zones:break": ["nat-route", "zone-peering"]}),
        "ai-zones:break",
        "must not be broken",
        "remove the key",
    ),
    "a missing plan file": (
        lambda c: (c.pop("ai-zones:plan"), c.update({"ai-zones:plan_file": "nowhere.yaml"})),
        "ai-zones:plan_file",
        "cannot be read: No such file or directory",
        "correct the path",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_stack_is_refused_for(what: str) -> None:
    change, place, problem, fix = REFUSED[what]
    (fault,) = faults(clinical(change))
    assert fault.place == place
    assert problem in fault.problem
    assert fix in fault.fix
    assert fault.allowed


def test_the_message_names_the_file_to_change_and_the_key() -> None:
    with pytest.raises(SettingsError) as caught:
        StackSettings.from_config("aws-clinical", clinical(lambda c: c.update({"ai-zones:region": "us-east-1"})))
    assert str(caught.value) == (
        "stacks/Pulumi.aws-clinical.yaml: 1 fault in the configuration of stack aws-clinical\n"
        "  ai-zones:region: 'us-east-1' is not the region of the availability zones\n"
        "    allowed: 'eu-west-1'\n"
        "    fix: write 'eu-west-1', or change the availability zones"
    )


def test_faults_of_keys_and_of_the_plan_are_listed_at_once() -> None:
    def change(config: dict[str, Any]) -> None:
        config["ai-zones:log_retention_days"] = 2
        config["ai-zones:plann"] = 1
        plan_of(config)["organization"] = "Clinic"

    found = faults(clinical(change))
    assert {fault.place for fault in found} == {"ai-zones:log_retention_days", "ai-zones:plann", "ai-zones:plan.organization"}


def test_a_wrong_stack_name_lists_the_stacks() -> None:
    (fault,) = faults({}, "aws-clinicl")
    assert ", ".join(NAMES) in fault.allowed
    assert fault.fix == "did you mean 'aws-clinical'?"


def test_a_stack_named_for_breaking_may_break_in_several_ways() -> None:
    config = engine_config("aws-broken") | {"ai-zones:break": '["nat-route", "open-endpoint-policy"]'}
    assert StackSettings.from_config("aws-broken", config).breaks == (Break.NAT_ROUTE, Break.OPEN_ENDPOINT_POLICY)


def with_plan_file(config: dict[str, Any]) -> None:
    config.pop("ai-zones:plan")
    config["ai-zones:plan_file"] = "plan.yaml"


def test_a_plan_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    plan = stack_file("aws-clinical")["config"]["ai-zones:plan"]
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    found = StackSettings.from_config("aws-clinical", clinical(with_plan_file), tmp_path)
    assert found == StackSettings.from_config("aws-clinical", engine_config("aws-clinical"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("zones: {phi: {}, phy: {}}", "stacks/plan.yaml: zones.phy"),
        ("zones: {", "stacks/plan.yaml"),
        ("just text", "stacks/plan.yaml"),
    ],
)
def test_a_fault_of_a_plan_file_names_the_file(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert place in [fault.place for fault in faults(clinical(with_plan_file), base=tmp_path)]


def test_the_stacks_are_the_files_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.b.yaml").touch()
    (tmp_path / "Pulumi.a.yaml").touch()
    (tmp_path / "plan.yaml").touch()
    assert stack_names(tmp_path) == ["a", "b"]


def test_a_default_in_the_project_file_is_the_settings_own() -> None:
    project = yaml.safe_load((STACKS.parent / "Pulumi.yaml").read_text(encoding="utf-8"))
    found = StackSettings.from_config("aws-clinical", engine_config("aws-clinical"))
    assert {key: getattr(found, key) for key in project["config"]} == {key: entry["default"] for key, entry in project["config"].items()}
    assert set(project["config"]) <= set(KEYS)


def test_cloudwatch_takes_every_retention_that_is_offered() -> None:
    import botocore.session  # type: ignore[import-untyped]

    operation = botocore.session.get_session().get_service_model("logs").operation_model("PutRetentionPolicy")
    documented = operation.input_shape.members["retentionInDays"].documentation
    assert {str(days) for days in LOG_RETENTION_DAYS} <= set(documented.replace(",", " ").replace(".", " ").split())


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
ODD = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=8), SCALARS | st.lists(SCALARS), max_size=3)


@given(st.dictionaries(st.sampled_from([*KEYS, "odd", ""]), ODD | ODD.map(json.dumps), max_size=5), st.sampled_from(["x", "x-broken"]))
@settings(max_examples=150, deadline=None)
def test_any_configuration_gives_settings_or_a_settings_error(odd: dict[str, Any], stack: str) -> None:
    config = {**clinical(), **{f"ai-zones:{key}": value for key, value in odd.items()}}
    try:
        StackSettings.from_config(stack, config)
    except SettingsError as error:
        refused = error
    else:
        return
    assert refused.faults
    assert all(fault.place and fault.problem and fault.allowed and fault.fix for fault in refused.faults)
