"""In which stack each step of a path stands, where several are judged as one."""

from collections.abc import Iterable
from dataclasses import replace

from posture.inputs.urns import label_of
from posture.proofs.finding import Finding, Hop, TheoremResult
from posture.stack import Stack


def located(results: Iterable[TheoremResult], stack: Stack) -> tuple[TheoremResult, ...]:
    """The results, each path saying the stack where it begins and wherever it goes over into another one."""
    if len(stack.files) < 2:
        return tuple(results)
    return tuple(replace(result, findings=tuple(_finding(finding) for finding in result.findings)) for result in results)


def _finding(finding: Finding) -> Finding:
    path: list[Hop] = []
    last = ""
    for hop in finding.path:
        place = "" if hop.detail else label_of(hop.urn)
        path.append(replace(hop, place=place) if place and place != last else hop)
        last = place or last
    return replace(finding, path=tuple(path))
