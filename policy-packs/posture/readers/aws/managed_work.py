"""Managed services that do work by themselves: as which role, from which stores, and where they put what they made.

One line a type. The service works in its own network, past every endpoint of ours: its role alone decides which stores it uses, and each
property that names a bucket, a queue or a log group is a move (DESIGN, "A move: whatever configuration names").
Sources: the service's guide, at each line; AWS Step Functions Developer Guide, "How Step Functions works with IAM"; Amazon SageMaker AI
Developer Guide, "How to use SageMaker AI execution roles"; AWS CodePipeline User Guide, "Manage the CodePipeline service role".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow, sent
from posture.readers.aws.firehose import FIREHOSE
from posture.readers.aws.handing_on import account_in, bucket_named
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.looking import spread
from posture.readers.aws.placements import PLACEMENTS
from posture.readers.aws.tokens import BUCKET, LOG_GROUP, ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_S3: Final = re.compile(r"^(?:s3a?://|https://s3[^/]*/)?(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/|$)")
DESTINATIONS: Final = (
    "aws:sqs/queue:Queue",
    "aws:sns/topic:Topic",
    "aws:lambda/function:Function",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:kinesis/stream:Stream",
    "aws:amp/workspace:Workspace",
    *FIREHOSE,
    *BUCKET,
)
"""What a property that names a destination by its ARN may name."""


@record
class Work:
    """What one type works as, from and into. Paths go through lists of blocks."""

    roles: tuple[str, ...] = ()
    """Properties that name the role it acts as."""
    into: tuple[str, ...] = ()
    """Properties that name a bucket (by name, ARN or `s3://`) where its output goes."""
    told: tuple[str, ...] = ()
    """Properties that name a queue, topic, function or bus by ARN, which gets its results."""
    logs: tuple[str, ...] = ()
    """Properties that name a log group."""
    source: tuple[str, str] | None = None
    """Property and type of the resource whose data it is, where that is not itself."""
    works: bool = True
    """Whether it is something that works, or only says where the source's data goes."""


def _work(roles: str = "", into: str = "", told: str = "", logs: str = "", **more: object) -> Work:
    return Work(tuple(roles.split()), tuple(into.split()), tuple(told.split()), tuple(logs.split()), **more)  # type: ignore[arg-type]


