"""What workloads and services may use by their roles without any endpoint of ours.

Sources: Amazon EC2 User Guide, "IAM roles for Amazon EC2"; Amazon ECS Developer Guide, "Amazon ECS task IAM role"; AWS PrivateLink Guide,
"What is AWS PrivateLink?" (without an endpoint, services are reached at their public addresses, through an internet or NAT gateway).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, GrantFact, PublicUseFact, WorkloadFact
from posture.readers.aws.acting import roles_of
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.role_bearers import bearers_beside, named_roles
from posture.readers.aws.tokens import ROLE
from posture.readers.registry import INERT, READERS, inert, joins


@joins
def workloads_by_their_roles(graph: GraphBuilder) -> None:
    """Each store that the role of a workload may use from outside our networks.

    Where not every role is told, those that are named are there all the same; what has no network of ours is read by `managed`.
    """
    beside = list(bearers_beside(graph))
    for fact in graph.of(WorkloadFact):
        told = roles_of(graph, fact.urn)
        roles = [(role, True) for role in told or ()]
        if told is None and fact.subnets:
            roles = [*named_roles(graph, fact.urn), *((role, certain) for urn, role, certain in beside if urn == fact.urn)]
        for role, named in dict.fromkeys(roles):
            for store, certain in stores_used_by(graph, role):
                because = Because(role, "policies", "by its role")
                graph.add(PublicUseFact(fact.urn, store, because, certain and fact.certain and named))


@joins
def roles_in_unknown_hands(graph: GraphBuilder) -> None:
    """Roles that a resource names of which no reader knows what it does with them."""
    roles = {role.urn for role in graph.stack.of_type(*ROLE)}
    named: set[str] = set()
    for resource in graph.stack:
        if resource.custom and resource.type not in READERS and resource.type not in INERT:
            named |= roles & {urn for urns in resource.property_dependencies.values() for urn in urns}
            named |= roles & {
                found.urn for value in resource.props.values() if isinstance(value, str) for found in graph.stack.named(value)
            }
    for role in sorted(named):
        for store, _ in stores_used_by(graph, role):
            graph.add(GrantFact(role, store))


inert(
    "Says which containers and roles a service runs; read with the service (Amazon ECS Developer Guide, 'Amazon ECS task definitions')",
    "aws:ecs/taskDefinition:TaskDefinition",
    "aws-native:ecs:TaskDefinition",
)
