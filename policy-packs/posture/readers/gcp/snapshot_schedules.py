"""Snapshot schedules: where a disk's snapshots are stored, night by night, without a resource for any of them.

Source: Google Cloud documentation, "About snapshot schedules for disks" (storage location), "Create schedules for disk snapshots" (attached to disks).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.gcp.names import refer
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import joins
from posture.values import is_unknown
from posture.view import ResourceView

_POLICY: Final = tokens("compute:ResourcePolicy")
_DISKS: Final = tokens("compute:Disk", "compute:RegionDisk")
_ATTACHED: Final = tokens("compute:DiskResourcePolicyAttachment", "compute:RegionDiskResourcePolicyAttachment")
_WHERE: Final = "snapshotSchedulePolicy.snapshotProperties.storageLocations"


@joins
def snapshots_lie_abroad(graph: GraphBuilder) -> None:
    """Disks whose schedule stores snapshots outside of residency."""
    for resource in graph.stack.of_type(*_ATTACHED):
        view = graph.view(resource.urn)
        for policy in refer(graph, view, "name", *_POLICY).targets:
            _stored(graph, view, graph.view(policy))


def _stored(graph: GraphBuilder, attachment: ResourceView, policy: ResourceView) -> None:
    places = policy.texts(_WHERE)
    if is_unknown(places) or any(is_unknown(place) for place in places):
        graph.unreadable(policy.resource.urn, f"where snapshots are stored is unknown until the update ({_WHERE})")
        return
    residency = {region.lower() for region in graph.approved.residency}
    disk = refer(graph, attachment, "disk", *_DISKS)
    for place in map(str, places):
        if residency and place.lower() not in residency and disk.targets:
            because = Because(policy.resource.urn, _WHERE, place)
            graph.edge(disk, graph.region(place.lower()), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=disk.certain)
