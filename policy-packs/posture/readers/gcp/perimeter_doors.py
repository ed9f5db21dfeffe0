"""Doors in a perimeter: with one for whoever is on the internet, stolen credentials are enough, and what it holds is as good as outside.

A store that no perimeter holds is its grants' matter. One that a perimeter is said to hold, and does not, is said here.

Sources: Google Cloud documentation, "Ingress and egress rules" (`identityType`, sources `*`), "Access level attributes", "Context-aware access
with ingress rules", "Allow access to protected resources from outside a perimeter" (access levels of a perimeter).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.access_levels import LEVEL, open_to_all
from posture.readers.gcp.names import project_of
from posture.readers.gcp.perimeters import Perimeter, holds, perimeters, rules
from posture.readers.gcp.stores import KEYS, stores
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_OPEN_IDENTITIES: Final = frozenset({"ANY_IDENTITY", "ANY_USER_ACCOUNT", "ANY_SERVICE_ACCOUNT"})


@joins
def doors(graph: GraphBuilder) -> None:
    """Stores within a perimeter that lets anybody in."""
    for perimeter in perimeters(graph):
        found = [] if perimeter.bridge or not perimeter.enforced else list(open_doors(graph, perimeter))
        for view in stores(graph) if found else ():
            inside = holds(graph, perimeter, view.resource.urn, project_of(view))
            if inside is not False and view.resource.type not in KEYS:
                for because, certain in found:
                    sure = certain and inside is True
                    graph.edge(Reference.to(view.resource.urn), graph.anybody(), EdgeKind.SHARE, because, certain=sure)


def open_doors(graph: GraphBuilder, perimeter: Perimeter) -> Iterator[tuple[Because, bool]]:
    """Ways into a perimeter for whoever is outside: access levels that ask nothing, ingress rules from everywhere for any identity."""
    view, base = perimeter.view, perimeter.base
    levels = view.texts(f"{base}status.accessLevels")
    if is_unknown(levels):
        yield Because(perimeter.urn, f"{base}status.accessLevels", "unknown"), False
        levels = []
    for number in range(len(levels)):
        answer = open_to_all(graph, view, f"{base}status.accessLevels[{number}]")
        if answer is not False:
            yield Because(perimeter.urn, f"{base}status.accessLevels[{number}]", "the whole internet"), answer is True
    for rule, path in rules(graph, perimeter, "ingress"):
        kind = rule.value(f"{path}ingressFrom.identityType")
        if not is_unknown(kind) and str(kind).upper() not in _OPEN_IDENTITIES:
            continue
        sources = rule.blocks(f"{path}ingressFrom.sources")
        for block in [] if is_unknown(sources) else sources:
            if rule.value(f"{block}.accessLevel") is not None:
                answer = open_to_all(graph, rule, f"{block}.accessLevel")
                if answer is not False:
                    yield (
                        Because(rule.resource.urn, f"{block}.accessLevel", "any identity from anywhere"),
                        answer is True and not is_unknown(kind),
                    )


@reads(*LEVEL, *tokens("accesscontextmanager:AccessLevels"))
def access_level(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the perimeters that name it."""
