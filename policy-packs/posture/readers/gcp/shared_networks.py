"""Shared VPC: a project that is attached to a host puts machines of its own into the host's subnetworks.

Who of that project may do so is IAM's matter; whose project it is decides whether they are ours at all.
Sources: Virtual Private Cloud documentation, "Shared VPC overview" (host and service projects), "Provision Shared VPC".
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.layout import parts
from posture.readers.gcp.names import numbers_of, project_of
from posture.readers.gcp.tokens import PROJECT, tokens
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

(ATTACHED,) = tokens("compute:SharedVPCServiceProject")


@reads(ATTACHED)
def service_project(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by `attached`. Here: only what can't be placed."""
    for prop in ("hostProject", "serviceProject"):
        if _project(graph, resource, prop) is None:
            graph.unreadable(resource.resource.urn, f"which project it names is unknown until the update ({prop})")


@joins
def attached(graph: GraphBuilder) -> None:
    """Every subnetwork of the host is open to the machines of the project."""
    for resource in graph.stack.of_type(ATTACHED):
        view = graph.view(resource.urn)
        host, guest = _project(graph, view, "hostProject"), _project(graph, view, "serviceProject")
        if host is None or guest is None or guest in graph.own_projects:
            continue
        whose = graph.somewhere("project", guest) if guest.isdigit() else graph.gcp_project(guest)
        because = Because(resource.urn, "serviceProject", guest)
        for part in parts(graph).values():
            networks = [graph.view(urn) for urn in part.network.targets if urn in graph.stack.by_urn]
            if any(project_of(network) == host for network in networks):
                graph.edge(Reference.to(part.key), whose, EdgeKind.SHARE, because, certain=part.network.certain)


def _project(graph: GraphBuilder, view: ResourceView, prop: Path) -> str | None:
    """A project's id, as written or by what it comes from."""
    value = view.value(prop)
    if isinstance(value, str):
        text = value.removeprefix("projects/")
        return numbers_of(graph).get(text, text)
    if not is_unknown(value):
        return None
    found = {_own_id(graph.view(urn)) for urn in view.refers_to(prop).targets}
    return found.pop() if len(found) == 1 else None


def _own_id(view: ResourceView) -> str | None:
    own = view.value("projectId") if view.resource.type == PROJECT else project_of(view)
    return own if isinstance(own, str) else None
