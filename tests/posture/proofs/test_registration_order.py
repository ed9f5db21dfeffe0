"""A path that is shown depends on what stands there, and not on the order in which the engine was told of it."""

import random
from pathlib import Path

import networkx as nx  # type: ignore[import-untyped]
import pytest

from posture.check import check
from posture.graph.graph import HERE as SPOT
from posture.graph.graph import Graph, Step
from posture.inputs.load import load_stack
from posture.proofs.verdict import Verdict
from posture.settings.effective import load_settings
from posture.stack import Stack
from tests.posture.topologies.corpus import HERE, STATE, topologies

MOST = 8
BROKEN = [one.name for one in topologies() if any(verdicts == (Verdict.VIOLATED,) for verdicts in one.expected.verdicts.values())]
TWO_BEHIND_ONE_FILTER = "records_call_the_ehr_back"
"""Two workloads stand in one place: each of them is an end of the same road."""
SHUFFLED = [TWO_BEHIND_ONE_FILTER, *random.Random(6).sample(sorted(BROKEN), MOST)]


def said(stack: Stack, folder: Path) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Every finding with its path."""
    posture = folder / "posture.yaml"
    judged = check(stack, load_settings(posture if posture.exists() else None))
    return [(one.theorem, one.message, one.shown_path, one.also) for result in judged.results for one in result.findings]


@pytest.mark.parametrize("name", SHUFFLED)
def test_a_program_in_another_order_has_the_same_findings(name: str) -> None:
    stack = load_stack(HERE / name / STATE)
    found = said(stack, HERE / name)
    for seed in (1, 2):
        resources = list(stack.resources)
        random.Random(seed).shuffle(resources)
        assert said(Stack(tuple(resources), stack.form, stack.name), HERE / name) == found


def ways(*pairs: tuple[str, str]) -> Graph:
    """A graph of plain steps, told in this order."""
    moves = nx.MultiDiGraph()
    for origin, to in pairs:
        moves.add_edge((origin, SPOT), (to, SPOT), step=Step((origin, SPOT), (to, SPOT), None))
    return Graph({}, (), moves)


def shown(graph: Graph, *starts: str) -> list[str]:
    """The way to `end`."""
    return [step.origin[0] for step in graph.walk([(one, SPOT) for one in starts], lambda _: True).path_to(("end", SPOT))]


def test_of_equal_ways_the_first_by_name_is_shown() -> None:
    pairs = [("start", "b"), ("start", "a"), ("a", "end"), ("b", "end")]
    assert shown(ways(*pairs), "start") == shown(ways(*reversed(pairs)), "start") == ["start", "a"]


def test_of_equal_starts_the_first_by_name_is_shown() -> None:
    pairs = [("b", "end"), ("a", "end")]
    assert shown(ways(*pairs), "b", "a") == shown(ways(*reversed(pairs)), "a", "b") == ["a"]
