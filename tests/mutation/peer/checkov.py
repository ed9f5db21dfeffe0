"""checkov as the run asks it: does it fail a check at what was changed that it did not fail on the base?"""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.mutation.base import Base
from tests.mutation.peer.checkov_install import installed
from tests.mutation.peer.guard import alone
from tests.mutation.peer.terraform import Block, blocks

SERVER = Path(__file__).parent / "checkov_serve.py"
Report = tuple[str, str]


class Checkov:
    """One running checkov with all its checks of Terraform; started in each process of the run."""

    def __init__(self, python: Path) -> None:
        # The process ends with its standard input, so with this one. It has no network: what it asks of its vendor is no part of a check.
        self._process = subprocess.Popen(
            alone([str(python), "-I", "-u", str(SERVER)]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._bases: dict[str, tuple[dict[str, Block], frozenset[Report]]] = {}
        self._read()

    def __call__(self, base: Base, state: dict[str, Any], touched: frozenset[str]) -> bool | None:
        """Whether it catches the mutant; None where nothing of the change can be written in Terraform."""
        if base.name not in self._bases:
            made = blocks(base.state["deployment"]["resources"])
            self._bases[base.name] = made, self.reports(base.name, made, made, frozenset(made))
        known, before = self._bases[base.name]
        after = blocks(state["deployment"]["resources"])
        changed = {key: block for key, block in after.items() if known.get(key) != block}
        if not changed and known.keys() == after.keys():
            return None
        said = self.reports(base.name, after, changed, touched & after.keys())
        return any(key in touched for _, key in said - before)

    def reports(self, base: str, whole: dict[str, Block], changed: dict[str, Block], touched: frozenset[str]) -> frozenset[Report]:
        """(check, URN) of all that fails; of the blocks only the changed ones are sent."""
        assert self._process.stdin is not None
        asked = {"base": base, "order": list(whole), "blocks": changed, "touched": sorted(touched)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return frozenset((check, urn) for check, urn in self._read())

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"checkov ended; try `{SERVER.name}` with the Python of its environment by hand")
        return json.loads(line)


def start() -> Checkov:
    """The peer. Raises `NoPeerError`."""
    return Checkov(installed())
