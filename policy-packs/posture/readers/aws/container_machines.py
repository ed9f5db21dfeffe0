"""Containers of ECS on machines of the stack: which groups of machines run which tasks.

A service without a network of its own (network mode `bridge`, `host` or `none`) has the addresses and roads of the machine it runs on, and acts as
its task's role there. Which machines: those of its capacity providers, else of its cluster's; where neither is named, machines join a cluster by
their own start-up data, which is not read, so that any group may be meant.
Sources: Amazon ECS Developer Guide, "Amazon ECS task networking options for EC2", "Amazon ECS capacity providers for EC2", "Amazon ECS task IAM role".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.looking import spread
from posture.readers.aws.workflow_steps import TASK
from posture.reference import Reference
from posture.view import ResourceView

GROUP: Final = ("aws:autoscaling/group:Group",)
_SERVICE: Final = "aws:ecs/service:Service"
_CLUSTER: Final = ("aws:ecs/cluster:Cluster",)
_PROVIDER: Final = ("aws:ecs/capacityProvider:CapacityProvider",)
_OF_CLUSTER: Final = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"


def tasks_on(graph: GraphBuilder, group: str) -> tuple[tuple[Reference, bool], ...]:
    """Task definitions that run on a group of machines, each with whether it surely does; computed once per graph."""
    return tuple(graph.once("aws tasks on machines", lambda: _tasks(graph)).get(group, ()))


def _tasks(graph: GraphBuilder) -> dict[str, list[tuple[Reference, bool]]]:
    found: dict[str, list[tuple[Reference, bool]]] = {}
    for resource in graph.stack.of_type(_SERVICE):
        view = graph.view(resource.urn)
        if view.value("networkConfiguration") is not None or view.text("launchType") in ("FARGATE", "EXTERNAL"):
            continue
        groups = _groups_of(graph, view)
        task = view.refers_to("taskDefinition", TASK)
        for group in groups:
            found.setdefault(group, []).append((task, len(groups) == 1))
    return found


def _groups_of(graph: GraphBuilder, service: ResourceView) -> tuple[str, ...]:
    named = _providers(service, "capacityProviderStrategies.capacityProvider") or _of_cluster(graph, service)
    groups: list[str] = []
    for provider in named:
        groups += graph.view(provider).refers_to("autoScalingGroupProvider.autoScalingGroupArn", GROUP).targets
    return tuple(dict.fromkeys(groups)) or tuple(group.urn for group in graph.stack.of_type(*GROUP))


def _of_cluster(graph: GraphBuilder, service: ResourceView) -> list[str]:
    cluster = set(service.refers_to("cluster", _CLUSTER).targets)
    found: list[str] = []
    for resource in graph.stack.of_type(_OF_CLUSTER):
        view = graph.view(resource.urn)
        if cluster & set(view.refers_to("clusterName", _CLUSTER).targets):
            found += [urn for one in view.all_refer_to("capacityProviders", _PROVIDER) for urn in one.targets]
    return found


def _providers(view: ResourceView, path: str) -> list[str]:
    return [urn for place in spread(view, path) for urn in view.refers_to(place, _PROVIDER).targets]
