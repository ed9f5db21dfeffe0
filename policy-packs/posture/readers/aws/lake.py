"""Glue and Athena: programs of ours that AWS runs, and a catalog of names.

A job without a connection runs in Glue's own network, which reaches the internet, and uses stores by its role; one with a connection stands in
the connection's subnet. The catalog holds names and shapes of tables, never rows.
Sources: AWS Glue Developer Guide, "Setting up network access to data stores", "Working with jobs", "Populating the AWS Glue Data Catalog",
"Granting cross-account access"; Amazon Athena User Guide, "Databases and catalogs".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import NoPolicy, PolicyFault, PolicyKind, UnknownPolicy, WitnessKind, openings_to_principals, parse_policy
from posture.readers.aws.arn_targets import stores_beside
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.kinds import GROUPS, SUBNETS
from posture.readers.aws.looking import refer, refer_all
from posture.readers.aws.ours import ours
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

JOB: Final = ("aws:glue/job:Job", "aws-native:glue:Job")
CONNECTION: Final = ("aws:glue/connection:Connection", "aws-native:glue:Connection")
_REQUIRED: Final = "physicalConnectionRequirements"


@reads(*JOB)
def job(resource: ResourceView, graph: GraphBuilder) -> None:
    """Where the job's program runs."""
    urn = resource.resource.urn
    path = "connections.connections" if resource.value("connections.connections") is not None else "connections"
    named = resource.texts(path)
    if isinstance(named, Unknown) or named:
        _in_subnets(resource, graph, path)
        return
    because = Because(urn, "connections", "not in a VPC")
    graph.add(WorkloadFact(urn, (), (), because=because))
    graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)


def _in_subnets(resource: ResourceView, graph: GraphBuilder, path: str) -> None:
    urn = resource.resource.urn
    subnets: list[Reference] = []
    groups: list[Reference] = []
    for reference in resource.all_refer_to(path, CONNECTION):
        for found in reference.targets:
            view = graph.view(found)
            subnets.append(refer(graph, view, f"{_REQUIRED}.subnetId", SUBNETS))
            groups += refer_all(graph, view, f"{_REQUIRED}.securityGroupIdLists", GROUPS)
    placed = tuple(dict.fromkeys(subnet for subnet in subnets if not subnet.absent))
    if not placed:
        unclear(graph, urn, f"in which network the job runs is not known ({path})")
        return
    graph.add(WorkloadFact(urn, placed, tuple(dict.fromkeys(groups)), because=Because(urn, path)))


@reads("aws:glue/resourcePolicy:ResourcePolicy")
def catalog_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who outside sees names and shapes of tables: read by the join."""


@joins
def catalogs_shown(graph: GraphBuilder) -> None:
    """Stores → whoever the catalog's policy lets in: names of tables and columns, and where they lie."""
    for resource in graph.stack.of_type("aws:glue/resourcePolicy:ResourcePolicy"):
        policy = parse_policy(graph.view(resource.urn).document("policy"), PolicyKind.RESOURCE)
        if isinstance(policy, NoPolicy):
            continue
        if isinstance(policy, (UnknownPolicy, PolicyFault)):
            unclear(graph, resource.urn, "whom the catalog's policy lets in is not known (policy)", OUTSIDE)
            continue
        for opening in openings_to_principals(policy, ours(graph), "*"):
            public = opening.witness_kind in (WitnessKind.ANY, WitnessKind.ANONYMOUS)
            who = graph.anybody() if public else witness(graph, opening, "glue")
            for store in stores_beside(graph, resource).targets:
                because = Because(resource.urn, f"policy.Statement[{opening.statement}]", opening.reason)
                graph.edge(Reference.to(store), who, EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=opening.certain)


inert(
    "Names and shapes of tables, or when and how jobs run; holds no rows (AWS Glue Developer Guide, 'Populating the AWS Glue Data Catalog'). "
    "A crawler is AWS's own program: it reads where the data lies and writes table definitions",
    "aws:glue/catalog:Catalog",
    "aws:glue/catalogDatabase:CatalogDatabase",
    "aws:glue/catalogTable:CatalogTable",
    "aws:glue/catalogTableOptimizer:CatalogTableOptimizer",
    "aws:glue/classifier:Classifier",
    "aws:glue/crawler:Crawler",
    "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
    "aws:glue/dataQualityRuleset:DataQualityRuleset",
    "aws:glue/partition:Partition",
    "aws:glue/partitionIndex:PartitionIndex",
    "aws:glue/registry:Registry",
    "aws:glue/schema:Schema",
    "aws:glue/securityConfiguration:SecurityConfiguration",
    "aws:glue/trigger:Trigger",
    "aws:glue/userDefinedFunction:UserDefinedFunction",
    "aws:glue/workflow:Workflow",
    "aws-native:glue:Database",
    "aws-native:glue:Crawler",
    "aws-native:glue:Trigger",
    "aws-native:glue:SecurityConfiguration",
)
inert(
    "A name for a query, a catalog of names, or capacity; results go where the workgroup says, which is read (Amazon Athena User Guide)",
    "aws:athena/capacityReservation:CapacityReservation",
    "aws:athena/namedQuery:NamedQuery",
    "aws:athena/preparedStatement:PreparedStatement",
    "aws-native:athena:NamedQuery",
    "aws-native:athena:PreparedStatement",
)
