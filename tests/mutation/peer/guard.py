"""The peer as the run asks it: does it report something at what was changed that it did not report on the base?"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.mutation.base import Base
from tests.mutation.peer.install import installed

ROOT = Path(__file__).resolve().parents[3]
Report = tuple[str, str]


class AwsGuard:
    """One running pack; started in each process of the run."""

    def __init__(self, folder: Path) -> None:
        # The process ends with its standard input, so with this one.
        self._process = subprocess.Popen(
            alone([sys.executable, "-u", "-m", "tests.mutation.peer.serve", str(folder)]),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._bases: dict[str, frozenset[Report]] = {}
        self._rows: dict[str, dict[str, dict[str, Any]]] = {}
        self._read()

    def __call__(self, base: Base, state: dict[str, Any], touched: frozenset[str]) -> bool:
        """Whether it catches the mutant."""
        if base.name not in self._bases:
            rows = base.state["deployment"]["resources"]
            self._rows[base.name] = {row["urn"]: row for row in rows}
            self._bases[base.name] = self.reports(base.name, rows, rows, frozenset(row["urn"] for row in rows))
        known, rows = self._rows.get(base.name, {}), state["deployment"]["resources"]
        said = self.reports(base.name, rows, [row for row in rows if known.get(row["urn"]) != row], touched)
        return bool({(policy, urn) for policy, urn in said - self._bases[base.name] if urn in touched})

    def reports(self, base: str, rows: list[dict[str, Any]], changed: list[dict[str, Any]], touched: frozenset[str]) -> frozenset[Report]:
        """(policy, URN) of all that it reports; of the rows only the changed ones are sent."""
        assert self._process.stdin is not None
        asked = {"base": base, "urns": [row["urn"] for row in rows], "rows": changed, "touched": sorted(touched)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return frozenset((policy, urn) for policy, urn in self._read())

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("awsguard ended; try `python -m tests.mutation.peer.serve <its folder>` by hand")
        return json.loads(line)


def start() -> AwsGuard:
    """The peer. Raises `NoPeerError`."""
    return AwsGuard(installed())


def alone(command: list[str]) -> list[str]:
    """In a network namespace with nothing but loopback, where the system lets us make one."""
    if shutil.which("unshare") and shutil.which("ip"):
        probe = subprocess.run(["unshare", "-rn", "ip", "link", "set", "lo", "up"], capture_output=True)
        if probe.returncode == 0:
            return ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *command]
    return command
