"""Delivery streams: what is put in comes out at the destination.

Source: Amazon Data Firehose Developer Guide, "Configure destination settings", "Back up source data" (all or failed records, to S3).
"""

from collections.abc import Mapping
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import goes_to
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

FIREHOSE: Final = ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws-native:kinesisfirehose:DeliveryStream")

_BUCKETS: Final = ("bucketArn", "s3Configuration.bucketArn", "s3BackupConfiguration.bucketArn", "s3Configuration.bucketARN")
_STORES: Final = ("domainArn", "tableBucketArn")
_URLS: Final = ("url", "endpointConfiguration.url", "hecEndpoint", "accountUrl", "clusterEndpoint", "collectionEndpoint", "clusterJdbcurl")
_DESTINATIONS: Final = (
    "extendedS3", "s3", "httpEndpoint", "splunk", "snowflake", "redshift", "opensearch", "opensearchserverless", "elasticsearch",
    "amazonopensearchservice", "amazonOpenSearchServerless", "iceberg",
)  # fmt: skip
_SOURCES: Final = ("kinesisSourceConfiguration.kinesisStreamArn", "mskSourceConfiguration.mskClusterArn")


@reads(*FIREHOSE)
def delivery_stream(resource: ResourceView, graph: GraphBuilder) -> None:
    """One stream: from its source, to each destination and backup bucket that it names."""
    urn = resource.resource.urn
    own = Reference.to(urn)
    for prop in _SOURCES:
        source = resource.refers_to(prop)
        if source.targets:
            graph.edge(source, own, EdgeKind.REPLICATE, Because(urn, prop), moves=Moves.FORWARD, certain=source.certain)
    found = False
    for name in _DESTINATIONS:
        for block in (f"{name}Configuration", f"{name}DestinationConfiguration"):
            value = resource.value(block)
            if is_unknown(value) or (value is not None and not isinstance(value, (Mapping, list, tuple))):
                unclear(graph, urn, f"where the stream delivers is unknown until the update ({block})")
            found = found or value is not None
            if value is not None:
                _delivers(resource, graph, own, block)
    if not found:
        unclear(graph, urn, "where the stream delivers is not known: no destination that is read")


def _transforms(resource: ResourceView, graph: GraphBuilder, own: Reference, processors: str) -> None:
    """A function is handed every record, and gives back what is delivered ("Transform source data in Amazon Data Firehose")."""
    for processor in _blocks(resource, processors):
        for parameter in _blocks(resource, f"{processor}.parameters"):
            if resource.text(f"{parameter}.parameterName") == "LambdaArn":
                goes_to(resource, graph, own, f"{parameter}.parameterValue", FUNCTION)


def _blocks(resource: ResourceView, path: str) -> list[str]:
    found = resource.blocks(path)
    return [] if isinstance(found, Unknown) else found


def _delivers(resource: ResourceView, graph: GraphBuilder, own: Reference, block: str) -> None:
    _transforms(resource, graph, own, f"{block}.processingConfiguration.processors")
    for name in _BUCKETS:
        if resource.value(f"{block}.{name}") is not None:
            goes_to(resource, graph, own, f"{block}.{name}", BUCKET)
    for name in _STORES:
        if resource.value(f"{block}.{name}") is not None:
            goes_to(resource, graph, own, f"{block}.{name}")
    for name in _URLS:
        url = resource.text(f"{block}.{name}")
        if url is None:
            continue
        because = Because(resource.resource.urn, f"{block}.{name}", "an address outside")
        target = resource.refers_to(f"{block}.{name}")
        if target.targets:
            graph.edge(own, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)
        elif block.startswith(("httpEndpoint", "splunk", "snowflake")):
            graph.edge(own, graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=not is_unknown(url))
        else:
            unclear(graph, resource.resource.urn, f"what {block}.{name} names is no resource of the stack")
