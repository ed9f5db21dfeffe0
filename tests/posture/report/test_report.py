"""The report as a document: causes, zones, frameworks, waivers, files."""

import hashlib
import json
from pathlib import Path

import pytest

from posture.report.about import about, about_finding
from posture.report.build import exit_code
from posture.report.model import FrameworkReport, Report
from tests.posture.report.reports import VPC, bucket, peering, report_of, resource, rich, way_out, write, zone
from tests.posture.report.test_cli import run


def said(report: Report) -> dict[str, list[str]]:
    """Resource to mend → what speaks of it."""
    found: dict[str, list[str]] = {}
    for cause in report.causes:
        found.setdefault(cause.name, []).append(" + ".join(one.rule for one in cause.said))
    return found


def hipaa(report: Report) -> FrameworkReport:
    """The Security Rule, of all frameworks."""
    return next(one for one in report.frameworks if one.id == "hipaa-security-rule")


def test_what_two_theorems_say_of_one_property_is_one_cause(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, *zone("phi", 1), *zone("inference", 2), *peering("phi", "inference"), packs=("phi-isolation", "zero-trust")
    )
    joined = [words for words in said(report).values() if "phi-redaction + zone-segmentation" in words]
    assert joined == [["phi-redaction + zone-segmentation"]]


def test_what_a_rule_says_of_the_property_that_a_theorem_names_is_one_cause(tmp_path: Path) -> None:
    notebook = {"ai-zone": "phi", "data-class": "phi"}
    study = resource(
        "aws:sagemaker/notebookInstance:NotebookInstance", "study", subnetId="phi-a-id", directInternetAccess="Enabled", tags=notebook
    )
    report = report_of(tmp_path, *zone("phi", 1), study)
    assert "phi-exit + machine-learning-contained" in said(report)["study"]


POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::letters/*"}
        ],
    }
)


def test_two_rules_about_one_document_stay_two(tmp_path: Path) -> None:
    policy = resource("aws:s3/bucketPolicy:BucketPolicy", "letters-policy", bucket="letters", policy=POLICY)
    report = report_of(tmp_path, *zone("phi", 1), bucket("letters"), policy)
    assert {"bucket-tls-only", "bucket-perimeter"} <= set(said(report)["letters-policy"])


def test_what_many_rules_miss_in_a_document_that_is_not_there_is_one_thing_to_write(tmp_path: Path) -> None:
    report = report_of(tmp_path, *zone("phi", 1), bucket("letters"))
    about_policy = [cause for cause in report.causes if cause.name == "letters" and cause.prop == "policy"]
    assert len(about_policy) == 1
    assert {"bucket-tls-only", "bucket-perimeter"} <= {one.rule for one in about_policy[0].said}


def test_every_finding_of_the_judgement_is_said_once_and_only_once() -> None:
    report = rich()
    told = [(one.rule, one.message, cause.urn, tuple(step.name for step in one.path)) for cause in report.causes for one in cause.said]
    assert len(told) == len(set(told))
    assert len({cause.id for cause in report.causes}) == len(report.causes)


def test_ids_of_causes_do_not_hang_on_order_or_on_other_findings(tmp_path: Path) -> None:
    parts = [*zone("phi", 1), *way_out("phi"), bucket("letters")]
    alone = {cause.id for cause in report_of(tmp_path, *parts).causes}
    more = {cause.id for cause in report_of(tmp_path, *reversed([*parts, bucket("other")])).causes}
    assert alone
    assert alone < more


def test_a_way_out_names_its_zones_and_the_property_of_each_hop(tmp_path: Path) -> None:
    cause = next(one for one in report_of(tmp_path, *zone("phi", 1), *way_out("phi")).causes if one.said[0].rule == "phi-exit")
    assert cause.ways == (("phi", "internet"),)
    assert (cause.name, cause.prop, cause.severity) == ("phi-way-out", "gatewayId", "critical")
    assert next((step.name, step.resource, step.prop) for step in cause.said[0].path if step.prop) == (
        "0.0.0.0/0",
        "phi-way-out",
        "gatewayId",
    )


def test_a_zone_without_resources_is_absent_and_one_that_a_finding_touches_is_violated() -> None:
    verdicts = {zone.name: zone.verdict for zone in rich().zones}
    assert verdicts["phi"] == "violated"
    assert verdicts["egress"] == "absent"


def test_nothing_classified_leaves_no_zone_and_says_what_is_unproven(tmp_path: Path) -> None:
    report = report_of(tmp_path, resource(VPC, "x", cidrBlock="10.0.0.0/16"))
    assert exit_code(report) == 2
    assert any("nothing is classified phi" in one.reason for one in report.unread)


def test_a_requirement_is_judged_by_the_worst_of_its_results_and_partial_packs_prove_none(tmp_path: Path) -> None:
    stack = [*zone("phi", 1), *way_out("phi")]
    whole = {one.id: one for one in hipaa(report_of(tmp_path, *stack)).requirements}
    part = {one.id: one for one in hipaa(report_of(tmp_path, *stack, packs=("phi-isolation",))).requirements}
    assert whole["164.312(e)(1)"].verdict == "violated"
    for one in part.values():
        if any(verdict == "not judged" for _, verdict in one.results):
            assert one.verdict != "proven"
    assert whole["164.308(a)(3)(ii)(A)"].verdict == "nothing to judge"
    assert {one.coverage for one in whole.values()} == {"partly", "not technical"}
    assert {one.coverage for framework in report_of(tmp_path, *stack).frameworks for one in framework.requirements} == {
        "covered",
        "partly",
        "not technical",
    }


def test_files_are_named_with_form_engine_and_hash(tmp_path: Path) -> None:
    report = report_of(tmp_path, *zone("phi", 1), waivers="waivers: []\n")
    state, config, waivers = report.files
    assert (state.role, state.form, state.engine) == ("stack", "state", "v3.250.0")
    assert (config.role, waivers.role) == ("posture.yaml", "waivers")
    assert waivers.sha256 == hashlib.sha256((tmp_path / "waivers.yaml").read_bytes()).hexdigest()
    assert report.name == "clinic/prod"


def test_waivers_are_told_with_their_days_and_what_became_of_them(tmp_path: Path) -> None:
    lines = (
        "waivers:\n"
        "  - {rule: bucket-versions, resource: letters, owner: ann, approver: ben, reason: scratch, expires: 2999-01-01}\n"
        "  - {rule: bucket-versions, resource: gone-*, owner: ann, approver: ben, reason: was there once, expires: 2999-01-01}\n"
        "  - {rule: phi-exit, resource: old, owner: ann, approver: ben, reason: migration, expires: 2001-01-01}\n"
    )
    report = report_of(tmp_path, *zone("phi", 1), bucket("letters"), waivers=lines)
    assert [waiver.status for waiver in report.waivers] == ["in force", "unused", "expired"]
    assert [waiver.excuses for waiver in report.waivers] == [1, 0, 0]
    assert report.waivers[0].long
    assert report.waivers[2].days_left < 0
    assert [cause.said[0].rule for cause in report.causes if cause.verdict == "waived"] == ["bucket-versions"]
    assert "waiver-expired" in report.about


def test_json_is_the_document_and_holds_no_value_that_is_not_printable() -> None:
    text = rich().model_dump_json()
    assert Report.model_validate(json.loads(text)) == rich()
    assert "secret-that-nobody-prints" not in text


@pytest.mark.parametrize("form", ["html", "json", "sarif"])
def test_the_command_writes_each_form_and_exits_as_check(tmp_path: Path, form: str) -> None:
    file = write(tmp_path, *zone("phi", 1), *way_out("phi"))
    target = tmp_path / f"report.{form}"
    done = run("report", str(file), "-o", str(target))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert "phi-way-out" in target.read_text()


def test_several_stacks_are_one_report_and_say_which_file_to_mend(tmp_path: Path) -> None:
    network = write(tmp_path, *zone("phi", 1), name="network.json")
    other = [{**one, "urn": one["urn"].replace("clinic", "links")} for one in way_out("phi")]
    links = write(tmp_path, *other, name="links.json")
    done = run("report", str(network), str(links), "--format", "json")
    found = json.loads(done.stdout)
    assert found["name"] == "clinic/prod + links/prod"
    assert next(one["file"] for one in found["causes"] if one["name"] == "phi-way-out") == str(links)


@pytest.mark.parametrize(("target", "words"), [("report.pdf", "its ending tells no form"), ("nowhere/report.html", "can't be written")])
def test_a_file_that_can_not_be_written_is_one_message_and_exits_with_3(tmp_path: Path, target: str, words: str) -> None:
    done = run("report", str(write(tmp_path, *zone("phi", 1))), "-o", str(tmp_path / target))
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_finding_without_metadata_is_told_by_its_name_and_stops_no_report() -> None:
    assert about_finding("a-check-of-your-own").title == "a-check-of-your-own"
    assert about_finding("phi-exit") == about("phi-exit")


def test_what_a_waiver_excuses_is_no_evidence_for_a_requirement_or_a_zone(tmp_path: Path) -> None:
    lines = "waivers:\n  - {rule: phi-exit, resource: phi-way-out, owner: ann, approver: ben, reason: migration, expires: 2999-01-01}\n"
    report = report_of(tmp_path, *zone("phi", 1), *way_out("phi"), waivers=lines, packs=("phi-isolation",))
    assert next(result.verdict for result in report.results if result.id == "phi-exit") == "proven"
    results = [
        verdict for framework in report.frameworks for one in framework.requirements for name, verdict in one.results if name == "phi-exit"
    ]
    assert set(results) == {"waived"}
    assert next(zone.waived for zone in report.zones if zone.name == "phi") == 1
    assert not [
        one
        for framework in report.frameworks
        for one in framework.requirements
        if one.verdict == "proven" and ("phi-exit", "waived") in one.results
    ]


def test_a_fault_of_a_companion_is_told_with_the_companions_property(tmp_path: Path) -> None:
    policy = resource("aws:s3/bucketPolicy:BucketPolicy", "letters-policy", bucket="letters", policy=POLICY)
    report = report_of(tmp_path, *zone("phi", 1), bucket("letters"), policy)
    cause = next(one for one in report.causes if one.said[0].rule == "bucket-tls-only")
    assert (cause.name, cause.prop) == ("letters-policy", "policy")
    assert [(step.name, step.resource, step.prop) for step in cause.said[0].path] == [
        ("letters", "", ""),
        ("letters-policy", "letters-policy", "policy"),
    ]
