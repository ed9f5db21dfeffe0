"""What settings beside the main ones send elsewhere: dumps, logs, recordings, pictures, errors, hooks.

The types stand in other readers, which say where they run and as which role. Here stands each further property that names a place for what they
hold. Found by asking of every property of every known type whether a stranger's ARN, bucket or address there changes what is said.
Sources: the service's guide, at each line.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.arn_targets import follow, sent
from posture.readers.aws.firehose import FIREHOSE
from posture.readers.aws.managed_work import Work, by_their_roles, read_line
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET, LOG_GROUP
from posture.readers.registry import inert, joins, reads
from posture.view import ResourceView

_DOMAIN: Final = "aws:sagemaker/domain:Domain"
_GRAPHQL: Final = "aws:appsync/graphQLApi:GraphQLApi"
_INDEX: Final = "aws:kendra/index:Index"
_CONFLICT: Final = "syncConfig.lambdaConflictHandlerConfig.lambdaConflictHandlerArn"
_STUDIO: Final = "sharingSettings.s3OutputPath", "canvasAppSettings.workspaceSettings.s3ArtifactPath"
_HOOKS: Final = "preExtractionHookConfiguration", "postExtractionHookConfiguration"
_DESK: Final = "aws:connect/instance:Instance"


def _of(block: str, *props: str) -> str:
    return " ".join(f"{block}.{prop}" for prop in props)


def line(roles: str = "", into: str = "", told: str = "", logs: str = "", **more: object) -> Work:
    """A line of the table; properties are parted by spaces."""
    return Work(tuple(roles.split()), tuple(into.split()), tuple(told.split()), tuple(logs.split()), **more)  # type: ignore[arg-type]


ALSO: Final[dict[str, Work]] = {
    # Whoever asks these is answered by their role: Amazon DynamoDB Developer Guide, "DAX access control"; Amazon Bedrock AgentCore Developer Guide,
    # "Execution role" (of a browser, of an interpreter; a browser's sessions are recorded); Amazon Managed Grafana User Guide, "Permissions for
    # data sources"; Amazon FinSpace User Guide, "Managed kdb Insights clusters"; AWS Elemental MediaLive User Guide, "Trusted entity"; Amazon EMR
    # Management Guide, "How Amazon EMR Studio works" (user role).
    "aws:dax/cluster:Cluster": line("iamRoleArn"),
    "aws:bedrock/agentcoreBrowser:AgentcoreBrowser": line("executionRoleArn", into="recording.s3Location.bucket"),
    "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter": line("executionRoleArn"),
    "aws:grafana/workspace:Workspace": line("roleArn"),
    "aws:finspace/kxCluster:KxCluster": line("executionRole"),
    "aws:medialive/channel:Channel": line("roleArn"),
    "aws:medialive/input:Input": line("roleArn"),
    "aws:emr/studio:Studio": line("userRole"),
    # Amazon Rekognition Developer Guide, "Working with streaming video events"; Amazon Chime SDK Developer Guide, "Creating a media insights
    # pipeline configuration": transcripts and what is made of them go to each sink
    "aws:rekognition/streamProcessor:StreamProcessor": line(
        "roleArn", "output.s3Destination.bucket", "output.kinesisDataStream.arn notificationChannel.snsTopicArn"
    ),
    "aws:chimesdkmediapipelines/mediaInsightsPipelineConfiguration:MediaInsightsPipelineConfiguration": line(
        "resourceAccessRoleArn",
        "elements.s3RecordingSinkConfiguration.destination "
        "elements.amazonTranscribeCallAnalyticsProcessorConfiguration.postCallAnalyticsSettings.outputLocation",
        "elements.kinesisDataStreamSinkConfiguration.insightsTarget elements.lambdaFunctionSinkConfiguration.insightsTarget "
        "elements.snsTopicSinkConfiguration.insightsTarget elements.sqsQueueSinkConfiguration.insightsTarget",
    ),
    # Amazon Q Developer in chat applications Administrator Guide, "Permissions" (what people in a channel may ask for); `chats` says where it goes
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": line("iamRoleArn"),
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": line("iamRoleArn"),
    # Amazon Bedrock User Guide, "Evaluate the performance of Amazon Bedrock resources"
    "aws:bedrock/evaluationJob:EvaluationJob": line("roleArn", "outputDataConfig.s3Uri"),
    # Amazon SageMaker API Reference: ProductionVariantCoreDumpConfig (a dump is the memory of the process), ProfilerConfig,
    # DebugRuleConfiguration, HyperParameterTrainingJobDefinition
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": line(
        into="productionVariants.coreDumpConfig.destinationS3Uri shadowProductionVariants.coreDumpConfig.destinationS3Uri",
        source=("productionVariants.modelName", "aws:sagemaker/model:Model"),
        works=False,
    ),
    "aws:sagemaker/trainingJob:TrainingJob": line(
        into="profilerConfig.s3OutputPath debugRuleConfigurations.s3OutputPath profilerRuleConfigurations.s3OutputPath", works=False
    ),
    "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": line(
        into="trainingJobDefinition.outputDataConfig.s3OutputPath trainingJobDefinition.checkpointConfig.s3Uri "
        "trainingJobDefinitions.outputDataConfig.s3OutputPath trainingJobDefinitions.checkpointConfig.s3Uri",
        works=False,
    ),
    # AWS Lambda Developer Guide, "Adding a dead-letter queue": the event itself
    "aws:lambda/function:Function": line(told="deadLetterConfig.targetArn", works=False),
    "aws-native:lambda:Function": line(told="deadLetterConfig.targetArn", works=False),
    # AWS Glue User Guide, "Using job parameters in AWS Glue jobs": scratch files have rows, the log of Spark has parts of them
    "aws:glue/job:Job": line(
        into="defaultArguments.--TempDir defaultArguments.--spark-event-logs-path nonOverridableArguments.--TempDir", works=False
    ),
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
    # Amazon File Cache User Guide, "Linking your cache to a data repository"
    "aws:fsx/fileCache:FileCache": line(into="dataRepositoryAssociations.dataRepositoryPath", works=False),
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
    # AWS CodeCommit User Guide, "Manage triggers for a repository": names of commits and branches
    "aws:codecommit/trigger:Trigger": line(
        told="triggers.destinationArn", source=("repositoryName", "aws:codecommit/repository:Repository"), works=False
    ),
    # Amazon IVS User Guide, "Record to Amazon S3"
    "aws:ivs/recordingConfiguration:RecordingConfiguration": line(into="destinationConfiguration.s3.bucketName"),
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


@joins
def also_by_their_roles(graph: GraphBuilder) -> None:
    """Stores that those may use which work by a role."""
    by_their_roles(graph, ALSO)


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

_HISTORY: Final = (
    ("logConfiguration.s3LogDestination.bucketName", BUCKET),
    ("logConfiguration.firehoseLogDestination.deliveryStreamArn", FIREHOSE),
    ("logConfiguration.cloudwatchLogsLogDestination.logGroupArn", LOG_GROUP),
)


@reads("aws:pipes/pipe:Pipe")
def history_of_a_pipe(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a pipe did, with the records themselves where that is asked for (Amazon EventBridge User Guide, "Logging for Amazon EventBridge Pipes")."""
    source = follow(resource, graph, "source", tuple(STORES))
    for prop, kinds in _HISTORY if source.targets else ():
        if resource.value(prop) is not None:
            sent(resource, graph, source, prop, kinds)
