"""OpenSearch Ingestion: a pipeline takes records from its source and writes them into its sinks, as its configuration says.

Where it stands and what its role may use is read with the other workloads. Who pushes to it (HTTP, OpenTelemetry) is no source of ours.
Sources: Amazon OpenSearch Service Developer Guide, "Using an OpenSearch Ingestion pipeline with …" (`table_arn`, `stream_name`, `hosts`, `bucket`),
"Pipeline plugins and options" (sinks are `opensearch`, `s3` and other pipelines; `dlq` is a bucket); Data Prepper documentation, "Sinks".
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

import yaml

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import by_arn
from posture.readers.aws.collection_policies import COLLECTION
from posture.readers.aws.handing_on import as_arn, bucket_named
from posture.readers.aws.resource_policies import DOMAIN
from posture.readers.aws.stores import STORES
from posture.readers.aws.unclear import unclear
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import ResourceView

PIPELINE: Final = "aws:opensearchingest/pipeline:Pipeline"
_BODY: Final = "pipelineConfigurationBody"
_STAGES: Final = ("s3_bucket",)
"""Where a source puts what it exports before it reads it."""
_ENDPOINTS: Final = ("endpoint", "endpointV2", "collectionEndpoint")


@reads(PIPELINE)
def pipeline(resource: ResourceView, graph: GraphBuilder) -> None:
    """Both ends stand in other resources: the join reads them."""


@joins
def ingestion(graph: GraphBuilder) -> None:
    """From its source's stores into the pipeline, and on into each sink."""
    for resource in graph.stack.of_type(PIPELINE):
        view = graph.view(resource.urn)
        body = view.value(_BODY)
        parts = _parts(body) if isinstance(body, str) else None
        if parts is None:
            unclear(graph, resource.urn, f"what it takes in, and where it carries it, is not known ({_BODY})")
            continue
        for part in parts:
            _takes(graph, view, part.get("source"))
            _carries(graph, view, part.get("sink"))


def _parts(text: str) -> list[Mapping[str, Any]] | None:
    """The pipelines of a configuration; JSON is YAML too. None: it can't be read."""
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(found, Mapping):
        return None
    if sum(1 for _ in islice(_texts(found), _MOST + 1)) > _MOST:
        return None
    parts = [part for part in found.values() if isinstance(part, Mapping) and "sink" in part]
    return parts or None


def _takes(graph: GraphBuilder, view: ResourceView, source: Any) -> None:
    urn = view.resource.urn
    for key, literal in _texts(source):
        if key in _STAGES:
            _into(graph, view, bucket_named(view, graph, literal, _BODY), literal)
            continue
        found = by_arn(graph, view, as_arn(literal), tuple(STORES), _BODY)
        if found.targets:
            graph.edge(
                found, Reference.to(urn), EdgeKind.REPLICATE, Because(urn, _BODY, literal), moves=Moves.FORWARD, certain=found.certain
            )


def _carries(graph: GraphBuilder, view: ResourceView, sinks: Any) -> None:
    for sink in sinks if isinstance(sinks, list) else [sinks]:
        if not isinstance(sink, Mapping) or not sink:
            unclear(graph, view.resource.urn, f"where it carries records to can't be read ({_BODY}: sink)")
            continue
        for kind, said in sink.items():
            if kind == "pipeline":
                continue
            places = [(key, text) for key, text in _texts(said) if key in ("bucket", "hosts")]
            if not places:
                unclear(graph, view.resource.urn, f"where it carries records to is not known ({_BODY}: sink {kind})")
            for key, text in places:
                _into(graph, view, bucket_named(view, graph, text, _BODY) if key == "bucket" else _host(graph, text), text)


def _host(graph: GraphBuilder, written: str) -> Reference:
    """A domain or collection of the stack by its endpoint; any other is not known to be ours."""
    host = written.partition("://")[2] or written
    host = host.partition("/")[0].partition(":")[0]
    owners = tuple(
        one.urn
        for one in graph.stack.of_type(*DOMAIN, *COLLECTION)
        if any(isinstance(value := one.props.get(prop), str) and (value.partition("://")[2] or value) == host for prop in _ENDPOINTS)
    )
    return Reference(targets=owners, certain=len(owners) == 1, literal=host) if owners else graph.somewhere("destination", host)


def _into(graph: GraphBuilder, view: ResourceView, target: Reference, written: str) -> None:
    urn = view.resource.urn
    because = Because(urn, _BODY, written)
    graph.edge(Reference.to(urn), target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)


def _texts(value: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every text within, with the key that it stands under."""
    if isinstance(value, str):
        yield key, value
    elif depth > _DEEPEST:
        return
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, str(name), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key, depth + 1)


_DEEPEST: Final = 50
_MOST: Final = 2000
"""Texts in a configuration: one that is larger by aliases of aliases is not walked."""
