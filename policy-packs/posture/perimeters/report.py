"""The report of `posture perimeters`: what changes, line by line, and the calls that would be refused, each with what decides it."""

import json
from typing import Any

from rich.console import Console

from posture.graph.builder import GraphBuilder
from posture.perimeters.calls import calls
from posture.perimeters.configuration import Perimeter, perimeters
from posture.perimeters.difference import difference, mode
from posture.perimeters.refusals import Judged, Outcome, judge
from posture.record import record
from posture.settings.effective import Settings, approve
from posture.stack import Stack

VERSION = 1


@record
class Report:
    """What enforcing would do."""

    stack: Stack
    perimeters: tuple[Perimeter, ...]
    judged: tuple[Judged, ...]

    def of(self, outcome: Outcome) -> list[Judged]:
        """Calls with an outcome."""
        return [one for one in self.judged if one.outcome is outcome]

    @property
    def code(self) -> int:
        """0: nothing is refused; 1: something is; 2: nobody can tell of all."""
        unknown = self.of(Outcome.UNPROVEN) or any(not one.known for one in self.perimeters)
        return 1 if self.of(Outcome.REFUSED) else 2 if unknown else 0


def report(stack: Stack, settings: Settings, before: Stack | None = None) -> Report:
    """What each perimeter would enforce, against what it enforces now, or in `before`."""
    graph = GraphBuilder(stack, approve(settings, stack))
    found = perimeters(graph)
    if before is not None:
        old = {one.urn: one for one in perimeters(GraphBuilder(before, approve(settings, before)))}
        found = tuple(
            Perimeter(one.name, one.urn, one.bridge, _enforced(old[one.urn]) if one.urn in old else None, one.then, one.dry, one.known)
            for one in found
        )
    else:
        # One file of an enforced perimeter alone: what it refuses is no change.
        found = tuple(one if one.dry else Perimeter(one.name, one.urn, one.bridge, one.then, one.then, one.dry, one.known) for one in found)
    return Report(stack, found, tuple(judge(graph, found, calls(graph))))


def _enforced(perimeter: Perimeter) -> Any:
    return perimeter.now


def print_report(found: Report, console: Console) -> None:
    """For people."""
    if not found.perimeters:
        console.print("no perimeter in it", markup=False)
        return
    for one in found.perimeters:
        state = "dry run only" if one.dry else "enforced"
        console.print(f"{one.name} ({state}): {mode(one)}", markup=False, style="bold", soft_wrap=True)
        for line in difference(one) or ["no change"]:
            console.print(f"  {line}", markup=False, soft_wrap=True)
        if not one.known:
            console.print("  unproven: what it enforces, the update tells", markup=False)
    for outcome, title in (
        (Outcome.REFUSED, "would be refused"),
        (Outcome.UNPROVEN, "unproven"),
        (Outcome.ALLOWED, "let through by a rule, level or bridge"),
    ):
        calls_of = found.of(outcome)
        console.print(f"{title}: {len(calls_of)}", markup=False, style="bold")
        for one_call in calls_of:
            console.print(f"  {line_of(one_call)}", markup=False, soft_wrap=True)
    console.print(f"inside one perimeter: {len(found.of(Outcome.INSIDE))}", markup=False, style="bold")


def line_of(judged: Judged) -> str:
    """One call in words."""
    call = judged.call
    who = call.who or "somebody whom the update tells"
    origin = f" from {call.origin}" if call.origin else ""
    place = f" in {call.target}" if call.target and call.target != "*" and call.target not in call.what else ""
    role = f" ({call.role})" if call.role else ""
    deciding = judged.urn.rpartition("::")[2] + (f", {judged.path}" if judged.path else "")
    return f"{who}{origin} → {call.service or 'any service'}: {call.what}{place}{role}: {judged.reason} [{deciding}]"


def to_json(found: Report) -> str:
    """For machines. `version` changes when a field changes its meaning."""
    document = {
        "version": VERSION,
        "stack": found.stack.name,
        "form": found.stack.form.value,
        "perimeters": [
            {"name": one.name, "urn": one.urn, "dryRun": one.dry, "known": one.known, "bridge": one.bridge, "changes": difference(one)}
            for one in found.perimeters
        ],
        "calls": [
            {
                "outcome": one.outcome.value,
                "who": one.call.who,
                "from": one.call.origin,
                "service": one.call.service,
                "project": one.call.target,
                "what": one.call.what,
                "role": one.call.role or None,
                "reason": one.reason,
                "decidedBy": {"urn": one.urn, "property": one.path},
                "permittedBy": {"urn": one.call.urn, "property": one.call.path},
            }
            for one in found.judged
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
