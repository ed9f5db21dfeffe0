"""Which configuration each pack gets, and which program a stack: what stands in the project, unless something else is named."""

from pathlib import Path

import pytest

from simulator.errors import UserError
from simulator.home import Home
from simulator.project import Project
from simulator.runner import OFFICIAL_PACKS, pack_configs_of

ROOT = Path(__file__).resolve().parents[3]
PACKS = [ROOT / pack for pack in OFFICIAL_PACKS]
PLAIN = Path(__file__).parent / "pack"


def test_our_packs_get_their_strict_configuration(tmp_path: Path) -> None:
    assert pack_configs_of(PACKS, [], Home(tmp_path)) == [pack / "strict.json" for pack in PACKS]


def test_a_pack_without_one_beside_ours_gets_an_empty_one(tmp_path: Path) -> None:
    """The engine wants as many configurations as packs."""
    strict, empty = pack_configs_of([PACKS[0], PLAIN], [], Home(tmp_path))
    assert strict == PACKS[0] / "strict.json"
    assert empty.read_text() == "{}\n"


def test_packs_of_others_keep_their_defaults(tmp_path: Path) -> None:
    assert pack_configs_of([PLAIN], [], Home(tmp_path)) == []


def test_what_is_named_wins(tmp_path: Path) -> None:
    named = [tmp_path / "a.json", tmp_path / "b.json"]
    assert pack_configs_of(PACKS, named, Home(tmp_path)) == named


def test_another_program_for_the_same_stack_must_be_one(tmp_path: Path) -> None:
    project = Project.load(ROOT)
    leaking = project.with_program(ROOT / "stacks" / "leaking")
    assert (leaking.name, leaking.settings("aws-clinical")) == (project.name, project.settings("aws-clinical"))
    assert leaking.program == ROOT / "stacks" / "leaking"
    with pytest.raises(UserError, match=r"has no __main__\.py"):
        project.with_program(tmp_path)
