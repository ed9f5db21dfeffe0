"""The command line's answers to mistakes: one message, no traceback, the right exit code. None of these needs the engine."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.cli import app
from simulator.coverage import coverage_rows
from simulator.errors import UserError
from simulator.project import Project
from simulator.runner import packs_of

PROJECT = Path(__file__).parent / "project"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_a_wrong_stack_name_lists_the_stacks(tmp_path: Path) -> None:
    code, said = run("preview", "smal", "--project", str(PROJECT), "--world", str(tmp_path), "--no-packs")
    assert code == 3
    assert "there is no stack 'smal'" in said
    assert "  mistaken\n  small" in said
    assert "Traceback" not in said


def test_outside_of_a_project_the_command_says_so(tmp_path: Path) -> None:
    code, said = run("preview", "small", "--project", str(tmp_path))
    assert code == 3
    assert "there is no Pulumi.yaml here or above" in said


def test_a_rehearsal_is_never_unjudged_by_accident(tmp_path: Path) -> None:
    code, said = run("up", "small", "--project", str(PROJECT), "--world", str(tmp_path))
    assert code == 3
    assert "is not a policy pack" in said
    assert "--no-packs" in said


def test_a_broken_project_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: [")
    code, said = run("preview", "small", "--project", str(tmp_path))
    assert code == 3
    assert "Pulumi.yaml: is not YAML" in said


def test_a_missing_engine_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator import runner
    from simulator.engine import EngineNotFoundError

    def missing() -> Path:
        raise EngineNotFoundError("three ways to get one")

    monkeypatch.setattr(runner, "find_engine", missing)
    code, said = run("preview", "small", "--project", str(PROJECT), "--world", str(tmp_path), "--no-packs")
    assert (code, "three ways to get one" in said) == (3, True)


def test_the_real_stacks_secrets_are_not_asked_for() -> None:
    assert Project.load(PROJECT).settings("small")["rehearsed:password"] == "simulated-secret"


def test_named_packs_must_be_packs(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"has no PulumiPolicy.yaml"):
        packs_of(Project.load(PROJECT), [tmp_path], none=False)


def test_coverage_tells_sdk_only_from_sourced_rules() -> None:
    rows = {
        type_: (level, sources)
        for type_, level, sources in coverage_rows("aws", ["aws:appmesh/mesh:Mesh", "aws:devicefarm/project:Project"])
    }
    assert rows["aws:devicefarm/project:Project"] == ("SDK only", "")
    assert rows["aws:appmesh/mesh:Mesh"] == ("sourced rules", "made up for tests")


def test_world_says_when_there_is_none(tmp_path: Path) -> None:
    code, said = run("world", "--world", str(tmp_path))
    assert code == 3
    assert "there is no world yet" in said


def test_a_fault_file_is_a_list(tmp_path: Path) -> None:
    from simulator import cli

    file = tmp_path / "faults.yaml"
    file.write_text(json.dumps({"verb": "create"}))
    with pytest.raises(UserError, match="must be a list of faults"):
        cli._plan_faults(None, file)
