"""Jobs of AWS Batch: where they may run, with which address and by which role.

Its roles are read by `acting`. A queue is the account's: any job may be submitted to any environment of the stack. A job on Fargate gets a public address only if its
definition says so; in a subnet with a road that is a way out.
Source: AWS Batch User Guide, "Job definition parameters" (`networkConfiguration.assignPublicIp`, DISABLED by default; `jobRoleArn`,
`executionRoleArn`), "Compute environment parameters".
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.readers.aws.kinds import GROUPS, SUBNETS
from posture.readers.aws.looking import refer_all, texts
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.values import is_unknown
from posture.view import ResourceView

DEFINITION: Final = ("aws:batch/jobDefinition:JobDefinition",)
_ENVIRONMENT: Final = ("aws:batch/computeEnvironment:ComputeEnvironment",)
_BLOCKS: Final = ("containerProperties", "ecsProperties", "nodeProperties")


@reads(*DEFINITION)
def job_definition(resource: ResourceView, graph: GraphBuilder) -> None:
    """A job stands in the subnets of the environments; one that can't be read may do anything."""
    urn = resource.resource.urn
    settings = [found for prop in _BLOCKS if (found := _settings(resource, graph, prop)) is not None]
    public = any(key == "assignPublicIp" and text == "ENABLED" for one in settings for key, text in texts(one))
    environments = [graph.view(found.urn) for found in graph.stack.of_type(*_ENVIRONMENT)]
    subnets = tuple(one for view in environments for one in refer_all(graph, view, "computeResources.subnets", SUBNETS))
    groups = tuple(one for view in environments for one in refer_all(graph, view, "computeResources.securityGroupIds", GROUPS))
    graph.add(WorkloadFact(urn, subnets, groups, public=public, because=Because(urn, "containerProperties")))


def _settings(resource: ResourceView, graph: GraphBuilder, prop: str) -> Any:
    value = resource.value(prop)
    if value is None:
        return None
    if is_unknown(value):
        unclear(graph, resource.resource.urn, f"as whom and with which address it runs is not known ({prop})")
        return None
    document = _parsed(value) if isinstance(value, str) else None
    if not isinstance(document, Mapping):
        unclear(graph, resource.resource.urn, f"its settings are no JSON ({prop})")
        return None
    return document


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None
