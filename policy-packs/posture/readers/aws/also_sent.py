"""What settings beside the main ones send elsewhere: dumps, logs, recordings, pictures, errors, hooks.

The types stand in other readers, which say where they run and as which role. Here stands each further property that names a place for what they
hold. Found by asking of every property of every known type whether a stranger's ARN, bucket or address there changes what is said.
Sources: the service's guide, at each line.
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import by_arn
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import account_in, bucket_named
from posture.readers.aws.looking import spread
from posture.readers.aws.managed_work import Work, into_bucket, line, read_line
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_DOMAIN: Final = "aws:sagemaker/domain:Domain"
_GRAPHQL: Final = "aws:appsync/graphQLApi:GraphQLApi"
_INDEX: Final = "aws:kendra/index:Index"
_CONFLICT: Final = "syncConfig.lambdaConflictHandlerConfig.lambdaConflictHandlerArn"
_STUDIO: Final = "sharingSettings.s3OutputPath", "canvasAppSettings.workspaceSettings.s3ArtifactPath"
_HOOKS: Final = "preExtractionHookConfiguration", "postExtractionHookConfiguration"
_DESK: Final = "aws:connect/instance:Instance"


def _of(block: str, *props: str) -> str:
    return " ".join(f"{block}.{prop}" for prop in props)


ALSO: Final[dict[str, Work]] = {
    # AWS Lambda Developer Guide, "Adding a dead-letter queue": the event itself
    "aws:lambda/function:Function": line(told="deadLetterConfig.targetArn", works=False),
    "aws-native:lambda:Function": line(told="deadLetterConfig.targetArn", works=False),
    # AWS Glue User Guide, "Using job parameters in AWS Glue jobs": scratch files have rows, the log of Spark has parts of them
    "aws:glue/job:Job": line(into="defaultArguments.--TempDir defaultArguments.--spark-event-logs-path", works=False),
    # Amazon CloudWatch User Guide, "Creating a canary": pictures of pages, and the traffic that made them
    "aws:synthetics/canary:Canary": line(into="artifactS3Location", works=False),
    # Amazon SageMaker AI Developer Guide, "Share and use a Studio notebook" (a snapshot has the output of its cells), "Amazon SageMaker Canvas"
    _DOMAIN: line(into=_of("defaultUserSettings", *_STUDIO), works=False),
    "aws:sagemaker/userProfile:UserProfile": line(into=_of("userSettings", *_STUDIO), source=("domainId", _DOMAIN), works=False),
    # Amazon Bedrock User Guide, "Write a custom parser Lambda function in Amazon Bedrock Agents"
    "aws:bedrock/agentAgent:AgentAgent": line(told="promptOverrideConfigurations.overrideLambda", works=False),
    # Amazon Kendra Developer Guide, "Customizing document metadata during the ingestion process": the functions are given each document
    "aws:kendra/dataSource:DataSource": line(
        into=" ".join(f"customDocumentEnrichmentConfiguration.{hook}.s3Bucket" for hook in _HOOKS),
        told=" ".join(f"customDocumentEnrichmentConfiguration.{hook}.lambdaArn" for hook in _HOOKS),
        source=("indexId", _INDEX),
        works=False,
    ),
    # AWS AppSync Developer Guide, "Conflict detection and resolution" (both versions of an item), "AWS_LAMBDA authorization" (query and variables)
    "aws:appsync/resolver:Resolver": line(told=_CONFLICT, source=("apiId", _GRAPHQL), works=False),
    "aws:appsync/function:Function": line(told=_CONFLICT, source=("apiId", _GRAPHQL), works=False),
    _GRAPHQL: line(
        told="lambdaAuthorizerConfig.authorizerUri additionalAuthenticationProviders.lambdaAuthorizerConfig.authorizerUri", works=False
    ),
    # Amazon Kinesis Data Analytics for SQL Developer Guide, "Preprocessing data using a Lambda function", "Configuring application output"
    "aws:kinesisanalyticsv2/application:Application": line(
        told="applicationConfiguration.sqlApplicationConfiguration.input.inputProcessingConfiguration.inputLambdaProcessor.resourceArn "
        + _of(
            "applicationConfiguration.sqlApplicationConfiguration.outputs",
            "kinesisFirehoseOutput.resourceArn",
            "kinesisStreamsOutput.resourceArn",
            "lambdaOutput.resourceArn",
        ),
        works=False,
    ),
    # Amazon EventBridge User Guide, "Logging for Amazon EventBridge Pipes" (execution data where it is included)
    "aws:pipes/pipe:Pipe": line(
        into="logConfiguration.s3LogDestination.bucketName",
        told="logConfiguration.firehoseLogDestination.deliveryStreamArn",
        logs="logConfiguration.cloudwatchLogsLogDestination.logGroupArn",
        works=False,
    ),
    # Amazon MSK Developer Guide, "Broker logs", "Logging for MSK Connect"
    "aws:msk/cluster:Cluster": line(into="loggingInfo.brokerLogs.s3.bucket", works=False),
    "aws:msk/replicator:Replicator": line(
        into="logDelivery.replicatorLogDelivery.s3.bucket",
        source=("replicationInfoList.sourceKafkaClusterArn", "aws:msk/cluster:Cluster"),
        works=False,
    ),
    "aws:mskconnect/connector:Connector": line(into="logDelivery.workerLogDelivery.s3.bucket", works=False),
    # Amazon Timestream Developer Guide, "Setup to view InfluxDB logs"
    "aws:timestreaminfluxdb/dbInstance:DbInstance": line(into="logDeliveryConfiguration.s3Configuration.bucketName", works=False),
    "aws:timestreaminfluxdb/dbCluster:DbCluster": line(into="logDeliveryConfiguration.s3Configuration.bucketName", works=False),
    # FSx for Windows File Server User Guide, "Logging end user access with file access auditing"; AWS Storage Gateway User Guide, "Understanding
    # file share audit logs"; AWS Transfer Family User Guide, "CloudWatch logging": names of files and of who opened them
    "aws:fsx/windowsFileSystem:WindowsFileSystem": line(told="auditLogConfiguration.auditLogDestination", works=False),
    "aws:fsx/lustreFileSystem:LustreFileSystem": line(logs="logConfiguration.destination", works=False),
    "aws:storagegateway/nfsFileShare:NfsFileShare": line(logs="auditDestinationArn", works=False),
    "aws:storagegateway/smbFileShare:SmbFileShare": line(logs="auditDestinationArn", works=False),
    "aws:transfer/server:Server": line(logs="structuredLogDestinations", works=False),
    # Amazon Managed Service for Prometheus User Guide, "Using an AWS managed collector": a workspace of another account too
    "aws:amp/scraper:Scraper": line(
        told="destination.amp.workspaceArn", source=("source.eks.clusterArn", "aws:eks/cluster:Cluster"), works=False
    ),
    # Amazon MSK Developer Guide, "Multi-VPC private connectivity"; Amazon OpenSearch Service Developer Guide, "Configuring OpenSearch Ingestion
    # pipelines for cross-account ingestion": an endpoint in our network whose other end may be anybody's
    "aws:msk/vpcConnection:VpcConnection": line(told="targetClusterArn", works=False),
    "aws:opensearchingest/pipelineEndpoint:PipelineEndpoint": line(told="pipelineArn", works=False),
    # API Gateway Developer Guide, "Set up CloudWatch logging", "Logging API calls to Firehose"
    "aws:apigateway/stage:Stage": line(
        told="accessLogSettings.destinationArn", source=("restApi", "aws:apigateway/restApi:RestApi"), works=False
    ),
    "aws:apigatewayv2/stage:Stage": line(
        told="accessLogSettings.destinationArn", source=("apiId", "aws:apigatewayv2/api:Api"), works=False
    ),
    # Amazon VPC Lattice User Guide, "Access logs"
    "aws:vpclattice/accessLogSubscription:AccessLogSubscription": line(
        told="destinationArn", source=("resourceIdentifier", "aws:vpclattice/service:Service"), works=False
    ),
    # Amazon Connect Administrator Guide, "Set up recording behavior", "Enable data streaming", "Invoke Lambda functions"
    _DESK: line(),
    "aws:connect/instanceStorageConfig:InstanceStorageConfig": line(
        into="storageConfig.s3Config.bucketName",
        told="storageConfig.kinesisStreamConfig.streamArn storageConfig.kinesisFirehoseConfig.firehoseArn",
        source=("instanceId", _DESK),
        works=False,
    ),
    "aws:connect/lambdaFunctionAssociation:LambdaFunctionAssociation": line(told="functionArn", source=("instanceId", _DESK), works=False),
    # Amazon Connect Customer Profiles, "Identity Resolution": profiles that may be one person's are exported
    "aws:customerprofiles/domain:Domain": line(
        into="matching.exportingConfig.s3Exporting.s3BucketName ruleBasedMatching.exportingConfig.s3Exporting.s3BucketName",
        told="deadLetterQueueUrl",
    ),
    # AWS CodeCommit User Guide, "Manage triggers for a repository": names of commits and branches
    "aws:codecommit/trigger:Trigger": line(
        told="triggers.destinationArn", source=("repositoryName", "aws:codecommit/repository:Repository"), works=False
    ),
    # Amazon IVS User Guide, "Record to Amazon S3"
    "aws:ivs/recordingConfiguration:RecordingConfiguration": line(into="destinationConfiguration.s3.bucketName"),
    # Amazon Pinpoint Developer Guide, "Streaming events"; how messages go to people, channels say, which are not read
    "aws:pinpoint/app:App": line(told="campaignHook.lambdaFunctionName"),
    "aws:pinpoint/eventStream:EventStream": line(
        told="destinationStreamArn", source=("applicationId", "aws:pinpoint/app:App"), works=False
    ),
    # Amazon SES Developer Guide, "Monitor email sending using event publishing": addresses and headers of mails
    "aws:sesv2/configurationSet:ConfigurationSet": line(),
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": line(
        told="eventDestination.kinesisFirehoseDestination.deliveryStreamArn eventDestination.snsDestination.topicArn "
        "eventDestination.eventBridgeDestination.eventBusArn eventDestination.pinpointDestination.applicationArn",
        source=("configurationSetName", "aws:sesv2/configurationSet:ConfigurationSet"),
        works=False,
    ),
}
"""Type → what more of it goes where."""


@reads(*ALSO)
def also_sent(resource: ResourceView, graph: GraphBuilder) -> None:
    """One line of the table, read."""
    read_line(ALSO[resource.resource.type], resource, graph)


inert(
    "Hours, queues, skills and people of a contact centre; what it keeps and calls is read from its own resources (Amazon Connect Administrator "
    "Guide, 'Set the hours of operation and time zone', 'Set up routing', 'Security profiles')",
    "aws:connect/hoursOfOperation:HoursOfOperation",
    "aws:connect/queue:Queue",
    "aws:connect/routingProfile:RoutingProfile",
    "aws:connect/securityProfile:SecurityProfile",
    "aws:connect/user:User",
    "aws:connect/userHierarchyGroup:UserHierarchyGroup",
    "aws:connect/userHierarchyStructure:UserHierarchyStructure",
    "aws:connect/vocabulary:Vocabulary",
)
inert(
    "Metrics, the rules that turn them into alarms, and who is told; records of what resources do, not of what they hold (Amazon Managed Service "
    "for Prometheus User Guide, 'Manage workspaces', 'Alert manager'). Who else reads them says a policy, which is not read",
    "aws:amp/workspace:Workspace",
    "aws:amp/alertManagerDefinition:AlertManagerDefinition",
    "aws:amp/queryLoggingConfiguration:QueryLoggingConfiguration",
)
inert(
    "Faces that the program puts in, or a set of rules whose rules are read by themselves (Amazon Rekognition Developer Guide, 'Managing "
    "collections'; Amazon SES Developer Guide, 'Creating receipt rule sets')",
    "aws:ses/receiptRuleSet:ReceiptRuleSet",
    "aws:ses/activeReceiptRuleSet:ActiveReceiptRuleSet",
)


@reads("aws:pinpoint/app:App")
def asked_before_a_campaign(resource: ResourceView, graph: GraphBuilder) -> None:
    """An address that is given every endpoint of a segment: addresses and attributes of people (Pinpoint API Reference, `CampaignHook`)."""
    prop = "campaignHook.webUrl"
    if resource.value(prop) is not None:
        own, because = Reference.to(resource.resource.urn), Because(resource.resource.urn, prop)
        graph.edge(own, graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


_MAILED: Final = (
    ("lambdaActions", "functionArn"),
    ("snsActions", "topicArn"),
    ("s3Actions", "topicArn"),
    ("stopActions", "topicArn"),
)
_RULE: Final = "aws:ses/receiptRule:ReceiptRule"
_MAIL: Final = line(told=" ".join(f"{block}.{prop}" for block, prop in _MAILED), works=False)


@reads(_RULE)
def mail_received(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each mail goes to every action of the rule: what one bucket keeps, the functions and topics beside it get too.

    A rule has no tags: a bucket among its actions says what the mails are.
    Source: Amazon SES Developer Guide, "Receipt rule action options".
    """
    urn = resource.resource.urn
    if resource.flag("enabled") is False:
        return
    read_line(line(into="s3Actions.bucketName"), resource, graph)
    read_line(_MAIL, resource, graph)
    for place in spread(resource, "s3Actions.bucketName"):
        kept = resource.refers_to(place, BUCKET)
        for found in kept.targets:
            because = Because(urn, place, "mails are kept here, and handed to the rule's other actions")
            graph.edge(Reference.to(found), Reference.to(urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=kept.certain)
    if resource.value("workmailActions") is not None:
        unclear(graph, urn, "mailboxes of WorkMail are not read (workmailActions)")


_INVOKED: Final = re.compile(r"functions/(?P<arn>arn:[^/]+)(?:/|$)")
_AUTHORIZERS: Final = {
    "aws:apigateway/authorizer:Authorizer": ("restApi", ("aws:apigateway/restApi:RestApi",)),
    "aws:apigatewayv2/authorizer:Authorizer": ("apiId", ("aws:apigatewayv2/api:Api",)),
}


@reads(*_AUTHORIZERS)
def authorizer(resource: ResourceView, graph: GraphBuilder) -> None:
    """A function that is told of each request: a token, or headers, path and query. One of our own answers yes or no, and passes nothing on.

    Source: Amazon API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer".
    """
    urn, prop = resource.resource.urn, "authorizerUri"
    uri = resource.text(prop)
    if uri is None or is_unknown(uri):
        if uri is not None and not resource.refers_to(prop, FUNCTION).targets:
            unclear(graph, urn, f"the function that is told of each request is not known ({prop})")
        return
    found = _INVOKED.search(str(uri))
    account = account_in(found["arn"]) if found is not None else None
    if found is None or account is None:
        unclear(graph, urn, f"the function that is told of each request can't be read ({prop})")
    elif account not in graph.own_accounts and not by_arn(graph, resource, found["arn"], FUNCTION, prop).targets:
        name, kinds = _AUTHORIZERS[resource.resource.type]
        api = resource.refers_to(name, kinds)
        because = Because(urn, prop, found["arn"])
        graph.edge(api, graph.aws_account(account), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=api.certain)


_CONNECTOR: Final = "aws:mskconnect/connector:Connector"
_SINKS: Final = ("s3.bucket.name", "aws.s3.bucket.name")


@reads(_CONNECTOR)
def connector(resource: ResourceView, graph: GraphBuilder) -> None:
    """A sink writes topics into the bucket that its configuration names. Hosts it reaches by the roads of its network.

    Source: Amazon MSK Developer Guide, "Create connector" (configuration of the Amazon S3 sink connector).
    """
    settings = resource.mapping("connectorConfiguration")
    if is_unknown(settings):
        unclear(graph, resource.resource.urn, "where the connector puts what it takes is unknown until the update (connectorConfiguration)")
        return
    known = settings or {}
    if "Source" in str(known.get("connector.class", "")).rpartition(".")[2]:
        return  # brings in
    for key in _SINKS:
        name = known.get(key)
        if name is None:
            continue
        prop = f"connectorConfiguration[{key}]"
        if isinstance(name, str):
            target = bucket_named(resource, graph, name, "connectorConfiguration")
        else:
            named = resource.resource.property_dependencies.get("connectorConfiguration", frozenset())
            buckets = tuple(sorted(urn for urn in named if resource.stack.by_urn[urn].type in BUCKET))
            target = Reference(buckets, certain=len(buckets) == 1, prop=prop)
        if not target.targets and target.literal is None:
            unclear(graph, resource.resource.urn, f"which bucket the connector writes into is not known ({prop})")
            continue
        because = Because(resource.resource.urn, prop, name if isinstance(name, str) else "")
        graph.edge(Reference.to(resource.resource.urn), target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)


_CLUSTER: Final = "aws:ecs/cluster:Cluster"
_SESSIONS: Final = "configuration.executeCommandConfiguration"


@reads(_CLUSTER)
def cluster(resource: ResourceView, graph: GraphBuilder) -> None:
    """Groups services and sets how they are watched; the join reads where sessions are recorded."""


@joins
def sessions_in_containers(graph: GraphBuilder) -> None:
    """What is typed and shown in a container of the cluster goes where the cluster says.

    Source: Amazon ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec" (`OVERRIDE`).
    """
    services = [*graph.stack.of_type("aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet")]
    for found in graph.stack.of_type(_CLUSTER):
        view = graph.view(found.urn)
        places: list[Path] = spread(view, f"{_SESSIONS}.logConfiguration.s3BucketName")
        if not any(view.value(place) is not None for place in places) or view.text(f"{_SESSIONS}.logging") in ("NONE", "DEFAULT"):
            continue
        for service in services:
            asks = graph.view(service.urn)
            if asks.flag("enableExecuteCommand") in (None, False) or found.urn not in asks.refers_to("cluster", (_CLUSTER,)).targets:
                continue
            for place in places:
                into_bucket(view, graph, Reference.to(service.urn), place)
