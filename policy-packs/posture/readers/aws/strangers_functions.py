"""Functions of another account that a service calls on our behalf, and that see or set what is ours by it.

A function of ours is judged by its own role and network; here it is only asked whether somebody else's is named.
Sources: AWS Secrets Manager User Guide, "Rotation by Lambda function" (cross-account rotation: the function sets the new secret); Amazon
SageMaker AI Developer Guide, "Processing data in a custom labeling workflow with AWS Lambda" (the functions are given each object to label), "Use
a custom UI template", and API Reference, HumanTaskConfig (accounts of AWS that hold the functions of built-in tasks).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import by_arn, follow
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import account_in
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_SECRET: Final = ("aws:secretsmanager/secret:Secret", "aws-native:secretsmanager:Secret")
_LABELING: Final = "aws:sagemaker/labelingJob:LabelingJob"
CALLED: Final[dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "aws:secretsmanager/secretRotation:SecretRotation": ("secretId", _SECRET, ("rotationLambdaArn",)),
    "aws-native:secretsmanager:RotationSchedule": ("secretId", _SECRET, ("rotationLambdaArn",)),
    _LABELING: (
        "",
        (),
        ("humanTaskConfig.preHumanTaskLambdaArn", "humanTaskConfig.annotationConsolidationConfig.annotationConsolidationLambdaArn"),
    ),
}
"""Type → the property and types of what the function sees (itself where there is none), and where the function stands."""
_OF_AWS: Final = frozenset(
    {
        *("432418664414", "266458841044", "081040173940", "918755190332", "568282634449", "487402164563", "203001061592"),
        *("477331159723", "845288260483", "565803892007", "377565633583", "454466003867"),
    }
)
"""Accounts of AWS that hold the functions of SageMaker's built-in labeling tasks, a region each."""


@reads(*CALLED)
def called_for_us(resource: ResourceView, graph: GraphBuilder) -> None:
    """What the function sees → the account whose function it is."""
    urn = resource.resource.urn
    prop, kinds, places = CALLED[resource.resource.type]
    seen = follow(resource, graph, prop, kinds) if prop else Reference.to(urn)
    for place in places:
        arn = resource.text(place)
        if arn is None:
            continue
        if is_unknown(arn):
            if not resource.refers_to(place, FUNCTION).targets:
                unclear(graph, urn, f"whose function it calls is not known ({place})")
            continue
        account = account_in(str(arn))
        if account is None or account in graph.own_accounts or by_arn(graph, resource, str(arn), FUNCTION, place).targets:
            continue
        if resource.resource.type == _LABELING and account in _OF_AWS:
            continue
        if not seen.targets:
            unclear(graph, urn, f"what a function of account {account} sees is no resource of the stack ({prop})")
            continue
        because = Because(urn, place, str(arn))
        graph.edge(seen, graph.aws_account(account), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=seen.certain)
