"""Workflows that are written as a document: what each step asks, by ARN, by bucket, or on the internet.

A step that calls a service of AWS acts by the workflow's role, which `managed_work` follows. What is read here is what the document names
itself: functions, queues, machines of another account; an HTTP task, which asks any address; a job without a network; a task in a network of ours.
Sources: AWS Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows" (`arn:aws:states:::http:invoke`, an EventBridge
connection), "Accessing resources in other AWS accounts" (`Credentials`), "Using CloudWatch Logs to log execution history"
(`includeExecutionData`); Amazon SageMaker AI Developer Guide, "Pipelines overview" (the JSON schema's steps hold the requests of
CreateTrainingJob, CreateProcessingJob, CreateTransformJob), "Run Training and Inference Containers in Internet-Free Mode" (by default
containers reach the internet), "Create and manage Amazon SageMaker AI jobs with Step Functions"; Amazon Bedrock User Guide, "Node types in your flow".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import by_arn, sent, told
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import as_arn, bucket_named
from posture.readers.aws.knowledge import BASE
from posture.readers.aws.looking import texts
from posture.readers.aws.tokens import LOG_GROUP
from posture.readers.aws.unclear import unclear
from posture.readers.aws.workflow_steps import MACHINE
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import ResourceView

PIPELINE: Final = ("aws:sagemaker/pipeline:Pipeline",)
FLOW: Final = ("aws:bedrock/agentFlow:AgentFlow",)
_HTTP: Final = re.compile(r"^arn:aws[a-z-]*:states:::http:invoke")
_ARN: Final = re.compile(r"^arn:aws[a-z-]*:(?P<service>[a-z0-9-]+):[a-z0-9-]*:(?P<account>\d{12}):")
_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "lambda": FUNCTION,
    "states": (*MACHINE, "aws:sfn/activity:Activity"),
    "sqs": ("aws:sqs/queue:Queue",),
    "sns": ("aws:sns/topic:Topic",),
    "dynamodb": ("aws:dynamodb/table:Table",),
    "sagemaker": ("aws:sagemaker/endpoint:Endpoint", "aws:sagemaker/model:Model"),
    "bedrock": ("aws:bedrock/agentAgent:AgentAgent", "aws:bedrock/agentAgentAlias:AgentAgentAlias", *BASE),
}
"""What a step may name by ARN, by service."""
_OF_THE_WORKFLOW: Final = frozenset({"iam", "kms", "ec2"})
"""Services whose ARNs in a step are no destination: a role passed, a key, a subnet. Roles of other accounts are told apart below."""
_BUCKETS: Final = ("Bucket", "BucketName", "S3Bucket", "S3BucketName", "OutputS3BucketName")
"""Parameters of AWS's own actions that name a bucket (AWS Step Functions Developer Guide, "Learning to use AWS service SDK integrations")."""
_PLAIN_BUCKET: Final = re.compile(r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
"""A bucket's name as it is; an expression (`$.bucket`, `{% … %}`) names whatever the input says."""
_STEPS: Final = ("States", "Steps", "nodes", "connections")
"""Parts of which each document has one: of a state machine, a pipeline, a flow."""
_STARTS: Final = re.compile(
    r"^arn:aws[a-z-]*:states:::(?:aws-sdk:)?sagemaker:create(?P<kind>Training|HyperParameterTuning|Processing)Job(?:\.|$)"
)
_KINDS: Final = {"Training": "Training", "HyperParameterTuning": "Tuning", "Processing": "Processing"}
_JOBS: Final = {"Training": "", "Tuning": "TrainingJobDefinition", "Processing": "NetworkConfig"}
"""Kinds of steps whose containers run somewhere → where in the request the network stands."""


@reads(*MACHINE)
def state_machine(resource: ResourceView, graph: GraphBuilder) -> None:
    """What the definition calls, and where the history goes."""
    urn = resource.resource.urn
    if not _without_data(resource) and resource.text("loggingConfiguration.logDestination") is not None:
        sent(resource, graph, Reference.to(urn), "loggingConfiguration.logDestination", LOG_GROUP)
    definition = _document(resource, graph, "definition")
    if definition is None:
        return
    for key, text in texts(definition):
        if key == "Resource" and _HTTP.match(text):
            graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, Because(urn, "definition", "HTTP task"), ports=((443, 443),))
    for kind, request in jobs_of(definition):
        if runs_in_the_open(kind, request):
            because = Because(urn, "definition", f"{kind} job: neither isolated nor in a VPC")
            graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
    _named(resource, graph, definition, "definition")


@joins
def executions_recorded(graph: GraphBuilder) -> None:
    """A history without the data of executions tells about stores, once every store is known."""
    for resource in graph.stack.of_type(*MACHINE):
        view = graph.view(resource.urn)
        if _without_data(view):
            told(view, graph, "loggingConfiguration.logDestination", LOG_GROUP, "executions of a state machine")


