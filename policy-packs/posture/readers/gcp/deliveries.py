"""What services carry elsewhere by configuration: log sinks, Pub/Sub deliveries, storage transfers, BigQuery transfers, shared datasets.

Sources: Google Cloud documentation, "Route logs to supported destinations", "Push subscriptions", "BigQuery subscriptions", "Cloud Storage
subscriptions", "Storage Transfer Service: Create transfers", "BigQuery sharing" (Analytics Hub), "Turbo replication", "Copy a dataset".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.gcp.iam import targets_of
from posture.readers.gcp.iam_types import IAM
from posture.readers.gcp.members import member
from posture.readers.gcp.names import parse, project_called, project_ref, refer, resolve, text_of
from posture.readers.gcp.serverless import is_callable
from posture.readers.gcp.stores import STORES
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_SINKS: Final = tokens("logging:ProjectSink", "logging:FolderSink", "logging:OrganizationSink", "logging:BillingAccountSink")
_SUBSCRIPTION: Final = tokens("pubsub:Subscription")
_TOPIC: Final = tokens("pubsub:Topic")
_BUCKET: Final = tokens("storage:Bucket")
_TRANSFER: Final = tokens("storage:TransferJob")
_NOTICE: Final = tokens("storage:Notification")
_SHARED: Final = tokens("bigqueryanalyticshub:Listing", "bigqueryanalyticshub:DataExchange")
_DATASET: Final = tokens("bigquery:Dataset")


def _store(graph: GraphBuilder, view: ResourceView, path: Path, *kinds: str) -> Reference:
    """A store of the stack; else whose it is, by its project; else somewhere."""
    found = refer(graph, view, path, *kinds)
    if found.targets or found.literal is None:
        return found
    project = parse(found.literal).project
    if project is not None and not project.isdigit():
        return graph.gcp_project(project)
    return graph.somewhere("store", found.literal.rpartition("/")[2])


def _move(graph: GraphBuilder, view: ResourceView, source: Reference, target: Reference, path: Path, text: str = "") -> None:
    because = Because(view.resource.urn, path, text)
    if target.unknown or source.unknown:
        graph.unreadable(view.resource.urn, f"where it carries data is unknown until the update ({path})")
        return
    certain = source.certain and target.certain
    graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain)


@reads(*_SINKS)
def sink(resource: ResourceView, graph: GraphBuilder) -> None:
    """Logs of a project (folder, organization) go to the destination."""
    if resource.flag("disabled") is True:
        return
    own = project_ref(graph, resource)
    source = own if own.targets else Reference.to(resource.resource.urn)
    text = resource.value("destination")
    if isinstance(text, str):
        host, _, rest = text.partition("/")
        if "/" not in rest and host.startswith("storage."):
            target = resolve(graph, resource, rest, _BUCKET)
            target = target if target.targets else graph.somewhere("bucket", rest)
        else:
            target = resolve(graph, resource, rest, tuple(STORES))
            project = parse(rest).project
            if not target.targets and project is not None:
                made = project_called(graph, project)
                target = made if made.targets else graph.gcp_project(project)
    else:
        target = refer(graph, resource, "destination", *STORES)
    _move(graph, resource, source, target, "destination", text if isinstance(text, str) else "")


@reads(*_SUBSCRIPTION)
def subscription(resource: ResourceView, graph: GraphBuilder) -> None:
    """A topic's messages on their way: by push, into a table or a bucket."""
    topic = _store(graph, resource, "topic", *_TOPIC)
    endpoint = resource.text("pushConfig.pushEndpoint")
    if endpoint is not None:
        target = _endpoint(graph, resource, endpoint)
        because = Because(resource.resource.urn, "pushConfig.pushEndpoint", endpoint if isinstance(endpoint, str) else "")
        if target is None:
            graph.unreadable(resource.resource.urn, "where messages are pushed to is unknown until the update")
        else:
            graph.edge(
                topic, target, EdgeKind.ROUTE, because, moves=Moves.FORWARD, certain=topic.certain and target.certain, ports=((443, 443),)
            )
    if resource.value("bigqueryConfig.table") is not None:
        text = resource.value("bigqueryConfig.table")
        if isinstance(text, str):
            project, _, rest = text.replace(":", ".").partition(".")
            found = resolve(graph, resource, f"projects/{project}/datasets/{rest.partition('.')[0]}", _DATASET)
            _move(graph, resource, topic, found if found.targets else graph.gcp_project(project), "bigqueryConfig.table", text)
        else:
            _move(graph, resource, topic, refer(graph, resource, "bigqueryConfig.table", *_DATASET), "bigqueryConfig.table")
    if resource.value("cloudStorageConfig.bucket") is not None:
        _move(graph, resource, topic, _store(graph, resource, "cloudStorageConfig.bucket", *_BUCKET), "cloudStorageConfig.bucket")


