"""EMR Serverless: an application without a network reaches buckets of the region by the role of each job, and nothing else.

The job names its role when it is started, so each role of the stack that the service may assume can be it. In a network of ours a job takes
the network's roads with it (`role_bearers`). Where the stack has no such role, what a job of a zone reads and writes is not known.
Sources: Amazon EMR Serverless User Guide, "Configuring VPC access for EMR Serverless applications to connect to data" (without one: S3 and
Glue of the region, no internet), "Job runtime roles for Amazon EMR Serverless".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.iam import Caller, Policy, Request, evaluate
from posture.readers.aws.acting import arn_of_role, trust_of
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import DATA, unclear
from posture.readers.aws.written_outside import writes_outside
from posture.readers.registry import joins
from posture.reference import Reference

APPLICATION: Final = "aws:emrserverless/application:Application"
_SERVICE: Final = "emr-serverless.amazonaws.com"


@joins
def jobs_without_a_network(graph: GraphBuilder) -> None:
    """Application ↔ each store that the role of a job may use; application → what such a role may write outside."""
    outside = [one.urn for one in graph.stack.of_type(APPLICATION) if graph.view(one.urn).value("networkConfiguration") is None]
    roles = roles_for_jobs(graph) if outside else []
    for application in outside:
        if not roles:
            unclear(graph, application, "which role its jobs start with is not said: no role of the stack trusts EMR Serverless", DATA)
        for role in roles:
            for store, _ in stores_used_by(graph, role):
                ends = Reference.to(application), Reference.to(store)
                graph.edge(*ends, EdgeKind.USE, Because(role, "policies", "as the role of a job"), certain=False)
            writes_outside(graph, Reference.to(application), role, certain=False)


def roles_for_jobs(graph: GraphBuilder) -> list[str]:
    """Every role of the stack that a job may start with."""
    return graph.once("aws roles for jobs of spark", lambda: [one.urn for one in graph.stack.of_type(*ROLE) if _for_jobs(graph, one.urn)])


def _for_jobs(graph: GraphBuilder, role: str) -> bool:
    trust = trust_of(graph, role)
    asked = Request("sts:AssumeRole", arn_of_role(graph, role), Caller.aws_service(_SERVICE))
    return isinstance(trust, Policy) and evaluate(trust, asked).allow.possible
