"""Inspections of Sensitive Data Protection: what is looked through, and where findings, copies and notices of it go.

Findings may quote what was found. Sources: Sensitive Data Protection documentation, "Inspect Google Cloud storage and databases for sensitive data",
"Enable inspection or risk analysis actions" (save to BigQuery, publish to Pub/Sub, make a de-identified copy); DLP API reference, `Action`.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.gcp.names import parse, refer, resolve
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_TRIGGER: Final = tokens("dataloss:PreventionJobTrigger")
_DATASET: Final = tokens("bigquery:Dataset")
_BUCKET: Final = tokens("storage:Bucket")
_TOPIC: Final = tokens("pubsub:Topic")
_FROM: Final = "inspectJob.storageConfig"
_TABLES: Final = ("saveFindings.outputConfig.table", "deidentify.transformationDetailsStorageConfig.table")

_FILES: Final = ("saveFindings.outputConfig.storagePath.path", "deidentify.cloudStorageOutput")


@reads(*_TRIGGER)
def inspection(resource: ResourceView, graph: GraphBuilder) -> None:
    """What each run reads moves to what its actions name. A trigger that is paused runs none."""
    urn = resource.resource.urn
    if resource.value("status") == "PAUSED" or resource.value("inspectJob") is None:
        return
    source = _source(graph, resource)
    blocks = resource.blocks("inspectJob.actions")
    if source is None or is_unknown(blocks):
        graph.unreadable(urn, "what the inspection reads, or what it does with it, is unknown until the update")
        return
    for block in blocks:
        for table in _TABLES:
            if resource.value(f"{block}.{table}") is not None:
                _move(graph, resource, source, _dataset(graph, resource, f"{block}.{table}"), f"{block}.{table}")
        if resource.value(f"{block}.pubSub.topic") is not None:
            _move(graph, resource, source, _whose(graph, refer(graph, resource, f"{block}.pubSub.topic", *_TOPIC)), f"{block}.pubSub.topic")
        for files in _FILES:
            if resource.value(f"{block}.{files}") is not None:
                _move(graph, resource, source, _bucket(graph, resource, f"{block}.{files}"), f"{block}.{files}")


def _source(graph: GraphBuilder, view: ResourceView) -> Reference | None:
    files = f"{_FROM}.cloudStorageOptions.fileSet"
    for path in (f"{files}.url", f"{files}.regexFileSet.bucketName"):
        if view.value(path) is not None:
            return _bucket(graph, view, path)
    table = f"{_FROM}.bigQueryOptions.tableReference"
    return _dataset(graph, view, table) if view.value(table) is not None else None


def _bucket(graph: GraphBuilder, view: ResourceView, path: Path) -> Reference:
    """`gs://<bucket>/…`, or a bucket's name."""
    text = view.value(path)
    if not isinstance(text, str):
        return view.refers_to(path, _BUCKET)
    name = text.removeprefix("gs://").partition("/")[0]
    found = resolve(graph, view, name, _BUCKET)
    return found if found.targets else graph.somewhere("bucket", name)


def _dataset(graph: GraphBuilder, view: ResourceView, path: Path) -> Reference:
    project, name = view.value(f"{path}.projectId"), view.value(f"{path}.datasetId")
    if is_unknown(name):
        return view.refers_to(f"{path}.datasetId", _DATASET)
    if not isinstance(project, str) or not isinstance(name, str):
        return view.refers_to(path, _DATASET)
    found = resolve(graph, view, f"projects/{project}/datasets/{name}", _DATASET)
    return found if found.targets else graph.gcp_project(project)


def _whose(graph: GraphBuilder, found: Reference) -> Reference:
    if found.targets or found.literal is None:
        return found
    project = parse(found.literal).project
    return graph.gcp_project(project) if project is not None else graph.somewhere("topic", found.literal)


def _move(graph: GraphBuilder, view: ResourceView, source: Reference, target: Reference, path: Path) -> None:
    if any(not one.targets and one.literal is None for one in (source, target)):
        graph.unreadable(view.resource.urn, f"where the inspection carries data can't be told ({path})")
        return
    certain = source.certain and target.certain
    graph.edge(source, target, EdgeKind.REPLICATE, Because(view.resource.urn, path), moves=Moves.FORWARD, certain=certain)
