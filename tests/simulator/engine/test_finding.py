"""The order of finding, and what is said when there is nothing to find."""

from pathlib import Path

import pytest

from simulator.engine.errors import EngineNotFoundError, WayUnavailableError
from simulator.engine.finder import find_engine
from simulator.engine.versions import ENGINE_VERSION
from tests.simulator.engine.conftest import FakeWay, Machine, executable, fake_pulumi


def test_the_engine_on_path_comes_first_even_if_one_is_cached(machine: Machine) -> None:
    fake_pulumi(machine.cached, ENGINE_VERSION)
    on_path = machine.has_pulumi(ENGINE_VERSION)
    assert find_engine(machine.environment, ways=()) == on_path


@pytest.mark.parametrize("version", ["3.250.1", "3.999.0", "3.251.0-alpha.1+dirty"])
def test_a_later_one_of_the_same_major_on_path_is_used(machine: Machine, version: str) -> None:
    assert find_engine(machine.environment | {"X": ""}, ways=[FakeWay()]) == machine.cached
    on_path = machine.has_pulumi(version)
    assert find_engine(machine.environment, ways=()) == on_path


@pytest.mark.parametrize("version", ["3.249.9", "2.300.0", "4.0.0", "1.0.0"])
def test_an_older_one_or_another_major_on_path_is_passed_over(machine: Machine, version: str) -> None:
    machine.has_pulumi(version)
    way = FakeWay()
    assert find_engine(machine.environment, ways=[way]) == machine.cached
    assert way.calls == 1


@pytest.mark.parametrize("script", ["exit 1", "echo v3.250.0; exit 3", "echo something else", "exec /nowhere/at/all"])
def test_a_pulumi_on_path_that_does_not_answer_is_passed_over(machine: Machine, script: str) -> None:
    machine.has("pulumi", script)
    assert find_engine(machine.environment, ways=[FakeWay()]) == machine.cached


def test_a_relative_path_entry_gives_an_absolute_answer(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has_pulumi(ENGINE_VERSION)
    monkeypatch.chdir(machine.root)
    found = find_engine(machine.environment | {"PATH": "bin"}, ways=())
    assert found == machine.bin / "pulumi"


def test_the_cached_engine_is_used_without_any_way_being_tried(machine: Machine) -> None:
    fake_pulumi(machine.cached, ENGINE_VERSION)
    way = FakeWay()
    assert find_engine(machine.environment, ways=[way]) == machine.cached
    assert way.calls == 0


def test_ways_are_tried_in_order_until_one_works(machine: Machine, capfd: pytest.CaptureFixture[str]) -> None:
    closed, works, spare = FakeWay("closed", fails=WayUnavailableError("no road")), FakeWay("works"), FakeWay("spare")
    assert find_engine(machine.environment, ways=[closed, works, spare]) == machine.cached
    assert (closed.calls, works.calls, spare.calls) == (1, 1, 0)
    output = capfd.readouterr()
    assert output.out == ""
    assert "closed does not work here (no road)" in output.err


def test_a_way_that_brings_another_version_is_not_believed(machine: Machine) -> None:
    wrong, right = FakeWay("wrong", version="3.1.0"), FakeWay("right")
    assert find_engine(machine.environment, ways=[wrong, right]) == machine.cached
    assert right.calls == 1


def test_without_any_way_there_is_one_message_with_what_was_tried_and_the_three_ways_out(machine: Machine) -> None:
    machine.has_pulumi("3.9.0")
    with pytest.raises(EngineNotFoundError) as caught:
        find_engine(machine.environment, ways=[FakeWay("first", fails=WayUnavailableError("no road"))])
    message = str(caught.value)
    assert message.startswith("No Pulumi engine: version 3.250.0 or a later 3.x is needed")
    assert f"PATH: {machine.bin / 'pulumi'} is version 3.9.0" in message
    assert "first: no road" in message
    assert [line[:4].strip() for line in message.splitlines() if line.strip()[:2] in {"1.", "2.", "3.", "4."}] == ["1.", "2.", "3."]
    assert str(machine.cached.parent) in message


def test_a_cache_that_cannot_be_written_is_told_as_such(machine: Machine) -> None:
    in_the_way = machine.root / "file"
    in_the_way.write_text("")
    with pytest.raises(EngineNotFoundError, match=r"cache: .* cannot be used: Not a directory"):
        find_engine(machine.environment | {"AI_ZONES_CACHE": str(in_the_way)}, ways=[FakeWay()])


def test_a_fault_of_our_own_is_not_hidden_as_an_unavailable_way(machine: Machine) -> None:
    with pytest.raises(ZeroDivisionError):
        find_engine(machine.environment, ways=[FakeWay(fails=ZeroDivisionError())])
    assert machine.leftovers() == []


def test_a_pulumi_that_hangs_is_not_waited_for(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.engine.versions._ASK_SECONDS", 0.2)
    executable(machine.bin / "pulumi", "exec sleep 60")
    assert find_engine(machine.environment, ways=[FakeWay()]) == machine.cached


def test_the_answer_is_a_path(machine: Machine) -> None:
    assert isinstance(find_engine(machine.environment, ways=[FakeWay()]), Path)
