"""Resources such as no cloud would return, next to sound ones: for tests that no reader raises, whatever stands in a state or preview."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck
from hypothesis import strategies as st

from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN

NONSENSE: tuple[Any, ...] = (UNKNOWN, [], {}, [UNKNOWN, None, 7], "x", 7, True, [{}], [[UNKNOWN]], None)
"""Values that every property may have at once; None: no property at all."""
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
"""Checks of Hypothesis that large resources fail."""


@cache
def property_names(readers: ModuleType) -> tuple[str, ...]:
    """Every camelCase word that the readers' sources mention: the properties that they read, and some that they don't."""
    sources = [path.read_text(encoding="utf-8") for path in Path(readers.__path__[0]).glob("*.py")]
    return tuple(sorted({name for source in sources for name in re.findall(r"[\"'.{}]([a-z][a-zA-Z0-9]{2,})[\"'.\[]", source)}))


@dataclass(frozen=True)
class Malformed:
    """One odd resource of some readers."""

    readers: ModuleType
    tokens: Sequence[str]
    literals: Sequence[str]
    """Texts that a property may be: the shortest that each way of reading understands, and such as it does not."""
    neighbours: tuple[Resource, ...] = ()
    """Sound resources that it may name."""
    ids: Sequence[str] = ()
    """Ids that it may have, besides none, an unknown one and `x-1`."""
    references: Sequence[str] = ()
    """Properties that may depend on a neighbour, besides those that it has."""

    @property
    def names(self) -> tuple[str, ...]:
        """Properties that its readers know."""
        return property_names(self.readers)

    def values(self) -> st.SearchStrategy[Any]:
        """What a property may be."""
        literals = st.sampled_from(self.literals)
        scalars = st.one_of(literals, st.none(), st.booleans(), st.integers(-2, 70_000), st.floats(allow_nan=True), st.just(UNKNOWN))
        return st.recursive(
            scalars,
            lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(self.names), inner, max_size=4)),
            max_leaves=8,
        )

    def stacks(self) -> st.SearchStrategy[Stack]:
        """The odd one beside its neighbours, in a state or preview."""

        @st.composite
        def drawn(draw: st.DrawFn) -> Stack:
            token = draw(st.sampled_from(self.tokens))
            urn = f"urn:pulumi:test::test::{token}::odd"
            props = draw(st.dictionaries(st.sampled_from(self.names), self.values(), max_size=8))
            urns = [*(resource.urn for resource in self.neighbours), "urn:of:nobody", urn]
            referring = st.sampled_from([*props, *self.references])
            odd = Resource(
                urn=urn,
                type=token,
                name="odd",
                id=draw(st.sampled_from(["x-1", UNKNOWN, None, *self.ids])),
                props=props,
                property_dependencies=draw(st.dictionaries(referring, st.frozensets(st.sampled_from(urns)), max_size=4)),
                external=draw(st.booleans()),
                declared=draw(st.sampled_from([None, frozenset(props), frozenset()])),
            )
            return Stack((*self.neighbours, odd), draw(st.sampled_from(list(Form))))

        return drawn()

    def saying(self, value: Any, deep: bool = False) -> Iterator[Resource]:
        """One of each type, whose every property is this value; `deep`: a map in which everything is."""
        said = dict.fromkeys(self.names, value)
        props = {} if value is None else dict.fromkeys(self.names, said) if deep else said
        for token in self.tokens:
            yield Resource(urn=f"urn:pulumi:test::test::{token}::odd", type=token, name="odd", id=UNKNOWN, props=props)
