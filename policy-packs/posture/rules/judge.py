"""Judges a stack by rules: each rule is asked once for each resource of its types."""

from collections.abc import Iterable, Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.classify import Classifier
from posture.graph.facts import Because
from posture.graph.graph import Graph
from posture.proofs.finding import Finding, Hop, TheoremResult
from posture.proofs.verdict import Verdict, worst
from posture.rules.contract import EVERY, Fault, Rule
from posture.rules.look import Look, Scene
from posture.stack import Form

_LATER: Final = "is unknown until the update"
_SEALED: Final = "is a secret, or not in the state"
"""What a state does not tell, no update will."""


def judge_rules(builder: GraphBuilder, graph: Graph, rules: Iterable[Rule]) -> Iterator[TheoremResult]:
    """One result for each rule, in the order given."""
    scene = Scene(builder, graph, Classifier(builder))
    for rule in rules:
        aside: dict[str, None] = {}
        findings = tuple(_findings(rule, scene, aside))
        verdict = worst([*(finding.verdict for finding in findings), *([Verdict.UNPROVEN] if aside else [])])
        yield TheoremResult(rule.id, verdict, findings, tuple(aside))


def _findings(rule: Rule, scene: Scene, aside: dict[str, None]) -> Iterator[Finding]:
    """What the rule finds, each thing once.

    `aside`: gathers what it can't tell and has no finding of. A check that reads what only the update tells, and then says nothing, passes
    nothing: in the state it may find a fault there.
    """
    previewed = scene.stack.form is Form.PREVIEW
    seen: set[tuple[str, str]] = set()
    for part in rule.parts:
        if scene.packages.isdisjoint(part.packages):
            continue
        check = part.check
        for look in scene.looks_of_packages(part.of) if part.tokens == (EVERY,) else scene.looks_of(part.tokens):
            scene.untold.clear()
            try:
                faults = list(check(look))
            except Exception as error:  # noqa: BLE001  one odd resource never costs the verdict on the rest, and is never a pass
                why = f"can't be judged: the rule failed on it ({type(error).__name__}: {error})"
                faults = [Fault(why, verdict=Verdict.UNPROVEN)]
            if previewed and not faults:
                aside.update((f"{look.name}: {_read(look, *one)} {_LATER}", None) for one in scene.untold)
            for fault in faults:
                finding = _finding(rule, look, fault)
                if fault.aside:
                    aside[finding.message] = None
                    continue
                if (finding.urn, finding.message) not in seen:
                    seen.add((finding.urn, finding.message))
                    yield finding


def _read(look: Look, read: Look, path: str) -> str:
    return path if read is look else f"{path} of {read.name}"


def _finding(rule: Rule, look: Look, fault: Fault) -> Finding:
    urn = fault.urn or look.urn
    # The property is the mended resource's: a bucket policy's `policy`, not its bucket's.
    because = Because(urn, fault.prop, "") if fault.prop else None
    hops = [Hop(look.name, look.urn, because if urn == look.urn else None)]
    if urn != look.urn:
        hops.append(Hop(look.scene.stack.by_urn[urn].name, urn, because))
    message = fault.message.replace(_LATER, _SEALED) if look.scene.stack.form is Form.STATE else fault.message
    message = message if message.startswith("'s ") else f" {message}"
    return Finding(rule.id, fault.verdict, f"{look.name}{message}", tuple(hops), urn)
