"""Where a cluster's nodes stand: what comes from a pod leaves by its node's subnet.

Sources: Amazon EKS User Guide, "Amazon VPC and subnets" (node groups, Fargate profiles); Azure documentation, "AKS networking"; Google Cloud
documentation, "VPC-native clusters". Their own readers say where each stands; here those facts are looked up for a cluster.
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import NetworkFact, SubnetFact, WorkloadFact
from posture.graph.topology import choices
from posture.reference import Reference
from posture.resource import Resource

_NAMES_ITS_CLUSTER: Final = ("clusterName", "cluster", "resourceName", "kubernetesClusterId")
"""Properties by which a group of nodes says whose it is."""
_GROUPS: Final = ("nodegroup", "fargateprofile", "agentpool", "nodepool", "kubernetesclusternodepool")


def node_subnets(graph: GraphBuilder, cluster: str) -> tuple[Reference, ...]:
    """Subnets of a cluster's nodes; none where the program does not show the cluster, or not where it stands."""
    if cluster not in graph.stack.by_urn:
        return ()
    owners = {cluster, *(one.urn for one in _groups(graph, cluster))}
    found = (reference for fact in graph.of(WorkloadFact) if fact.urn in owners for reference in fact.subnets)
    known = {fact.urn for fact in graph.of(SubnetFact)}
    return tuple(dict.fromkeys(one for one in found if any(choice.key in known for choice in choices(one))))


def standing_of(graph: GraphBuilder, cluster: str) -> Iterator[str]:
    """What a cluster's nodes stand in, nearest first: subnets, their networks, and what holds these."""
    subnets = [choice.key for one in node_subnets(graph, cluster) for choice in choices(one)]
    yield from subnets
    networks = [choice.key for fact in graph.of(SubnetFact) if fact.urn in subnets for choice in choices(fact.network)]
    networks += [choice.key for fact in graph.of(WorkloadFact) if fact.urn == cluster for choice in choices(fact.network)]
    yield from dict.fromkeys(networks)
    yield from (choice.key for fact in graph.of(NetworkFact) if fact.urn in networks for choice in choices(fact.within))


def _groups(graph: GraphBuilder, cluster: str) -> Iterator[Resource]:
    owner = graph.stack.by_urn[cluster]
    names = {value for value in (owner.id, owner.props.get("name"), owner.props.get("arn")) if isinstance(value, str)}
    for resource in graph.stack:
        if resource.type.rsplit(":", 1)[-1].lower() not in _GROUPS:
            continue
        for prop in _NAMES_ITS_CLUSTER:
            if cluster in resource.property_dependencies.get(prop, ()) or resource.props.get(prop) in names:
                yield resource
                break
