"""Kafka, delivery streams, pipes, buses and sinks of telemetry: what they demand, and what they take for what is not given.

Each type names its API. Rules of EventBridge and their targets are in `events`, names and ARNs of other streams in `data_names`.
"""

from collections.abc import Iterator

from simulator.rules import Action, Fault, Properties, Rules, ref
from simulator.rules.aws.events import BUS
from simulator.rules.aws.passed_roles import at_path, takes_roles_of_its_account
from simulator.rules.aws.policy_checks import as_list, statements

_KAFKA = "kafka:{region}:{account}:cluster/{clusterName}/{uuid}"
_PLUGIN = "aws:mskconnect/customPlugin:CustomPlugin"
_SINK = "aws:oam/sink:Sink"

brokers = Rules(
    "aws:msk/cluster:Cluster",
    source="Amazon MSK API Reference, CreateCluster, OpenMonitoring; Service Authorization Reference, Amazon MSK",
    outputs={"arn": f"arn:{{partition}}:{_KAFKA}-1"},
    defaults={"openMonitoring": {"prometheus": {"jmxExporter": {"enabledInBroker": False}, "nodeExporter": {"enabledInBroker": False}}}},
    unset={
        "openMonitoring.prometheus.jmxExporter": {"enabledInBroker": False},
        "openMonitoring.prometheus.nodeExporter": {"enabledInBroker": False},
        "openMonitoring.prometheus.jmxExporter.enabledInBroker": False,
        "openMonitoring.prometheus.nodeExporter.enabledInBroker": False,
    },
)

serverless = Rules(
    "aws:msk/serverlessCluster:ServerlessCluster",
    source="Amazon MSK API Reference, CreateClusterV2; Service Authorization Reference, Amazon MSK",
    outputs={"arn": f"arn:{{partition}}:{_KAFKA}-s1"},
)


@serverless.check(source='Amazon MSK Developer Guide, "MSK Serverless": requires IAM access control for all clusters')
def serverless_clusters_ask_iam(inputs: Properties) -> Iterator[Fault]:
    """There is no other login."""
    if at_path(inputs, "clientAuthentication.sasl.iam.enabled") is not True:
        yield "clientAuthentication.sasl.iam.enabled", "must be true: MSK Serverless requires IAM access control"


plugin = Rules(
    _PLUGIN,
    source="Amazon MSK Connect API Reference, CreateCustomPlugin; Service Authorization Reference, Amazon MSK Connect",
    outputs={"arn": "arn:{partition}:kafkaconnect:{region}:{account}:custom-plugin/{name}/{uuid}-1"},
)

connector = Rules(
    "aws:mskconnect/connector:Connector",
    source="Amazon MSK Connect API Reference, CreateConnector (NotFoundException); a plugin has no policy that would share it",
    references={"plugins[*].customPlugin.arn": ref(_PLUGIN, by=("arn",), code="NotFoundException", blocks_delete=False)},
)

pipe = takes_roles_of_its_account(
    Rules(
        "aws:pipes/pipe:Pipe",
        source="Amazon EventBridge Pipes API Reference, CreatePipe, PipeSourceDynamoDBStreamParameters, PipeSourceKinesisStreamParameters",
        unset={"desiredState": "RUNNING"},
    ),
    "roleArn",
)


@pipe.check(source="Amazon EventBridge Pipes API Reference, PipeSourceDynamoDBStreamParameters (StartingPosition)", even_unknown=True)
def a_pipe_from_a_stream_says_where_it_begins(inputs: Properties) -> Iterator[Fault]:
    """`StartingPosition` is required of a stream, so the parameters are."""
    source = inputs.get("source")
    for mark, name in ((":kinesis:", "kinesisStreamParameters"), (":dynamodb:", "dynamodbStreamParameters")):
        if isinstance(source, str) and mark in source and at_path(inputs, f"sourceParameters.{name}.startingPosition") is None:
            yield f"sourceParameters.{name}.startingPosition", "is required for a source that is a stream"


@pipe.before("create")
@pipe.before("update")
def a_pipe_from_a_table_says_where_it_begins(action: Action) -> None:
    """The same of a table's stream, known by the table."""
    tables = action.find("aws:dynamodb/table:Table", streamArn=action.inputs.get("source"))
    if tables and at_path(action.inputs, "sourceParameters.dynamodbStreamParameters.startingPosition") is None:
        action.refuse(
            "ValidationException", "SourceParameters.DynamoDBStreamParameters.StartingPosition is required for a stream of a table"
        )


sink = Rules(
    _SINK,
    source="CloudWatch Observability Access Manager API Reference, CreateSink",
    outputs={"arn": "arn:{partition}:oam:{region}:{account}:sink/{uuid}"},
)

sink_policy = Rules(
    "aws:oam/sinkPolicy:SinkPolicy",
    source="CloudWatch Observability Access Manager API Reference, PutSinkPolicy (ResourceNotFoundException): the sink is in this account",
    references={"sinkIdentifier": ref(_SINK, by=("arn", "id"), code="ResourceNotFoundException", blocks_delete=False)},
)

bus = Rules(
    BUS,
    source='Amazon EventBridge API Reference, CreateEventBus, LogConfig; AWS CDK API Reference, "LogConfig" (level: OFF, no details)',
    outputs={"arn": "arn:{partition}:events:{region}:{account}:event-bus/{name}"},
    id="{name}",
    unset={"logConfig.level": "OFF", "logConfig.includeDetail": "NONE"},
)

log_destination = Rules(
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", source="Amazon CloudWatch Logs API Reference, PutDeliveryDestination"
)


@log_destination.check(source="Amazon CloudWatch Logs API Reference, PutDeliveryDestination", even_unknown=True)
def logs_are_delivered_somewhere(inputs: Properties) -> Iterator[Fault]:
    """'Required for CloudWatch Logs, Amazon S3, Firehose log delivery destinations and not required for X-Ray.'"""
    place = "deliveryDestinationConfiguration.destinationResourceArn"
    if inputs.get("deliveryDestinationType") != "XRAY" and at_path(inputs, place) is None:
        yield place, "is required unless deliveryDestinationType is XRAY"


bus_policy = Rules(
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    source="Amazon EventBridge API Reference, PutPermission",
    defaults={"eventBusName": "default"},
)


@bus_policy.before("create")
@bus_policy.before("update")
def policy_is_of_its_bus(action: Action) -> None:
    """'The relative-id "event-bus/…" is invalid for ARN …' (aws/aws-cdk issue 14371, hashicorp/terraform-provider-aws issue 27976)."""
    policy = action.known("policy")
    name = str(action.inputs.get("eventBusName") or "default").rpartition("/")[2]
    for statement in statements(policy) if isinstance(policy, str) else ():
        for resource in as_list(statement.get("Resource")):
            place = str(resource).rpartition(":")[2]
            if place.startswith("event-bus/") and place.removeprefix("event-bus/") not in (name, "*"):
                action.refuse("ValidationException", f'The relative-id "{place}" is invalid for ARN "{resource}"')
