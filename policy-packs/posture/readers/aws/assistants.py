"""Amazon Q Business: an assistant of AWS's own that acts by a role and answers people of the directory.

Sources: Amazon Q Business User Guide, "IAM role for an Amazon Q Business application", "Connecting Amazon Q Business to IAM Identity Center"
(only people of the directory ask it); its indexes and data sources are resources of their own.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import ResourceView

ASSISTANT: Final = "aws:qbusiness/application:Application"
_ROLE: Final = "iamServiceRoleArn"


@reads(ASSISTANT)
def assistant(resource: ResourceView, graph: GraphBuilder) -> None:
    """Stands in no network of ours; the join gives it what its role may use."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, _ROLE, "managed by AWS")))
    if not resource.refers_to(_ROLE, ROLE).targets:
        unclear(graph, urn, f"acts as a role that is no resource of the stack ({_ROLE})")


@joins
def stores_of_assistants(graph: GraphBuilder) -> None:
    """assistant → each store that its role may use."""
    for resource in graph.stack.of_type(ASSISTANT):
        role = graph.view(resource.urn).refers_to(_ROLE, ROLE)
        for target in role.targets:
            for store, certain in stores_used_by(graph, target):
                because = Because(resource.urn, _ROLE, "by its role")
                graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)
