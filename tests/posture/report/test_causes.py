"""Which findings are one cause, on findings written by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from posture.check import check
from posture.graph.facts import Because
from posture.inputs.several import load_stacks
from posture.proofs.finding import Finding, Hop, TheoremResult
from posture.proofs.verdict import Verdict
from posture.report.causes import Places, causes
from posture.settings.effective import load_settings
from tests.posture.report.reports import bucket, write, zone

URN = "urn:pulumi:prod::clinic::aws:s3/bucketV2:BucketV2::letters"


def told(rule: str, prop: str, message: str = "it is open", value: str = "") -> Finding:
    return Finding(rule, Verdict.VIOLATED, message, (Hop("letters", URN, Because(URN, prop, value)),), URN)


def joined(folder: Path, *findings: Finding, **outputs: object) -> list[list[str]]:
    """Rules by cause."""
    judgement = check(load_stacks([write(folder, *zone("phi", 1), bucket("letters", **outputs))]), load_settings(None))
    results = tuple(TheoremResult(one.theorem, one.verdict, (one,)) for one in findings)
    by_hand = replace(judgement, results=results)
    return sorted([one.rule for one in cause.said] for cause in causes(by_hand, Places(by_hand), {}))


@pytest.mark.parametrize("value", [True, "Enabled", None])
def test_a_theorem_and_a_rule_about_one_value_are_one_cause(tmp_path: Path, value: object) -> None:
    said = (told("phi-exit", "forceDestroy"), told("bucket-versions", "forceDestroy"))
    assert joined(tmp_path, *said, forceDestroy=value) == [["phi-exit", "bucket-versions"]]


@pytest.mark.parametrize(("prop", "value"), [("policy", "{}"), ("rules", [{"a": 1}]), ("rules", {"a": 1}), ("kmsPolicyDocument", None)])
def test_a_theorem_and_a_rule_about_a_document_or_a_list_stay_two(tmp_path: Path, prop: str, value: object) -> None:
    assert joined(tmp_path, told("phi-exit", prop), told("bucket-versions", prop), **{prop: value}) == [["bucket-versions"], ["phi-exit"]]


def test_two_rules_about_one_value_stay_two(tmp_path: Path) -> None:
    said = (told("bucket-tls-only", "forceDestroy"), told("bucket-versions", "forceDestroy"))
    assert joined(tmp_path, *said, forceDestroy=True) == [["bucket-tls-only"], ["bucket-versions"]]


def test_rules_about_what_is_not_there_have_one_cause(tmp_path: Path) -> None:
    said = (told("bucket-tls-only", "policy"), told("bucket-perimeter", "policy"), told("bucket-versions", "versioning"))
    assert joined(tmp_path, *said) == [["bucket-perimeter", "bucket-tls-only"], ["bucket-versions"]]


def test_rules_about_what_is_not_known_have_one_cause_and_never_share_it_with_a_violation(tmp_path: Path) -> None:
    open_, unknown = told("bucket-versions", "policy"), (told("bucket-tls-only", "policy"), told("bucket-perimeter", "policy"))
    said = (open_, *(replace(one, verdict=Verdict.UNPROVEN) for one in unknown))
    assert joined(tmp_path, *said, policy="{}") == [["bucket-perimeter", "bucket-tls-only"], ["bucket-versions"]]


def test_two_theorems_about_a_list_are_one_cause_only_where_it_says_the_same(tmp_path: Path) -> None:
    same = (told("phi-exit", "rules", value="0.0.0.0/0"), told("zone-segmentation", "rules", value="0.0.0.0/0"))
    other = (told("phi-exit", "rules", value="0.0.0.0/0"), told("zone-segmentation", "rules", value="10.2.0.0/16"))
    assert joined(tmp_path, *same, rules=[{"a": 1}]) == [["phi-exit", "zone-segmentation"]]
    assert joined(tmp_path, *other, rules=[{"a": 1}]) == [["phi-exit"], ["zone-segmentation"]]


@pytest.mark.parametrize("value", ["Enabled", None])
def test_one_value_that_opens_two_ways_is_one_cause(tmp_path: Path, value: object) -> None:
    said = (told("phi-exit", "publicAccess", value="deployment site"), told("phi-exit", "publicAccess", value="public app"))
    assert joined(tmp_path, *said, publicAccess=value) == [["phi-exit", "phi-exit"]]


def test_findings_without_a_property_stay_apart(tmp_path: Path) -> None:
    assert joined(tmp_path, told("phi-exit", ""), told("zone-segmentation", "")) == [["phi-exit"], ["zone-segmentation"]]
