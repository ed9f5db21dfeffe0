"""What holds data on GCP, or guards it: one table, a line a type, with the host name of its API as the plan calls the service.

Objects, tables and topics' messages are their bucket's, dataset's and topic's. A store that lies in a project of its own is in that project's zone.
Sources: the documentation of each service; "Products available by location" (locations, multi-regions).
"""

from collections.abc import Callable, Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.gcp.layout import network_of
from posture.readers.gcp.names import project_of, project_ref, refer, region_called, region_of, text_of
from posture.readers.gcp.tokens import SUBNET, tokens
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

KEYS: Final = tokens("kms:CryptoKey", "kms:KeyRing")
STORES: Final[dict[str, str]] = {
    **dict.fromkeys(tokens("storage:Bucket"), "storage"),
    **dict.fromkeys(tokens("bigquery:Dataset"), "bigquery"),
    **dict.fromkeys(tokens("sql:DatabaseInstance"), "sqladmin"),
    **dict.fromkeys(tokens("alloydb:Cluster", "alloydb:Backup"), "alloydb"),
    **dict.fromkeys(tokens("spanner:Instance"), "spanner"),
    **dict.fromkeys(tokens("bigtable:Instance"), "bigtable"),
    **dict.fromkeys(tokens("firestore:Database"), "firestore"),
    **dict.fromkeys(tokens("pubsub:Topic"), "pubsub"),
    **dict.fromkeys(tokens("secretmanager:Secret", "secretmanager:RegionalSecret"), "secretmanager"),
    **dict.fromkeys(KEYS, "cloudkms"),
    **dict.fromkeys(tokens("healthcare:Dataset", "healthcare:FhirStore", "healthcare:DicomStore", "healthcare:Hl7Store"), "healthcare"),
    **dict.fromkeys(tokens("healthcare:ConsentStore"), "healthcare"),
    **dict.fromkeys(tokens("compute:Disk", "compute:RegionDisk", "compute:Snapshot", "compute:Image", "compute:MachineImage"), "compute"),
    **dict.fromkeys(tokens("artifactregistry:Repository"), "artifactregistry"),
    **dict.fromkeys(tokens("logging:ProjectBucketConfig", "logging:FolderBucketConfig", "logging:OrganizationBucketConfig"), "logging"),
    **dict.fromkeys(tokens("redis:Instance", "redis:Cluster", "memcache:Instance", "memorystore:Instance"), "redis"),
    **dict.fromkeys(tokens("filestore:Instance", "netapp:Volume", "lustre:Instance"), "file"),
    **dict.fromkeys(
        tokens("vertex:AiDataset", "vertex:AiFeatureStore", "vertex:AiIndex", "vertex:AiFeatureOnlineStore", "vertex:AiMetadataStore"),
        "aiplatform",
    ),
    **dict.fromkeys(tokens("vertex:AiTensorboard"), "aiplatform"),
    **dict.fromkeys(tokens("discoveryengine:DataStore"), "discoveryengine"),
}
_PARTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    **dict.fromkeys(
        tokens("healthcare:FhirStore", "healthcare:DicomStore", "healthcare:Hl7Store", "healthcare:ConsentStore"),
        ("dataset", tokens("healthcare:Dataset")),
    ),
    **dict.fromkeys(tokens("alloydb:Backup"), ("clusterName", tokens("alloydb:Cluster"))),
    **dict.fromkeys(tokens("kms:CryptoKey"), ("keyRing", tokens("kms:KeyRing"))),
}
"""Type that is a store of its own → the property that names its owner."""
_IN_NETWORK: Final = (
    "settings.ipConfiguration.privateNetwork", "networkConfig.network", "authorizedNetwork", "networks[0].network",
)  # fmt: skip
_EVERYWHERE: Final = frozenset({"global"})


@reads(*STORES)
def store(resource: ResourceView, graph: GraphBuilder) -> None:
    """One store, in its project's zone unless its own labels say another."""
    token = resource.resource.type
    graph.add(
        StoreFact(
            resource.resource.urn,
            STORES[token],
            account=project_of(resource),
            region=_location(resource),
            keyed=token in KEYS,
            network=_network(graph, resource),
            within=_owner(graph, resource) or project_ref(graph, resource),
        )
    )


def _network(graph: GraphBuilder, view: ResourceView) -> Reference:
    """The network from which a managed database, cache or file server is reached by private services access."""
    for path in _IN_NETWORK:
        if view.value(path) is not None:
            return network_of(graph, view, path)
    return Reference()


def _owner(graph: GraphBuilder, view: ResourceView) -> Reference | None:
    """A part is in its owner's zone."""
    if view.resource.type not in _PARTS:
        return None
    prop, kinds = _PARTS[view.resource.type]
    found = refer(graph, view, prop, *kinds)
    return found if found.targets and graph.view(found.targets[0]).tags() else None


