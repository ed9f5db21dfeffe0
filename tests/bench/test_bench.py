"""What is measured is what is said to be: every type, unique resources, violations that are reported. Nothing here looks at a clock."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi.runtime.proto import analyzer_pb2 as proto

from posture.engine.judged import Judge
from posture.engine.policies import policies_of
from posture.engine.servicer import Servicer
from posture.rules.catalogue import rules
from tests.bench import messages
from tests.bench.ask import AWSGUARD, EMPTY, EVERYTHING, PROGRAMS, command
from tests.bench.everything import everything
from tests.bench.page import Checked, Mark, Run, marks, page
from tests.bench.stack import VIOLATIONS, Made, looked_at, make

SIZE = 2000


@cache
def made() -> Made:
    return make(SIZE)


def test_the_stack_has_the_size_that_was_asked_for_and_no_resource_twice() -> None:
    assert len(made().rows) == SIZE
    assert len({row["urn"] for row in made().rows}) == SIZE


def test_a_size_that_can_not_hold_every_type_is_refused_with_the_least_that_can() -> None:
    with pytest.raises(ValueError, match=r"can't hold every type: \d+ or more"):
        make(500)


def test_every_type_at_which_a_rule_looks_is_there() -> None:
    assert looked_at() <= {row["type"] for row in made().rows}
    assert len(looked_at()) > 100


def test_whatever_a_resource_refers_to_is_in_the_stack() -> None:
    known = {row["urn"] for row in made().rows}
    for row in made().rows:
        referred = {
            row["urn"],
            *row.get("dependencies", ()),
            *(urn for urns in row.get("propertyDependencies", {}).values() for urn in urns),
        }
        assert referred <= known, row["urn"]
        assert row.get("provider", "::").rpartition("::")[0] in known | {""}, row["urn"]


def test_copies_share_no_id_and_no_arn() -> None:
    seen: dict[str, str] = {}
    for row in made().rows:
        if row.get("custom") and "-u" in row["urn"] and not row["type"].startswith("pulumi:"):
            arn = str((row.get("outputs") or {}).get("arn") or row["urn"])
            assert seen.setdefault(arn, row["type"]) == row["type"] or arn.startswith("arn:aws:iam"), row["urn"]


def test_twenty_violations_of_twenty_rules_are_planted() -> None:
    assert len(set(VIOLATIONS)) == len({one.rule for one in made().planted}) == 20
    assert set(VIOLATIONS) <= set(rules())


def test_all_planted_violations_are_reported_over_the_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "posture.yaml").write_text(yaml.safe_dump(made().posture), encoding="utf-8")
    monkeypatch.setitem(os.environ, "POSTURE_CONFIG", str(tmp_path / "posture.yaml"))
    messages.write(made().rows, tmp_path / "messages")
    *one_by_one, whole = messages.read(tmp_path / "messages")
    assert len(one_by_one) == SIZE
    pack = everything()
    servicer = Servicer(pack.name, pack.description, tuple(policies_of(pack)), Judge(pack.rules, pack.theorems))
    for message in one_by_one:
        servicer.Analyze(proto.AnalyzeRequest.FromString(message), None)
    answer = servicer.AnalyzeStack(proto.AnalyzeStackRequest.FromString(whole), None)
    reported = {(said.policyName, said.urn) for said in answer.diagnostics}
    assert [one for one in made().planted if (one.rule, one.urn) not in reported] == []


def test_every_rule_is_loaded() -> None:
    assert {rule.id for rule in everything().rules} == set(rules())


def test_the_empty_pack_has_one_rule_for_a_resource_and_one_for_a_stack() -> None:
    arguments, folder = command(EMPTY)
    text = (folder / "__main__.py").read_text(encoding="utf-8")
    assert arguments[-1] == str(folder)
    assert (text.count(" ResourceValidationPolicy("), text.count(" StackValidationPolicy(")) == (1, 1)


def run(program: str, size: int, **times: Any) -> Run:
    measured = {"start": 1.0, "policies": 2, "resources": 0.5, "stack": 0.5, "seconds": 1.0, "processor": 1.0, "memory": 100.0, **times}
    return Run(program, size, **measured)


RUNS = [
    *(run(program, 1000) for program in PROGRAMS),
    run(EMPTY, 10_000, seconds=9.0, processor=9.0),
    run(EVERYTHING, 10_000, seconds=13.0, processor=11.0),
]
CHECKS = [Checked(1000, 0.1, 0.8, 90), Checked(10_000, 0.2, 2.0, 510)]


def test_a_mark_is_kept_up_to_its_bound() -> None:
    assert Mark("m", 1.5, 1.5).kept
    assert not Mark("m", 1.5, 1.51).kept


def test_marks_compare_with_the_empty_pack_and_with_parsing() -> None:
    measured = {mark.what: (mark.measured, mark.kept) for mark in marks(RUNS, CHECKS)}
    assert measured == {
        "1,000 resources, beside the empty pack, by the clock": (1.0, True),
        "1,000 resources, beside the empty pack, processor time": (1.0, True),
        "growth from 1,000 to 10,000 resources, by the clock": (13.0, False),
        "growth from 1,000 to 10,000 resources, processor time": (11.0, True),
        "`posture check` of 10,000 resources, beside starting Python and parsing the file, processor time": (10.0, True),
        "`posture check` of 10,000 resources, largest memory": (510, False),
    }


def test_the_page_names_every_pack_and_what_was_missed_or_not_reported() -> None:
    written = page(RUNS, CHECKS, 20, ["bucket-versions: urn"])
    assert written.count("awsguard, Node.js") == 1
    assert written.count("**missed**") == 2
    assert "**1 were not reported**" in written
    assert "all were reported" in page(RUNS, CHECKS, 20, [])
    assert AWSGUARD in PROGRAMS
