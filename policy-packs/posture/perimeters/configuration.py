"""A perimeter's configurations: what it enforces now, and what it would enforce once its dry run became real.

Sources: VPC Service Controls documentation, "Service perimeter details and configuration" (status is enforced; spec with `useExplicitDryRunSpec`
only reports), "Ingress and egress rules" (reference of the rules' fields), "VPC accessible services", "Share data across perimeters" (bridges).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.gcp.names import numbers_of, parse, project_of, refer
from posture.readers.gcp.perimeters import PERIMETER
from posture.readers.gcp.restricted_services import RESTRICTED_SERVICES
from posture.readers.gcp.tokens import PROJECT, SERVICE_ACCOUNT, tokens
from posture.record import record
from posture.values import holds_unknown, is_unknown
from posture.view import Path, ResourceView

EVERYWHERE: Final = "*"
_PARTS: Final = {
    "status": (
        "accesscontextmanager:ServicePerimeterResource",
        "accesscontextmanager:ServicePerimeterIngressPolicy",
        "accesscontextmanager:ServicePerimeterEgressPolicy",
    ),
    "spec": (
        "accesscontextmanager:ServicePerimeterDryRunResource",
        "accesscontextmanager:ServicePerimeterDryRunIngressPolicy",
        "accesscontextmanager:ServicePerimeterDryRunEgressPolicy",
    ),
}
"""Resources of their own that add to a side: projects, ingress rules, egress rules."""


@record
class Texts:
    """A list of which some items may be unknown until the update."""

    known: frozenset[str] = frozenset()
    complete: bool = True
    numbered: frozenset[str] | None = None
    """Of projects: ids whose number the stack tells. A number without an id may be any other project's."""

    def holds(self, text: str) -> bool | None:
        """Whether it holds a text; None where nobody can tell."""
        if text in self.known:
            return True
        if not self.complete:
            return None
        if self.numbered is not None and text not in self.numbered:
            others = {one for one in self.known if one != EVERYWHERE and not one.startswith("level ") and one not in self.numbered}
            if any(one.isdigit() is not text.isdigit() for one in others):
                return None
        return False

    def shown(self) -> str:
        """In words."""
        return ", ".join([*sorted(self.known), *([] if self.complete else ["others that the update tells"])]) or "nobody"


@record
class Rule:
    """One rule of ingress or egress."""

    direction: str
    """`ingress` or `egress`."""
    title: str
    identities: Texts
    kind: str
    """`ANY_IDENTITY`, `ANY_USER_ACCOUNT`, `ANY_SERVICE_ACCOUNT`; empty where identities are named."""
    sources: Texts
    """Ingress: projects by id or number, `level:<name>`, or `*`."""
    services: Mapping[str, tuple[str, ...]]
    """Service or `*` → methods; none: all."""
    services_known: bool
    projects: Texts
    """Projects that the rule leads to, or `*`."""
    roles: Texts
    urn: str
    path: Path

    def shown(self) -> str:
        """In words: two rules that say the same are equal in it."""
        who = {"ANY_IDENTITY": "anybody", "ANY_USER_ACCOUNT": "any person", "ANY_SERVICE_ACCOUNT": "any service account"}.get(self.kind)
        calls = "; ".join(f"{service} {', '.join(methods) or '*'}" for service, methods in sorted(self.services.items()))
        asked = calls if self.services_known else f"{calls} and services that the update tells"
        roles = f" by {self.roles.shown()}" if self.roles.known or not self.roles.complete else ""
        source = f" from {self.sources.shown()}" if self.direction == "ingress" else ""
        word = "in" if self.direction == "ingress" else "out"
        return f"{word}, {self.title}: {who or self.identities.shown()}{source} to {self.projects.shown()}: {asked or 'no call'}{roles}"


@record
class Configuration:
    """One side of a perimeter."""

    projects: Texts
    """By id where the stack tells it, else by number."""
    restricted: Texts
    accessible: Texts | None
    """Services that networks inside may call; None: all."""
    levels: Texts
    rules: tuple[Rule, ...]
    path: Path

    def restricts(self, service: str) -> bool | None:
        """Whether calls of a service stop at its border."""
        return True if EVERYWHERE in self.restricted.known else self.restricted.holds(service)


