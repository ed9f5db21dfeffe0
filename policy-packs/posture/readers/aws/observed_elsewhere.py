"""Logs, metrics and notices that are seen elsewhere: accounts that observe ours, metric streams, deliveries of service logs, event notices.

Sources: Amazon CloudWatch User Guide, "CloudWatch cross-account observability" (a link shares log groups, metrics and traces with the sink's
account), "Use metric streams"; Amazon CloudWatch Logs User Guide, "Enable logging from AWS services" (delivery sources and destinations),
"Help protect sensitive log data with masking" (findings destinations); Amazon RDS User Guide, "Working with Amazon RDS event notification",
"Monitoring Amazon Aurora with Database Activity Streams"; AWS Systems Manager User Guide, "Creating a resource data sync"; Amazon Security
Lake User Guide, "Subscriber management"; Amazon S3 User Guide, "Amazon S3 Storage Lens metrics export".
"""

from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import ARN, follow, stores_beside, told, told_account
from posture.readers.aws.firehose import FIREHOSE
from posture.readers.aws.handing_on import bucket_named, to_region
from posture.readers.aws.tokens import BUCKET, LOG_GROUP
from posture.readers.aws.unclear import DATA, OUTSIDE, unclear
from posture.readers.aws.whereabouts import same_account
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

SINK: Final = ("aws:oam/sink:Sink",)
LINK: Final = "aws:oam/link:Link"
MASKING: Final = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"
_TOPIC: Final = ("aws:sns/topic:Topic", "aws-native:sns:Topic")
_LENS: Final = "storageLensConfiguration.dataExport.s3BucketDestination"

NOTICES: Final[dict[str, tuple[tuple[str, tuple[str, ...], str], ...]]] = {
    "aws:cloudwatch/metricStream:MetricStream": (("firehoseArn", FIREHOSE, "metrics"),),
    "aws:rds/eventSubscription:EventSubscription": (("snsTopic", _TOPIC, "notices of databases"),),
    "aws:docdb/eventSubscription:EventSubscription": (("snsTopicArn", _TOPIC, "notices of databases"),),
    "aws:neptune/eventSubscription:EventSubscription": (("snsTopicArn", _TOPIC, "notices of databases"),),
    "aws:redshift/eventSubscription:EventSubscription": (("snsTopicArn", _TOPIC, "notices of warehouses"),),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (
        ("deliveryDestinationConfiguration.destinationResourceArn", (*BUCKET, *LOG_GROUP, *FIREHOSE), "logs of services"),
    ),
    "aws:ssm/resourceDataSync:ResourceDataSync": (("s3Destination.bucketName", BUCKET, "inventories of machines"),),
    "aws:s3control/storageLensConfiguration:StorageLensConfiguration": ((f"{_LENS}.arn", BUCKET, "metrics of buckets"),),
    "aws:cur/reportDefinition:ReportDefinition": (("s3Bucket", BUCKET, "names of resources and what they cost"),),
    "aws:timestreamquery/scheduledQuery:ScheduledQuery": (
        ("errorReportConfiguration.s3Configuration.bucketName", BUCKET, "reports of failed queries"),
        ("notificationConfiguration.snsConfiguration.topicArn", _TOPIC, "notices of queries"),
    ),
    "aws:sns/platformApplication:PlatformApplication": (
        ("eventDeliveryFailureTopicArn", _TOPIC, "notices of deliveries"),
        ("eventEndpointCreatedTopicArn", _TOPIC, "notices of devices"),
        ("eventEndpointDeletedTopicArn", _TOPIC, "notices of devices"),
        ("eventEndpointUpdatedTopicArn", _TOPIC, "notices of devices"),
    ),
}
"""Type → where what it tells goes: property, kinds of destination, what it is."""


