"""Image registries that copy to other accounts and regions: one configuration for all repositories of an account.

Source: Amazon ECR User Guide, "Private image replication in Amazon ECR" (rules, filters by the beginning of the repository's name).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import to_region
from posture.readers.aws.resource_policies import REGISTRY_POLICY, REPOSITORY
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, same_account
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView


@reads("aws:ecr/replicationConfiguration:ReplicationConfiguration")
def replication(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every image pushed is copied to each destination. Filters are not counted: all repositories of the account are copied."""
    repositories = [found.urn for found in graph.stack.of_type(*REPOSITORY) if same_account(found, resource.resource) is not False]
    rules = resource.blocks("replicationConfiguration.rules")
    for urn in repositories:
        if isinstance(rules, Unknown):
            unclear(graph, urn, "where its images are copied to is unknown until the update")
            continue
        for rule in rules:
            destinations = resource.blocks(f"{rule}.destinations")
            if isinstance(destinations, Unknown):
                unclear(graph, urn, "where its images are copied to is unknown until the update")
                continue
            for place in destinations:
                _copied(resource, graph, urn, place)


def _copied(resource: ResourceView, graph: GraphBuilder, repository: str, place: str) -> None:
    account, region = resource.text(f"{place}.registryId"), resource.text(f"{place}.region")
    own = Reference.to(repository)
    if not isinstance(account, str) or not isinstance(region, str):
        unclear(graph, repository, "where its images are copied to is unknown until the update")
        return
    if account != account_of(resource.resource):
        because = Because(resource.resource.urn, f"{place}.registryId", account)
        graph.edge(own, graph.aws_account(account), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)
    to_region(graph, own, region, Because(resource.resource.urn, f"{place}.region", region))


@reads(REGISTRY_POLICY)
def registry_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may replicate into, or fetch through, the whole registry: read with the policies of its repositories (`resource_policies`)."""
