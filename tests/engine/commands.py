"""The commands of a user, as processes of their own: they leave this process's environment alone, and show what a user sees."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from simulator.runner import OFFICIAL_PACKS
from tests.engine import warm

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).parent / "programs"
PACKS = {Path(pack).name: ROOT / pack for pack in OFFICIAL_PACKS}
_SECONDS = 600


@dataclass(frozen=True)
class Said:
    """A command's answer."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Both streams."""
        return self.out + self.err


def python(*arguments: str | Path, **environment: str) -> Said:
    """`python -m …` in the checkout. A value of "" takes the variable away. No answer may hold a traceback.

    What must change nothing starts from nothing, so that it sees its sets in another order than what it repeats.
    """
    command = list(map(str, arguments))
    inherited = {**os.environ, "COLUMNS": "200", **environment}
    env = {name: value for name, value in inherited.items() if value}
    done = _cold(command, env) if "--expect-no-changes" in command else warm.run(command, ROOT, env, _SECONDS)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def _cold(command: list[str], env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


def simulate(verb: str, stack: str, world: Path, *arguments: str | Path, **environment: str) -> Said:
    """`python -m simulator`."""
    return python("simulator", verb, stack, "--world", world, *arguments, **environment)


def judge(file: Path, *arguments: str | Path) -> Said:
    """`posture check`."""
    return python("posture", "check", file, *arguments, POSTURE_CONFIG="")
