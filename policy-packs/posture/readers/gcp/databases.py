"""Managed databases: public addresses, replicas, backups in other places, and Private Service Connect.

Sources: Google Cloud documentation, "Cloud SQL: Configure public IP" (`ipv4Enabled` is on unless switched off; authorized networks), "Cloud SQL:
About replication", "Cloud SQL: Connect to an instance using Private Service Connect" (allowed consumer projects), "AlloyDB: Enable public IP".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ServiceFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.gcp.layout import addresses
from posture.readers.gcp.names import numbers_of, refer, text_of
from posture.readers.gcp.tokens import PROJECT, tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

SQL: Final = tokens("sql:DatabaseInstance")
CLUSTER: Final = tokens("alloydb:Cluster")
INSTANCE: Final = tokens("alloydb:Instance")
BACKUP: Final = tokens("alloydb:Backup")
_PORTS: Final = {"POSTGRES": 5432, "MYSQL": 3306, "SQLSERVER": 1433}
FACE: Final = "#psc"
"""Ends the key of a database's private face."""


@reads(*SQL)
def cloud_sql(resource: ResourceView, graph: GraphBuilder) -> None:
    """A Cloud SQL instance."""
    urn = resource.resource.urn
    base = "settings.ipConfiguration."
    public = resource.flag(f"{base}ipv4Enabled")
    written = resource.value("settings") is not None
    if is_unknown(public):
        graph.unreadable(urn, "whether it has a public address is unknown until the update")
    elif public is not False and written and not resource.resource.external:
        because = Because(urn, f"{base}ipv4Enabled", "public address" if public else "public address, as nothing switches it off")
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, ports=((0, 65_535),))
    _admitted(graph, resource, f"{base}authorizedNetworks", "value")
    master = refer(graph, resource, "masterInstanceName", *SQL)
    for one in master.targets:
        because = Because(urn, "masterInstanceName", "replica")
        graph.edge(Reference.to(one), Reference.to(urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=master.certain)
    place = resource.value("settings.backupConfiguration.location")
    if isinstance(place, str) and place:
        _kept_in(graph, resource, place, "settings.backupConfiguration.location")
    version = (text_of(resource, "databaseVersion") or "POSTGRES").upper()
    port = next((number for name, number in _PORTS.items() if version.startswith(name)), 5432)
    configs = resource.blocks(f"{base}pscConfigs")
    for block in [] if is_unknown(configs) else configs:
        consumers(graph, resource, f"{block}.allowedConsumerProjects", urn)
    face(graph, urn, port)


def face(graph: GraphBuilder, urn: str, port: int) -> None:
    """A database as endpoints of other networks see it. Google's own connectors come in beside the port (3307, 5433): the same service."""
    tag = graph.view(urn).tags().get("ai-service")
    name = tag if isinstance(tag, str) else None
    graph.add(ServiceFact(f"{urn}{FACE}", (Reference.to(urn),), (port,), service=name, because=Because(urn, "pscConfig", "private")))


def _kept_in(graph: GraphBuilder, view: ResourceView, place: str, path: Path) -> None:
    residency = {region.lower() for region in graph.approved.residency}
    if residency and place.lower() not in residency:
        because = Because(view.resource.urn, path, place)
        graph.edge(Reference.to(view.resource.urn), graph.region(place.lower()), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


def _admitted(graph: GraphBuilder, view: ResourceView, path: Path, prop: Path) -> None:
    """Ranges that may connect from outside."""
    blocks = view.blocks(path)
    if is_unknown(blocks):
        graph.unreadable(view.resource.urn, f"which networks may connect is unknown until the update ({path})")
        return
    for block in blocks:
        text = view.value(f"{block}.{prop}")
        because = Because(view.resource.urn, f"{block}.{prop}", str(text))
        if isinstance(text, str) and addresses([text]) is not None and text.endswith("/0"):
            graph.edge(graph.internet(), Reference.to(view.resource.urn), EdgeKind.ROUTE, because)
        elif isinstance(text, str):
            graph.edge(graph.somewhere("range", text), Reference.to(view.resource.urn), EdgeKind.ROUTE, because)
        else:
            graph.unreadable(view.resource.urn, f"which network may connect is unknown until the update ({block})")


def consumers(graph: GraphBuilder, view: ResourceView, path: Path, store: str) -> None:
    """Projects that may make endpoints to a store, by id or number. One that is not known yet may be any that the property hangs on."""
    texts = view.texts(path)
    if is_unknown(texts):
        _not_known_yet(graph, view, path, store)
        return
    for number, text in enumerate(texts):
        where = f"{path}[{number}]"
        if not isinstance(text, str):
            _not_known_yet(graph, view, where, store)
            continue
        project = numbers_of(graph).get(text, text)
        whose = (
            graph.somewhere("project", project) if project.isdigit() and project not in graph.own_projects else graph.gcp_project(project)
        )
        graph.edge(Reference.to(store), whose, EdgeKind.SHARE, Because(view.resource.urn, where, text))


def _not_known_yet(graph: GraphBuilder, view: ResourceView, path: Path, store: str) -> None:
    named = [text_of(graph.view(urn), "projectId") for urn in view.refers_to(path, (PROJECT,)).targets]
    if not named or not all(named):
        graph.unreadable(view.resource.urn, f"which projects may connect is unknown until the update ({path})")
    for project in filter(None, named):
        graph.edge(Reference.to(store), graph.gcp_project(project), EdgeKind.SHARE, Because(view.resource.urn, path, project))


@reads(*CLUSTER)
def alloydb_cluster(resource: ResourceView, graph: GraphBuilder) -> None:
    """An AlloyDB cluster; a secondary one is a copy, and so is one that is restored."""
    _copied(graph, resource, "secondaryConfig.primaryClusterName", "replica", CLUSTER)
    _copied(graph, resource, "restoreBackupSource.backupName", "restored", BACKUP)
    _copied(graph, resource, "restoreContinuousBackupSource.cluster", "restored", CLUSTER)
    place = resource.value("automatedBackupPolicy.location")
    if isinstance(place, str) and place:
        _kept_in(graph, resource, place, "automatedBackupPolicy.location")
    face(graph, resource.resource.urn, 5432)


@reads(*BACKUP)
def alloydb_backup(resource: ResourceView, graph: GraphBuilder) -> None:
    """A backup of an AlloyDB cluster that is a resource of its own."""
    _copied(graph, resource, "clusterName", "backup", CLUSTER)


def _copied(graph: GraphBuilder, view: ResourceView, path: Path, text: str, kinds: tuple[str, ...]) -> None:
    source = refer(graph, view, path, *kinds)
    for one in source.targets:
        because = Because(view.resource.urn, path, text)
        graph.edge(
            Reference.to(one), Reference.to(view.resource.urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain
        )


@reads(*INSTANCE)
def alloydb_instance(resource: ResourceView, graph: GraphBuilder) -> None:
    """An AlloyDB instance opens its cluster."""
    urn = resource.resource.urn
    cluster = refer(graph, resource, "cluster", *CLUSTER)
    for prop, way in (("enablePublicIp", "in"), ("enableOutboundPublicIp", "out")):
        public = resource.flag(f"networkConfig.{prop}")
        if is_unknown(public):
            graph.unreadable(urn, f"whether it has a public address is unknown until the update ({prop})")
        elif public is True:
            because = Because(urn, f"networkConfig.{prop}", "public address")
            ends = (graph.internet(), cluster) if way == "in" else (cluster, graph.internet())
            graph.edge(*ends, EdgeKind.ROUTE, because, certain=cluster.certain)
    for one in cluster.targets:
        consumers(graph, resource, "pscInstanceConfig.allowedConsumerProjects", one)
    if not cluster.targets:
        graph.unreadable(urn, "an instance of a cluster that no resource of the stack is")
