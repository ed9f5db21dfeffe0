"""AWS Lake Formation: who may read tables of the catalog, by grants of its own beside IAM; and AWS Clean Rooms, where others query them.

A grant to an account, an organization or a principal of one shares the rows of what is registered; without a registered location it shows
names and shapes, which tell about every store of the account. External filtering hands credentials for the data to engines of others.
Sources: AWS Lake Formation Developer Guide, "Granting permissions on Data Catalog resources", "Cross-account data sharing", "Application
integration for full table access", "Changing the default settings for your data lake"; AWS Clean Rooms User Guide, "Create a collaboration".
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow, stores_beside
from posture.readers.aws.handing_on import bucket_named
from posture.readers.aws.ram import PRINCIPAL_ASSOCIATION, SHARE, shared_things
from posture.readers.aws.tokens import BUCKET, ROLE
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.aws.whereabouts import same_account
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.resource import Resource
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

PERMISSIONS: Final = "aws:lakeformation/permissions:Permissions"
SETTINGS: Final = "aws:lakeformation/dataLakeSettings:DataLakeSettings"
LOCATION: Final = "aws:lakeformation/resource:Resource"
COLLABORATION: Final = "aws:cleanrooms/collaboration:Collaboration"
CONFIGURED_TABLE: Final = "aws:cleanrooms/configuredTable:ConfiguredTable"
_CATALOG: Final = ("aws:glue/catalogDatabase:CatalogDatabase", "aws:glue/catalogTable:CatalogTable", "aws:glue/catalog:Catalog")
_LET_IAM_DECIDE: Final = "IAM_ALLOWED_PRINCIPALS"
_ACCOUNT: Final = re.compile(r"^(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::.*)?$")
_ORGANIZATION: Final = re.compile(r"^arn:aws[a-z-]*:organizations::\d{12}:(?:organization|ou)/(o-[a-z0-9]+)(?:/|$)")
_NO_GRANT: Final = ("CREATE_DATABASE", "CREATE_TABLE", "CREATE_LF_TAG", "CREATE_LF_TAG_EXPRESSION", "CREATE_CATALOG")
"""Permissions that put something in, and show nothing."""


@reads(PERMISSIONS, SETTINGS, COLLABORATION, "aws:lakeformation/optIn:OptIn")
def granted(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the join, once every store is known."""


@reads(LOCATION)
def registered(resource: ResourceView, graph: GraphBuilder) -> None:
    """A location whose rows Lake Formation hands out: `lake` collects them."""
    found = follow(resource, graph, "arn", BUCKET)
    if found.unknown:
        unclear(graph, resource.resource.urn, "which bucket is registered is not known (arn)", OUTSIDE)


def lake(graph: GraphBuilder, beside: Resource) -> Reference:
    """The buckets that are registered in the account; where none is, every store of it."""
    found: dict[str, None] = {}
    for resource in graph.stack.of_type(LOCATION):
        if same_account(resource, beside) is False:
            continue
        view = graph.view(resource.urn)
        arn = view.text("arn")
        named = bucket_named(view, graph, arn.rpartition(":::")[2].partition("/")[0], "arn") if isinstance(arn, str) else None
        target = named if named is not None and named.targets else follow(view, graph, "arn", BUCKET)
        found.update(dict.fromkeys(target.targets))
    return Reference(tuple(found)) if found else stores_beside(graph, beside)


@joins
def granted_lakes(graph: GraphBuilder) -> None:
    """Stores of the lake → whoever is granted what they hold."""
    for resource in graph.stack.of_type(PERMISSIONS):
        view = graph.view(resource.urn)
        permissions = view.texts("permissions")
        if not isinstance(permissions, Unknown) and permissions and all(one in _NO_GRANT for one in permissions):
            continue
        _granted(graph, view, "principal")
    for resource in graph.stack.of_type(SETTINGS):
        _settings(graph, graph.view(resource.urn))
    for resource in graph.stack.of_type(COLLABORATION):
        _collaboration(graph, graph.view(resource.urn))


@joins
def shared_catalogs(graph: GraphBuilder) -> None:
    """A database or table of the catalog in a resource share: a grant to whom the share is for.

    Source: AWS Lake Formation Developer Guide, "Sharing Data Catalog tables and databases across AWS accounts" (by AWS RAM).
    """
    for resource in graph.stack.of_type(PRINCIPAL_ASSOCIATION):
        view = graph.view(resource.urn)
        items = [item for share in view.refers_to("resourceShareArn", SHARE).targets for item in shared_things(graph).get(share, ())]
        if any(graph.stack.by_urn[urn].type in _CATALOG for item in items for urn in item.targets):
            _granted(graph, view, "principal")


