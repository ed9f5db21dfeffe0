"""Networks that Azure manages around machine learning workspaces and AI Foundry: what code in them may open connections to.

Isolated: nothing, or only what rules approve. Not isolated, or with the internet allowed: everything.
Sources: Azure documentation, "Workspace managed virtual network isolation" (modes, `FQDN`, `PrivateEndpoint` and `ServiceTag` rules), "How to
set up a managed network for Azure AI Foundry hubs"; "Azure service tags overview" (a service's tag names every customer's resources).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.look import chosen, entries
from posture.readers.azure.sending import address, target_of
from posture.readers.azure.service_tags import ANYBODYS
from posture.readers.azure.unclear import unclear
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_ISOLATED: Final = "allowonlyapprovedoutbound"
_OPEN: Final = ("allowinternetoutbound", "disabled")
_OWN_TAGS: Final = frozenset({"azuremachinelearning", "microsoftcontainerregistry"})
"""Tags that every isolated network needs for itself."""


def isolation(graph: GraphBuilder, view: ResourceView, path: Path, source: Reference) -> bool | None:
    """Whether a managed network keeps code in; None when nothing says so. A network that is open is a road to the internet."""
    mode = chosen(view, path)
    if mode is None:
        return None
    if mode == _ISOLATED:
        return True
    because = Because(view.resource.urn, path, str(view.value(path)) if isinstance(mode, str) else "unknown isolation")
    graph.edge(source, graph.internet(), EdgeKind.ROUTE, because, certain=mode in _OPEN and source.certain)
    return False


def outbound_rules(graph: GraphBuilder, view: ResourceView, path: Path, source: Reference) -> None:
    """Rules written inside the network: a map by name."""
    listed = entries(view, path)
    if is_unknown(listed):
        unclear(graph, view.resource.urn, f"what the managed network may reach is unknown ({path})")
        return
    for _, place in listed:
        outbound_rule(graph, view, place, source)


def outbound_rule(graph: GraphBuilder, view: ResourceView, block: Path, source: Reference) -> None:
    """One thing that an isolated network may reach."""
    urn = view.resource.urn
    kind = chosen(view, f"{block}.type")
    where = f"{block}.destination"
    if kind == "fqdn":
        name = view.text(where)
        if isinstance(name, str):
            target = address(graph, name)
            graph.edge(source, target, EdgeKind.ROUTE, Because(urn, where, name), certain=source.certain, ports=((80, 80), (443, 443)))
        else:
            unclear(graph, urn, f"which name the managed network may reach is unknown ({where})")
    elif kind == "privateendpoint":
        path = f"{where}.serviceResourceId"
        target = target_of(graph, view, path, ())
        if target.targets or target.literal is not None:
            because = Because(urn, path, "private endpoint")
            graph.edge(source, target, EdgeKind.USE, because, certain=source.certain and target.certain)
        else:
            unclear(graph, urn, f"what the managed network has a private endpoint to is unknown ({path})")
    elif kind == "servicetag":
        _tag(graph, view, where, source)
    else:
        unclear(graph, urn, f"what the managed network may reach is not known ({block})")


def _tag(graph: GraphBuilder, view: ResourceView, where: Path, source: Reference) -> None:
    urn = view.resource.urn
    tag = chosen(view, f"{where}.serviceTag")
    prefixes = view.texts(f"{where}.addressPrefixes")
    if is_unknown(tag) or is_unknown(prefixes):
        unclear(graph, urn, f"which addresses the managed network may reach is unknown ({where})")
        return
    for prefix in prefixes:
        text = prefix if isinstance(prefix, str) else ""
        who = address(graph, text) if text else graph.internet()
        graph.edge(source, who, EdgeKind.ROUTE, Because(urn, f"{where}.addressPrefixes", text), certain=bool(text) and source.certain)
    if prefixes or tag is None:
        return
    base = str(tag).partition(".")[0]
    because = Because(urn, f"{where}.serviceTag", str(view.value(f"{where}.serviceTag")))
    if base == "internet":
        graph.edge(source, graph.internet(), EdgeKind.ROUTE, because, certain=source.certain)
    elif base in ANYBODYS - _OWN_TAGS:
        graph.edge(source, graph.any_account(because.text), EdgeKind.USE, because, certain=source.certain)
