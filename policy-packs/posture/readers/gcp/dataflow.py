"""Dataflow: workers that the service makes in a subnet of ours, the buckets that they keep files in, and what their parameters name.

Sources: Google Cloud documentation, "Specify a network and subnetwork" (the network `default` unless one is named; a subnetwork of a Shared VPC),
"Configure internet access and firewall rules" (workers have external addresses unless the job says otherwise), "Dataflow security and permissions"
(the worker service account; temporary and staging files), "Flex Templates" (parameters).
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.machines import WORKERS
from posture.readers.gcp.names import project_ref, resolve
from posture.readers.gcp.serverless import acts_as
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_FILES: Final = ("tempLocation", "stagingLocation", "tempGcsLocation", "templateGcsPath", "containerSpecGcsPath")
_BUCKET: Final = tokens("storage:Bucket")
_TABLE: Final = re.compile(r"^([a-z][a-z0-9-]{4,28}[a-z0-9])[:.](\w+)\.\w+$")
_PATH: Final = re.compile(r"^projects/([^/]+)/(?:topics|subscriptions|datasets|instances)/[^/]+")
_STORES: Final = (*_BUCKET, *tokens("bigquery:Dataset", "pubsub:Topic", "pubsub:Subscription", "bigtable:Instance", "spanner:Instance"))


@reads(*WORKERS)
def job(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a job reads and writes by name; where its workers stand is read with machines (`machines`, `placing`)."""
    acts_as(graph, resource, "serviceAccountEmail")
    urn = resource.resource.urn
    if resource.value("subnetwork") is None and resource.value("network") is None:
        because = Because(urn, "network", "the default network, whose default route is kept")
        graph.add(WorkloadFact(urn, (), (), within=project_ref(graph, resource), because=because))
        graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
    for path, text in _named(resource):
        if text is None:
            found = [one for one in resource.all_refer_to(path, _STORES) if one.targets]
            if not found:
                graph.unreadable(urn, f"what it reads or writes is unknown until the update ({path})")
            for one in found:
                graph.edge(Reference.to(urn), one, EdgeKind.USE, Because(urn, path), certain=one.certain)
        elif (target := _meant(graph, resource, text)) is not None:
            graph.edge(Reference.to(urn), target, EdgeKind.USE, Because(urn, path, text), certain=target.certain)


def _named(view: ResourceView) -> Iterator[tuple[Path, str | None]]:
    for path in _FILES:
        value = view.value(path)
        if value is not None:
            yield path, value if isinstance(value, str) else None
    given = view.value("parameters")
    if is_unknown(given):
        yield "parameters", None
    elif isinstance(given, dict):
        for name, value in sorted(given.items()):
            yield f"parameters.{name}", value if isinstance(value, str) else None


def _meant(graph: GraphBuilder, view: ResourceView, text: str) -> Reference | None:
    """The store that a text names; None where it names none."""
    if text.startswith("gs://"):
        name = text.removeprefix("gs://").partition("/")[0]
        found = resolve(graph, view, name, _BUCKET)
        return found if found.targets else graph.somewhere("bucket", name)
    if (table := _TABLE.match(text)) is not None:
        project, dataset = table.groups()
        found = resolve(graph, view, f"projects/{project}/datasets/{dataset}", _STORES)
        return found if found.targets else graph.gcp_project(project)
    if (named := _PATH.match(text)) is not None:
        found = resolve(graph, view, named.group(), _STORES)
        return found if found.targets else graph.gcp_project(named.group(1))
    return None
