"""Reading plans: every text and every mapping gives a plan or a PlanError, and a plan survives its document."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_zones.plan import CEILING, CeilingFlow, PlanError, ZonePlan, load_plan, load_plan_file
from tests.plan.documents import SOUND, sound_documents, spoiled

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12) | st.sampled_from(list(SOUND)), inner, max_size=5),
    max_leaves=15,
)
NAMES = st.sampled_from(
    [*SOUND, "cloud", "peers", "phi", "inference", "services", "cidr", "index", "account", "source", "target", "fqdns", "kind"]
)
ODD = JSON_VALUES | st.sampled_from(
    ["phi", "inference", "10.0.0.0/8", "*.com", "443", "\ud800", "eu-west-1a", 2**70, -1, {}, [], b"x", {1: 2}]
)


def plan_or_error(source: Any) -> ZonePlan | None:
    try:
        return load_plan(source)
    except PlanError as error:
        refused = error
    assert refused.faults
    assert all(fault.place and fault.problem and fault.allowed and fault.fix for fault in refused.faults)
    assert len(str(refused)) < 100_000
    return None


@given(sound_documents())
@settings(max_examples=60, deadline=None)
def test_a_plan_within_the_ceiling_survives_its_document_in_json_and_in_yaml(document: dict[str, Any]) -> None:
    plan = load_plan(document)
    assert ZonePlan.from_document(plan.to_document()) == plan
    assert load_plan(json.dumps(plan.to_document())) == plan
    assert load_plan(yaml.safe_dump(plan.to_document())) == plan
    assert ZonePlan.from_document(plan.to_document()).to_document() == plan.to_document()


@pytest.mark.parametrize("flow", sorted(CEILING.flows), ids=str)
def test_every_flow_of_the_ceiling_can_be_declared_and_keeps_its_default_port(flow: CeilingFlow) -> None:
    entry = {"source": flow.source.value, "target": flow.target.value, "service": flow.service.value}
    document = {**SOUND, "zones": {flow.source.value: {}, flow.target.value: {}}, "flows": {"one": entry}, "providers": {}}
    plan = load_plan(document)
    assert plan.flows["one"].port == flow.port
    assert CEILING.allows(plan.flows["one"])
    assert list(plan.flows_from(flow.source)) == list(plan.flows_to(flow.target)) == ["one"]
    assert ZonePlan.from_document(plan.to_document()) == plan


def test_equal_plans_give_equal_documents_whatever_order_they_were_written_in() -> None:
    def turned(value: Any) -> Any:
        return {key: turned(item) for key, item in reversed(value.items())} if isinstance(value, dict) else value

    one, other = load_plan(SOUND).to_document(), load_plan(turned(SOUND)).to_document()
    assert json.dumps(one) == json.dumps(other)


@given(ODD)
@settings(max_examples=150, deadline=None)
def test_any_value_is_a_plan_or_a_plan_error(value: Any) -> None:
    plan_or_error(value if not isinstance(value, str) else [value])


@given(st.lists(st.tuples(st.lists(NAMES, min_size=1, max_size=3), ODD), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_sound_plan_with_odd_values_put_in_is_a_plan_or_a_plan_error(changes: list[tuple[list[str], Any]]) -> None:
    def spoil(document: dict[str, Any]) -> None:
        for path, value in changes:
            place: Any = document
            for key in path[:-1]:
                place = place.setdefault(key, {}) if isinstance(place, dict) else place
            if isinstance(place, dict):
                place[path[-1]] = value

    plan_or_error(spoiled(spoil))


@given(st.text(max_size=200) | st.text(alphabet="{}[]:,&*!|>-?'\"\n #%@a1.", max_size=60))
@settings(max_examples=250, deadline=None)
def test_any_text_is_a_plan_or_a_plan_error(text: str) -> None:
    plan_or_error(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "{a: " * 3000,
        "&a [*a, *a]",
        "&a {zones: *a}",
        "zones: &z {phi: &p {services: [*p]}}",
        "cidr: 2001-99-99",
        "cidr: !!timestamp 2001-99-99",
        "cidr: !!python/object:os.system x",
        "cidr: !!int x",
        "cidr: !!float x",
        "cidr: !!bool x",
        "cidr: !!binary x",
        "cidr: " + "9" * 5000,
        "? [a, b]\n: c",
        "<<: 3",
        "a: 1\n---\nb: 2",
        "\x00",
        "\ud800",
        "x" * 1_000_001,
        "",
        "null",
        "%YAML 9.9\n---\na: 1",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_a_hostile_text_is_refused_without_a_traceback(text: str) -> None:
    assert plan_or_error(text) is None


def test_a_key_that_stands_twice_is_refused_with_its_line() -> None:
    text = yaml.safe_dump(SOUND) + "zones: {phi: {}}\n"
    with pytest.raises(PlanError) as caught:
        load_plan(text, "plan.yaml")
    (fault,) = caught.value.faults
    assert fault.place == f"line {len(text.splitlines())}, column 1"
    assert fault.problem == "the key 'zones' stands twice"


def test_anchors_and_merged_mappings_work() -> None:
    text = "common: &c {services: [s3]}\n" + yaml.safe_dump(spoiled(lambda p: p.update(zones={}, flows={}, providers={})))
    merged = text.replace("zones: {}", "zones: {phi: {<<: *c, index: 9}}").replace("common: &c {services: [s3]}\n", "")
    with pytest.raises(PlanError, match="undefined alias"):
        load_plan(merged)
    anchored = yaml.safe_dump(spoiled(lambda p: p.update(zones={}, flows={}, providers={}))).replace(
        "zones: {}", "zones: {phi: &c {services: [s3]}, egress: {<<: *c, index: 9}}"
    )
    assert load_plan(anchored).zones["egress"].services == ("s3",)  # type: ignore[index]  # a StrEnum's value finds it too


def test_words_that_older_yaml_takes_for_truth_values_are_texts() -> None:
    plan = load_plan(yaml.safe_dump(SOUND).replace("organization: clinic-a", "organization: no"))
    assert plan.organization == "no"


def test_a_file_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("zones: 3\n")
    with pytest.raises(PlanError, match=r"plan\.yaml: \d+ faults in the zone plan"):
        load_plan_file(tmp_path / "plan.yaml")
    with pytest.raises(PlanError, match="cannot be read: No such file or directory"):
        load_plan_file(tmp_path / "missing.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"organization: caf\xe9")
    with pytest.raises(PlanError, match="cannot be read"):
        load_plan_file(tmp_path / "latin.yaml")
    with pytest.raises(PlanError, match="cannot be read"):
        load_plan_file(tmp_path)


def test_a_plan_never_changes_after_it_was_judged() -> None:
    plan = load_plan(SOUND)
    with pytest.raises(Exception, match="frozen"):
        plan.organization = "other"  # type: ignore[misc]  # that is the point
