"""What was measured, as a page with its marks."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from tests.bench.ask import AWSGUARD, EMPTY, EVERYTHING

TIMES_THE_EMPTY_PACK: Final = 1.5
GROWTH: Final = 12.0
TIMES_PARSING: Final = 12.0
LARGEST_MEMORY: Final = 500.0
"""MB."""

_NAMES: Final = {
    EVERYTHING: "posture, every theorem and rule",
    EMPTY: "empty pack: two trivial rules, Pulumi's Python SDK",
    AWSGUARD: "awsguard, Node.js",
}


@dataclass(frozen=True)
class Run:
    """One pack asked once. Seconds by the clock, `processor` those of its own processor time, MB."""

    program: str
    size: int
    start: float
    policies: int
    resources: float
    stack: float
    seconds: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Checked:
    """`posture check` once: seconds of processor time, of parsing alone and of judging, and MB."""

    size: int
    parsed: float
    judged: float
    memory: float


@dataclass(frozen=True)
class Mark:
    """A bound, and what was measured."""

    what: str
    bound: float
    measured: float
    unit: str = "×"

    @property
    def kept(self) -> bool:
        """Whether the bound holds."""
        return self.measured <= self.bound


def page(runs: Sequence[Run], checks: Sequence[Checked], planted: int, lacking: Sequence[str]) -> str:
    """Markdown."""
    return "\n".join(_lines(runs, checks, planted, lacking)) + "\n"


def marks(runs: Sequence[Run], checks: Sequence[Checked]) -> Iterator[Mark]:
    """The bounds that were set, of what was measured. Medians: the machine has other things to do."""
    small, large = min(run.size for run in runs), max(run.size for run in runs)
    empty = _median(runs, EMPTY, small, "seconds")
    yield Mark(
        f"{small:,} resources, beside the empty pack, by the clock",
        TIMES_THE_EMPTY_PACK,
        _median(runs, EVERYTHING, small, "seconds") / empty,
    )
    processor = _median(runs, EMPTY, small, "processor")
    yield Mark(
        f"{small:,} resources, beside the empty pack, processor time",
        TIMES_THE_EMPTY_PACK,
        _median(runs, EVERYTHING, small, "processor") / processor,
    )
    if large > small:
        growth = _median(runs, EVERYTHING, large, "seconds") / _median(runs, EVERYTHING, small, "seconds")
        yield Mark(f"growth from {small:,} to {large:,} resources, by the clock", GROWTH * large / small / 10, growth)
        growth = _median(runs, EVERYTHING, large, "processor") / _median(runs, EVERYTHING, small, "processor")
        yield Mark(f"growth from {small:,} to {large:,} resources, processor time", GROWTH * large / small / 10, growth)
    last = [check for check in checks if check.size == large]
    judged, parsed = median(check.judged for check in last), median(check.parsed for check in last)
    yield Mark(
        f"`posture check` of {large:,} resources, beside starting Python and parsing the file, processor time",
        TIMES_PARSING,
        judged / parsed,
    )
    yield Mark(f"`posture check` of {large:,} resources, largest memory", LARGEST_MEMORY, max(check.memory for check in last), " MB")


def _median(runs: Sequence[Run], program: str, size: int, what: str) -> float:
    return median(_figure(run, what) for run in runs if (run.program, run.size) == (program, size))


def _figure(run: Run, what: str) -> float:
    return float(getattr(run, what))


def _lines(runs: Sequence[Run], checks: Sequence[Checked], planted: int, lacking: Sequence[str]) -> Iterator[str]:
    yield "# What judging costs"
    yield ""
    yield "Written by `make bench`; don't edit. Stacks of synthetic AWS resources, shaped like the sound bases of the mutants, with every type at which a rule"
    yield f"looks; {planted} violations of as many rules are planted, {f'**{len(set(lacking))} were not reported**' if lacking else 'all were reported'}."
    yield "Each pack is a process of its own that is asked as the engine asks: `Analyze` for each resource, then `AnalyzeStack`. All take turns on one machine:"
    yield f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}. Least and median of several turns; starting is not in the totals."
    yield ""
    yield "| mark | bound | measured | |"
    yield "|---|---|---|---|"
    for mark in marks(runs, checks):
        digits = 0 if mark.unit == " MB" else 2
        yield f"| {mark.what} | {mark.bound:g}{mark.unit} | {mark.measured:.{digits}f}{mark.unit} | {'kept' if mark.kept else '**missed**'} |"
    yield ""
    yield "| pack | policies | resources | start | each resource | whole stack | total, least | total, median | processor, median | memory |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for size in sorted({run.size for run in runs}):
        for program in dict.fromkeys(run.program for run in runs):
            if found := [run for run in runs if (run.program, run.size) == (program, size)]:
                yield _row(found)
    yield ""
    yield "| `posture check --pack all --format json` | parsing alone, median | judging, least | judging, median | memory |"
    yield "|---|---|---|---|---|"
    for size in sorted({check.size for check in checks}):
        same = [check for check in checks if check.size == size]
        yield (
            f"| {size:,} resources | {median(check.parsed for check in same):.2f} s | {min(check.judged for check in same):.2f} s | "
            f"{median(check.judged for check in same):.2f} s | {max(check.memory for check in same):.0f} MB |"
        )


def _row(found: Sequence[Run]) -> str:
    def middle(what: str) -> float:
        return median(_figure(run, what) for run in found)

    one = found[0]
    return (
        f"| {_NAMES[one.program]} | {one.policies} | {one.size:,} | {middle('start'):.2f} s | {middle('resources'):.2f} s | {middle('stack'):.2f} s | "
        f"{min(run.seconds for run in found):.2f} s | {middle('seconds'):.2f} s | {middle('processor'):.2f} s | {max(run.memory for run in found):.0f} MB |"
    )
