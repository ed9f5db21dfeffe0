"""The cache: where it is, that what stands in it is whole, and that two callers do not get in each other's way."""

import multiprocessing
import os
import threading
import time
from collections.abc import Mapping
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from simulator.engine.cache import cache_root, exclusive, put_in_place, workshop
from simulator.engine.errors import EngineNotFoundError, WayUnavailableError
from simulator.engine.finder import find_engine
from simulator.engine.versions import ENGINE_VERSION
from tests.simulator.engine.conftest import FakeWay, Machine, fake_pulumi


def test_ai_zones_cache_wins_over_the_platforms_folder(tmp_path: Path) -> None:
    assert cache_root({"AI_ZONES_CACHE": str(tmp_path), "XDG_CACHE_HOME": "/elsewhere", "HOME": "/h"}) == tmp_path


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="XDG's default is ~/.cache elsewhere than on macOS")
def test_xdg_cache_home_is_used_when_absolute_and_ignored_when_relative() -> None:
    assert cache_root({"XDG_CACHE_HOME": "/xdg", "HOME": "/h"}) == Path("/xdg/ai-zones")
    assert cache_root({"XDG_CACHE_HOME": "xdg", "HOME": "/h"}) == Path("/h/.cache/ai-zones")
    assert cache_root({"HOME": "/h"}) == Path("/h/.cache/ai-zones")


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\nexit 1\n", b"\x7fELF cut short", b"#!/bin/sh\necho v3.1.0\n"])
def test_a_corrupted_cache_is_made_anew(machine: Machine, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    machine.cached.parent.mkdir(parents=True)
    machine.cached.write_bytes(content)
    machine.cached.chmod(0o755)
    assert find_engine(machine.environment, ways=[FakeWay()]) == machine.cached
    assert "it is made anew" in capfd.readouterr().err
    assert find_engine(machine.environment, ways=()) == machine.cached
    assert machine.leftovers() == []


def test_a_cached_file_that_lost_its_executable_bit_is_made_anew(machine: Machine) -> None:
    fake_pulumi(machine.cached, ENGINE_VERSION).chmod(0o644)
    assert find_engine(machine.environment, ways=[FakeWay()]) == machine.cached


def test_another_version_in_the_cache_is_left_alone(machine: Machine) -> None:
    other = fake_pulumi(machine.cached.parent.parent / "v3.1.0" / "pulumi", "3.1.0")
    assert find_engine(machine.environment, ways=[FakeWay()]) == machine.cached
    assert other.exists()


def test_nothing_half_made_is_left_when_a_way_fails(machine: Machine) -> None:
    with pytest.raises(EngineNotFoundError):
        find_engine(machine.environment, ways=[FakeWay(fails=WayUnavailableError("no road"))])
    assert machine.leftovers() == []
    assert not machine.cached.parent.exists()


def test_a_read_only_tree_such_as_gos_module_cache_is_removed_too(tmp_path: Path) -> None:
    with workshop(tmp_path / "target") as scratch:
        deep = scratch / "mod" / "pkg"
        deep.mkdir(parents=True)
        (deep / "file.go").write_text("")
        deep.chmod(0o500)
        deep.parent.chmod(0o500)
    assert list(tmp_path.iterdir()) == []


def test_putting_in_place_replaces_what_stood_there(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pulumi").write_text(name)
    put_in_place(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "pulumi").read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["old"]


class _SlowWay(FakeWay):
    """Counts its calls in a file, because each process has a copy of the object."""

    def make(self, scratch: Path, version: str, environment: Mapping[str, str]) -> Path:
        with (Path(environment["HOME"]) / "calls").open("a") as calls:
            calls.write("call\n")
        time.sleep(0.5)
        return super().make(scratch, version, environment)


def _find(environment: dict[str, str], answers: "Queue[str]") -> None:
    answers.put(str(find_engine(environment, ways=[_SlowWay()])))


def test_of_several_processes_at_once_one_brings_the_engine_and_all_get_it(machine: Machine) -> None:
    Path(machine.environment["HOME"]).mkdir()
    context = multiprocessing.get_context("fork")
    answers: Queue[str] = context.Queue()
    processes = [context.Process(target=_find, args=(machine.environment, answers)) for _ in range(4)]
    for process in processes:
        process.start()
    found = [answers.get(timeout=30) for _ in processes]
    for process in processes:
        process.join()
    assert found == [str(machine.cached)] * 4
    assert (Path(machine.environment["HOME"]) / "calls").read_text() == "call\n"


def test_the_lock_of_a_process_that_died_does_not_remain(machine: Machine, tmp_path: Path) -> None:
    lock = tmp_path / "lock"

    def die_with_the_lock() -> None:
        with exclusive(lock, 0, lambda: None):
            os._exit(9)

    process = multiprocessing.get_context("fork").Process(target=die_with_the_lock)
    process.start()
    process.join()
    assert process.exitcode == 9
    with exclusive(lock, 0, lambda: pytest.fail("had to wait")):
        pass


def test_patience_with_another_process_has_an_end(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with exclusive(lock, 0, lambda: None):
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    told: list[str] = []
    with pytest.raises(WayUnavailableError, match="another process has held"), exclusive(lock, 0.3, lambda: told.append("waiting")):
        pass
    done.set()
    holder.join()
    assert told == ["waiting"]
