"""Where clinical stores stream and notify, and what a BigQuery table reads beside its dataset.

A native table is its dataset's; a view asks with its caller's rights, and one that is authorized stands in the dataset's access list.
Sources: Cloud Healthcare API documentation, "Stream FHIR resource changes to BigQuery", "Stream DICOM metadata to BigQuery", "Configure Pub/Sub
notifications"; BigQuery documentation, "Introduction to external tables", "BigLake tables for Apache Iceberg", "Introduction to views";
Terraform google provider, google_healthcare_fhir_store (`datasetUri`, "bq://projectId.bqDatasetId"), google_bigquery_table.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.gcp.names import parse, refer, resolve
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

_TABLE: Final = tokens("bigquery:Table")
_CLINICAL: Final = tokens("healthcare:FhirStore", "healthcare:DicomStore", "healthcare:Hl7Store")
_DATASET: Final = tokens("bigquery:Dataset")
_BUCKET: Final = tokens("storage:Bucket")
_TOPIC: Final = tokens("pubsub:Topic")
_STREAMED: Final = ("bigqueryDestination.datasetUri", "bigqueryDestination.tableUri")
_NOTIFIED: Final = ("notificationConfig", "notificationConfigs")


@reads(*_CLINICAL)
def streams(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every change of a record goes to the table or topic that the store names."""
    for block in _blocks(resource, graph, "streamConfigs"):
        for path in (f"{block}.{name}" for name in _STREAMED):
            if resource.value(path) is not None:
                _move(graph, resource, Reference.to(resource.resource.urn), _dataset(graph, resource, path), path)
    for name in _NOTIFIED:
        for block in _blocks(resource, graph, name):
            path = f"{block}.pubsubTopic"
            if resource.value(path) is not None:
                _move(graph, resource, Reference.to(resource.resource.urn), _named(graph, refer(graph, resource, path, *_TOPIC)), path)


@reads(*_TABLE)
def table(resource: ResourceView, graph: GraphBuilder) -> None:
    """An external table shows what a bucket holds; a BigLake table keeps its rows there."""
    home = _named(graph, refer(graph, resource, "datasetId", *_DATASET))
    for block in _blocks(resource, graph, "externalDataConfiguration"):
        uris = resource.value(f"{block}.sourceUris")
        if not isinstance(uris, list):
            graph.unreadable(resource.resource.urn, f"what the table shows can't be told ({block}.sourceUris)")
            continue
        for at in range(len(uris)):
            path = f"{block}.sourceUris[{at}]"
            _move(graph, resource, _bucket(graph, resource, path), home, path)
    for block in _blocks(resource, graph, "biglakeConfiguration"):
        path = f"{block}.storageUri"
        bucket = _bucket(graph, resource, path)
        _move(graph, resource, home, bucket, path)
        _move(graph, resource, bucket, home, path)


def _blocks(resource: ResourceView, graph: GraphBuilder, name: Path) -> list[Path]:
    found = resource.blocks(name)
    if isinstance(found, Unknown):
        graph.unreadable(resource.resource.urn, f"where it carries data is unknown until the update ({name})")
        return []
    return found


def _dataset(graph: GraphBuilder, view: ResourceView, path: Path) -> Reference | None:
    """`bq://<project>.<dataset>`, and for a table `.<table>`."""
    text = view.text(path)
    if is_unknown(text):
        return refer(graph, view, path, *_DATASET)
    project, _, rest = str(text).removeprefix("bq://").replace(":", ".").partition(".")
    if not project or not rest:
        return None
    found = resolve(graph, view, f"projects/{project}/datasets/{rest.partition('.')[0]}", _DATASET)
    return found if found.targets else graph.gcp_project(project)


def _bucket(graph: GraphBuilder, view: ResourceView, path: Path) -> Reference | None:
    """`gs://<bucket>/…`; None for what is kept elsewhere, such as in Drive."""
    text = view.value(path)
    if is_unknown(text):
        return refer(graph, view, path, *_BUCKET)
    if not isinstance(text, str) or not text.startswith("gs://"):
        return None
    name = text.removeprefix("gs://").partition("/")[0]
    found = resolve(graph, view, name, _BUCKET)
    return found if found.targets else graph.somewhere("bucket", name)


def _named(graph: GraphBuilder, found: Reference) -> Reference:
    """A store of the stack; else whose it is, by its project; else somewhere."""
    if found.targets or found.literal is None:
        return found
    project = parse(found.literal).project
    if project is not None and not project.isdigit():
        return graph.gcp_project(project)
    return graph.somewhere("store", found.literal.rpartition("/")[2])


def _move(graph: GraphBuilder, view: ResourceView, source: Reference | None, target: Reference | None, path: Path) -> None:
    text = view.value(path)
    because = Because(view.resource.urn, path, text if isinstance(text, str) else "")
    if source is None or target is None or source.unknown or target.unknown:
        graph.unreadable(view.resource.urn, f"where it carries data can't be told ({path})")
        return
    graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain and target.certain)
