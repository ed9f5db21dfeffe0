"""`python -m tests.mutation`: make and judge every mutant of a cloud, write its page. `make mutants` runs it.

Exit code 1 where the marks of the acceptance are missed: a contradiction, a false alarm, too many unproven, missed or harmless ones.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

from tests.mutation.base import AWS, AZURE, CLOUDS, GCP, KUBERNETES, VAULT, Base, hand_written
from tests.mutation.honesty import SIZE, sample
from tests.mutation.own import ROOT, own_bases
from tests.mutation.peer.all import peers
from tests.mutation.run import Distinct, Outcome, distinct, run
from tests.mutation.summary import Fate, Summary
from tests.mutation.table import page, percent

PAGES = {
    AWS: ROOT / "docs" / "mutants.md",
    AZURE: ROOT / "docs" / "mutants-azure.md",
    GCP: ROOT / "docs" / "mutants-gcp.md",
    VAULT: ROOT / "docs" / "mutants-vault.md",
    KUBERNETES: ROOT / "docs" / "mutants-kubernetes.md",
}
SEED = 4
MARKS = {
    AWS: {"caught": 0.97, "unproven": 0.05, "harmless": 0.30, "distinct": 1500, "hand-written": 60},
    AZURE: {"caught": 0.97, "unproven": 0.05, "harmless": 0.30, "distinct": 800, "hand-written": 40},
    GCP: {"caught": 0.97, "unproven": 0.05, "harmless": 0.30, "distinct": 800, "hand-written": 40},
    VAULT: {"caught": 0.97, "unproven": 0.05, "harmless": 0.30, "distinct": 150, "hand-written": 12},
    KUBERNETES: {"caught": 0.97, "unproven": 0.05, "harmless": 0.30, "distinct": 350, "hand-written": 20},
}


def main(arguments: list[str]) -> int:
    """One run."""
    given = _parsed(arguments)
    began = time.monotonic()
    candidates = [*hand_written(given.cloud), *([] if given.no_own else own_bases(cloud=given.cloud))]
    if given.base:
        candidates = [one for one in candidates if one.name in given.base]
    bases, left_out = sound(candidates)
    alarms = [f"{base.name}: {fault}" for base in candidates if base.meant_sound for fault in left_out.pop(base.name, [])]
    for alarm in alarms:
        say(f"false alarm on {alarm}")
    work = distinct(bases)
    say(f"{len(bases)} sound bases ({len(left_out)} topologies left out), {len(work)} candidates; {time.monotonic() - began:.0f} s")
    if given.sample:
        work = random.Random(SEED).sample(work, min(given.sample, len(work)))
    started, told = peers(given.cloud, unwanted=given.no_peer)
    outcomes = list(_watched(run(work, processes=given.processes, start_peers=started), len(work)))
    if given.details:
        given.details.write_text(json.dumps([_detail(one) for one in outcomes], indent=1), encoding="utf-8")
    summary = Summary.of(outcomes)
    honest = "" if given.no_engine else _honesty(work, given.engine_sample)
    text = page(
        summary, bases, left_out, alarms, honest or "The comparison with mutants made in the program was not run.", told, given.cloud
    )
    for line in text.splitlines():
        say(line)
    for path in (given.out, PAGES[given.cloud] if given.page else None):
        if path:
            path.write_text(text, encoding="utf-8")
    say(f"{time.monotonic() - began:.0f} s")
    return verdict(summary, bases, alarms, given.cloud)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--cloud", choices=CLOUDS, default=AWS)
    parser.add_argument("--out", type=Path, help=f"write the page, such as {PAGES[AWS].relative_to(ROOT)}")
    parser.add_argument("--page", action="store_true", help="write the cloud's page to its place")
    parser.add_argument("--details", type=Path, help="write what was said of each mutant as JSON")
    parser.add_argument("--base", action="append", help="only this base; may be given several times. The marks are then missed, of course")
    parser.add_argument("--sample", type=int, default=0, help="only so many distinct mutants, drawn with a fixed seed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--engine-sample", type=int, default=SIZE, help="mutants that are made in the program too")
    parser.add_argument("--no-own", action="store_true", help="leave our own stacks out")
    parser.add_argument("--no-peer", action="store_true", help="leave awsguard and checkov out")
    parser.add_argument("--no-engine", action="store_true", help="compare none with mutants made in the program")
    return parser.parse_args(arguments)


def sound(candidates: list[Base]) -> tuple[list[Base], dict[str, list[str]]]:
    """Bases that are sound, and why the others are not."""
    bases: list[Base] = []
    left_out: dict[str, list[str]] = {}
    for base in candidates:
        if faults := base.faults():
            left_out[base.name] = faults
        else:
            bases.append(base)
    return bases, left_out


def _watched(outcomes: "object", total: int) -> list[Outcome]:
    done: list[Outcome] = []
    for outcome in outcomes:  # type: ignore[attr-defined]
        done.append(outcome)
        if len(done) % 200 == 0:
            say(f"{len(done)} of {total}")
    return done


def _honesty(work: list[Distinct], size: int) -> str:
    compared = list(sample(work, SEED, size))
    differing = [one for one in compared if one.differs]
    for one in differing:
        say(f"differs: {one.name} on {one.base}: {one.differs}")
    return (
        f"Made in the program too (a transform of its inputs, run by the engine, seed {SEED}): {len(compared)} mutants, "
        f"of which **{len(compared) - len(differing)}** get the same verdict from every theorem and rule, in state and in preview."
        + "".join(f" Differs: `{one.name}` on {one.base}." for one in differing)
    )


def _detail(outcome: Outcome) -> dict[str, object]:
    return {
        "mutant": outcome.name,
        "tried": [
            {
                "variant": one.variant,
                "base": one.base,
                "at": one.urn,
                "refused": one.refused,
                "unchanged": one.unchanged,
                "state": [str(one.state.word), one.state.because] if one.state else None,
                "preview": [str(one.preview.word), one.preview.because] if one.preview else None,
                "contradictions": list(one.contradictions),
                **one.peers,
            }
            for one in outcome.tried
        ],
    }


def verdict(summary: Summary, bases: list[Base], alarms: list[str], cloud: str = AWS) -> int:
    """Exit code; says which marks are missed."""
    marks = MARKS[cloud]
    wrong = [
        f"{percent(summary.share(form, Fate.CAUGHT))} of the harmful are caught in {form}; the mark is {percent(marks['caught'])}"
        for form in ("state", "preview")
        if summary.share(form, Fate.CAUGHT) < marks["caught"]
    ]
    wrong += [
        f"{percent(summary.share(form, Fate.UNPROVEN))} of the harmful are unproven in {form}; the mark is {percent(marks['unproven'])}"
        for form in ("state", "preview")
        if summary.share(form, Fate.UNPROVEN) > marks["unproven"]
    ]
    if summary.harmless_share > marks["harmless"]:
        wrong.append(f"{percent(summary.harmless_share)} are ruled harmless; the mark is {percent(marks['harmless'])}")
    if summary.distinct < marks["distinct"]:
        wrong.append(f"{summary.distinct} distinct mutants; the mark is {marks['distinct']}")
    if any(row.contradicted for row in summary.rows):
        wrong.append("a preview contradicts the state")
    written = sum(not base.own and base.meant_sound for base in bases)
    if written < marks["hand-written"]:
        wrong.append(f"{written} sound bases written by hand; the mark is {marks['hand-written']}")
    if alarms:
        wrong.append(f"{len(alarms)} false alarms on bases that are meant to be sound")
    if any(row.reported for row in summary.rows):
        wrong.append("a harmless mutant is reported")
    if sum(base.own for base in bases) * 2 > len(bases):
        wrong.append("more than half of the bases are output of our components")
    for one in wrong:
        say(f"mark missed: {one}")
    return 1 if wrong else 0


def say(line: str) -> None:
    """Progress and tables go to standard output as they come."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
