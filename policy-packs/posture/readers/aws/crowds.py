"""People outside the clinic who are shown what a model is unsure of, or what is to be labelled: Mechanical Turk's public, vendors of the Marketplace.

Source: Amazon SageMaker AI Developer Guide, "Use the Amazon Mechanical Turk workforce" (`workteam/public-crowd/default`: "public", never for
"protected health information"), "Subscribe to vendor workforces", "Create a flow definition". The teams of both have ARNs of AWS's own account.
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.view import ResourceView

_TEAM: Final = "aws:sagemaker/workteam:Workteam"
_ASKED: Final = {
    "aws:sagemaker/flowDefinition:FlowDefinition": "humanLoopConfig.workteamArn",
    "aws:sagemaker/labelingJob:LabelingJob": "humanTaskConfig.workteamArn",
}
"""What asks people → the property that names their team."""
_ARN: Final = re.compile(r"^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:(?P<account>\d{12}):workteam/(?P<crowd>[a-z-]+)/")


@reads(*_ASKED)
def shown_to_people(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each task shows a record to whoever of the team takes it."""
    urn, prop = resource.resource.urn, _ASKED[resource.resource.type]
    team = resource.refers_to(prop, (_TEAM,))
    if team.targets or team.absent:
        return  # the people of a team of ours: who they are is said by its user pool
    found = _ARN.match(team.literal) if team.literal is not None else None
    if found is None:
        unclear(graph, urn, f"whom it shows records to is not known ({prop})", OUTSIDE)
        return
    who = graph.anybody() if found["crowd"] == "public-crowd" else graph.aws_account(found["account"])
    if found["crowd"] == "private-crowd" and found["account"] in graph.own_accounts:
        return
    graph.edge(Reference.to(urn), who, EdgeKind.SHARE, Because(urn, prop, team.literal or ""), moves=Moves.FORWARD)
