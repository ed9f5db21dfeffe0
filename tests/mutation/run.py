"""All mutants of all sound bases, on two processes."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.mutation.base import Base
from tests.mutation.catalogue import mutants, weight
from tests.mutation.judging import Tried, attempt
from tests.mutation.mutant import Mutant
from tests.mutation.rulings import rulings

Key = tuple[str, str, str]
MOST_PLACES = 6
"""Where the cloud refuses a mutant at the first place, or it changes nothing there, so many places are tried in all."""
MOST_HARMLESS_VARIANTS = 2


@dataclass(frozen=True)
class Place:
    """One resource of one base at which a mutant can be made, with all its variants."""

    base: Base
    variants: tuple[Mutant, ...]


@dataclass(frozen=True)
class Distinct:
    """A distinct mutant and the places at which it can be made, first sound base first."""

    key: Key
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Outcome:
    """What came of a distinct mutant."""

    key: Key
    tried: tuple[Tried, ...]
    """All variants at the first place at which the cloud makes any of them; else the refusals of the first."""

    @property
    def name(self) -> str:
        """For people."""
        return " ".join(part for part in self.key if part)


def distinct(bases: Iterable[Base]) -> list[Distinct]:
    """Every distinct mutant, in the order of bases, operators and resources; copies of the same shape are one."""
    found: dict[Key, dict[tuple[str, str], dict[str, Mutant]]] = {}
    by_name: dict[str, Base] = {}
    for base in bases:
        by_name[base.name] = base
        for mutant in mutants(base.program, base.settings):
            found.setdefault(mutant.key, {}).setdefault((base.name, mutant.urn), {}).setdefault(mutant.variant, mutant)
    return [
        Distinct(
            key, tuple(Place(by_name[name], _worth_trying(tuple(places[name, urn].values()))) for name, urn in _first(places, by_name))
        )
        for key, places in found.items()
    ]


def _first(places: Iterable[tuple[str, str]], bases: Mapping[str, Base]) -> list[tuple[str, str]]:
    """The places at which a change means most: where PHI is held, then what serves it, then all other; ours last, for they are large, and
    in the order in which they are given."""
    own = {name: index for index, name in enumerate((name for name, base in bases.items() if base.own), 1)}

    def rank(place: tuple[str, str]) -> tuple[int, int, str]:
        base = bases[place[0]]
        # The engine makes resources of ours side by side: their order differs from one recording to the next.
        return own.get(base.name, 0), weight(base.program, base.program.by_urn[place[1]]), place[1] if base.own else ""

    return sorted(places, key=rank)[:MOST_PLACES]


def _worth_trying(variants: tuple[Mutant, ...]) -> tuple[Mutant, ...]:
    """All that may be harmful; of those ruled harmless a few, to see whether they raise a false alarm (there are 900 machine types)."""
    harmless = [one for one in variants if rulings().of(one.key, one.variant)]
    spared = set(map(id, harmless[MOST_HARMLESS_VARIANTS:]))
    return tuple(one for one in variants if id(one) not in spared)


Peer = Callable[[Base, dict[str, object], frozenset[str]], bool | None]
"""Asked of a base, a mutant's state and what counts as changed: caught, missed, or None where it can't be written for this peer."""
_WORK: list[Distinct] = []
_PEERS: dict[str, Peer] = {}


def try_one(one: Distinct) -> Outcome:
    """Place by place, until the cloud makes it and it changes something."""
    first: tuple[Tried, ...] = ()
    for place in one.places:
        tried = tuple(_tried(place.base, mutant) for mutant in place.variants)
        if any(not each.refused and not each.unchanged for each in tried):
            return Outcome(one.key, tried)
        first = first or tried
    return Outcome(one.key, first)


def _tried(base: Base, mutant: Mutant) -> Tried:
    tried, state, touched = attempt(base.name, base.program, base.settings, mutant)
    if state is None:
        return tried
    if _same_cloud(base.state, state):
        return replace(tried, unchanged=True)
    around = touched | _referred_to(base.state, touched) | _referred_to(state, touched)
    return replace(tried, peers={name: peer(base, state, around) for name, peer in _PEERS.items()})


def _referred_to(state: dict[str, Any], urns: frozenset[str]) -> frozenset[str]:
    """What these depend on by a property. Peers are heard there too: they blame a bucket for what its versioning or its key says."""
    rows = [row for row in state["deployment"]["resources"] if row["urn"] in urns]
    return frozenset(urn for row in rows for given in (row.get("propertyDependencies") or {}).values() for urn in given)


def _same_cloud(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the cloud holds the same as before: a property that was given as its documented default changes nothing when it is gone."""
    one, other = (
        [(row["urn"], row.get("id"), row.get("outputs")) for row in state["deployment"]["resources"]] for state in (before, after)
    )
    return one == other


def _numbered(index: int) -> Outcome:
    return try_one(_WORK[index])


def run(work: list[Distinct], processes: int = 2, start_peers: Mapping[str, Callable[[], Peer]] | None = None) -> Iterator[Outcome]:
    """Outcomes in the order of the work. The bases are loaded before the processes fork: they share them."""
    _WORK[:] = work
    if processes == 1:
        _begin(start_peers)
        yield from map(_numbered, range(len(work)))
        return
    context = multiprocessing.get_context("fork")
    with context.Pool(processes, initializer=_begin, initargs=(start_peers,)) as pool:
        yield from pool.imap(_numbered, range(len(work)), chunksize=8)


def _begin(start_peers: Mapping[str, Callable[[], Peer]] | None) -> None:
    _PEERS.clear()
    _PEERS.update({name: start() for name, start in (start_peers or {}).items()})
