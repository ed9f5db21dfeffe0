"""VPC Service Controls: which projects a perimeter really holds, and what it lets through.

Only the enforced configuration (`status`) counts: `spec` with `useExplicitDryRunSpec` is a dry run. Resources, ingress and egress rules may
be resources of their own. A bridge only joins perimeters.

Sources: Google Cloud documentation, "Service perimeter details and configuration" (status and spec, restricted services, bridges), "Dry run
mode for service perimeters", "Ingress and egress rules", "VPC accessible services".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.gcp.names import numbers_of, parse, project_of, refer, same_project
from posture.readers.gcp.restricted_services import DATA_SERVICES, RESTRICTED_SERVICES, covered
from posture.readers.gcp.tokens import NETWORK, PROJECT, tokens
from posture.readers.registry import reads
from posture.values import UNKNOWN, holds_unknown, is_unknown
from posture.view import Path, ResourceView

PERIMETER: Final = tokens("accesscontextmanager:ServicePerimeter")
_PERIMETERS: Final = tokens("accesscontextmanager:ServicePerimeters")
_RESOURCE: Final = tokens("accesscontextmanager:ServicePerimeterResource")
_RULES: Final = {
    "egress": tokens("accesscontextmanager:ServicePerimeterEgressPolicy", "accesscontextmanager:EgressPolicy"),
    "ingress": tokens("accesscontextmanager:ServicePerimeterIngressPolicy", "accesscontextmanager:IngressPolicy"),
}
_DRY: Final = tokens(
    "accesscontextmanager:ServicePerimeterDryRunEgressPolicy",
    "accesscontextmanager:ServicePerimeterDryRunIngressPolicy",
    "accesscontextmanager:ServicePerimeterDryRunResource",
)


@dataclass
class Perimeter:
    """One perimeter as it is enforced."""

    view: ResourceView
    base: Path
    bridge: bool
    holds: set[str] = field(default_factory=set)
    """URNs of projects and networks, project ids and numbers."""
    all_known: bool = True
    """Whether every resource that it holds is known."""
    enforced: bool = True
    sure: bool = True
    """False while it may be a bridge."""

    @property
    def urn(self) -> str:
        """The resource."""
        return self.view.resource.urn

    def services(self) -> frozenset[str] | None:
        """Restricted services; None when unknown."""
        return _texts(self.view, f"{self.base}status.restrictedServices")

    def accessible(self) -> frozenset[str] | None:
        """Services that networks inside may call at all; None: all of them, or unknown."""
        if self.view.flag(f"{self.base}status.vpcAccessibleServices.enableRestriction") is not True:
            return None
        allowed = _texts(self.view, f"{self.base}status.vpcAccessibleServices.allowedServices")
        restricted = self.services()
        if allowed is None:
            return None
        return allowed - {RESTRICTED_SERVICES} | (restricted or frozenset() if RESTRICTED_SERVICES in allowed else frozenset())

    def left_open(self) -> frozenset[str] | None:
        """Services that carry data and that neither list holds back; None when unknown."""
        services, accessible = self.services(), self.accessible()
        if services is None:
            return None
        if "*" in services:
            return frozenset()
        return (accessible if accessible is not None else DATA_SERVICES) - covered(services)


def _texts(view: ResourceView, path: Path) -> frozenset[str] | None:
    found = view.texts(path)
    if is_unknown(found) or any(is_unknown(text) for text in found):
        return None
    return frozenset(text for text in found if isinstance(text, str))


def perimeters(graph: GraphBuilder) -> tuple[Perimeter, ...]:
    """Every perimeter of the stack."""
    return graph.once("gcp perimeters", lambda: tuple(_all(graph)))


def _all(graph: GraphBuilder) -> Iterator[Perimeter]:
    for resource in graph.stack.of_type(*PERIMETER):
        view = graph.view(resource.urn)
        yield _read(graph, view, "")
    for resource in graph.stack.of_type(*_PERIMETERS):
        view = graph.view(resource.urn)
        blocks = view.blocks("servicePerimeters")
        if not is_unknown(blocks):
            yield from (_read(graph, view, f"{block}.") for block in blocks)


def _read(graph: GraphBuilder, view: ResourceView, base: Path) -> Perimeter:
    kind = view.value(f"{base}perimeterType")
    bridge = str(kind).upper() == "PERIMETER_TYPE_BRIDGE"
    found = Perimeter(view, base, bridge, enforced=view.value(f"{base}status") is not None, sure=not is_unknown(kind))
    _hold(graph, found, view, f"{base}status.resources", "status")
    for resource in graph.stack.of_type(*_RESOURCE):
        own = graph.view(resource.urn)
        if view.resource.urn in refer(graph, own, "perimeterName", *PERIMETER).targets:
            _hold(graph, found, own, "resource", "resource")
    return found


def _hold(graph: GraphBuilder, perimeter: Perimeter, view: ResourceView, path: Path, top: Path) -> None:
    value = view.value(path)
    value = value if value is None or isinstance(value, (str, list, tuple)) else UNKNOWN
    if holds_unknown(value):
        projects = {urn for urn in view.resource.property_dependencies.get(top, ()) if _is(graph, urn, PROJECT, NETWORK)}
        items = [item for item in value if not is_unknown(item)] if isinstance(value, (list, tuple)) else []
        unknown = len(value) - len(items) if isinstance(value, (list, tuple)) else len(projects)
        # As many unknown names as projects that they can come from: each of them is one.
        if unknown == len(projects):
            perimeter.holds |= projects
        else:
            perimeter.all_known = False
        value = items
    for text in [value] if isinstance(value, str) else value or []:
        if isinstance(text, str):
            name = parse(text)
            perimeter.holds.add(f"{name.project}/{name.name}" if "/networks/" in text else name.name)


def _is(graph: GraphBuilder, urn: str, *kinds: str) -> bool:
    found = graph.stack.by_urn.get(urn)
    return found is not None and found.type in kinds


def holds(graph: GraphBuilder, perimeter: Perimeter, network: str, project: str | None) -> bool | None:
    """Whether a perimeter holds a network: by itself, or by its project. None: nobody can tell."""
    if not perimeter.enforced:
        return False
    names = {network, project}
    if network in graph.stack.by_urn:
        names.add(f"{project}/{graph.view(network).value('name')}")
    for made in graph.stack.of_type(PROJECT):
        own = {str(made.props.get("projectId")), str(made.props.get("number"))}
        if project in own:
            names |= {made.urn, *own}
    numbers = numbers_of(graph)
    names |= {number for number, owner in numbers.items() if owner == project}
    if names & perimeter.holds:
        return True if perimeter.sure else None
    unmatched = [text for text in perimeter.holds if text.isdigit() and text not in numbers and project is not None]
    if unmatched and project is not None and not project.isdigit() and project not in numbers.values():
        return None if any(same_project(graph, text, project) for text in unmatched) else False
    return False if perimeter.all_known else None


def closed_by_any(graph: GraphBuilder, view: ResourceView, api: str) -> bool | None:
    """Whether a perimeter that restricts an API holds a resource's project. None: one may, and nobody can tell."""
    found = [_closes(graph, one, view, api) for one in perimeters(graph)]
    return True if True in found else None if None in found else False


