"""Agents of Bedrock: the role they act as, the functions they call, the bases they ask, and where every prompt is recorded.

Sources: Amazon Bedrock User Guide, "Use action groups to define actions for your agent to perform" (a Lambda function, or the caller's own
code), "Augment response generation for your agent with knowledge base", "Use multi-agent collaboration", "Monitor model invocation using
CloudWatch Logs and Amazon S3" (requests and answers of every model of the account and region).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.arn_targets import follow, told
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import account_in
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.knowledge import BASE, unplaced
from posture.readers.aws.tokens import BUCKET, LOG_GROUP, ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

AGENT: Final = ("aws:bedrock/agentAgent:AgentAgent",)
ALIAS: Final = ("aws:bedrock/agentAgentAlias:AgentAgentAlias",)
INVOCATIONS: Final = "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration"


@reads(*AGENT)
def agent(resource: ResourceView, graph: GraphBuilder) -> None:
    """It runs in Bedrock's own network, by its role."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "agentResourceRoleArn", "managed by AWS")))


@joins
def stores_of_agents(graph: GraphBuilder) -> None:
    """Stores that an agent's role may use."""
    for resource in graph.stack.of_type(*AGENT):
        view = graph.view(resource.urn)
        role = follow(view, graph, "agentResourceRoleArn", ROLE)
        if not role.targets:
            unclear(graph, resource.urn, "acts as a role that is no resource of the stack (agentResourceRoleArn)")
        used = [found for target in role.targets for found in stores_used_by(graph, target)]
        if used and unplaced(graph, resource.urn):
            unclear(graph, resource.urn, "an agent hands what it reads to a model; it has no tag ai-zone", ("phi-redaction",))
        for store, certain in used:
            because = Because(resource.urn, "agentResourceRoleArn", "by its role")
            graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)


@reads("aws:bedrock/agentAgentActionGroup:AgentAgentActionGroup")
def action_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """The agent hands what it was asked to a function, and takes its answer."""
    prop = "actionGroupExecutor.lambda"
    if resource.value(prop) is None:
        return  # the caller runs the action itself, or there is none
    _between(resource, graph, prop, FUNCTION)


@reads("aws:bedrock/agentAgentKnowledgeBaseAssociation:AgentAgentKnowledgeBaseAssociation")
def asks_base(resource: ResourceView, graph: GraphBuilder) -> None:
    """The agent retrieves from a knowledge base."""
    _between(resource, graph, "knowledgeBaseId", BASE)


@reads("aws:bedrock/agentAgentCollaborator:AgentAgentCollaborator")
def collaborator(resource: ResourceView, graph: GraphBuilder) -> None:
    """A supervisor hands parts of a conversation to another agent."""
    _between(resource, graph, "agentDescriptor.aliasArn", ALIAS)


def _between(resource: ResourceView, graph: GraphBuilder, prop: str, kinds: tuple[str, ...]) -> None:
    asks = resource.refers_to("agentId", AGENT)
    if not asks.targets:
        unclear(graph, resource.resource.urn, f"the agent {asks.literal or ''} is no resource of the stack (agentId)")
        return
    asks_whom(resource, graph, asks, prop, kinds, "the agent")


def asks_whom(resource: ResourceView, graph: GraphBuilder, asks: Reference, prop: Path, kinds: tuple[str, ...], who: str) -> None:
    """What asks → what the property names: a resource of the stack, or a stranger's account. `who`: how the one that asks is called."""
    asked = follow(resource, graph, prop, kinds)
    because = Because(resource.resource.urn, prop, asked.literal or "")
    account = account_in(asked.literal)
    if asked.targets:
        graph.edge(asks, asked, EdgeKind.USE, because, certain=asks.certain and asked.certain)
    elif account is not None and account not in graph.own_accounts:
        graph.edge(asks, graph.aws_account(account), EdgeKind.USE, because, certain=asks.certain)
    else:
        unclear(graph, resource.resource.urn, f"what {who} asks is no resource of the stack ({prop})")


@reads(*ALIAS)
def alias(resource: ResourceView, graph: GraphBuilder) -> None:
    """Another name of an agent: what comes to it comes to the agent."""
    found = resource.refers_to("agentId", AGENT)
    if found.targets:
        because = Because(resource.resource.urn, "agentId")
        graph.edge(Reference.to(resource.resource.urn), found, EdgeKind.USE, because, certain=found.certain)


@reads(INVOCATIONS)
def invocations_recorded(resource: ResourceView, graph: GraphBuilder) -> None:
    """Prompts and answers of every model: a record about all that is held. Read by the join, once every store is known."""
    if is_unknown(resource.value("loggingConfig")):
        unclear(graph, resource.resource.urn, "where prompts are recorded is unknown until the update (loggingConfig)")


@joins
def where_invocations_are_recorded(graph: GraphBuilder) -> None:
    """A way out where the destination is not ours."""
    for resource in graph.stack.of_type(INVOCATIONS):
        _recorded(graph.view(resource.urn), graph)


def _recorded(resource: ResourceView, graph: GraphBuilder) -> None:
    if is_unknown(resource.value("loggingConfig")):
        return
    told(resource, graph, "loggingConfig.s3Config.bucketName", BUCKET, "prompts and answers")
    told(resource, graph, "loggingConfig.cloudwatchConfig.logGroupName", LOG_GROUP, "prompts and answers")
    told(resource, graph, "loggingConfig.cloudwatchConfig.largeDataDeliveryS3Config.bucketName", BUCKET, "prompts and answers")


inert(
    "Versions of filters, and room for one model in its own region; they hold no records and ask nobody "
    "(Amazon Bedrock User Guide, 'Amazon Bedrock Guardrails', 'Provisioned Throughput')",
    "aws:bedrock/guardrailVersion:GuardrailVersion",
    "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput",
)
