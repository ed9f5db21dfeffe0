"""Control planes of clusters: by which of their endpoints strangers may knock.

Source: Google Cloud documentation, "About network isolation in GKE" and "Customize network isolation in GKE" (an external IP endpoint unless it is
disabled; authorized networks, Google Cloud's external addresses among them; the DNS-based endpoint with external traffic, which VPC Service Controls
can close).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.graph.packets import PRIVATE
from posture.readers.gcp.layout import addresses
from posture.readers.gcp.machines import CLUSTER
from posture.readers.gcp.names import given
from posture.readers.gcp.perimeters import closed_by_any
from posture.readers.registry import joins
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_API: Final = "container.googleapis.com"
_LISTED: Final = "masterAuthorizedNetworksConfig"


@joins
def control_planes(graph: GraphBuilder) -> None:
    """Roads from the internet to each cluster."""
    for resource in graph.stack.of_type(*CLUSTER):
        if not resource.external:
            view = graph.view(resource.urn)
            _by_address(graph, view)
            _by_name(graph, view)


def _by_address(graph: GraphBuilder, view: ResourceView) -> None:
    private, answers = (
        view.flag("privateClusterConfig.enablePrivateEndpoint"),
        view.flag("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled"),
    )
    if private is True or answers is False:
        return
    sure = not is_unknown(private) and not is_unknown(answers)
    if not _is_limited(view):
        _knocks(graph, view, "privateClusterConfig.enablePrivateEndpoint", "control plane", graph.internet(), sure)
        return
    open_to_google = view.flag(f"{_LISTED}.gcpPublicCidrsAccessEnabled")
    if open_to_google is True:
        _knocks(
            graph, view, f"{_LISTED}.gcpPublicCidrsAccessEnabled", "control plane, from any machine on Google Cloud", graph.internet(), sure
        )
    for path, text in _ranges(view):
        if text is None:
            graph.unreadable(view.resource.urn, f"who may reach the control plane is unknown until the update ({path})")
            continue
        allowed = addresses([text])
        if allowed is not None and PRIVATE.contains(allowed):
            continue  # who comes from inside asks the internal endpoint
        named = next((entry.literal for entry in graph.approved.asserted if entry.literal in (text, text.removesuffix("/32"))), None)
        who = graph.somewhere("address", named) if named is not None else graph.internet()
        _knocks(graph, view, path, f"control plane, from {text}", who, sure)


def _is_limited(view: ResourceView) -> bool:
    """Whether the program names who may come, if only nobody: an empty block disallows external access. The API shows one that nobody gave, too."""
    declared = view.resource.declared
    return given(view, _LISTED) if declared is None else _LISTED in declared


def _ranges(view: ResourceView) -> Iterator[tuple[Path, str | None]]:
    blocks = view.blocks(f"{_LISTED}.cidrBlocks")
    if is_unknown(blocks):
        yield f"{_LISTED}.cidrBlocks", None
        return
    for block in blocks:
        value = view.value(f"{block}.cidrBlock")
        yield block, value if isinstance(value, str) else None


def _by_name(graph: GraphBuilder, view: ResourceView) -> None:
    path = "controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic"
    outside = view.flag(path)
    if outside in (None, False):
        return
    closed = closed_by_any(graph, view, _API)
    if closed is not True:
        _knocks(graph, view, path, "control plane, by its name", graph.internet(), closed is False and not is_unknown(outside))


def _knocks(graph: GraphBuilder, view: ResourceView, path: Path, text: str, who: Reference, sure: bool) -> None:
    because = Because(view.resource.urn, path, text)
    graph.edge(who, Reference.to(view.resource.urn), EdgeKind.ROUTE, because, certain=sure, ports=((443, 443),))
