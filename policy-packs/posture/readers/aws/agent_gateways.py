"""Gateways of Bedrock AgentCore: who may ask them, and what their targets hand a request on to.

A gateway is one address for the tools of agents. What an agent asks it goes to the target: a function, a runtime, a server on the internet.
It acts as a role of its own, which `managed_work` follows.
Sources: Amazon Bedrock AgentCore Developer Guide, "Gateway inbound authorization" (`NONE` asks nothing), "Supported targets for Amazon Bedrock
AgentCore gateways", "Using interceptors with Gateway"; Pulumi Registry, aws.bedrock.AgentcoreGatewayTarget.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.agents import asks_whom
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.looking import spread
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

GATEWAY: Final = ("aws:bedrock/agentcoreGateway:AgentcoreGateway",)
_RUNTIME: Final = ("aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime",)
_ASKED: Final[dict[Path, tuple[str, ...]]] = {
    "targetConfiguration.mcp.lambda.lambdaArn": FUNCTION,
    "targetConfiguration.http.agentcoreRuntime.arn": _RUNTIME,
}
"""Property with the ARN of what a target asks."""
_WHO: Final = "the gateway"
_SERVER: Final = "targetConfiguration.mcp.mcpServer.endpoint"


@reads(*GATEWAY)
def gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """Its address is public; without an authorizer anybody may ask. Functions beside it see every request and answer."""
    urn = resource.resource.urn
    kind = resource.text("authorizerType")
    if kind == "NONE" or is_unknown(kind):
        because = Because(urn, "authorizerType", str(kind))
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=kind == "NONE", ports=((443, 443),))
    for place in spread(resource, "interceptorConfigurations.interceptor.lambda.arn"):
        if resource.value(place) is not None:
            asks_whom(resource, graph, Reference.to(urn), place, FUNCTION, _WHO)


@reads("aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget")
def target(resource: ResourceView, graph: GraphBuilder) -> None:
    """What comes to the gateway is asked of the target."""
    urn = resource.resource.urn
    asking = follow(resource, graph, "gatewayIdentifier", GATEWAY)
    if not asking.targets:
        unclear(graph, urn, f"the gateway {asking.literal or ''} is no resource of the stack (gatewayIdentifier)")
        return
    known = False
    for prop, kinds in _ASKED.items():
        if resource.value(prop) is not None:
            known = True
            asks_whom(resource, graph, asking, prop, kinds, _WHO)
    if resource.value(_SERVER) is not None:
        known = True
        if resource.value("privateEndpoint") is None:
            because = Because(urn, _SERVER, str(resource.text(_SERVER)))
            graph.edge(asking, graph.internet(), EdgeKind.ROUTE, because, certain=asking.certain, ports=((443, 443),))
        else:
            unclear(graph, urn, "where the private endpoint of the target leads is not read (privateEndpoint)")
    if not known:
        unclear(graph, urn, "whom the target asks stands in a document or service that is not read (targetConfiguration)")