_LAMBDA: Final = "aws:lambda/function:Function"
WORK: Final[dict[str, Work]] = {
    "aws:sfn/stateMachine:StateMachine": _work("roleArn"),
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": _work(
        told="destinationConfig.onFailure.destination destinationConfig.onSuccess.destination",
        source=("functionName", _LAMBDA),
        works=False,
    ),
    # What a source's records come to that the function failed on: a bucket gets them whole, a queue is told which they were
    # (AWS Lambda Developer Guide, "Capturing discarded batches for a Kinesis data stream source").
    "aws:lambda/eventSourceMapping:EventSourceMapping": _work(
        told="destinationConfig.onFailure.destinationArn", source=("functionName", _LAMBDA), works=False
    ),
    # Machine learning: SageMaker AI Developer Guide, "Data capture", "Asynchronous inference", "Feature Store offline store"
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": _work(
        "executionRoleArn",
        "dataCaptureConfig.destinationS3Uri asyncInferenceConfig.outputConfig.s3OutputPath asyncInferenceConfig.outputConfig.s3FailurePath",
        "asyncInferenceConfig.outputConfig.notificationConfig.successTopic asyncInferenceConfig.outputConfig.notificationConfig.errorTopic",
        source=("productionVariants.modelName", "aws:sagemaker/model:Model"),
        works=False,
    ),
    "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer": _work("roleArn", "artifactStoreUri"),
    "aws:sagemaker/mlflowApp:MlflowApp": _work("roleArn", "artifactStoreUri"),
    "aws:sagemaker/pipeline:Pipeline": _work("roleArn"),
    "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": _work(
        into="dataQualityJobOutputConfig.monitoringOutputs.s3Output.s3Uri"
    ),
    "aws:sagemaker/trainingJob:TrainingJob": _work(
        into="outputDataConfig.s3OutputPath checkpointConfig.s3Uri tensorBoardOutputConfig.s3OutputPath debugHookConfig.s3OutputPath"
    ),
    "aws:sagemaker/labelingJob:LabelingJob": _work("roleArn", "outputConfig.s3OutputPath", "outputConfig.snsTopicArn"),
    "aws:sagemaker/flowDefinition:FlowDefinition": _work("roleArn", "outputConfig.s3OutputPath"),
    # Bedrock User Guide, "Customize a model", "Submit a batch of prompts"
    "aws:bedrock/customModel:CustomModel": _work("roleArn", "outputDataConfig.s3Uri"),
    # "Create an IAM service role for Amazon Bedrock Flows": as which a flow's nodes read buckets and ask functions.
    "aws:bedrock/agentFlow:AgentFlow": _work("executionRoleArn"),
    # What a parser takes out of documents, and chunks on their way to a function of the user.
    "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": _work(
        into="knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.supplementalDataStorageConfiguration.storageLocations.s3Location.uri",
        works=False,
    ),
    "aws:bedrock/agentDataSource:AgentDataSource": _work(
        into="vectorIngestionConfiguration.customTransformationConfiguration.intermediateStorage.s3Location.uri",
        source=("knowledgeBaseId", "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"),
        works=False,
    ),
    # Bedrock AgentCore Developer Guide: "Gateway service role"
    "aws:bedrock/agentcoreGateway:AgentcoreGateway": _work("roleArn"),
    "aws:bedrock/agentcoreMemory:AgentcoreMemory": _work(
        "memoryExecutionRoleArn", told="streamDeliveryResources.resource.kinesis.dataStreamArn"
    ),
    "aws:bedrockmodel/invocationJob:InvocationJob": _work("roleArn", "outputDataConfig.s3OutputDataConfig.s3Uri"),
    # Comprehend and Transcribe: "Role-based permissions required for asynchronous operations", "Custom language models"
    "aws:comprehend/documentClassifier:DocumentClassifier": _work("dataAccessRoleArn", "outputDataConfig.s3Uri"),
    "aws:comprehend/entityRecognizer:EntityRecognizer": _work("dataAccessRoleArn"),
    "aws:transcribe/languageModel:LanguageModel": _work("inputDataConfig.dataAccessRoleArn"),
    # Search: Amazon Kendra Developer Guide, "IAM access roles for Amazon Kendra"
    "aws:kendra/faq:Faq": _work("roleArn"),
    "aws:kendra/thesaurus:Thesaurus": _work("roleArn"),
    "aws:kendra/querySuggestionsBlockList:QuerySuggestionsBlockList": _work("roleArn"),
    # Builds: AWS CodeBuild User Guide, "Build output"; AWS CodePipeline User Guide, "Artifacts"
    "aws:codebuild/project:Project": _work(
        into="artifacts.location secondaryArtifacts.location logsConfig.s3Logs.location cache.location",
        logs="logsConfig.cloudwatchLogs.groupName",
    ),
    "aws:codebuild/reportGroup:ReportGroup": _work(into="exportConfig.s3Destination.bucket", works=False),
    "aws:codepipeline/pipeline:Pipeline": _work(
        # The deploy action of S3 unpacks the artifact into a bucket (AWS CodePipeline User Guide, "Amazon S3 deploy action reference").
        "roleArn stages.actions.roleArn",
        "artifactStores.location stages.actions.configuration.BucketName",
    ),
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": _work(into="logging.s3Logs.s3BucketName"),
    "aws:imagebuilder/imagePipeline:ImagePipeline": _work("executionRole", works=False),
    # Clusters of analysis: Amazon EMR Management Guide, "Configure cluster logging and debugging"
    "aws:emr/cluster:Cluster": _work(into="logUri"),
    "aws:emr/studio:Studio": _work(into="defaultS3Location"),
    "aws:emrcontainers/jobTemplate:JobTemplate": _work(
        into="jobTemplateData.configurationOverrides.monitoringConfiguration.s3MonitoringConfiguration.logUri", works=False
    ),
    "aws:emrserverless/application:Application": _work(
        into="monitoringConfiguration.s3MonitoringConfiguration.logUri",
        logs="monitoringConfiguration.cloudwatchLoggingConfiguration.logGroupName",
    ),
    # AWS Systems Manager User Guide, "Associations", "Maintenance Windows": what commands print goes there
    "aws:ssm/association:Association": _work(into="outputLocation.s3BucketName"),
    "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask": _work(
        "serviceRoleArn taskInvocationParameters.runCommandParameters.serviceRoleArn",
        "taskInvocationParameters.runCommandParameters.outputS3Bucket",
        "taskInvocationParameters.runCommandParameters.notificationConfig.notificationArn",
        "taskInvocationParameters.runCommandParameters.cloudwatchConfig.cloudwatchLogGroupName",
    ),
    # Amazon Lex V1 Developer Guide, "Conversation logs"
    "aws:lex/botAlias:BotAlias": _work(into="conversationLogs.logSettings.resourceArn"),
    "aws:ssm/resourceDataSync:ResourceDataSync": _work(into="s3Destination.bucketName"),
}


