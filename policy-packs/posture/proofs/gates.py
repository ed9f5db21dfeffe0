"""Which moves a path of PHI follows: gates end it, and services that keep their clients apart do not pass it on.

Two assumptions stand here, and every result says them: the programs behind gates do their work (they are tested, not proved), and
vault, sentinel and approvals give to one client nothing of another.
"""

from collections.abc import Callable
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.graph import Edge, Step
from posture.proofs.flows import Flows

KEEPS_CLIENTS_APART: Final = frozenset({ZoneName.CONTROL, ZoneName.MANAGEMENT})
"""Zones whose services answer many zones. What one client sends them is followed on, but not as an answer to another client's flow."""

ASSUMPTIONS: Final = (
    "programs behind gates (de-identification service, egress inspector, signed-model registry, log sink) do what their names say",
    "services of control and management keep what each zone stores with them apart from the others",
)


def ends_at_gate(edge: Edge, flows: Flows) -> bool:
    """Whether the connection is a certain, approved flow into a gate."""
    return edge.certain and flows.approval(edge).gate is not None


def follower(flows: Flows, *, certain: bool) -> Callable[[Step], bool]:
    """The moves that a path follows; with `certain`, only those that are sure to exist."""

    def follow(step: Step) -> bool:
        if certain and not step.certain:
            return False
        edge = step.edge
        if edge is None:
            return True
        if ends_at_gate(edge, flows):
            return False
        flow = flows.approval(edge).flow
        answers_a_client = not step.forward and edge.certain and flow is not None and flow.target in KEEPS_CLIENTS_APART
        return not answers_a_client

    return follow
