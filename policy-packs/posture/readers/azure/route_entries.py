"""User-defined routes of a subnet, inline and on their own, before their next hops are looked up.

Source: Azure documentation, "Virtual network traffic routing" (user-defined routes); Azure REST API reference, "Routes".
"""

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.readers.azure.arm import name_of, parent_of
from posture.readers.azure.layout import Part
from posture.readers.azure.tokens import ROUTE, ROUTE_TABLE
from posture.record import record
from posture.values import is_unknown
from posture.view import Path, ResourceView


@record
class Entry:
    """A route as written in a table that a subnet uses, or may use."""

    view: ResourceView
    base: Path
    text: str
    """Its prefix as written; empty when unknown."""
    prefixes: AddressSet | None
    """None for a service tag, and when unknown."""
    tag: str | None
    hop: str | None
    """Next hop type in lower case; None when unknown."""
    certain: bool


def tables_of(graph: GraphBuilder, part: Part) -> tuple[tuple[str, bool], ...]:
    """Route tables of the stack that a subnet uses or may use, each with whether surely."""
    table = part.refer(graph, "routeTable.id", ROUTE_TABLE)
    return tuple((urn, table.certain) for urn in table.targets)


def entries_of(graph: GraphBuilder, part: Part) -> tuple[Entry, ...]:
    """Every route of every such table."""
    found: list[Entry] = []
    for urn, certain in tables_of(graph, part):
        found.extend(entry if certain else _unsure(entry) for entry in entries_in(graph, urn))
    return tuple(found)


def entries_in(graph: GraphBuilder, table: str) -> tuple[Entry, ...]:
    """Routes of one table: those of their own, and inline ones of other names."""

    def index() -> dict[str, list[tuple[str, Entry]]]:
        found: dict[str, list[tuple[str, Entry]]] = {}
        for resource in graph.stack.of_type(ROUTE):
            view = graph.view(resource.urn)
            owner = parent_of(view, graph, ROUTE_TABLE)
            entry = _entry(view, "")
            for urn in owner.targets:
                found.setdefault(urn, []).append(((name_of(view) or "").lower(), entry if owner.certain else _unsure(entry)))
        return found

    known = graph.once("azure route entries", dict[str, tuple[Entry, ...]])
    if table not in known:
        own = graph.once("azure routes of their own", index).get(table, [])
        names = {name for name, _ in own if name}
        view = graph.view(table)
        blocks = view.blocks("routes")
        inline = []
        for block in [] if is_unknown(blocks) else blocks:
            name = view.value(f"{block}.name")
            if not isinstance(name, str) or name.lower() not in names:
                inline.append(_entry(view, f"{block}."))
        known[table] = (*(entry for _, entry in own), *inline)
    return known[table]


def _entry(view: ResourceView, base: Path) -> Entry:
    text, hop = view.text(f"{base}addressPrefix"), view.text(f"{base}nextHopType")
    prefixes, tag = None, None
    if isinstance(text, str):
        try:
            prefixes = AddressSet.parse(text)
        except ValueError:
            tag = text.lower()
    return Entry(view, base, text if isinstance(text, str) else "", prefixes, tag, hop.lower() if isinstance(hop, str) else None, True)


def _unsure(entry: Entry) -> Entry:
    return Entry(entry.view, entry.base, entry.text, entry.prefixes, entry.tag, entry.hop, False)
