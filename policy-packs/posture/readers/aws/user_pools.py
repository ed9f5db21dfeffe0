"""Cognito user pools: a directory of people, and the functions that are told who signs in.

Sources: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers" (each trigger gets the person's attributes and
answers), "Exporting logs from Amazon Cognito user pools".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.view import ResourceView

POOL: Final = "aws:cognito/userPool:UserPool"
_TRIGGERS: Final = (
    *("createAuthChallenge", "customMessage", "defineAuthChallenge", "postAuthentication", "postConfirmation", "preAuthentication"),
    *("preSignUp", "preTokenGeneration", "userMigration", "verifyAuthChallengeResponse"),
    *("customEmailSender.lambdaArn", "customSmsSender.lambdaArn", "preTokenGenerationConfig.lambdaArn"),
)


@reads(POOL)
def user_pool(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each function that it calls; who signs in is judged where roles are given."""
    urn = resource.resource.urn
    for trigger in _TRIGGERS:
        prop = f"lambdaConfig.{trigger}"
        if resource.value(prop) is None:
            continue
        called = resource.refers_to(prop, FUNCTION)
        if called.targets:
            graph.edge(Reference.to(urn), called, EdgeKind.USE, Because(urn, prop), certain=called.certain)
        else:
            unclear(graph, urn, f"the function that it tells who signs in is no resource of the stack ({prop})")
