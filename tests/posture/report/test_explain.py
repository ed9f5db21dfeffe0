"""`posture explain`, and the metadata that it prints."""

import json

import pytest

from posture.errors import InputError
from posture.proofs.theorems import THEOREMS
from posture.report.about import about, names, written
from posture.report.titles import TITLES
from tests.posture.report.test_cli import run


@pytest.mark.parametrize("name", names())
def test_everything_that_can_be_found_can_be_explained(name: str) -> None:
    found = about(name)
    assert found.id == name
    assert found.why
    assert found.fix
    assert found.references
    assert found.kind != "rule" or found.packs


def test_theorems_have_metadata_with_a_snippet_and_clauses_of_each_framework_that_names_them() -> None:
    for name in THEOREMS:
        found = about(name)
        assert found.kind == "theorem"
        assert found.snippet
        assert found.clauses


def test_titles_that_are_printed_without_metadata_are_those_of_the_metadata() -> None:
    assert {name: metadata.title for name, metadata in written().items()} == TITLES


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="phi-exit, phi-redaction"):
        about("phi-exti")


def test_the_command_prints_why_fix_snippet_and_clauses() -> None:
    done = run("explain", "bucket-tls-only")
    assert done.returncode == 0
    for words in ("why:", "fix:", "aws:SecureTransport", "hipaa-security-rule 164.312(e)(1)", "packs: hipaa"):
        assert words in done.stdout


def test_the_command_says_the_same_in_fields_and_exits_with_3_for_what_there_is_not() -> None:
    assert json.loads(run("explain", "phi-exit", "--format", "json").stdout) == about("phi-exit").model_dump(mode="json")
    done = run("explain", "nothing-like-it")
    assert done.returncode == 3
    assert done.stderr.startswith("posture: no theorem or rule is called 'nothing-like-it'")
