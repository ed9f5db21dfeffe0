"""Tools by which people outside a network see what stands in it: workbenches that are shared, desktops with drives.

Sources: AWS Cloud9 User Guide, "Working with shared environments" (a member may be of another account); Amazon
AppStream 2.0 Administration Guide, "Enable and Administer Google Drive", "… OneDrive", "… Home Folders" (a bucket of the same account and region).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.handing_on import share
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.values import Unknown
from posture.view import ResourceView

_WORKBENCH: Final = ("aws:cloud9/environmentEC2:EnvironmentEC2",)
_STACK: Final = ("aws:appstream/stack:Stack",)
_FLEET: Final = ("aws:appstream/fleet:Fleet",)
_JOINED: Final = "aws:appstream/fleetStackAssociation:FleetStackAssociation"
_DRIVES: Final = frozenset({"GOOGLE_DRIVE", "ONE_DRIVE"})


@reads("aws:cloud9/environmentMembership:EnvironmentMembership")
def shared_workbench(resource: ResourceView, graph: GraphBuilder) -> None:
    """A member works in the environment's machine."""
    bench = resource.refers_to("environmentId", _WORKBENCH)
    if not bench.targets:
        unclear(graph, resource.resource.urn, f"the environment {bench.literal or ''} is no resource of the stack (environmentId)")
        return
    who = resource.text("userArn")
    share(graph, bench, who, Because(resource.resource.urn, "userArn", str(who)))


@reads(*_STACK)
def desktops(resource: ResourceView, graph: GraphBuilder) -> None:
    """Drives of other companies are connected to the desktops of every fleet that serves the stack."""
    urn = resource.resource.urn
    connectors = resource.blocks("storageConnectors")
    if isinstance(connectors, Unknown):
        unclear(graph, urn, "which drives the desktops connect is unknown until the update (storageConnectors)")
        return
    for block in connectors:
        kind = resource.text(f"{block}.connectorType")
        if kind not in _DRIVES and isinstance(kind, str):
            continue
        because = Because(urn, f"{block}.connectorType", str(kind))
        for found in graph.stack.of_type(_JOINED):
            view = graph.view(found.urn)
            serves, fleet = view.refers_to("stackName", _STACK), view.refers_to("fleetName", _FLEET)
            if urn in serves.targets and fleet.targets:
                certain = serves.certain and fleet.certain and kind in _DRIVES
                graph.edge(fleet, graph.internet(), EdgeKind.ROUTE, because, certain=certain)