def _closes(graph: GraphBuilder, perimeter: Perimeter, view: ResourceView, api: str) -> bool | None:
    held = False if perimeter.bridge else holds(graph, perimeter, view.resource.urn, project_of(view))
    services = perimeter.services()
    if not held or services is None:
        return False if held is False else None
    return bool(services & {api, "*"})


def rules(graph: GraphBuilder, perimeter: Perimeter, side: str) -> Iterator[tuple[ResourceView, Path]]:
    """Egress or ingress rules: inside the perimeter, and of their own."""
    path = f"{perimeter.base}status.{side}Policies"
    blocks = perimeter.view.blocks(path)
    if is_unknown(blocks):
        graph.unreadable(perimeter.urn, f"the perimeter's {side} rules are unknown until the update")
    else:
        yield from ((perimeter.view, f"{block}.") for block in blocks)
    for resource in graph.stack.of_type(*_RULES[side]):
        view = graph.view(resource.urn)
        if perimeter.urn in refer(graph, view, "perimeter", *PERIMETER).targets:
            yield view, ""


@reads(*PERIMETER, *_PERIMETERS)
def perimeter(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the networks and stores that it holds. Here: only what can't be understood."""
    if is_unknown(resource.value("status")):
        graph.unreadable(resource.resource.urn, "what the perimeter enforces is unknown until the update")


@reads(*_RESOURCE, *_RULES["egress"], *_RULES["ingress"])
def part(resource: ResourceView, graph: GraphBuilder) -> None:
    """A part of a perimeter. Here: only what can't be placed."""
    prop = "perimeterName" if resource.value("perimeterName") is not None else "perimeter"
    if not refer(graph, resource, prop, *PERIMETER).targets:
        graph.unreadable(resource.resource.urn, "a part of a perimeter that no resource of the stack is")


@reads(*_DRY)
def dry_run(resource: ResourceView, graph: GraphBuilder) -> None:
    """A dry run stops nothing and opens nothing."""


def because(view: ResourceView, path: Path, text: str) -> Because:
    """What to mend."""
    return Because(view.resource.urn, path, text)
