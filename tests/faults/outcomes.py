"""What became of each resource that was struck, and the table of it by type."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass
class Outcome:
    """One resource, one fault."""

    urn: str
    type: str
    verb: str
    kind: str
    alone: bool = False
    """A second run alone made everything as if nothing had happened."""
    orphans: int = 0
    """Objects that nobody knows, after the second run."""
    doubled: bool = False
    """It exists twice, after the second run."""
    recovered: bool | None = None
    """Where a second run alone does not do: whether the documented recovery does. None: not needed."""
    note: str = ""

    @property
    def name(self) -> str:
        """Name in the program."""
        return self.urn.rsplit("::", 1)[-1]

    @property
    def converged(self) -> bool:
        """In the end, by whatever is documented."""
        return self.alone or bool(self.recovered)


HEAD = ("type", "verb", "fault", "struck", "by a second run alone", "orphans", "doubled", "by recovery", "not at all")


def table(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line for each type, verb and fault, aligned; then the totals."""
    rows: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    for one in outcomes:
        rows[one.type, one.verb, one.kind].append(one)
    lines = [HEAD, *((*key, *_counts(group)) for key, group in sorted(rows.items()))]
    totals: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for (_, verb, kind), group in rows.items():
        totals[verb, kind] += group
    lines += [("ALL TYPES", *key, *_counts(group)) for key, group in sorted(totals.items())]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _counts(group: list[Outcome]) -> tuple[str, ...]:
    recovered = sum(1 for one in group if not one.alone and one.recovered)
    return (
        str(len(group)),
        str(sum(1 for one in group if one.alone)),
        str(sum(one.orphans for one in group)),
        str(sum(1 for one in group if one.doubled)),
        str(recovered),
        str(sum(1 for one in group if not one.converged)),
    )


def needing_recovery(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Types for which a second run alone does not do, with the reason."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        if not one.alone:
            found[one.type]["is made a second time" if one.doubled else one.note or "exists already, and the create is refused"] += 1
    for type_, reasons in sorted(found.items()):
        yield f"{type_}: {', '.join(f'{reason} ({count})' for reason, count in reasons.most_common(3))}"
