"""CodeDeploy: which machines and services a deployment group puts new programs on.

Whoever may start a deployment says which program runs there, as the machine's role and in its network; `escalations` asks who may.
Sources: AWS CodeDeploy User Guide, "Create a deployment group" (Auto Scaling groups by name, instances by tags, an ECS service), "Tagging
instances for deployment groups" (filters of one list are alternatives); API Reference, CreateDeployment, EC2TagFilter.
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.looking import spread
from posture.readers.aws.whereabouts import account_of, region_of
from posture.values import is_unknown
from posture.view import ResourceView

GROUP: Final = "aws:codedeploy/deploymentGroup:DeploymentGroup"
_SCALING: Final = ("aws:autoscaling/group:Group",)
_SERVICE: Final = ("aws:ecs/service:Service",)
_INSTANCE: Final = ("aws:ec2/instance:Instance",)
_FILTERS: Final = ("ec2TagFilters", "ec2TagSets.ec2TagFilters")


def deployed_to(graph: GraphBuilder) -> Iterator[tuple[str, str, str]]:
    """Each deployment group, its ARN or a pattern that holds it, and what it may deploy to."""
    for resource in graph.stack.of_type(GROUP):
        view = graph.view(resource.urn)
        names = (view.text("appName"), view.text("deploymentGroupName"))
        app, group = (name if isinstance(name, str) and name else "*" for name in names)
        arn = f"arn:aws:codedeploy:{region_of(resource) or '*'}:{account_of(resource) or '*'}:deploymentgroup:{app}/{group}"
        for target in dict.fromkeys(_targets(graph, view)):
            yield resource.urn, arn, target


def _targets(graph: GraphBuilder, group: ResourceView) -> Iterator[str]:
    for scaling in group.all_refer_to("autoscalingGroups", _SCALING):
        yield from scaling.targets
    for place in spread(group, "ecsService.serviceName"):
        yield from group.refers_to(place, _SERVICE).targets
    filters = [place for path in _FILTERS for place in spread(group, f"{path}.type")]
    wanted = [tuple(group.text(f"{place.rsplit('.', 1)[0]}.{part}") for part in ("key", "value")) for place in filters]
    for machine in graph.stack.of_type(*_INSTANCE) if wanted else ():
        tags = graph.view(machine.urn).tags()
        if "*" in tags or any(_fits(tags, key, value) for key, value in wanted):
            yield machine.urn


def _fits(tags: dict[str, object], key: object, value: object) -> bool:
    """Whether a filter may choose tags: by key, by value or by both; what is unknown may fit."""
    if is_unknown(key) or is_unknown(value):
        return True
    return any((key is None or name == key) and (value is None or is_unknown(said) or said == value) for name, said in tags.items())
