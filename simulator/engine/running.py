"""Runs an outside program for one of the ways: bounded in time, with everything it started, and quiet unless it fails."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.engine.errors import WayUnavailableError

_KEEP_LINES = 3


def run(command: Sequence[str | Path], *, timeout_seconds: float, cwd: Path, environment: Mapping[str, str]) -> str:
    """What the command printed. Raises WayUnavailableError with its last lines when it fails, and ends its whole group when time is up."""
    name = Path(command[0]).name
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as fault:
        raise WayUnavailableError(f"{name} does not start: {fault.strerror}") from None
    try:
        output, _ = process.communicate(timeout=timeout_seconds)
    except subprocess.TimeoutExpired:
        raise WayUnavailableError(f"{name} did not end within {timeout_seconds:.0f} s") from None
    finally:
        _end(process)
    if process.returncode != 0:
        raise WayUnavailableError(f"{name} failed: {_last_lines(output)}")
    return output


def _end(process: subprocess.Popen[str]) -> None:
    """Ends the group that the command leads, and only that: compilers and curl are its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_lines(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return " / ".join(lines[-_KEEP_LINES:]) or "it printed nothing"
