"""What holds data outside the organization or its residency, though the program itself builds it there.

A zone is no more ours than the account that it stands in. Stores say so for themselves; here it is said of subnets and of what stands in them.
Sources: DESIGN, "What is proved" (outside: an account that the reviewer does not list, a region outside residency); AWS Organizations User
Guide, "Terminology and concepts" (an account is the boundary).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, SubnetFact, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.unclear import RESIDENCE, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import joins
from posture.reference import Reference
from posture.resource import Resource

_NO_REGION: Final = "in which region it stands is not known, so neither is whether that is within residency"


@joins
def built_abroad(graph: GraphBuilder) -> None:
    """Subnets and workloads in an account that is not listed, or in a region outside residency."""
    for resource in _built(graph):
        account, region = account_of(resource), region_of(resource)
        listed, residency = graph.approved.organization.aws_account_ids, graph.approved.residency
        if account is not None and listed and account not in listed:
            _lies(graph, resource.urn, graph.aws_account(account), Because(resource.urn, "arn", f"in account {account}"))
        if residency and region is None:
            unclear(graph, resource.urn, _NO_REGION, RESIDENCE)
        elif residency and region is not None and region not in residency:
            _lies(graph, resource.urn, graph.region(region), Because(resource.urn, "region", f"lies in {region}"))


def _lies(graph: GraphBuilder, urn: str, where: Reference, because: Because) -> None:
    graph.edge(Reference.to(urn), where, EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


def _built(graph: GraphBuilder) -> Iterator[Resource]:
    """Subnets and workloads of AWS that the stack manages; what it only reads is judged where it is used."""
    for urn in dict.fromkeys((*(fact.urn for fact in graph.of(SubnetFact)), *(fact.urn for fact in graph.of(WorkloadFact)))):
        resource = graph.stack.by_urn.get(urn)
        if resource is not None and not resource.external and resource.type.startswith(("aws:", "aws-native:")):
            yield resource