def _granted(graph: GraphBuilder, view: ResourceView, prop: Path) -> None:
    urn, who = view.resource.urn, view.text(prop)
    stores = lake(graph, view.resource)
    because = Because(urn, prop, str(who))
    if view.refers_to(prop, ROLE).targets or who == _LET_IAM_DECIDE or not stores.targets:
        return
    if not isinstance(who, str):
        _open(graph, stores, f"who is granted by {view.resource.name} what the lake holds is not known ({prop})")
        return
    if found := _ORGANIZATION.match(who):
        target = graph.aws_organization(found.group(1))
    elif found := _ACCOUNT.match(who):
        target = graph.aws_account(found.group(1))
    else:
        target = graph.somewhere("principal", who)
    for store in stores.targets:
        graph.edge(Reference.to(store), target, EdgeKind.SHARE, because, moves=Moves.FORWARD)


def _open(graph: GraphBuilder, stores: Reference, reason: str) -> None:
    """Said of the stores: a grant stands beside them, and touches none by a reference."""
    for store in stores.targets:
        unclear(graph, store, reason, OUTSIDE)


def _settings(graph: GraphBuilder, view: ResourceView) -> None:
    """Engines of other accounts that filter by themselves get credentials for the data; administrators of others grant what they like;
    and whom the defaults name is granted each database or table that is made from now on."""
    lists: list[Path] = ["admins", "readOnlyAdmins"]
    if view.flag("allowExternalDataFiltering") not in (None, False):
        lists.append("externalDataFilteringAllowLists")
    for prop in ("createDatabaseDefaultPermissions", "createTableDefaultPermissions"):
        blocks = view.blocks(prop)
        if isinstance(blocks, Unknown):
            _open(graph, lake(graph, view.resource), f"who is granted what is made from now on is not known ({prop})")
            continue
        for block in blocks:
            if view.texts(f"{block}.permissions") != [] and view.value(f"{block}.principal") is not None:
                _granted(graph, view, f"{block}.principal")
    for prop in lists:
        values = view.texts(prop)
        if isinstance(values, Unknown):
            if not any(found.targets for found in view.all_refer_to(prop, ROLE)):
                _open(graph, lake(graph, view.resource), f"who administers the lake is not known ({prop})")
            continue
        for index, who in enumerate(values):
            if is_unknown(who) and all(found.targets for found in view.all_refer_to(prop, ROLE)):
                continue
            _granted(graph, view, f"{prop}[{index}]")


def _collaboration(graph: GraphBuilder, view: ResourceView) -> None:
    """Members of a collaboration query the configured tables of the others, by the rules of each table."""
    members = view.blocks("members")
    if isinstance(members, Unknown):
        _open(graph, lake(graph, view.resource), "who collaborates is unknown until the update (members)")
        return
    tables = list(graph.stack.of_type(CONFIGURED_TABLE))
    for member in members:
        account = view.text(f"{member}.accountId")
        because = Because(view.resource.urn, f"{member}.accountId", str(account))
        if not isinstance(account, str):
            _open(graph, lake(graph, view.resource), f"who collaborates is not known ({member}.accountId)")
            continue
        for store in lake(graph, view.resource).targets:
            # Which table is put into which collaboration is said outside the provider: with a table the road is there, the rows may not be.
            graph.edge(Reference.to(store), graph.aws_account(account), EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=bool(tables))


inert(
    "Names of tags, filters of rows and columns, and what a grant is about; who is granted is said by permissions, which are read "
    "(AWS Lake Formation Developer Guide, 'Lake Formation tag-based access control', 'Data filtering and cell-level security')",
    "aws:lakeformation/dataCellsFilter:DataCellsFilter",
    "aws:lakeformation/lfTag:LfTag",
    "aws:lakeformation/lfTagExpression:LfTagExpression",
    "aws:lakeformation/resourceLfTag:ResourceLfTag",
    "aws:lakeformation/resourceLfTags:ResourceLfTags",
)
inert(
    "What may be asked of a table, and our own place in a collaboration; who else is in it is said by the collaboration, which is read "
    "(AWS Clean Rooms User Guide, 'Configured tables', 'Memberships'). Results go to members alone",
    CONFIGURED_TABLE,
)
