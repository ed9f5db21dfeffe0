"""Kendra: what an index is filled from. DataZone: a domain, its roles, and what only describes.

Sources: Amazon Kendra Developer Guide, "Amazon S3 data source", "Web crawler", "IAM access roles for Amazon Kendra"; Amazon DataZone User Guide,
"Amazon DataZone terminology and concepts", "Associated accounts" (AWS RAM shares the domain), "Domain execution role".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.handing_on import bucket_named
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.stores import lies
from posture.readers.aws.tokens import BUCKET, ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.view import ResourceView

INDEX: Final = ("aws:kendra/index:Index",)
DOMAIN: Final = ("aws:datazone/domain:Domain",)
_SOURCE: Final = "aws:kendra/dataSource:DataSource"
_BUCKET: Final = "configuration.s3Configuration.bucketName"
_TAKES_NOTHING: Final = ("CUSTOM", "WEBCRAWLER")
"""Kinds of sources that read no store of ours: whoever calls the index fills it, or it reads web pages."""


@reads(_SOURCE)
def data_source(resource: ResourceView, graph: GraphBuilder) -> None:
    """Documents of a bucket are read into the index, which answers whoever may ask it."""
    urn = resource.resource.urn
    index, kind = resource.refers_to("indexId", INDEX), resource.text("type")
    if not index.targets:
        unclear(graph, urn, "the index is no resource of the stack (indexId)")
    if kind in _TAKES_NOTHING:
        return
    bucket = resource.refers_to(_BUCKET, BUCKET)
    if resource.value(_BUCKET) is None or bucket.unknown:
        unclear(graph, urn, "what the index is filled from is not followed (configuration)")
        return
    if not bucket.targets and bucket.literal is not None:
        bucket = bucket_named(resource, graph, bucket.literal, _BUCKET)
    because = Because(urn, _BUCKET)
    graph.edge(bucket, index, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=bucket.certain and index.certain)


@reads(*DOMAIN)
def domain(resource: ResourceView, graph: GraphBuilder) -> None:
    """A catalog of what an organization holds, with a portal for its people."""
    urn = resource.resource.urn
    graph.add(StoreFact(urn, "datazone", account=account_of(resource.resource), region=region_of(resource.resource)))
    lies(resource, graph)


@joins
def stores_of_domains(graph: GraphBuilder) -> None:
    """People of the portal act by the domain's role."""
    for resource in graph.stack.of_type(*DOMAIN):
        view = graph.view(resource.urn)
        for prop in ("domainExecutionRole", "serviceRole"):
            role = follow(view, graph, prop, ROLE)
            for target in role.targets:
                for store, certain in stores_used_by(graph, target):
                    because = Because(resource.urn, prop, "by its role")
                    graph.edge(Reference.to(resource.urn), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)


inert(
    "Projects, words and shapes of a domain's catalog, and the people in it; what they may use is said by roles and grants, which are read "
    "(Amazon DataZone User Guide, 'Amazon DataZone terminology and concepts')",
    "aws:datazone/project:Project",
    "aws:datazone/assetType:AssetType",
    "aws:datazone/formType:FormType",
    "aws:datazone/glossary:Glossary",
    "aws:datazone/glossaryTerm:GlossaryTerm",
    "aws:datazone/userProfile:UserProfile",
)
