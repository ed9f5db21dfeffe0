"""QuickSight: what reads the stores, what keeps rows of them, and who sees the charts.

A data set in SPICE holds rows; an analysis and a dashboard show them. Whom each is shown to is said by its permissions, as ARNs of users and
groups with their account in them, or by a folder that it lies in. A user whom the stack registers with an IAM identity of another account is
somebody of that account. A source alone shows nothing: QuickSight reads for whoever is shown a chart, and charts that people draw by hand are
theirs, as what they read by their own roles is. Whose role may embed a dashboard for anonymous viewers gives it away (`store_actions`).
Sources: Amazon QuickSight API Reference, "ResourcePermission", "DataSourceParameters", "PhysicalTable"; Amazon QuickSight User Guide, "Sharing
and subscribing to data in Amazon QuickSight", "Granting everyone on the internet access to a QuickSight dashboard", "Accessing AWS resources", "Embedding for
anonymous users"; API Reference, RegisterUser.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow, stores_beside
from posture.readers.aws.handing_on import bucket_named, share
from posture.readers.aws.looking import spread
from posture.readers.aws.stores import STORES, lies
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import DATA, OUTSIDE, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

SOURCE: Final = ("aws:quicksight/dataSource:DataSource",)
SET: Final = ("aws:quicksight/dataSet:DataSet",)
SHOWN: Final = ("aws:quicksight/analysis:Analysis", "aws:quicksight/dashboard:Dashboard")
FOLDER: Final = ("aws:quicksight/folder:Folder",)
_USER: Final = "aws:quicksight/user:User"
_GROUP: Final = "aws:quicksight/group:Group"
_IN_A_GROUP: Final = "aws:quicksight/groupMembership:GroupMembership"
_REGISTERED: Final = (_USER, _GROUP)
_MEMBERSHIP: Final = "aws:quicksight/folderMembership:FolderMembership"
_MANIFEST: Final = "parameters.s3.manifestFileLocation.bucket"
_EVERYBODY: Final = ":publicAnonymousUser/"
_OF: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    **dict.fromkeys(
        SET, (tuple(f"physicalTableMaps.{kind}.dataSourceArn" for kind in ("relationalTable", "customSql", "s3Source")), SOURCE)
    ),
    **dict.fromkeys(
        SHOWN, (tuple(f"sourceEntity.{kind}.dataSetReferences.dataSetArn" for kind in ("sourceTemplate", "sourceAnalysis")), SET)
    ),
}
"""What shows or keeps what something else holds: where that is named, and its types."""


@reads(*SOURCE, *SET, *SHOWN, *FOLDER)
def shown(resource: ResourceView, graph: GraphBuilder) -> None:
    """A place where records are kept or shown, and to whom."""
    urn = resource.resource.urn
    graph.add(StoreFact(urn, "quicksight", account=account_of(resource.resource), region=region_of(resource.resource)))
    lies(resource, graph)
    blocks = resource.blocks("permissions")
    if isinstance(blocks, Unknown):
        unclear(graph, urn, "whom it is shown to is unknown until the update (permissions)", OUTSIDE)
        return
    for block in blocks:
        who, because = resource.text(f"{block}.principal"), Because(urn, f"{block}.principal")
        registered = resource.refers_to(f"{block}.principal", _REGISTERED)
        if registered.targets:
            for one in registered.targets:
                _registered(graph, Reference.to(urn), one)
            continue
        if isinstance(who, str):
            because = Because(urn, f"{block}.principal", who)
            who = "*" if _EVERYBODY in who else who
        share(graph, Reference.to(urn), who, because)


def _registered(graph: GraphBuilder, shown_thing: Reference, whom: str) -> None:
    """A user that the stack registers is whose IAM identity it names; a group of the stack is its users."""
    users = [graph.view(whom)] if graph.stack.by_urn[whom].type == _USER else _users_of(graph, whom)
    for user in users:
        if user.value("iamArn") is not None:
            share(graph, shown_thing, user.text("iamArn"), Because(user.resource.urn, "iamArn"))


def _users_of(graph: GraphBuilder, group: str) -> list[ResourceView]:
    memberships = [graph.view(one.urn) for one in graph.stack.of_type(_IN_A_GROUP)]
    found = [view.refers_to("memberName", (_USER,)) for view in memberships if group in view.refers_to("groupName", (_GROUP,)).targets]
    return [graph.view(urn) for one in found for urn in one.targets]


@joins
def rows_shown(graph: GraphBuilder) -> None:
    """Stores → data sources → data sets → analyses and dashboards → folders."""
    for resource in graph.stack.of_type(*SOURCE):
        _read(graph.view(resource.urn), graph)
    for resource in graph.stack.of_type(*_OF):
        view = graph.view(resource.urn)
        paths, kinds = _OF[resource.type]
        for place in (found for path in paths for found in spread(view, path)):
            if view.value(place) is not None:
                _comes(graph, follow(view, graph, place, kinds), Reference.to(resource.urn), Because(resource.urn, place))
    for resource in graph.stack.of_type(_MEMBERSHIP):
        view = graph.view(resource.urn)
        folder = view.refers_to("folderId", FOLDER)
        for found in folder.targets:
            member = view.refers_to("memberId", (*SET, *SHOWN, *SOURCE))
            _comes(graph, member, Reference.to(found), Because(resource.urn, "memberId"))


def _comes(graph: GraphBuilder, source: Reference, target: Reference, because: Because) -> None:
    if source.targets:
        graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain)
    elif source.unknown:
        unclear(graph, because.urn, f"what it shows is not known ({because.prop})", DATA)


def _read(view: ResourceView, graph: GraphBuilder) -> None:
    """The store that a data source reads; one that asks Athena reads whatever QuickSight's own role may, which no program shows."""
    urn = view.resource.urn
    own, kinds = Reference.to(urn), tuple(STORES)
    if is_unknown(view.value("parameters")):
        unclear(graph, urn, "what it reads is unknown until the update (parameters)", DATA)
    elif view.value(_MANIFEST) is not None:
        bucket = view.refers_to(_MANIFEST, BUCKET)
        if not bucket.targets and bucket.literal is not None:
            bucket = bucket_named(view, graph, bucket.literal, _MANIFEST)
        _comes(graph, bucket, own, Because(urn, _MANIFEST))
    elif view.value("parameters.athena") is not None:
        because = Because(urn, "parameters.athena", "asks Athena")
        for store in stores_beside(graph, view.resource).targets:
            if store != urn and graph.stack.by_urn[store].type in BUCKET:
                graph.edge(Reference.to(store), own, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=False)
    else:
        named = view.refers_to("parameters", kinds)
        if named.targets:
            _comes(graph, named, own, Because(urn, "parameters"))
            return
        for path in ("rds.instanceId", "redshift.clusterId"):
            if view.value(f"parameters.{path}") is not None:
                _comes(graph, view.refers_to(f"parameters.{path}", kinds), own, Because(urn, f"parameters.{path}"))
                return
        if not [host for host in _hosts(view) if host]:
            unclear(graph, urn, "what it reads is not known (parameters)", DATA)


