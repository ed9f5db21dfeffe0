"""Resources of recorded programs with one property of a kind that it never has: what is then said must not be better than where it is unknown.

A property that is garbage tells as little as one that only the update will tell. A reader that takes garbage for "not set" would call a stack
proven for lack of understanding.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from posture.check import Judgement, check
from posture.graph.builder import GraphBuilder
from posture.inputs.load import load_stack
from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict
from posture.readers.load import read_stack
from posture.resource import Resource
from posture.settings.effective import Settings, approve, load_settings
from posture.stack import Stack
from posture.values import UNKNOWN
from tests.mutation.base import WRITTEN
from tests.posture.topologies.corpus import HERE, STATE

Place = tuple[str | int, ...]
_SAID_BY_ENGINE: Final = ("pulumi:",)


@dataclass(frozen=True)
class Program:
    """A recorded program and its reviewer's file."""

    folder: Path

    @property
    def stack(self) -> Stack:
        return _stack(self.folder)

    @property
    def settings(self) -> Settings:
        return _settings(self.folder)


@cache
def _stack(folder: Path) -> Stack:
    return load_stack(folder / STATE)


@cache
def _settings(folder: Path) -> Settings:
    posture = folder / "posture.yaml"
    return load_settings(posture if posture.exists() else None)


@dataclass(frozen=True)
class Wrong:
    """One place in one resource of a program."""

    program: Program
    urn: str
    place: Place

    @property
    def told(self) -> str:
        return f"{self.program.folder.name}: {self.urn.rpartition('::')[2]} ({self.urn.split('::')[2]}): {'.'.join(map(str, self.place))}"

    @property
    def value(self) -> Any:
        value: Any = self.program.stack.by_urn[self.urn].props
        for step in self.place:
            value = value[step]
        return value

    def with_value(self, value: Any) -> Stack:
        """The program with another value there."""
        stack = self.program.stack
        return Stack(
            tuple(_changed(resource, self.place, value) if resource.urn == self.urn else resource for resource in stack),
            stack.form,
            stack.name,
        )

    def garbage(self) -> Any:
        """A value of a kind that the property never has."""
        return 7.5 if isinstance(self.value, (dict, list)) else {"odd": [7.5]}

    def judged(self, value: Any) -> Judgement:
        return check(self.with_value(value), self.program.settings)

    def read(self, value: Any) -> None:
        """Every reader over it, where nothing catches what it raises."""
        stack = self.with_value(value)
        read_stack(GraphBuilder(stack, approve(self.program.settings, stack)))

    def better(self) -> list[str]:
        """Theorems that garbage proves and an unknown does not."""
        unknown, odd = self.judged(UNKNOWN), self.judged(self.garbage())
        return [
            theorem
            for theorem in THEOREMS
            if odd.result(theorem).verdict is Verdict.PROVEN and unknown.result(theorem).verdict is not Verdict.PROVEN
        ]


def _changed(resource: Resource, place: Place, value: Any) -> Resource:
    return replace(resource, props=_put(dict(resource.props), place, value))


def _put(holder: Any, place: Place, value: Any) -> Any:
    step, *rest = place
    copied: Any = dict(holder) if isinstance(holder, dict) else list(holder)
    copied[step] = _put(copied[step], tuple(rest), value) if rest else value
    return copied


def places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Every place in a tree of properties at which something stands."""
    if above and value not in (None, "", [], {}):
        yield above
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*above, key))


@cache
def smallest_of_each_type() -> dict[str, tuple[tuple[Program, str], ...]]:
    """Type → where it stands, the smallest programs first."""
    found: dict[str, list[tuple[int, str, Program, str]]] = {}
    for path in sorted((*HERE.glob(f"*/{STATE}"), *WRITTEN.glob(f"*/{STATE}"))):
        rows = json.loads(path.read_text(encoding="utf-8"))["deployment"]["resources"]
        for row in rows:
            if row.get("custom") and not row["type"].startswith(_SAID_BY_ENGINE):
                found.setdefault(row["type"], []).append((len(rows), row["urn"], Program(path.parent), row["urn"]))
    return {
        token: tuple((program, urn) for _, _, program, urn in sorted(those, key=lambda one: one[:2])[:3]) for token, those in found.items()
    }


def drawn(token: str, how_many: int) -> list[Wrong]:
    """Places in resources of a type: as many as asked for, all for 0. The same ones each time."""
    known = [
        Wrong(program, urn, place)
        for program, urn in smallest_of_each_type()[token]
        if urn in program.stack.by_urn
        for place in places(dict(program.stack.by_urn[urn].props))
    ]
    return random.Random(token).sample(known, how_many) if 0 < how_many < len(known) else known
