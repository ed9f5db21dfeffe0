"""How readers say where code of Azure's services runs: in subnets of ours, or in Microsoft's network, from where it has the internet.

Source: Azure documentation, "Virtual network integration of Azure services".
"""

from collections.abc import Iterable

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import LOG_WORKSPACE
from posture.readers.azure.look import chosen, refer, spread
from posture.readers.azure.sending import asserted, send
from posture.readers.azure.tokens import SUBNETS
from posture.readers.azure.unclear import unclear
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

HTTPS = ((80, 80), (443, 443))


def subnets(graph: GraphBuilder, view: ResourceView, *paths: Path) -> list[Reference]:
    """Subnets that the paths name; a path may go through lists of blocks."""
    found: list[Reference] = []
    for path in paths:
        for place in spread(view, path):
            value = view.value(place)
            if value is not None and value != "":
                found.append(arm.refer(graph, view, place, *SUBNETS))
    return list(dict.fromkeys(found))


def stands(graph: GraphBuilder, view: ResourceView, places: Iterable[Reference], *, public: bool = False, key: str = "") -> None:
    """It has addresses in subnets."""
    urn = key or view.resource.urn
    listed = tuple(places)
    for subnet in listed:
        if subnet.unknown:
            unclear(graph, view.resource.urn, f"{subnet.prop} is unknown, and nothing that it depends on is a subnet")
    because = Because(view.resource.urn, listed[0].prop if listed else "")
    sure = not any(subnet.unknown for subnet in listed)
    graph.add(WorkloadFact(urn, listed, (), public=public, because=because, certain=sure))


def at_large(graph: GraphBuilder, view: ResourceView, prop: Path, text: str, *, certain: bool = True) -> None:
    """It runs in Microsoft's network and may open connections to anywhere."""
    urn = view.resource.urn
    graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, Because(urn, prop, text), certain=certain)


def answers(
    graph: GraphBuilder,
    view: ResourceView,
    prop: Path,
    text: str,
    *,
    certain: bool = True,
    ports: tuple[tuple[int, int], ...] = HTTPS,
    who: Reference | None = None,
) -> None:
    """It has an address on the internet."""
    urn = view.resource.urn
    graph.edge(who or graph.internet(), Reference.to(urn), EdgeKind.ROUTE, Because(urn, prop, text), certain=certain, ports=ports)


def restricted(graph: GraphBuilder, view: ResourceView, path: Path, address: str, action: str) -> list[tuple[str, bool]] | None:
    """Addresses that rules of an app let in, each with whether it is sure; None where no rule stands, so that everybody comes in."""
    blocks = view.blocks(path)
    if is_unknown(blocks):
        return [("", False)]
    if not blocks:
        return None
    found: list[tuple[str, bool]] = []
    allows = False
    for block in blocks:
        verb = chosen(view, f"{block}.{action}")
        if verb == "deny":
            continue
        allows = True
        text = view.text(f"{block}.{address}")
        if text is not None:
            found.append((text if isinstance(text, str) else "", isinstance(text, str) and not is_unknown(verb)))
    # Rules that only deny keep out whom they name, and nobody else.
    return found if allows else None


def logs_to(graph: GraphBuilder, view: ResourceView, path: Path, source: Reference) -> None:
    """What an app prints goes to a workspace that is named by its customer's id, or by its own."""
    value = view.value(path)
    if value is None or value == "":
        return
    urn = view.resource.urn
    found = refer(graph, view, path, LOG_WORKSPACE)
    if not found.targets and isinstance(value, str):
        named = tuple(r.urn for r in graph.stack.of_type(*LOG_WORKSPACE) if str(r.props.get("customerId", "")).lower() == value.lower())
        found = Reference(named, value, len(named) == 1, path)
    if found.targets:
        send(graph, source, found, Because(urn, path, "logs"))
    elif isinstance(value, str):
        whose = arm.parse_arm_id(value)
        target = graph.azure_subscription(whose.subscription) if whose is not None and whose.subscription else None
        named_by_reviewer = asserted(graph, value)
        if target is None or named_by_reviewer is not None:
            target = graph.somewhere("log workspace", named_by_reviewer or value)
        send(graph, source, target, Because(urn, path, "logs"))
    else:
        unclear(graph, urn, f"which workspace the logs go to is unknown until the update ({path})")