def _hosts(view: ResourceView) -> list[str]:
    """Names of servers that a data source asks: what no resource of the stack owns comes in, and takes nothing of ours out."""
    value = view.value("parameters")
    blocks = value.values() if isinstance(value, dict) else ()
    return [host for block in blocks if isinstance(block, dict) and isinstance(host := block.get("host"), str)]


inert(
    "People and groups of QuickSight, their namespaces and settings, when data is read anew, and how charts look: whom records are shown to is said "
    "by permissions, which are read (Amazon QuickSight User Guide, 'Managing user access', 'Refreshing SPICE data', 'Using themes')",
    "aws:quicksight/accountSettings:AccountSettings",
    "aws:quicksight/accountSubscription:AccountSubscription",
    "aws:quicksight/customPermissions:CustomPermissions",
    "aws:quicksight/folderMembership:FolderMembership",
    _GROUP,
    _IN_A_GROUP,
    "aws:quicksight/ingestion:Ingestion",
    "aws:quicksight/ipRestriction:IpRestriction",
    "aws:quicksight/keyRegistration:KeyRegistration",
    "aws:quicksight/namespace:Namespace",
    "aws:quicksight/refreshSchedule:RefreshSchedule",
    "aws:quicksight/roleMembership:RoleMembership",
    "aws:quicksight/template:Template",
    "aws:quicksight/templateAlias:TemplateAlias",
    "aws:quicksight/theme:Theme",
    _USER,
)
