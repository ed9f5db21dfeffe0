"""Films that are encoded as they come: where a channel sends what it makes.

A channel runs no code of ours: it fetches what its inputs name, and sends to the destinations that it names and nowhere else. In a VPC it
reaches hosts by that network's roads; without one it has the internet.
Source: AWS Elemental MediaLive User Guide, "Creating a channel: output destinations" (`s3://`, `s3ssl://`, `rtmp://`, `https://`, `mediastoressl://`),
"Channels: setting up VPC output".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import bucket_named
from posture.readers.aws.looking import spread
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_OBJECTS: Final = ("s3://", "s3ssl://")
_OF_ANOTHER_SERVICE: Final = ("destinations.mediaPackageSettings.channelId", "destinations.multiplexSettings.multiplexId")


@reads("aws:medialive/channel:Channel")
def channel(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each destination of a channel."""
    urn = resource.resource.urn
    if is_unknown(resource.value("destinations")):
        unclear(graph, urn, "where the film goes is unknown until the update (destinations)")
        return
    for place in (*spread(resource, "destinations.settings.url"), *spread(resource, "destinations.srtSettings.url")):
        if resource.value(place) is not None:
            _goes(resource, graph, place)
    for path in _OF_ANOTHER_SERVICE:
        if any(resource.value(place) is not None for place in spread(resource, path)):
            unclear(graph, urn, f"who watches what the other service hands out is not read ({path})")


def _goes(resource: ResourceView, graph: GraphBuilder, place: Path) -> None:
    own, url = Reference.to(resource.resource.urn), resource.text(place)
    because = Because(resource.resource.urn, place, url if isinstance(url, str) else "")
    scheme = next((one for one in _OBJECTS if isinstance(url, str) and url.startswith(one)), None)
    if isinstance(url, str) and scheme is not None:
        target = bucket_named(resource, graph, url.removeprefix(scheme).partition("/")[0], place)
    elif isinstance(url, str) and not url.startswith(("mediastore", "/")):
        if resource.value("vpc") is not None:
            return  # the roads of the network say whom it reaches
        target = graph.internet()
    else:
        target = resource.refers_to(place, BUCKET)
        if not target.targets:
            unclear(graph, resource.resource.urn, f"where the film goes is not known ({place})")
            return
    graph.edge(own, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)
