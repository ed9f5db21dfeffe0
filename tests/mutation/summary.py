"""Figures of a run: each distinct mutant has one outcome in each form, and the figures add up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.mutation.judging import Tried, Word
from tests.mutation.rulings import rulings
from tests.mutation.run import Outcome


class Fate(StrEnum):
    """What became of a distinct mutant."""

    CAUGHT = "caught"
    UNPROVEN = "unproven"
    MISSED = "missed"
    HARMLESS = "harmless"
    HARMLESS_LATE = "harmless, ruled after the fact"
    REFUSED = "refused by the cloud"
    UNCHANGED = "no change"
    UNWRITTEN = "no form that the peer reads"
    """Of a peer only: none of its harmful values can be written for it."""


_WORST = (Word.MISSED, Word.ELSEWHERE, Word.UNPROVEN, Word.CAUGHT)
_FATE_OF = {Word.MISSED: Fate.MISSED, Word.ELSEWHERE: Fate.MISSED, Word.UNPROVEN: Fate.UNPROVEN, Word.CAUGHT: Fate.CAUGHT}


@dataclass(frozen=True)
class Counted:
    """A distinct mutant with its fates: it is caught only if each of its harmful variants is."""

    outcome: Outcome
    state: Fate
    preview: Fate
    peers: Mapping[str, Fate]
    """By each peer that ran; empty where the mutant is not counted."""
    reported: bool
    """A harmless one that is violated all the same, though its ruling does not allow a report: a false alarm."""
    contradicted: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.outcome.key


def counted(outcome: Outcome) -> Counted:
    """The fates of a mutant."""
    made = [one for one in outcome.tried if not one.refused and not one.unchanged]
    contradicted = any(one.contradictions for one in made)
    if not made:
        fate = Fate.REFUSED if any(one.refused for one in outcome.tried) else Fate.UNCHANGED
        return Counted(outcome, fate, fate, {}, False, contradicted)
    ruled = [rulings().of(outcome.key, one.variant) for one in made]
    reported = any(found and not found[0].hygiene and _violated(one) for one, found in zip(made, ruled, strict=True))
    harmful = [one for one, found in zip(made, ruled, strict=True) if found is None]
    if not harmful:
        fate = Fate.HARMLESS_LATE if any(found and found[1] for found in ruled) else Fate.HARMLESS
        return Counted(outcome, fate, fate, {}, reported, contradicted)
    ran = dict.fromkeys(name for one in harmful for name in one.peers)
    peers = {name: _fate_by([one.peers.get(name) for one in harmful]) for name in ran}
    return Counted(outcome, _fate(harmful, "state"), _fate(harmful, "preview"), peers, reported, contradicted)


def _fate_by(said: list[bool | None]) -> Fate:
    """A peer catches a mutant if it catches each value that can be written for it."""
    asked = {word for word in said if word is not None}
    return Fate.UNWRITTEN if not asked else Fate.CAUGHT if asked == {True} else Fate.MISSED


def _violated(tried: Tried) -> bool:
    return bool((tried.state and tried.state.violated) or (tried.preview and tried.preview.violated))


def _fate(tried: list[Tried], form: str) -> Fate:
    words = {getattr(one, form).word for one in tried}
    return _FATE_OF[next(word for word in _WORST if word in words)]


COUNTS = (Fate.CAUGHT, Fate.UNPROVEN, Fate.MISSED)
"""Fates of the harmful."""


@dataclass
class Summary:
    """A whole run."""

    rows: list[Counted] = field(default_factory=list)

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Summary":
        """Count them all."""
        return cls([counted(outcome) for outcome in outcomes])

    def fates(self, form: str, operator: str | None = None) -> Counter[Fate]:
        """Fate → how many, of one operator or of all."""
        return Counter(getattr(row, form) for row in self.rows if operator in (None, row.key[0]) and getattr(row, form) is not None)

    def fates_by(self, peer: str, operator: str | None = None) -> Counter[Fate]:
        """Fate → how many, as a peer sees it."""
        return Counter(row.peers[peer] for row in self.rows if operator in (None, row.key[0]) and peer in row.peers)

    @property
    def operators(self) -> list[str]:
        """Operators that made something."""
        return sorted({row.key[0] for row in self.rows})

    @property
    def distinct(self) -> int:
        """Mutants that the cloud makes and that change something."""
        return sum(row.state not in (Fate.REFUSED, Fate.UNCHANGED) for row in self.rows)

    @property
    def harmful(self) -> int:
        """Distinct ones that no ruling calls harmless."""
        return sum(row.state in COUNTS for row in self.rows)

    @property
    def harmless_share(self) -> float:
        """Of the distinct."""
        return (self.distinct - self.harmful) / self.distinct if self.distinct else 0.0

    def on_harmless(self, peer: str) -> int:
        """How many of the harmless a peer reports."""
        harmless = (row for row in self.rows if row.state in (Fate.HARMLESS, Fate.HARMLESS_LATE))
        return sum(any(one.peers.get(peer) for one in row.outcome.tried) for row in harmless)

    def share(self, form: str, fate: Fate) -> float:
        """Of the harmful."""
        return self.fates(form)[fate] / self.harmful if self.harmful else 0.0

    def strict_share(self, form: str) -> float:
        """Caught, where what was ruled harmless only after it was missed counts as missed."""
        fates = self.fates(form)
        asked = self.harmful + fates[Fate.HARMLESS_LATE]
        return fates[Fate.CAUGHT] / asked if asked else 0.0

    def with_fate(self, form: str, fate: Fate) -> Iterator[Counted]:
        """Mutants of one fate."""
        return (row for row in self.rows if getattr(row, form) is fate)