def stores(graph: GraphBuilder) -> Iterator[ResourceView]:
    """Every store of the stack."""
    return (graph.view(resource.urn) for resource in graph.stack.of_type(*STORES))


def _location(view: ResourceView) -> str | None:
    for prop in ("location", "region", "locationId"):
        value = view.value(prop)
        if is_unknown(value):
            return None
        if isinstance(value, str) and value:
            # Filestore's zonal tiers, and others', name a zone as their location.
            return region_called(value)
    zone = view.value("zone")
    if isinstance(zone, str) and zone:
        return zone.rpartition("/")[2].rpartition("-")[0].lower()
    return None


def _in_clusters(view: ResourceView) -> list[str]:
    blocks = view.blocks("clusters")
    zones = [] if is_unknown(blocks) else [text_of(view, f"{block}.zone") for block in blocks]
    return [zone.rpartition("/")[2].rpartition("-")[0].lower() for zone in zones]


def _by_configuration(view: ResourceView) -> list[str]:
    """A regional configuration's region; any other is a place by its own name, such as `nam3`."""
    return [text_of(view, "config").rpartition("/")[2].removeprefix("regional-").lower()]


def _by_policy(view: ResourceView) -> list[str]:
    allowed = view.texts("messageStoragePolicy.allowedPersistenceRegions")
    return [] if is_unknown(allowed) else [text.lower() for text in allowed if isinstance(text, str)]


_ELSEWHERE: Final[dict[str, Callable[[ResourceView], list[str]]]] = {
    **dict.fromkeys(tokens("bigtable:Instance"), _in_clusters),
    **dict.fromkeys(tokens("spanner:Instance"), _by_configuration),
    **dict.fromkeys(tokens("pubsub:Topic"), _by_policy),
}
"""Types whose place stands in no `location`."""

_ANYWHERE: Final = "of Google's choice"


@joins
def lies_abroad(graph: GraphBuilder) -> None:
    """Stores in a project that is not ours, or in a region outside residency.

    Source: DESIGN, "What is proved" (outside: a project that the reviewer does not list, a region outside residency).
    """
    residency = frozenset(region.lower() for region in graph.approved.residency)
    for view in stores(graph):
        urn, token = view.resource.urn, view.resource.type
        project = project_of(view)
        if project is not None and graph.approved.organization.stated:
            whose = graph.gcp_project(project)
            if graph.externals[whose.literal or ""].outside is not Outside.OURS:
                graph.edge(Reference.to(urn), whose, EdgeKind.REPLICATE, Because(urn, "project", project), moves=Moves.FORWARD)
        if token in KEYS:
            continue
        for region in _regions(view):
            if residency and region not in residency and region not in _EVERYWHERE:
                because = Because(urn, "location", f"lies in {region}")
                graph.edge(Reference.to(urn), graph.region(region), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


@joins
def stands_abroad(graph: GraphBuilder) -> None:
    """Subnets outside residency: whatever stands there works on what it reaches."""
    residency = frozenset(region.lower() for region in graph.approved.residency)
    for resource in graph.stack.of_type(SUBNET):
        region = region_of(graph.view(resource.urn))
        if residency and region is not None and region not in residency and not resource.external:
            because = Because(resource.urn, "region", f"lies in {region}")
            graph.edge(Reference.to(resource.urn), graph.region(region), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


def _regions(view: ResourceView) -> list[str]:
    """Where a store lies: its location, the places of a dual region, the replicas of a secret; clusters, configurations and policies that say where.

    Sources: Google Cloud documentation, "Bigtable replication overview", "Regional, dual-region, and multi-region configurations" (Spanner),
    "Configure message storage policies" (Pub/Sub).
    """
    if (said := _ELSEWHERE.get(view.resource.type)) is not None:
        return [text for text in said(view) if text]
    placed = view.texts("customPlacementConfig.dataLocations")
    if not is_unknown(placed) and placed:
        return [text.lower() for text in placed if isinstance(text, str)]
    if view.value("replication.auto") is not None or view.value("replication.automatic") is True:
        return [_ANYWHERE]  # Secret Manager documentation, "Choose a replication policy": Google picks the places, anywhere
    blocks = view.blocks("replication.userManaged.replicas")
    if not is_unknown(blocks) and blocks:
        return [str(view.value(f"{block}.location")).lower() for block in blocks]
    found = _location(view)
    if found is None and view.resource.type in tokens("storage:Bucket"):
        return ["us"]  # a bucket without a location lies in the multi-region US
    kept = view.texts("storageLocations")
    if not is_unknown(kept) and kept:
        return [text.lower() for text in kept if isinstance(text, str)]
    return [found] if found is not None else []
