"""The figures of a campaign in docs/faults.md, from the rounds that were kept: `python -m tests.faults.figures <file of rounds>`."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.faults.finding import found_by, import_example
from tests.faults.outcomes import Outcome
from tests.faults.rounds import Round, read
from tests.faults.site import ROOT, STACK

DOCUMENT = ROOT / "docs" / "faults.md"
BEGIN, END = "<!-- figures: python -m tests.faults.figures -->", "<!-- end of figures -->"


def beginning(stack: str) -> str:
    """The line after which a stack's figures stand in the document."""
    return BEGIN if stack == STACK else BEGIN.replace(" -->", f" {stack} -->")


def figures(rounds: Sequence[Round]) -> Iterator[str]:
    """Lines of Markdown."""
    outcomes = [one for done in rounds for one in done.outcomes]
    lost = sum(1 for one in outcomes if not one.converged)
    yield (
        f"{len(outcomes):,} faults struck {len({one.urn for one in outcomes})} resources of {len({one.type for one in outcomes})} types;"
        f" {sum(1 for one in outcomes if one.alone):,} were mended by a second run alone,"
        f" {sum(1 for one in outcomes if one.recovered and not one.alone):,} by recovery, {lost} not at all;"
        f" {sum(len(done.never) for done in rounds)} planned faults never struck. {sum(done.minutes for done in rounds):.0f} minutes."
    )
    yield ""
    yield "| verb | fault | resources | types | by a second run alone | by recovery | not at all | way | minutes |"
    yield "|---|---|---|---|---|---|---|---|---|"
    yield from (_row(done) for done in rounds)
    yield ""
    yield from _recovered([one for one in outcomes if not one.alone])


def _row(done: Round) -> str:
    alone = sum(1 for one in done.outcomes if one.alone)
    recovered = sum(1 for one in done.outcomes if one.recovered and not one.alone)
    lost = sum(1 for one in done.outcomes if not one.converged) + len(done.never)
    cells = (done.verb, f"`{done.kind}`", len(done.outcomes), len({one.type for one in done.outcomes}), alone, recovered, lost, done.way)
    return "| " + " | ".join(str(cell) for cell in cells) + f" | {done.minutes:.0f} |"


def _recovered(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """What a second run alone does not do for, by type, and what a user does."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    doubled: set[str] = set()
    for one in outcomes:
        kinds[one.type][one.kind] += 1
        if one.doubled:
            doubled.add(one.type)
    if not kinds:
        return
    yield "These need a hand after a lost answer of a create. What an import takes is the form of the id, by the example of the SDK's documentation."
    yield "A second `up` without recovery was tried, and taken back: *refused* stands where it made no second copy of any resource of the type."
    yield ""
    yield "| type | struck so | a second `up` alone | its id | an import takes |"
    yield "|---|---|---|---|---|"
    for type_, counted in sorted(kinds.items()):
        struck = ", ".join(f"`{kind}` {count}" for kind, count in sorted(counted.items()))
        would = "makes a second one" if type_ in doubled else "is refused: exists already"
        yield f"| `{type_}` | {struck} | {would} | {_command(type_)} | `{import_example(type_)}` |"


def _command(type_: str) -> str:
    found = found_by(type_)
    return f"`{found}`" if found.startswith("aws ") else found


def write(rounds: Sequence[Round], document: Path = DOCUMENT, stack: str = STACK) -> None:
    """Replace a stack's figures in the document."""
    text, begin = document.read_text(encoding="utf-8"), beginning(stack)
    before, found, rest = text.partition(begin)
    if not found:
        raise LookupError(f"{document} has no line {begin!r}")
    document.write_text("\n".join([before + begin, *figures(rounds), END]) + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    kept = read(Path(sys.argv[1]))
    write(kept, stack=kept[0].outcomes[0].urn.split("::")[0].removeprefix("urn:pulumi:"))
