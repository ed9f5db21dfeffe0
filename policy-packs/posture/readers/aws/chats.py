"""Channels of a chat: what topics tell, and what people ask for there, goes to another company's servers.

Source: Amazon Q Developer in chat applications Administrator Guide, "What is Amazon Q Developer in chat applications?", "Custom notifications",
"Role settings" (commands in a channel act as the channel's role, and their answers are shown there).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.looking import spread
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

_TOPIC: Final = ("aws:sns/topic:Topic", "aws-native:sns:Topic")
_PROP: Final = "snsTopicArns"


@reads("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration")
def chat(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each topic of the channel, and whatever its role may read → the channel → the company that runs the chat."""
    urn = resource.resource.urn
    said = Because(urn, "iamRoleArn", "answers are shown in a chat")
    graph.add(WorkloadFact(urn, (), (), because=said))
    graph.edge(Reference.to(urn), graph.internet(), EdgeKind.REPLICATE, said, moves=Moves.FORWARD)
    topics = resource.texts(_PROP)
    if isinstance(topics, Unknown):
        found = [one for one in resource.all_refer_to(_PROP, _TOPIC) if one.targets]
        if not found:
            unclear(graph, urn, f"which topics are told to the chat is unknown until the update ({_PROP})")
    else:
        found = [follow(resource, graph, f"{place}[{index}]", _TOPIC) for place in spread(resource, _PROP) for index in range(len(topics))]
    for topic in found:
        if topic.targets:
            because = Because(urn, _PROP, "told to a chat")
            graph.edge(topic, Reference.to(urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=topic.certain)
