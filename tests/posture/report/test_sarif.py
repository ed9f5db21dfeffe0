"""The report as SARIF 2.1.0: valid by its schema, and what platforms read from it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from posture.report.model import Report
from posture.report.sarif import to_sarif
from tests.browser.bring import MissingError, sarif_candidate_schema, sarif_schema
from tests.posture.report.reports import VPC, bucket, report_of, resource, rich, way_out, zone


def run_of(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_sarif(report))["runs"][0]
    return found


@pytest.mark.node
@pytest.mark.parametrize("brought", [sarif_schema, sarif_candidate_schema], ids=["final", "candidate"])
def test_it_is_valid_by_the_schema_and_the_schema_refuses_what_is_not(brought: Callable[[], str], tmp_path: Path) -> None:
    try:
        schema = json.loads(brought())
    except MissingError as fault:
        pytest.skip(f"the schema of SARIF can't be had: {fault}")
    judge = jsonschema.validators.validator_for(schema)(schema)
    log = json.loads(to_sarif(rich()))
    assert [error.message for error in judge.iter_errors(log)] == []
    open_questions = json.loads(to_sarif(report_of(tmp_path, resource(VPC, "x", cidrBlock="10.0.0.0/16"))))
    assert [error.message for error in judge.iter_errors(open_questions)] == []
    log["runs"][0]["results"][0]["level"] = "bad"
    assert list(judge.iter_errors(log))


@pytest.mark.node
def test_the_schema_is_the_one_that_a_report_names() -> None:
    try:
        named = json.loads(sarif_schema())["id"]
    except MissingError as fault:
        pytest.skip(f"the schema of SARIF can't be had: {fault}")
    assert named == json.loads(to_sarif(rich()))["$schema"]


def test_each_cause_is_one_result_with_its_rule_and_place() -> None:
    run = run_of(rich())
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(rich().causes)
    for result, cause in zip(run["results"], rich().causes, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == cause.said[0].rule
        place = result["locations"][0]
        assert run["artifacts"][place["physicalLocation"]["artifactLocation"]["index"]]["roles"] == ["analysisTarget"]
        if cause.urn:
            assert place["logicalLocations"][0]["fullyQualifiedName"] == cause.urn


def test_a_path_is_a_code_flow_hop_by_hop() -> None:
    found = next(result for result in run_of(rich())["results"] if result["ruleId"] == "phi-exit")
    cause = next(one for one in rich().causes if one.said[0].rule == "phi-exit")
    told = [place["location"]["message"]["text"] for place in found["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert len(told) == len(cause.said[0].path)
    assert "0.0.0.0/0: phi-way-out gatewayId 0.0.0.0/0" in told
    assert told[-1] == "internet"


def test_a_waiver_is_a_suppression_and_nothing_else_is_one() -> None:
    results = run_of(rich())["results"]
    suppressed = [result for result in results if result["suppressions"]]
    assert [result["ruleId"] for result in suppressed] == ["bucket-versions"]
    assert "scratch space (owner ann, approver ben, until 2999-01-01)" in suppressed[0]["suppressions"][0]["justification"]


def test_what_can_not_be_decided_is_for_review_and_never_a_failure_or_a_pass(tmp_path: Path) -> None:
    report = report_of(tmp_path, resource(VPC, "x", cidrBlock="10.0.0.0/16"))
    run = run_of(report)
    assert [told["message"]["text"] for told in run["invocations"][0]["toolExecutionNotifications"]] != []
    for result, cause in zip(run_of(rich())["results"], rich().causes, strict=True):
        assert (result["kind"] == "review") == (cause.verdict == "unproven")
        assert result["kind"] == "fail" or result["level"] == "none"


def test_rules_bring_help_and_the_clauses_of_frameworks_that_stand_in_the_taxonomies() -> None:
    run = run_of(rich())
    taxa = {taxonomy["name"]: {taxon["id"] for taxon in taxonomy["taxa"]} for taxonomy in run["taxonomies"]}
    assert "164.312(a)(1)" in taxa["hipaa-security-rule"]
    for rule in run["tool"]["driver"]["rules"]:
        assert "**Fix.**" in rule["help"]["markdown"]
        for relation in rule["relationships"]:
            assert relation["target"]["id"] in taxa[relation["target"]["toolComponent"]["name"]]


def test_fingerprints_stay_when_other_faults_come_and_differ_from_each_other(tmp_path: Path) -> None:
    parts = [*zone("phi", 1), *way_out("phi"), bucket("letters")]

    def prints(report: Report) -> list[str]:
        return [result["partialFingerprints"]["cause/v1"] for result in run_of(report)["results"]]

    before = prints(report_of(tmp_path, *parts))
    assert len(before) == len(set(before))
    assert set(before) < set(prints(report_of(tmp_path, *parts, bucket("other"))))