def _endpoint(graph: GraphBuilder, view: ResourceView, endpoint: object) -> Reference | None:
    """A service of the stack whose address it is; else the internet."""
    if is_unknown(endpoint):
        depends = sorted(view.resource.property_dependencies.get("pushConfig", ()))
        ours = tuple(urn for urn in depends if urn in graph.stack.by_urn and is_callable(graph.stack.by_urn[urn].type))
        return Reference(ours, certain=len(ours) == 1) if ours else None
    text = str(endpoint)
    for resource in graph.stack:
        if is_callable(resource.type):
            own = [resource.props.get("uri"), *(resource.props.get("urls") or [])]
            if any(isinstance(uri, str) and uri and text.startswith(uri) for uri in own):
                return Reference.to(resource.urn)
    asserted = any(entry.literal and entry.literal in text for entry in graph.approved.asserted)
    return graph.somewhere("address", text) if asserted else graph.internet()


@reads(*_TRANSFER)
def transfer(resource: ResourceView, graph: GraphBuilder) -> None:
    """A storage transfer between buckets, or from and to other places."""
    urn = resource.resource.urn
    if text_of(resource, "status").upper() in ("DISABLED", "DELETED"):
        return
    for spec in ("transferSpec", "replicationSpec"):
        if resource.value(spec) is None:
            continue
        source = _store(graph, resource, f"{spec}.gcsDataSource.bucketName", *_BUCKET)
        sink_ = _store(graph, resource, f"{spec}.gcsDataSink.bucketName", *_BUCKET)
        if source.absent:
            continue  # what comes in from elsewhere takes nothing out
        if sink_.absent:
            graph.edge(source, graph.any_account("another place"), EdgeKind.REPLICATE, Because(urn, spec), moves=Moves.FORWARD)
        else:
            _move(graph, resource, source, sink_, f"{spec}.gcsDataSink.bucketName", sink_.literal or "")


@reads(*_NOTICE)
def notice(resource: ResourceView, graph: GraphBuilder) -> None:
    """Changes of a bucket are told to a topic. Source: "Pub/Sub notifications for Cloud Storage"."""
    _move(graph, resource, _store(graph, resource, "bucket", *_BUCKET), _store(graph, resource, "topic", *_TOPIC), "topic")


@reads(*_SHARED)
def shared(resource: ResourceView, graph: GraphBuilder) -> None:
    """A listing of Analytics Hub: its dataset is whose who may subscribe; `subscribers` reads the grants."""


@joins
def subscribers(graph: GraphBuilder) -> None:
    """Who may subscribe to a listing, or to every listing of an exchange, takes its dataset."""
    for resource in graph.stack.of_type(*(token for token, kind in IAM.items() if kind.startswith("bigqueryanalyticshub:"))):
        view = graph.view(resource.urn)
        over = targets_of(graph, view)
        members = [member(graph, view, "member")] if view.value("member") is not None else []
        listed = view.value("members")
        members += [member(graph, view, f"members[{n}]") for n in range(len(listed) if isinstance(listed, (list, tuple)) else 0)]
        for urn in _listings(graph, view, over):
            dataset = _store(graph, graph.view(urn), "bigqueryDataset.dataset", *_DATASET)
            for who in members:
                if who is None:
                    graph.unreadable(resource.urn, "who may subscribe is unknown until the update")
                elif who.identity is not None:
                    because = Because(resource.urn, "member", who.text)
                    sure = who.identity.certain and dataset.certain and over.certain
                    graph.edge(who.identity, dataset, EdgeKind.USE, because, moves=Moves.BACKWARD, certain=sure, ports=((443, 443),))
                elif who.who is not None:
                    because = Because(resource.urn, "member", who.text)
                    graph.edge(dataset, who.who, EdgeKind.SHARE, because, certain=dataset.certain and over.certain)


def _listings(graph: GraphBuilder, view: ResourceView, over: Reference) -> list[str]:
    listings = [resource.urn for resource in graph.stack.of_type(_SHARED[0])]
    if "Listing" in view.resource.type:
        return [urn for urn in listings if urn in over.targets]
    return [urn for urn in listings if set(refer(graph, graph.view(urn), "dataExchangeId", _SHARED[1]).targets) & set(over.targets)]
