"""Jobs of AWS Batch: where they may run, with which address and by which role.

Its roles are read by `acting`. A queue is the account's: any job may be submitted to any environment of the stack. A job on Fargate gets a public address only if its
definition says so; in a subnet with a road that is a way out.
Source: AWS Batch User Guide, "Job definition parameters" (`networkConfiguration.assignPublicIp`, DISABLED by default; `jobRoleArn`,
`executionRoleArn`), "Compute environment parameters".
"""

from collections.abc import Mapping
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.readers.aws.kinds import GROUPS, SUBNETS
from posture.readers.aws.looking import refer_all, texts
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.values import UNKNOWN, is_unknown
from posture.view import ResourceView

DEFINITION: Final = ("aws:batch/jobDefinition:JobDefinition",)
_ENVIRONMENT: Final = ("aws:batch/computeEnvironment:ComputeEnvironment",)
BLOCKS: Final = ("containerProperties", "ecsProperties", "nodeProperties")


@reads(*DEFINITION)
def job_definition(resource: ResourceView, graph: GraphBuilder) -> None:
    """A job stands in the subnets of the environments; one that can't be read may do anything."""
    urn = resource.resource.urn
    settings = [found for prop in BLOCKS if (found := _settings(resource, graph, prop)) is not None]
    public = any(key == "assignPublicIp" and text == "ENABLED" for one in settings for key, text in texts(one))
    environments = [graph.view(found.urn) for found in graph.stack.of_type(*_ENVIRONMENT)]
    subnets = tuple(one for view in environments for one in refer_all(graph, view, "computeResources.subnets", SUBNETS))
    groups = tuple(one for view in environments for one in refer_all(graph, view, "computeResources.securityGroupIds", GROUPS))
    graph.add(WorkloadFact(urn, subnets, groups, public=public, because=Because(urn, "containerProperties")))


def _settings(resource: ResourceView, graph: GraphBuilder, prop: str) -> Any:
    found = job_settings(resource, prop)
    if not is_unknown(found):
        return found
    told = "as whom and with which address it runs is not known" if is_unknown(resource.value(prop)) else "its settings are no JSON"
    unclear(graph, resource.resource.urn, f"{told} ({prop})")
    return None


def job_settings(view: ResourceView, prop: str) -> Any:
    """A job's settings out of their JSON text; `UNKNOWN` where they are not known or no such text, None where there are none."""
    text = view.text(prop)
    document = view.written(prop) if isinstance(text, str) else text
    return document if document is None or isinstance(document, Mapping) else UNKNOWN
