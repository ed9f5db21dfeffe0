"""Resources of recorded programs with one property of a kind that it never has: what is then said must not be better than where it is unknown.

A property that is garbage tells as little as one that only the update will tell. A reader that takes garbage for "not set" would call a stack
proven for lack of understanding.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

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
_ODD_KEYS: Final = st.sampled_from(("odd", "type", "key"))
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

    def __repr__(self) -> str:
        return self.told

    @property
    def told(self) -> str:
        return f"{self.program.folder.name}: {self.urn.rpartition('::')[2]} ({self.urn.split('::')[2]}): {'.'.join(map(str, self.place))}"

    @property
    def value(self) -> Any:
        return value_at(self.program.stack.by_urn[self.urn].props, self.place)

    def with_value(self, value: Any) -> Stack:
        """The program with another value there."""
        stack = self.program.stack
        return Stack(
            tuple(changed(resource, self.place, value) if resource.urn == self.urn else resource for resource in stack),
            stack.form,
            stack.name,
        )

    def judged(self, value: Any) -> Judgement:
        return check(self.with_value(value), self.program.settings)

    def read(self, value: Any) -> None:
        """Every reader over it, where nothing catches what it raises."""
        stack = self.with_value(value)
        read_stack(GraphBuilder(stack, approve(self.program.settings, stack)))

    def better(self, value: Any) -> list[str]:
        """Theorems that this value proves and an unknown does not."""
        odd = self.judged(value)
        proven = [theorem for theorem in THEOREMS if odd.result(theorem).verdict is Verdict.PROVEN]
        if not proven:
            return []
        unknown = self.judged(UNKNOWN)
        return [theorem for theorem in proven if unknown.result(theorem).verdict is not Verdict.PROVEN]


def value_at(props: Any, place: Place) -> Any:
    """What stands at a place."""
    for step in place:
        props = props[step]
    return props


def changed(resource: Resource, place: Place, value: Any) -> Resource:
    """The resource with another value there."""
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


@cache
def known_places(token: str) -> tuple[Wrong, ...]:
    """Every place in the recorded resources of a type."""
    return tuple(
        Wrong(program, urn, place)
        for program, urn in smallest_of_each_type()[token]
        if urn in program.stack.by_urn
        for place in places(dict(program.stack.by_urn[urn].props))
    )


def of_another_kind(value: Any) -> st.SearchStrategy[Any]:
    """Values such as a provider never gives where this one stands.

    A flag or number in words, one text for a list of one and one block for a list of blocks are not among them: readers take these for what they mean.
    """
    scalars = st.floats(min_value=0.1, max_value=9.9).filter(lambda number: not number.is_integer())
    if isinstance(value, (dict, list)):
        return scalars
    nested = st.recursive(
        scalars, lambda inner: st.lists(inner, min_size=1, max_size=2) | st.dictionaries(_ODD_KEYS, inner, min_size=1, max_size=2)
    )
    return st.dictionaries(_ODD_KEYS, nested, min_size=1, max_size=2)


def wrongs(token: str) -> st.SearchStrategy[tuple[Wrong, Any]]:
    """A place in a recorded resource of a type, and a value of a kind that never stands there."""
    return st.sampled_from(known_places(token)).flatmap(lambda wrong: st.tuples(st.just(wrong), of_another_kind(wrong.value)))
