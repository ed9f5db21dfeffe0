"""Clusters that hold zones which must be apart: what holds records beside what is treated as hostile, or has a road out.

Pods share kernels, nodes and a control plane, so policies alone separate them. In production that is a fault; elsewhere it is said with every result.
Source: DESIGN, "Classification"; Kubernetes documentation, "Multi-tenancy" (isolation of the control plane and of nodes).
"""

from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.builder import GraphBuilder
from posture.graph.facts import MixedFact
from posture.readers.kubernetes.layout import Layout

_RECORDS: Final = (ZoneName.PHI, ZoneName.DEIDENTIFICATION)
_APART: Final = (ZoneName.INFERENCE, ZoneName.EGRESS)
_TRIALS: Final = ("dev", "test", "sandbox", "local", "demo")
"""Beginnings of the names of environments that hold no real records."""


def say_mixed(graph: GraphBuilder, layout: Layout) -> None:
    """Each zone that stands beside one of the others. Without a plan nobody says what environment it is, and policies are what is judged."""
    used = {made.home.key for made in layout.pods}
    homes = {home.zone: home for home in reversed(layout.homes) if home.zone is not None and (home.object is not None or home.key in used)}
    environment = graph.approved.environment
    allowed = environment is None or environment.lower().startswith(_TRIALS)
    name = layout.key.rsplit("::", 1)[-1]
    shown = "one cluster" if name.startswith("kubernetes:") else f"the cluster of {name}"
    for held in _RECORDS:
        for other in _APART:
            if held in homes and other in homes:
                graph.add(MixedFact(homes[other].key, other, shown, held, allowed))
