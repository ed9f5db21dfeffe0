"""What a proof can't decide is named, and stops: by the mandatory `-unproven` policies, in the engine itself."""

import json
from pathlib import Path

import pytest

from simulator.world import World
from tests.engine.commands import PACKS, PROGRAMS, Said, judge, python, simulate

pytestmark = pytest.mark.engine


def rehearse(shape: str, world: Path, *more: str | Path) -> Said:
    """Previews the small program judged by phi-isolation."""
    return simulate("preview", shape, world, "--project", PROGRAMS / "small", "--packs", PACKS["phi-isolation"], *more)


def test_a_network_without_a_road_is_proven(tmp_path: Path) -> None:
    done = rehearse("sound", tmp_path)
    assert done.code == 0, done.text


@pytest.mark.parametrize(
    ("shape", "named"),
    [
        ("strange", "scans"),
        ("opaque", "more"),
        ("unclassified", "nothing is classified phi"),
    ],
)
def test_what_is_not_understood_is_named_and_stops(shape: str, named: str, tmp_path: Path) -> None:
    done = rehearse(shape, tmp_path)
    assert done.code == 2, done.text
    assert "stopped: unproven. Nothing was created." in done.err
    _, message = done.err.split("unproven phi-exit-unproven (phi-isolation): ")
    assert named in message.split("  unproven ")[0]
    assert World(tmp_path / "world.sqlite").remaining() == []


def test_a_pack_of_rules_alone_says_that_there_was_nothing_to_look_at(tmp_path: Path) -> None:
    done = simulate("preview", "unclassified", tmp_path, "--project", PROGRAMS / "small", "--packs", PACKS["hipaa"])
    assert done.code == 2, done.text
    assert "unproven something-classified-unproven (hipaa): " in done.err


def test_the_preview_json_of_a_type_that_no_reader_knows_is_unproven_too(tmp_path: Path) -> None:
    file = tmp_path / "preview.json"
    done = rehearse("strange", tmp_path / "world", "--no-packs", "--json", file)
    assert done.code == 0, done.text
    said = judge(file)
    assert said.code == 2
    assert "scans" in said.out


def test_the_engine_itself_stops_at_unproven_by_the_packs_strict_configuration(tmp_path: Path) -> None:
    """A user of the official engine gives the same file: `--policy-pack-config policy-packs/phi-isolation/strict.json`."""
    pack = PACKS["phi-isolation"]
    strict = python("tests.engine.bare_preview", "strange", tmp_path / "strict", pack, pack / "strict.json")
    assert strict.code == 1, strict.text
    assert "- [mandatory] [severity: critical]  phi-exit-unproven" in strict.text
    relaxed = python("tests.engine.bare_preview", "strange", tmp_path / "relaxed", pack)
    assert relaxed.code == 0, relaxed.text
    assert "- [advisory] [severity: critical]  phi-exit-unproven" in relaxed.text


@pytest.mark.parametrize("pack", list(PACKS))
def test_the_strict_configuration_lets_nothing_of_its_pack_pass(pack: str) -> None:
    assert json.loads((PACKS[pack] / "strict.json").read_text()) == {"all": "mandatory"}