@record
class Perimeter:
    """A perimeter, now and then."""

    name: str
    urn: str
    bridge: bool
    now: Configuration | None
    """What it enforces; None: nothing."""
    then: Configuration | None
    """What it would enforce; None: nothing."""
    dry: bool
    """Whether `then` only reports today."""
    known: bool = True
    """False where the update decides what it enforces."""


def perimeters(graph: GraphBuilder) -> tuple[Perimeter, ...]:
    """Every perimeter of a stack."""
    return tuple(_perimeter(graph, graph.view(resource.urn)) for resource in graph.stack.of_type(*PERIMETER))


def canonical(graph: GraphBuilder, project: str) -> str:
    """A project by its id where the stack tells it, else as it is given."""
    project = project.removeprefix("projects/")
    return numbers_of(graph).get(project, project)


def _perimeter(graph: GraphBuilder, view: ResourceView) -> Perimeter:
    name = view.value("title") or view.value("name")
    shown = str(name).rpartition("/")[2] if isinstance(name, str) else view.resource.name
    dry = view.flag("useExplicitDryRunSpec") is True and view.value("spec") is not None
    now, then = _side(graph, view, "status"), _side(graph, view, "spec" if dry else "status")
    known = not any(is_unknown(view.value(side)) for side in ("status", "spec", "useExplicitDryRunSpec", "perimeterType"))
    return Perimeter(shown, view.resource.urn, view.value("perimeterType") == "PERIMETER_TYPE_BRIDGE", now, then, dry, known)


def _side(graph: GraphBuilder, view: ResourceView, side: str) -> Configuration | None:
    if view.value(side) is None:
        return None
    added, *rules_of = _PARTS[side]
    projects = _projects(graph, view, f"{side}.resources", side)
    for part in _parts(graph, view, added):
        one = _projects(graph, part, "resource", "resource")
        projects = Texts(projects.known | one.known, projects.complete and one.complete, projects.numbered)
    accessible = None
    if view.flag(f"{side}.vpcAccessibleServices.enableRestriction") is True:
        accessible = _texts(view, f"{side}.vpcAccessibleServices.allowedServices")
    restricted = _texts(view, f"{side}.restrictedServices")
    if accessible is not None and RESTRICTED_SERVICES in accessible.known:
        accessible = Texts((accessible.known - {RESTRICTED_SERVICES}) | restricted.known, accessible.complete and restricted.complete)
    levels = _texts(view, f"{side}.accessLevels")
    found: list[Rule] = []
    for direction, token in zip(("ingress", "egress"), rules_of, strict=True):
        blocks = view.blocks(f"{side}.{direction}Policies")
        found += [_rule(graph, view, f"{block}.", direction) for block in ([] if is_unknown(blocks) else blocks)]
        found += [_rule(graph, part, "", direction) for part in _parts(graph, view, token)]
    short = Texts(frozenset(level.rpartition("/")[2] for level in levels.known), levels.complete)
    return Configuration(projects, restricted, accessible, short, tuple(found), side)


def _parts(graph: GraphBuilder, view: ResourceView, token: str) -> Iterator[ResourceView]:
    for resource in graph.stack.of_type(*tokens(token)):
        part = graph.view(resource.urn)
        prop = "perimeterName" if part.value("perimeterName") is not None else "perimeter"
        if view.resource.urn in refer(graph, part, prop, *PERIMETER).targets:
            yield part


def _texts(view: ResourceView, path: Path) -> Texts:
    found = view.texts(path)
    if is_unknown(found):
        return Texts(complete=False)
    known = frozenset(text for text in found if isinstance(text, str))
    return Texts(known, not any(is_unknown(text) for text in found))


