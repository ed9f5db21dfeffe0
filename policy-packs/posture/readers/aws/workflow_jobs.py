"""What a document starts: tasks in a network of ours, and jobs of SageMaker that act as a role which the document names.

Sources: AWS Step Functions Developer Guide, "Run an Amazon ECS or Fargate task with Step Functions", "Create and manage Amazon SageMaker AI jobs
with Step Functions" (`RoleArn`, passed by `iam:PassRole`); Amazon EventBridge Scheduler User Guide, "Using universal targets".
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.definitions import jobs_of, runs_in_the_open
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.workflow_steps import MACHINE, STARTERS, started_by
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView


@reads(*STARTERS)
def started_tasks(resource: ResourceView, graph: GraphBuilder) -> None:
    """A task stands in the subnets that the request names."""
    started = started_by(graph, resource)
    if started.subnets:
        urn = resource.resource.urn
        because = Because(urn, STARTERS[resource.resource.type], "runs a task")
        graph.add(WorkloadFact(urn, started.subnets, started.groups, public=started.public, because=because, certain=started.known))


@joins
def jobs_by_their_roles(graph: GraphBuilder) -> None:
    """A job in the open reads what its role may read.

    In a preview the stack's roles have names alone, and a definition that is not known may pass each that it depends on.
    """
    for resource in graph.stack.of_type(*MACHINE):
        view = graph.view(resource.urn)
        written = view.written("definition")
        passed = [urn for one in view.all_refer_to("definition", ROLE) for urn in one.targets] if is_unknown(written) else []
        for store in dict.fromkeys(store for urn in passed for store, _ in stores_used_by(graph, urn)):
            because = Because(resource.urn, "definition", "may start a job by a role")
            graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=False)
            graph.edge(Reference.to(resource.urn), graph.internet(), EdgeKind.ROUTE, because, certain=False)
        for kind, request in jobs_of(written):
            named = request.get("RoleArn")
            if not isinstance(named, str) or not runs_in_the_open(kind, request):
                continue
            role = view.look_up(named, ROLE, "definition")
            role = role if role.targets else view.look_up(named.rsplit("/", 1)[-1], ROLE, "definition")
            for target in role.targets:
                for store, certain in stores_used_by(graph, target):
                    because = Because(resource.urn, "definition", f"{kind} job: by its role")
                    graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)
