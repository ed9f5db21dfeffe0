"""What our own stacks and their reviewers are told before they are bases."""

from pathlib import Path

import yaml

from tests.mutation.base import KUBERNETES, VAULT
from tests.mutation.own import ROOT, STACKS, TOLD, _approve, _merged, _settings


def test_every_stack_that_is_told_something_is_a_base_and_has_a_settings_file() -> None:
    assert set(TOLD) <= set(STACKS)
    for stack in STACKS:
        assert (ROOT / "stacks" / f"Pulumi.{stack}.yaml").is_file()


def test_maps_of_settings_are_merged_and_all_else_is_replaced() -> None:
    assert _merged({"a": {"b": 1, "c": [1]}, "d": 2}, {"a": {"c": [2]}, "e": {}}) == {"a": {"b": 1, "c": [2]}, "d": 2, "e": {}}


def test_the_file_of_a_plan_comes_along_and_the_reviewer_approves_that_plan(tmp_path: Path) -> None:
    _settings("vault-pki", tmp_path, {})
    _approve("vault-pki", tmp_path)
    assert (tmp_path / "Pulumi.aws-clinical.yaml").is_file()
    told = yaml.safe_load((tmp_path / "Pulumi.vault-pki.yaml").read_text(encoding="utf-8"))["config"]
    assert told["ai-zones:server"] == VAULT
    plan = yaml.safe_load((ROOT / "stacks" / "Pulumi.aws-clinical.yaml").read_text(encoding="utf-8"))["config"]["ai-zones:plan"]
    assert yaml.safe_load((tmp_path / "plan.yaml").read_text(encoding="utf-8"))["flows"] == plan["flows"]


def test_a_reviewer_of_a_cluster_lists_no_accounts_and_asserts_the_charts_that_he_has_read(tmp_path: Path) -> None:
    _approve(f"{KUBERNETES}-dev", tmp_path)
    posture = yaml.safe_load((tmp_path / "posture.yaml").read_text(encoding="utf-8"))
    assert posture["organization"] == {}
    assert {one["literal"] for one in posture["asserted"]} >= {"release/istiod", "release/cert-manager"}
