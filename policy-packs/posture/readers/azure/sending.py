"""How readers of Azure say that data is handed on: to what a property names, to an address, to a region, to somebody.

Whose something outside the stack is, its id tells (the subscription); an address on the internet is the internet, unless the reviewer
vouches for it. Source: Azure documentation, "Azure Resource Manager resource IDs".
"""

import re
from collections.abc import Collection
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import tokens
from posture.readers.azure.look import answered_by_azure, refer
from posture.readers.azure.unclear import DATA, unclear
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

_OF_A_TENANT: Final = tokens("keyvault:Vault", "keyvault:ManagedHsm", "sql:Server", "sql:ManagedInstance", "dbforpostgresql:Server")
_TENANTS: Final = ("properties.tenantId", "administrators.tenantId", "authConfig.tenantId")
_HOST: Final = re.compile(r"^[a-z][a-z0-9+.-]*://([^/:?#]+)", re.IGNORECASE)


def asserted(graph: GraphBuilder, *literals: str) -> str | None:
    """The first of the literals that the reviewer vouches for."""
    known = {entry.literal.lower() for entry in graph.approved.asserted}
    return next((literal for literal in literals if literal.lower() in known), None)


def host_of(address: str) -> str:
    """`https://hooks.example.com/x` → `hooks.example.com`; a bare host is itself."""
    found = _HOST.match(address)
    return (found.group(1) if found is not None else address.split("/")[0]).lower()


def address(graph: GraphBuilder, url: str) -> Reference:
    """Who answers at an address that is no resource of the stack: the internet, or whom the reviewer vouches for."""
    named = asserted(graph, url, host_of(url))
    return graph.somewhere("address", named) if named is not None else graph.internet()


def outsider(graph: GraphBuilder, literal: str) -> Reference:
    """Whoever owns an id or a name that no resource of the stack has."""
    named = asserted(graph, literal, host_of(literal))
    if named is not None:
        return graph.somewhere("resource", named)
    found = arm.parse_arm_id(literal)
    if found is not None and found.subscription:
        return graph.azure_subscription(found.subscription)
    if _HOST.match(literal):
        # A host of one of Azure's services is somebody's resource, perhaps ours of another stack; any other is the internet.
        return graph.somewhere("resource", host_of(literal)) if answered_by_azure(host_of(literal)) else address(graph, literal)
    return graph.somewhere("resource", literal)


def target_of(graph: GraphBuilder, view: ResourceView, path: Path, kinds: Collection[str]) -> Reference:
    """What a property names: a resource of the stack, or its owner outside. Unknown when nothing tells, absent when not set."""
    found = refer(graph, view, path, kinds)
    if found.targets or found.literal is None:
        return found
    return outsider(graph, found.literal)


def goes_to(
    graph: GraphBuilder,
    view: ResourceView,
    source: Reference,
    path: Path,
    kinds: Collection[str] = (),
    *,
    text: str = "",
    certain: bool = True,
    theorems: tuple[str, ...] = DATA,
) -> None:
    """Content of the source is sent, by itself, to what the property names."""
    target = target_of(graph, view, path, kinds)
    if target.absent or source.absent:
        return
    urn = view.resource.urn
    if not target.targets and target.literal is None:
        for about in source.targets or (urn,):
            unclear(graph, about, f"where {view.resource.name} sends its data is not known ({path})", theorems)
        return
    if not source.targets and source.literal is None:
        unclear(graph, urn, "whose data it is can't be told", theorems)
        return
    value = view.value(path)
    because = Because(urn, path, text or (value if isinstance(value, str) else ""))
    send(graph, source, target, because, certain=certain)


def send(graph: GraphBuilder, source: Reference, target: Reference, because: Because, *, certain: bool = True) -> None:
    """A move forward from source to target."""
    sure = certain and source.certain and target.certain
    graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=sure)


def to_region(graph: GraphBuilder, source: Reference, region: str, because: Because, *, certain: bool = True) -> None:
    """A copy in another region."""
    send(graph, source, graph.region(arm.normal_location(region)), because, certain=certain)


def to_regions(graph: GraphBuilder, view: ResourceView, source: Reference, path: Path, *, but: str | None = None) -> None:
    """A copy in the region that a property names; `but`: where it lies anyway."""
    value = view.text(path)
    if value is None:
        return
    if isinstance(value, Unknown):
        unclear(graph, view.resource.urn, f"the region of a copy is unknown until the update ({path})", ("phi-exit",))
    elif but is None or arm.normal_location(value) != but:
        to_region(graph, source, value, Because(view.resource.urn, path, value))


def shared_with(graph: GraphBuilder, store: Reference, who: Reference, because: Because, *, certain: bool = True) -> None:
    """Somebody may read what the store holds."""
    sure = certain and store.certain and who.certain
    graph.edge(store, who, EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=sure)


def tenant(graph: GraphBuilder, view: ResourceView, path: Path, store: Reference, text: str = "") -> None:
    """A tenant of Entra is let in. Ours is nobody outside."""
    value = view.text(path)
    if value is None:
        return
    if is_unknown(value):
        unclear(graph, view.resource.urn, f"which tenant is let in is unknown until the update ({path})", ("phi-exit",))
        return
    if not graph.own_tenants and str(value).lower() == _only_tenant(graph):
        return
    shared_with(graph, store, graph.azure_tenant(str(value)), Because(view.resource.urn, path, text or str(value)))


def _only_tenant(graph: GraphBuilder) -> str | None:
    """Where neither reviewer nor providers tell our tenant: the one that every vault and server of the stack names as its own, if it is one."""

    def named() -> str | None:
        found: set[str] = set()
        for resource in graph.stack.of_type(*_OF_A_TENANT):
            view = graph.view(resource.urn)
            for path in _TENANTS:
                text = view.text(path)
                if isinstance(text, str):
                    found.add(text.lower())
        return found.pop() if len(found) == 1 else None

    return graph.once("azure only tenant", named)