@reads(*NOTICES, LINK, MASKING, "aws:securitylake/subscriber:Subscriber", "aws:securitylake/dataLake:DataLake")
def observed(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the join, once every store is known."""


@joins
def observers(graph: GraphBuilder) -> None:
    """Stores → whoever is told about them, when that is not with us."""
    for token, ways in NOTICES.items():
        for resource in graph.stack.of_type(token):
            for prop, kinds, what in ways:
                told(graph.view(resource.urn), graph, prop, kinds, what)
    for resource in graph.stack.of_type("aws:s3control/storageLensConfiguration:StorageLensConfiguration"):
        told_account(graph.view(resource.urn), graph, f"{_LENS}.accountId", "metrics of buckets")
    for resource in graph.stack.of_type("aws:securitylake/subscriber:Subscriber"):
        told_account(graph.view(resource.urn), graph, "subscriberIdentity.principal", "security logs of the account")
    for resource in graph.stack.of_type("aws:securitylake/dataLake:DataLake"):
        _security_lake(graph, graph.view(resource.urn))
    for resource in graph.stack.of_type(LINK):
        _linked(graph, graph.view(resource.urn))
    for resource in graph.stack.of_type(MASKING):
        _found_in_logs(graph, graph.view(resource.urn))


_LOGS: Final = "AWS::Logs::LogGroup"


def _linked(graph: GraphBuilder, view: ResourceView) -> None:
    """The sink's account sees what the link names; of log groups, every event."""
    kinds = view.texts("resourceTypes")
    told(view, graph, "sinkIdentifier", SINK, "metrics and traces")
    if not isinstance(kinds, Unknown) and _LOGS not in kinds and not any(isinstance(kind, Unknown) for kind in kinds):
        return
    sink = follow(view, graph, "sinkIdentifier", SINK)
    groups = [group.urn for group in graph.stack.of_type(*LOG_GROUP) if same_account(group, view.resource) is not False]
    parts = ARN.match(sink.literal) if sink.literal else None
    because = Because(view.resource.urn, "sinkIdentifier", sink.literal or "")
    for group in groups:
        if sink.targets:
            graph.edge(Reference.to(group), sink, EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=sink.certain)
        elif parts is not None and parts["account"]:
            graph.edge(Reference.to(group), graph.aws_account(parts["account"]), EdgeKind.SHARE, because, moves=Moves.FORWARD)
            to_region(graph, Reference.to(group), parts["region"], because)
        else:
            unclear(graph, group, "which account sees the log group's events is not known (sinkIdentifier)", DATA)


def _found_in_logs(graph: GraphBuilder, view: ResourceView) -> None:
    """What a masking policy finds goes to the destinations that its document names."""
    group = view.refers_to("logGroupName", LOG_GROUP)
    document = view.written("policyDocument")
    if not isinstance(document, dict) or not isinstance(document.get("Statement"), list):
        if not view.refers_to("policyDocument", (*BUCKET, *LOG_GROUP, *FIREHOSE)).targets and group.targets:
            unclear(graph, view.resource.urn, "where findings of the masking policy go is not known (policyDocument)", OUTSIDE)
        return
    for kind, name in _destinations(document):
        kinds = {"S3": BUCKET, "CloudWatchLogs": LOG_GROUP, "Firehose": FIREHOSE}.get(kind, ())
        there = bucket_named(view, graph, name, "policyDocument") if kind == "S3" else view.look_up(name, kinds, "policyDocument")
        because = Because(view.resource.urn, "policyDocument", f"findings: {name}")
        if there.targets or there.literal in graph.externals:
            graph.edge(group, there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=there.certain and group.certain)


def _destinations(document: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    statements = document.get("Statement")
    for statement in statements if isinstance(statements, list) else []:
        operation = statement.get("Operation") if isinstance(statement, dict) else None
        audit = operation.get("Audit") if isinstance(operation, dict) else None
        destination = audit.get("FindingsDestination") if isinstance(audit, dict) else None
        for kind, place in destination.items() if isinstance(destination, dict) else ():
            name = next((text for text in place.values() if isinstance(text, str)), None) if isinstance(place, dict) else None
            if name:
                found.append((kind, name))
    return found


def _security_lake(graph: GraphBuilder, view: ResourceView) -> None:
    """What tells about stores is kept in the regions of the lake, and rolled up in further ones."""
    blocks = view.blocks("configuration")
    if isinstance(blocks, Unknown):
        unclear(graph, view.resource.urn, "in which regions security logs are kept is unknown until the update", DATA)
        return
    stores = stores_beside(graph, view.resource)
    for block in blocks:
        regions = view.texts(f"{block}.replicationConfiguration.regions")
        for region in [view.text(f"{block}.region"), *([] if isinstance(regions, Unknown) else regions)]:
            if isinstance(region, str) and stores.targets:
                to_region(graph, stores, region, Because(view.resource.urn, f"{block}.region", region))


inert(
    "Takes in what other accounts tell, or says who may tell it; nothing of ours goes out by it (Amazon CloudWatch User Guide, 'CloudWatch "
    "cross-account observability'; Amazon CloudWatch Logs User Guide, 'Enable logging from AWS services')",
    *SINK,
    "aws:oam/sinkPolicy:SinkPolicy",
    "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy",
)
inert(
    "Chooses which logs of a service go to a delivery destination, which is read (Amazon CloudWatch Logs User Guide, 'Enable logging from AWS "
    "services')",
    "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    "aws:cloudwatch/logDelivery:LogDelivery",
)
inert(
    "Asks, indexes, changes or scores log events and metrics where they lie, in the account (Amazon CloudWatch User Guide; Amazon CloudWatch "
    "Logs User Guide, 'Analyzing log data with CloudWatch Logs Insights', 'Log anomaly detection', 'Transform logs during ingestion')",
    "aws:cloudwatch/queryDefinition:QueryDefinition",
    "aws:cloudwatch/logAnomalyDetector:LogAnomalyDetector",
    "aws:cloudwatch/logTransformer:LogTransformer",
    "aws:cloudwatch/logStorageTierPolicy:LogStorageTierPolicy",
    "aws:cloudwatch/contributorInsightRule:ContributorInsightRule",
    "aws:cloudwatch/contributorManagedInsightRule:ContributorManagedInsightRule",
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
    "aws:dynamodb/contributorInsights:ContributorInsights",
)
inert(
    "Activity of a database goes, encrypted under the key it names, to a Kinesis stream that AWS makes in the database's own account and region "
    "(Amazon RDS User Guide, 'Monitoring Amazon Aurora with Database Activity Streams')",
    "aws:rds/clusterActivityStream:ClusterActivityStream",
)