@reads(*WORK)
def managed_work(resource: ResourceView, graph: GraphBuilder) -> None:
    """One line of the table, read."""
    read_line(WORK[resource.resource.type], resource, graph)


def read_line(work: Work, resource: ResourceView, graph: GraphBuilder) -> None:
    """What a line says of a resource: that it works, and where what it holds goes."""
    urn = resource.resource.urn
    sources = [Reference.to(urn)] if work.works else _sources(resource, work)
    if work.works and resource.resource.type not in PLACEMENTS:
        graph.add(WorkloadFact(urn, (), (), because=Because(urn, work.roles[0] if work.roles else "", "managed by AWS")))
    for source in sources:
        for path in work.into:
            for place in spread(resource, path):
                into_bucket(resource, graph, source, place)
        for path in (*work.told, *work.logs):
            for place in spread(resource, path):
                if resource.value(place) is not None:
                    sent(resource, graph, source, place, DESTINATIONS if path in work.told else LOG_GROUP)


def _sources(resource: ResourceView, work: Work) -> list[Reference]:
    if work.source is None:
        return [Reference.to(resource.resource.urn)]
    prop, kind = work.source
    named = [resource.refers_to(place, (kind,)) for place in spread(resource, prop)]
    known = [one for one in named if one.targets]
    return known or [Reference.to(resource.resource.urn)]


def into_bucket(resource: ResourceView, graph: GraphBuilder, source: Reference, path: str) -> None:
    """What the source holds goes to the bucket that a property names: by name, by ARN, or as `s3://bucket/prefix`."""
    value = resource.text(path)
    if value is None or value == "":
        return
    if is_unknown(value):
        target = resource.refers_to(path, BUCKET)
        if not target.targets:
            unclear(graph, resource.resource.urn, f"where the output goes is not known ({path})")
            return
    elif value.startswith("arn:"):
        sent(resource, graph, source, path, BUCKET)
        return
    elif (found := _S3.match(value)) is not None:
        target = bucket_named(resource, graph, found["name"], path)
    else:
        unclear(graph, resource.resource.urn, f"where the output goes can't be read ({path}: {value!r})")
        return
    because = Because(resource.resource.urn, path, value if isinstance(value, str) else "")
    graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain and source.certain)


@joins
def stores_of_managed_work(graph: GraphBuilder) -> None:
    """What works by a role uses every store that the role may use; a role of a stranger's account is a way there."""
    by_their_roles(graph, WORK)


def by_their_roles(graph: GraphBuilder, table: Mapping[str, Work]) -> None:
    """Each store that what stands in a table may use."""
    for urn, view, path in _acting(graph, table):
        role = follow(view, graph, path, ROLE)
        if role.absent:
            continue
        if not role.targets:
            account = account_in(role.literal)
            if account is not None and account not in graph.own_accounts:
                because = Because(urn, path, role.literal or "")
                graph.edge(Reference.to(urn), graph.aws_account(account), EdgeKind.ASSUME, because, certain=bool(graph.own_accounts))
            else:
                unclear(graph, urn, f"acts as a role that is no resource of the stack ({path})")
        for target in role.targets:
            for store, certain in stores_used_by(graph, target):
                because = Because(urn, path, "by its role")
                graph.edge(Reference.to(urn), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)


def _acting(graph: GraphBuilder, table: Mapping[str, Work]) -> Iterator[tuple[str, ResourceView, str]]:
    for kind, work in table.items():
        if not work.works or not work.roles:
            continue
        for resource in graph.stack.of_type(kind):
            view = graph.view(resource.urn)
            for path in work.roles:
                yield from ((resource.urn, view, place) for place in spread(view, path))
