"""checkov as the run asks it: does it fail a check at what was changed that it did not fail on the base?"""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.mutation.base import Base
from tests.mutation.peer.checkov_install import installed
from tests.mutation.peer.guard import alone
from tests.mutation.peer.terraform import Block, blocks

SERVER = Path(__file__).parent / "checkov_serve.py"
MANY = 150
"""Of a larger stack only the part around what was changed is judged, base and mutant alike: a graph of 1,100 resources takes seconds."""
STEPS = 2
_REFERENCE = re.compile(r"\$\{(\w+\.\w+)\.")
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
        self._near: dict[tuple[str, frozenset[str]], frozenset[Report]] = {}
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
        if len(after) > MANY:
            near = _near(known, touched) | _near(after, touched)
            after = {key: block for key, block in after.items() if key in near}
            before = self._near_base(base.name, frozenset(near & known.keys()))
        said = self.reports(base.name, after, changed, touched & after.keys())
        return any(key in touched for _, key in said - before)

    def _near_base(self, name: str, near: frozenset[str]) -> frozenset[Report]:
        """What it says of the same part of the base."""
        if (name, near) not in self._near:
            known = self._bases[name][0]
            self._near[name, near] = self.reports(name, {key: known[key] for key in known if key in near}, {}, near)
        return self._near[name, near]

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


def _near(whole: dict[str, Block], touched: frozenset[str]) -> set[str]:
    """Keys of what stands within `STEPS` references of these, in either direction: farther no check of the graph looks."""
    keys = {f"{block.kind}.{block.address}": key for key, block in whole.items()}
    linked: dict[str, set[str]] = {key: set() for key in whole}
    for key, block in whole.items():
        for address in _REFERENCE.findall(json.dumps(block.body)):
            if (other := keys.get(f"resource.{address}")) is not None:
                linked[key].add(other)
                linked[other].add(key)
    found = edge = {key for key in touched if key in whole}
    for _ in range(STEPS):
        edge = {other for key in edge for other in linked[key]} - found
        found = found | edge
    return found | {key for key, block in whole.items() if block.kind == "provider"}


def start() -> Checkov:
    """The peer. Raises `NoPeerError`."""
    return Checkov(installed())
