"""What the readers of Azure's stores and services could not understand, and which theorems that leaves open.

Names that resolvers answer are no matter of stores: whatever stands here leaves `dns-closed` alone.
"""

from typing import Final

from posture.graph.builder import GraphBuilder

DATA: Final = ("phi-exit", "phi-redaction", "egress-inspection", "zone-segmentation")
"""Where data goes is not known: it may be anywhere, another zone included."""
OUTSIDE: Final = ("phi-exit", "egress-inspection")
"""Whom something outside lets in is not known."""
RESIDENCE: Final = ("phi-exit",)
"""Where something lies is not known."""


def unclear(graph: GraphBuilder, about: str, reason: str, theorems: tuple[str, ...] = DATA) -> None:
    """Say that something could not be understood."""
    graph.unreadable(about, reason, *theorems)
