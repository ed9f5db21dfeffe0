"""`python -m simulator.engine`, as a Makefile or a shell script uses it."""

import time

import pytest

from simulator.engine import __main__ as command
from simulator.engine.errors import EngineNotFoundError
from simulator.engine.progress import Reporter
from simulator.engine.versions import ENGINE_VERSION
from tests.simulator.engine.conftest import Machine


def test_the_path_alone_is_printed_on_stdout(machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = machine.has_pulumi(ENGINE_VERSION)
    monkeypatch.setenv("PATH", str(machine.bin))
    assert command.main() == 0
    assert capsys.readouterr().out == f"{path}\n"


def test_the_one_message_goes_to_stderr_with_exit_code_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def nothing() -> None:
        raise EngineNotFoundError("the one message")

    monkeypatch.setattr(command, "find_engine", nothing)
    assert command.main() == 1
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "the one message\n")


def test_a_user_who_stops_it_sees_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "find_engine", stopped)
    assert command.main() == 130
    assert capsys.readouterr().err == "engine: stopped; nothing half-made is left\n"


def test_progress_without_a_terminal_is_plain_lines_with_elapsed_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("simulator.engine.progress._EVERY_SECONDS", 0.05)
    with Reporter({"CI": "true"}).step("building"):
        time.sleep(0.2)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "engine: building"
    assert lines[1] == "engine: building … 0 s"
    assert not any("\x1b" in line for line in lines)