def _projects(graph: GraphBuilder, view: ResourceView, path: Path, top: Path) -> Texts:
    """Projects at a property: those that are not known yet come from the projects that it depends on, where there are as many of both."""
    value = view.value(path)
    items = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
    known = {canonical(graph, parse(text).name) if text != EVERYWHERE else text for text in items if isinstance(text, str)}
    numbered = frozenset(numbers_of(graph).values())
    if not holds_unknown(value):
        return Texts(frozenset(known), True, numbered)
    depends = [graph.view(urn) for urn in sorted(view.resource.property_dependencies.get(top, ())) if urn in graph.stack.by_urn]
    made = {project for one in depends if one.resource.type == PROJECT and (project := _id_of(one)) is not None} - known
    missing = sum(1 for item in items if not isinstance(item, str))
    whole = len(made) == missing
    return Texts(frozenset(known | made) if whole else frozenset(known), whole, numbered)


def _id_of(project: ResourceView) -> str | None:
    value = project.value("projectId")
    return value if isinstance(value, str) else project_of(project)


def _rule(graph: GraphBuilder, view: ResourceView, base: Path, direction: str) -> Rule:
    caller, aim = f"{base}{direction}From", f"{base}{direction}To"
    title = view.value(f"{base}title")
    kind = view.value(f"{caller}.identityType")
    kind = "" if kind in (None, "", "IDENTITY_TYPE_UNSPECIFIED") else str(kind).upper() if isinstance(kind, str) else "?"
    services: dict[str, tuple[str, ...]] = {}
    operations = view.blocks(f"{aim}.operations")
    known = not is_unknown(operations)
    for block in [] if is_unknown(operations) else operations:
        name = view.value(f"{block}.serviceName")
        methods = view.value(f"{block}.methodSelectors")
        if not isinstance(name, str) or holds_unknown(methods):
            known = False
            continue
        named = [str(one.get("method") or one.get("permission")) for one in methods or [] if isinstance(one, Mapping)]
        services[name] = () if EVERYWHERE in named else tuple(named)
    return Rule(
        direction,
        title if isinstance(title, str) and title else f"rule {base.rstrip('.').rpartition('[')[2].rstrip(']') or view.resource.name}",
        _identities(graph, view, f"{caller}.identities", base),
        kind,
        _sources(graph, view, f"{caller}.sources") if direction == "ingress" else Texts(),
        services,
        known,
        _projects(graph, view, f"{aim}.resources", base.partition(".")[0].partition("[")[0] or aim),
        _texts(view, f"{aim}.roles"),
        view.resource.urn,
        base.rstrip("."),
    )


def _identities(graph: GraphBuilder, view: ResourceView, path: Path, base: Path) -> Texts:
    found = _texts(view, path)
    if found.complete:
        return found
    top = base.partition(".")[0] or path.partition(".")[0]
    accounts = [graph.view(urn) for urn in view.resource.property_dependencies.get(top, ()) if urn in graph.stack.by_urn]
    made = {f"serviceAccount:{address}" for one in accounts if one.resource.type == SERVICE_ACCOUNT and (address := address_of(one))}
    value = view.value(path)
    missing = sum(1 for item in value if is_unknown(item)) if isinstance(value, (list, tuple)) else 0
    made -= found.known
    return Texts(found.known | made, True) if missing == len(made) else found


def address_of(account: ResourceView) -> str | None:
    """A service account's address, which follows from its name and project."""
    email = account.value("email")
    if isinstance(email, str):
        return email
    name, project = account.value("accountId"), project_of(account)
    return f"{name}@{project}.iam.gserviceaccount.com" if isinstance(name, str) and project else None


def _sources(graph: GraphBuilder, view: ResourceView, path: Path) -> Texts:
    blocks = view.blocks(path)
    if is_unknown(blocks):
        return Texts(complete=False)
    known: set[str] = set()
    complete = True
    for block in blocks:
        level, resource = view.value(f"{block}.accessLevel"), view.value(f"{block}.resource")
        if is_unknown(level) or is_unknown(resource):
            complete = False
            if is_unknown(level) and not resource:
                known.add("level that the update names")
        elif isinstance(level, str) and level:
            known.add(EVERYWHERE if level == EVERYWHERE else f"level {level.rpartition('/')[2]}")
        elif isinstance(resource, str) and resource:
            name = parse(resource)
            known.add(canonical(graph, (name.project or name.name) if "/networks/" in resource else name.name))
    return Texts(frozenset(known), complete, frozenset(numbers_of(graph).values()))
