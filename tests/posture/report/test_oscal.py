"""The report as OSCAL assessment results: valid by the library's models, and never more than was proven."""

import json
from pathlib import Path
from typing import Any

import pytest

from posture.report.model import Report
from tests.posture.report.reports import rich

oscal = pytest.importorskip("posture.report.oscal")


def document(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(oscal.to_oscal(report))["assessment-results"]
    return found


def test_the_librarys_model_reads_it_back(tmp_path: Path) -> None:
    from trestle.oscal.assessment_results import AssessmentResults

    file = tmp_path / "results.json"
    file.write_text(oscal.to_oscal(rich()), encoding="utf-8")
    read = AssessmentResults.oscal_read(file)
    assert isinstance(read, AssessmentResults)
    assert len(read.results[0].observations or []) == len(rich().causes)


def test_two_reports_of_one_judgement_are_the_same_document_and_uuids_differ_within_it() -> None:
    text = oscal.to_oscal(rich())
    assert text == oscal.to_oscal(Report.model_validate(rich().model_dump()))
    result = document(rich())["results"][0]
    uuids = [one["uuid"] for one in (*result["observations"], *result["findings"])]
    assert len(uuids) == len(set(uuids))


def test_a_control_is_satisfied_only_where_it_is_proven_and_nothing_is_left_to_show() -> None:
    asked = {one.id: one for one in next(one for one in rich().frameworks if one.id == "nist-800-53").requirements}
    findings = document(rich())["results"][0]["findings"]
    assert findings
    for finding in findings:
        requirement = asked[finding["title"].split()[0]]
        proven = requirement.verdict == "proven" and requirement.coverage == "covered"
        assert (finding["target"]["status"]["state"] == "satisfied") == proven
    assert {finding["target"]["target-id"] for finding in findings} >= {"ac-4_obj", "sc-7.5_obj"}


def test_what_violates_a_control_is_an_observation_of_its_finding() -> None:
    result = document(rich())["results"][0]
    rules = {one["uuid"]: {prop["name"]: prop["value"] for prop in one["props"]}["rule"] for one in result["observations"]}
    flow = next(one for one in result["findings"] if one["target"]["target-id"] == "ac-4_obj")
    assert "phi-exit" in {rules[one["observation-uuid"]] for one in flow["related-observations"]}