def _without_data(resource: ResourceView) -> bool:
    return resource.flag("loggingConfiguration.includeExecutionData") is False or resource.value("loggingConfiguration") is None


@reads(*PIPELINE)
def pipeline(resource: ResourceView, graph: GraphBuilder) -> None:
    """The jobs of a pipeline: where their containers run, and where their output goes."""
    urn = resource.resource.urn
    if resource.value("pipelineDefinitionS3Location") is not None:
        unclear(graph, urn, "its definition lies in a bucket, and can't be read here (pipelineDefinitionS3Location)")
    definition = _document(resource, graph, "pipelineDefinition")
    if definition is None:
        return
    for step in _steps(definition):
        kind, arguments = step.get("Type"), step.get("Arguments")
        if kind not in _JOBS or not isinstance(arguments, Mapping):
            continue
        if runs_in_the_open(kind, arguments):
            because = Because(urn, "pipelineDefinition", f"step {step.get('Name')}: neither isolated nor in a VPC")
            graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
    _named(resource, graph, definition, "pipelineDefinition")


@reads(*FLOW)
def flow(resource: ResourceView, graph: GraphBuilder) -> None:
    """A flow's nodes: functions, buckets, agents, knowledge bases."""
    definition = _document(resource, graph, "definition")
    if definition is not None:
        _named(resource, graph, definition, "definition")


def _document(resource: ResourceView, graph: GraphBuilder, prop: str) -> Any:
    """The document as data; None where there is none, or where it can't be read, which is then said. One without steps is none that AWS takes."""
    written = resource.written(prop)
    if written is None or (isinstance(written, Mapping) and any(part in written for part in _STEPS)):
        return written
    unclear(graph, resource.resource.urn, f"what its steps ask is not known ({prop})")
    return None


def _named(resource: ResourceView, graph: GraphBuilder, definition: Any, prop: str) -> None:
    urn = resource.resource.urn
    own = Reference.to(urn)
    for key, written in texts(definition):
        text = as_arn(written)
        because = Because(urn, prop, written)
        if key in _BUCKETS and _PLAIN_BUCKET.match(text):
            graph.edge(own, bucket_named(resource, graph, text, prop), EdgeKind.USE, because)
            continue
        if text.startswith("s3://") and (name := text[5:].partition("/")[0]):
            graph.edge(own, bucket_named(resource, graph, name, prop), EdgeKind.USE, because)
            continue
        found = _ARN.match(text)
        if found is None:
            continue
        stranger = bool(graph.own_accounts) and found["account"] not in graph.own_accounts
        if stranger and key not in ("TrainingImage", "ImageUri", "Image"):
            graph.edge(own, graph.aws_account(found["account"]), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)
        elif found["service"] not in _OF_THE_WORKFLOW:
            for target in by_arn(graph, resource, _unqualified(text), _TYPES.get(found["service"], ()), prop).targets:
                if target != urn:
                    graph.edge(own, Reference.to(target), EdgeKind.USE, because)


def jobs_of(definition: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Jobs of SageMaker that the steps of a state machine start: kind and request."""
    if isinstance(definition, Mapping):
        asks = definition.get("Resource")
        started = _STARTS.match(asks) if isinstance(asks, str) else None
        if started is not None:
            said = (definition.get(part) for part in ("Parameters", "Arguments"))
            yield from ((_KINDS[started["kind"]], request) for request in said if isinstance(request, Mapping))
        for value in definition.values():
            yield from jobs_of(value)
    elif isinstance(definition, (list, tuple)):
        for value in definition:
            yield from jobs_of(value)


def runs_in_the_open(kind: str, request: Mapping[str, Any]) -> bool:
    """Whether the containers of a job reach the internet: neither isolated nor in a network of ours."""
    network = request.get(_JOBS[kind], {}) if _JOBS[kind] else request
    network = network if isinstance(network, Mapping) else {}
    return network.get("EnableNetworkIsolation") is not True and not network.get("VpcConfig")


def _unqualified(arn: str) -> str:
    """A function's ARN without its alias or version: the function is meant."""
    parts = arn.split(":")
    return ":".join(parts[:7]) if len(parts) == 8 and parts[2] == "lambda" else arn


def _steps(definition: Any) -> Iterator[Mapping[str, Any]]:
    """Every object that is a step: in the list of steps, and in the branches of conditions."""
    if isinstance(definition, Mapping):
        if isinstance(definition.get("Type"), str) and "Arguments" in definition:
            yield definition
        for value in definition.values():
            yield from _steps(value)
    elif isinstance(definition, (list, tuple)):
        for value in definition:
            yield from _steps(value)
