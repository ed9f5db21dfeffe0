"""Machines, and the nodes of clusters.

Sources: Compute Engine documentation, "Virtual machine instances", "About instance templates"; Google Kubernetes Engine documentation, "Autopilot
overview" (Google keeps the nodes), "About node pools".
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.tokens import INSTANCES
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.view import Path

MACHINES: Final = INSTANCES
GKE: Final = gcp("container:Cluster")
POOL: Final = gcp("container:NodePool")


def autopilot(look: Look) -> bool:
    """Whether Google keeps a cluster's nodes."""
    return look.flag("enableAutopilot") is True


def nodes(look: Look) -> Iterator[Path]:
    """Paths of the node configurations of a cluster or pool. A cluster's first pool that is removed at once counts for nothing."""
    if look.resource.type in POOL:
        yield "nodeConfig"
    elif look.resource.type in GKE and not autopilot(look):
        pools = items(look, "nodePools")
        yield from (f"{block}.nodeConfig" for block in pools)
        if not pools and look.flag("removeDefaultNodePool") is not True:
            yield "nodeConfig"
