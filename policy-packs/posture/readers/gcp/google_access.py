"""Google's APIs as a network reaches them: closed only by an enforced perimeter around the network's project.

Whoever reaches Google's APIs by a private road reaches every project's data with that project's credentials. A perimeter stops that: for the
services that it restricts, by the restricted virtual address, and with no egress rule for everybody. The private address also answers for
services that no perimeter can restrict.

Sources: Google Cloud documentation, "Private Google Access with VPC Service Controls", "VPC accessible services" (what must be configured
together), "Ingress and egress rules" (`*`), "Mitigate data exfiltration risks".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.layout import default_networks
from posture.readers.gcp.names import given, numbers_of, parse, project_of, project_ref, refer_all
from posture.readers.gcp.perimeters import Perimeter, holds, perimeters, rules
from posture.readers.gcp.routes import roads_to_apis
from posture.readers.gcp.tokens import NETWORK, PROJECT, SERVICE
from posture.readers.gcp.vips import PRIVATE, access_key
from posture.readers.registry import joins
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

ANYBODYS: Final = "Google APIs"


@joins
def apis(graph: GraphBuilder) -> None:
    """Where each network's road to Google's APIs leads."""
    for resource in graph.stack.of_type(NETWORK):
        project = project_of(graph.view(resource.urn))
        for domain in roads_to_apis(graph, resource.urn):
            leads_to(graph, access_key(resource.urn, domain), resource.urn, project, restricted=domain != PRIVATE)
        _models(graph, resource.urn)
    for key, project in default_networks(graph).items():
        for domain in roads_to_apis(graph, key):
            leads_to(graph, access_key(key, domain), key, project, restricted=domain != PRIVATE)


def leads_to(graph: GraphBuilder, endpoint: str, network: str, project: str | None, *, restricted: bool) -> None:
    """Edges from an endpoint for Google's APIs to whoever's data may be reached through it."""
    source = Reference.to(endpoint)
    about = network if network in graph.stack.by_urn else endpoint
    asserted = any(entry.literal in (project, f"projects/{project}", endpoint) for entry in graph.approved.asserted)
    found = [(one, inside) for one in perimeters(graph) if not one.bridge and (inside := holds(graph, one, network, project)) is not False]
    sure = [one for one, inside in found if inside]
    if not sure:
        if not asserted:
            certain = not found
            text = _dry(graph, network, project) or "no enforced perimeter"
            graph.edge(source, graph.any_account(ANYBODYS), EdgeKind.USE, Because(about, "project", text), certain=certain)
        return
    for perimeter in sure:
        if not restricted:
            because = Because(perimeter.urn, "status", "the private address answers for services that no perimeter restricts")
            graph.edge(source, graph.any_account(ANYBODYS), EdgeKind.USE, because)
        for because, target, certain in _openings(graph, perimeter):
            graph.edge(source, target, EdgeKind.USE, because, certain=certain)


def _dry(graph: GraphBuilder, network: str, project: str | None) -> str:
    return "dry run only" if any(not one.enforced and one.view.value(f"{one.base}spec") is not None for one in perimeters(graph)) else ""


def _openings(graph: GraphBuilder, perimeter: Perimeter) -> Iterator[tuple[Because, Reference, bool]]:
    base = perimeter.base
    left = perimeter.left_open()
    if left is None:
        graph.unreadable(perimeter.urn, "which services the perimeter restricts is unknown until the update")
    elif left:
        shown = ", ".join(sorted(left)[:3])
        yield Because(perimeter.urn, f"{base}status.restrictedServices", f"not restricted: {shown}"), graph.any_account(ANYBODYS), True
    for rule, path in rules(graph, perimeter, "egress"):
        yield from _egress(graph, rule, path)


def _egress(graph: GraphBuilder, rule: ResourceView, path: Path) -> Iterator[tuple[Because, Reference, bool]]:
    where = f"{path}egressTo.resources"
    texts = rule.listed(where)
    operations = rule.blocks(f"{path}egressTo.operations")
    if operations == []:
        return  # a rule without operations allows none
    others = f"{path}egressTo.externalResources"
    if given(rule, others):
        yield Because(rule.resource.urn, others), graph.any_account("another cloud"), not is_unknown(rule.value(others))
    if is_unknown(texts):
        known = refer_all(graph, rule, where, PROJECT)
        if any(not one.targets for one in known):
            graph.unreadable(rule.resource.urn, "where an egress rule leads is unknown until the update")
        return
    for number, text in enumerate(texts or []):
        because = Because(rule.resource.urn, f"{where}[{number}]", str(text))
        if text == "*":
            yield because, graph.any_account(ANYBODYS), True
        elif isinstance(text, str):
            name = parse(text).name
            # Perimeters know projects by number alone, reviewers by id.
            yield because, graph.gcp_project(numbers_of(graph).get(name, name)), True


def _models(graph: GraphBuilder, network: str) -> None:
    """A network whose project has the models' API switched on reaches the cloud's own models, where a road leads to Google's APIs."""
    view = graph.view(network)
    project = project_of(view)
    own = project_ref(graph, view)
    if not roads_to_apis(graph, network):
        return
    for resource in graph.stack.of_type(SERVICE):
        service = graph.view(resource.urn)
        if service.value("service") != "aiplatform.googleapis.com":
            continue
        theirs = project_ref(graph, service)
        same = bool(set(own.targets) & set(theirs.targets)) or (project is not None and project == project_of(service))
        closed = [one.accessible() for one in perimeters(graph) if holds(graph, one, network, project)]
        if same and not any(allowed is not None and "aiplatform.googleapis.com" not in allowed for allowed in closed):
            because = Because(resource.urn, "service", "aiplatform.googleapis.com")
            graph.add(EndpointFact(f"{network}#aiplatform", Reference.to(network), "aiplatform", because=because))
