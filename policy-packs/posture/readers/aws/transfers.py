"""Services that carry records from one place to another by configuration: DataSync, Database Migration Service, AppFlow.

A task or flow names both ends. One that is a store of the stack is that store; a server's name is a store's when the store has that address,
else somebody else's machine, which only the reviewer can vouch for; a service of another company is the internet.
Sources: AWS DataSync User Guide, "Where can I transfer my data?", "Monitoring with task reports"; AWS DMS User Guide, "Working with AWS DMS
endpoints", "Using Amazon S3 as a target"; Amazon AppFlow User Guide, "Supported source and destination applications".
"""

from collections.abc import Mapping
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.aws.arn_targets import follow, told
from posture.readers.aws.far_side import standing
from posture.readers.aws.handing_on import bucket_named
from posture.readers.aws.managed_work import into_bucket
from posture.readers.aws.resource_policies import SECRET
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET, DATABASE, LOG_GROUP
from posture.readers.aws.unclear import DATA, unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

TASK: Final = ("aws:datasync/task:Task", "aws-native:datasync:Task")
_FSX: Final = tuple(token for token, service in STORES.items() if service == "fsx")
_EFS: Final = tuple(token for token, service in STORES.items() if service == "elasticfilesystem")
LOCATIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "aws:datasync/s3Location:S3Location": ("s3BucketArn", BUCKET),
    "aws-native:datasync:LocationS3": ("s3BucketArn", BUCKET),
    "aws:datasync/efsLocation:EfsLocation": ("efsFileSystemArn", _EFS),
    "aws-native:datasync:LocationEfs": ("efsFilesystemArn", _EFS),
    "aws:datasync/locationFsxLustre:LocationFsxLustre": ("fsxFilesystemArn", _FSX),
    "aws:datasync/locationFsxWindows:LocationFsxWindows": ("fsxFilesystemArn", _FSX),
    "aws:datasync/locationFsxOntapFileSystem:LocationFsxOntapFileSystem": ("storageVirtualMachineArn", _FSX),
    "aws:datasync/fsxOpenZfsFileSystem:FsxOpenZfsFileSystem": ("fsxFilesystemArn", _FSX),
}
"""A location at a store of AWS → the property that names it."""
SERVERS: Final[dict[str, str]] = {
    "aws:datasync/nfsLocation:NfsLocation": "serverHostname",
    "aws-native:datasync:LocationNfs": "serverHostname",
    "aws:datasync/locationSmb:LocationSmb": "serverHostname",
    "aws-native:datasync:LocationSmb": "serverHostname",
    "aws:datasync/locationHdfs:LocationHdfs": "nameNodes[0].hostname",
    "aws:datasync/locationObjectStorage:LocationObjectStorage": "serverHostname",
    "aws-native:datasync:LocationObjectStorage": "serverHostname",
}
"""A location at a server that an agent reaches."""
_PLACED: Final = "aws:datasync/efsLocation:EfsLocation"
"""It stands in a subnet of its own, and is read as such."""
_MOUNT: Final = "aws:efs/mountTarget:MountTarget"
AZURE: Final = ("aws:datasync/locationAzureBlob:LocationAzureBlob", "aws-native:datasync:LocationAzureBlob")

ENDPOINT: Final = ("aws:dms/endpoint:Endpoint", "aws-native:dms:Endpoint")
S3_ENDPOINT: Final = "aws:dms/s3Endpoint:S3Endpoint"
REPLICATIONS: Final = (
    "aws:dms/replicationTask:ReplicationTask",
    "aws:dms/replicationConfig:ReplicationConfig",
    "aws-native:dms:ReplicationTask",
    "aws-native:dms:ReplicationConfig",
)
_INSTANCE: Final = "aws:dms/replicationInstance:ReplicationInstance"
_LOGINS: Final = ("aws:secretsmanager/secretVersion:SecretVersion",)
_ADDRESSES: Final = ("endpoint", "address", "readerEndpoint", "clusterEndpoint", "hostname")
_IN_SETTINGS: Final = {
    "kinesisSettings.streamArn": tuple(token for token, service in STORES.items() if service == "kinesis"),
    "elasticsearchSettings.endpointUri": tuple(token for token, service in STORES.items() if service == "es"),
    "redshiftSettings.bucketName": BUCKET,
    "s3Settings.bucketName": BUCKET,
}
_ON_THE_WAY: Final = ("errorHandlingConfig.bucketName", "intermediateBucketName")
FLOW: Final = ("aws:appflow/flow:Flow", "aws-native:appflow:Flow")


@reads(*TASK, *REPLICATIONS, *FLOW)
def transfer(resource: ResourceView, graph: GraphBuilder) -> None:
    """Both ends stand in other resources: the join reads them."""


@joins
def transfers(graph: GraphBuilder) -> None:
    """From → to, for every task and flow."""
    for resource in graph.stack.of_type(*TASK):
        view = graph.view(resource.urn)
        _carry(graph, view, _location(graph, view, "sourceLocationArn"), _location(graph, view, "destinationLocationArn"))
        told(view, graph, "cloudwatchLogGroupArn", LOG_GROUP, "names of files")
        told(view, graph, "taskReportConfig.s3Destination.s3BucketArn", BUCKET, "names of files")
    for resource in graph.stack.of_type(*REPLICATIONS):
        view = graph.view(resource.urn)
        source, target = _endpoint(graph, view, "sourceEndpointArn"), _endpoint(graph, view, "targetEndpointArn")
        _carry(graph, view, source, target)
        through = follow(view, graph, "replicationInstanceArn", (_INSTANCE,))
        if source.targets and through.targets:
            because = Because(resource.urn, "replicationInstanceArn", "carries the records")
            graph.edge(source, through, EdgeKind.USE, because, certain=source.certain and through.certain)
    for resource in graph.stack.of_type(*FLOW):
        _flow(graph.view(resource.urn), graph)


def _carry(graph: GraphBuilder, view: ResourceView, source: Reference, target: Reference) -> None:
    urn = view.resource.urn
    if not source.targets and not source.literal:
        # Where its target is ours, an unknown source brings in; it takes out only what is of another zone.
        graph.unreadable(urn, "what it takes records from is not known", *DATA, beyond=bool(target.targets))
    if not target.targets and not target.literal:
        unclear(graph, urn, "where it carries records to is not known")
        return
    if source.targets:
        because = Because(urn, target.prop or "target", target.literal or "")
        graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain and target.certain)


def _location(graph: GraphBuilder, view: ResourceView, prop: str) -> Reference:
    """What a location of DataSync is."""
    named = view.refers_to(prop, (*LOCATIONS, *SERVERS, *AZURE))
    found = [_place(graph, graph.view(urn)) for urn in named.targets]
    return _union(found, named.certain, prop)


def _place(graph: GraphBuilder, view: ResourceView) -> Reference:
    kind = view.resource.type
    if kind in LOCATIONS:
        prop, kinds = LOCATIONS[kind]
        place = follow(view, graph, prop, kinds)
        if not place.targets and place.literal is None:
            # The ARN of a file system is an output of its mount targets too.
            mounted = view.refers_to(prop, (_MOUNT,))
            owners = [graph.view(urn).refers_to("fileSystemId", kinds) for urn in mounted.targets]
            place = _union(owners, mounted.certain, prop) if owners else place
        if place.targets or place.literal is None:
            return place
        return bucket_named(view, graph, place.literal.rpartition(":::")[2], prop) if kinds is BUCKET else _far(graph, place.literal)
    if kind in AZURE:
        url = view.text("containerUrl")
        return _company(graph, url if isinstance(url, str) else "Azure Blob Storage")
    name = view.text(SERVERS[kind])
    return _server(graph, view, SERVERS[kind]) if isinstance(name, str) else Reference(certain=False)


def _far(graph: GraphBuilder, arn: str) -> Reference:
    account = arn.split(":")[4] if arn.count(":") >= 5 else ""
    return graph.aws_account(account) if len(account) == 12 else graph.somewhere("store", arn)


def _company(graph: GraphBuilder, name: str) -> Reference:
    """A service of another company: the internet, unless the reviewer vouches for it."""
    named = graph.somewhere("service", name)
    return named if standing(graph, named) is Outside.OURS else graph.internet()


def _server(graph: GraphBuilder, view: ResourceView, prop: Path) -> Reference:
    """A server by its name: a database of the stack, else a machine that only the reviewer knows."""
    reference = view.refers_to(prop, (*DATABASE, *STORES))
    return reference if reference.targets or reference.literal is None else _at(graph, reference.literal, prop)


def _at(graph: GraphBuilder, address: str, prop: Path) -> Reference:
    owners = tuple(graph.once("addresses of stores", lambda: _by_address(graph)).get(address, ()))
    return Reference(owners, address, len(owners) == 1, prop) if owners else graph.somewhere("server", address)


def _by_address(graph: GraphBuilder) -> dict[str, list[str]]:
    """Stores by the names at which they answer."""
    found: dict[str, list[str]] = {}
    for resource in graph.stack.of_type(*STORES):
        told = (resource.props.get(name) for name in _ADDRESSES)
        for address in dict.fromkeys(text.partition(":")[0] for text in told if isinstance(text, str)):
            found.setdefault(address, []).append(resource.urn)
    return found


def _endpoint(graph: GraphBuilder, view: ResourceView, prop: str) -> Reference:
    """What an endpoint of DMS is."""
    named = follow(view, graph, prop, (*ENDPOINT, S3_ENDPOINT))
    found = [_database(graph, graph.view(urn)) for urn in named.targets]
    return _union(found, named.certain, prop)


def _database(graph: GraphBuilder, view: ResourceView) -> Reference:
    if view.resource.type == S3_ENDPOINT:
        bucket = view.refers_to("bucketName", BUCKET)
        return bucket if bucket.targets or bucket.literal is None else bucket_named(view, graph, bucket.literal, "bucketName")
    for path, kinds in _IN_SETTINGS.items():
        if view.value(path) is not None:
            place = follow(view, graph, path, kinds)
            if place.targets or place.literal is None:
                return place
            return bucket_named(view, graph, place.literal, path) if kinds is BUCKET else _far(graph, place.literal)
    if view.value("serverName") is not None:
        return _server(graph, view, "serverName")
    return _of_login(graph, view) if view.value("secretsManagerArn") is not None else Reference(certain=False)


def _of_login(graph: GraphBuilder, view: ResourceView) -> Reference:
    """The database whose login a secret holds: the host in its version, or the cluster that keeps its own login in it.

    Source: AWS DMS User Guide, "Using secrets to access AWS Database Migration Service endpoints" (`host`, `port`, `username`, `password`).
    """
    named = view.refers_to("secretsManagerArn", (*SECRET, *DATABASE))
    if named.targets and all(graph.stack.by_urn[urn].type in DATABASE for urn in named.targets):
        return named
    versions = graph.once("versions by secret", lambda: _versions(graph))
    known = {place: version for urn in named.targets for place, version in versions.get(urn, ())}
    found = [_host(graph, known[place]) for place in sorted(known)]
    if found:
        return _union(found, named.certain, "secretsManagerArn")
    owners = tuple(one.urn for one in graph.stack.of_type(*DATABASE) if named.literal and named.literal in _kept_logins(one.props))
    return Reference(owners, certain=len(owners) == 1, prop="secretsManagerArn")


def _versions(graph: GraphBuilder) -> dict[str, list[tuple[int, ResourceView]]]:
    """Versions of each secret, with their places in the order of registration."""
    found: dict[str, list[tuple[int, ResourceView]]] = {}
    for place, resource in enumerate(graph.stack.of_type(*_LOGINS)):
        view = graph.view(resource.urn)
        for urn in view.refers_to("secretId", SECRET).targets:
            found.setdefault(urn, []).append((place, view))
    return found


def _kept_logins(props: Mapping[str, Any]) -> list[Any]:
    kept = props.get("masterUserSecrets")
    return [one.get("secretArn") for one in kept if isinstance(one, Mapping)] if isinstance(kept, (list, tuple)) else []


def _host(graph: GraphBuilder, version: ResourceView) -> Reference:
    """What is written is read; what is sealed, or not known yet, comes from the database that it depends on."""
    written = version.written("secretString")
    host = written.get("host") if isinstance(written, dict) else None
    return _at(graph, host, "secretString") if isinstance(host, str) else version.refers_to("secretString", DATABASE)


def _union(found: list[Reference], certain: bool, prop: str) -> Reference:
    if len(found) == 1:
        return Reference(found[0].targets, found[0].literal, found[0].certain and certain, prop)
    targets = tuple(dict.fromkeys(urn for reference in found for urn in reference.targets))
    return Reference(targets, certain=False, prop=prop)


def _flow(view: ResourceView, graph: GraphBuilder) -> None:
    source = _connected(view, graph, "sourceFlowConfig", "sourceConnectorProperties", "bucketName")
    blocks = view.blocks("destinationFlowConfigs" if view.value("destinationFlowConfigs") is not None else "destinationFlowConfigList")
    if isinstance(blocks, Unknown):
        unclear(graph, view.resource.urn, "where the flow goes is unknown until the update (destinationFlowConfigs)")
        return
    for block in blocks:
        _carry(graph, view, source, _connected(view, graph, block, "destinationConnectorProperties", "bucketName"))
        _left_over(view, graph, block, source)


def _left_over(view: ResourceView, graph: GraphBuilder, block: Path, source: Reference) -> None:
    """Records that could not be carried are kept in a bucket, and so are those on their way to a warehouse (AppFlow API, `ErrorHandlingConfig`)."""
    properties = view.mapping(f"{block}.destinationConnectorProperties")
    if properties is None or is_unknown(properties):
        return  # where the flow goes at all is then not known, which is said above
    for connector in properties:
        for prop in _ON_THE_WAY:
            path = f"{block}.destinationConnectorProperties.{connector}.{prop}"
            if source.targets and view.value(path) is not None:
                into_bucket(view, graph, source, path)


def _connected(view: ResourceView, graph: GraphBuilder, block: Path, properties: str, bucket: str) -> Reference:
    """An end of a flow: a bucket, or an application of another company."""
    kind = view.text(f"{block}.connectorType")
    path = f"{block}.{properties}.s3.{bucket}"
    if view.value(f"{block}.{properties}.s3") is not None:
        found = view.refers_to(path, BUCKET)
        return found if found.targets or found.literal is None else bucket_named(view, graph, found.literal, path)
    if not isinstance(kind, str) or kind in ("EventBridge", "Redshift", "Upsolver", "LookoutMetrics", "CustomerProfiles"):
        return Reference(certain=False, prop=path)
    company = _company(graph, kind)
    return Reference(company.targets, company.literal, company.certain, f"{block}.connectorType")


inert(
    "One end of a transfer, or what it takes to reach it; the task or flow that names it is read (AWS DataSync User Guide; AWS DMS User Guide; "
    "Amazon AppFlow User Guide)",
    *(token for token in LOCATIONS if token != _PLACED),
    *SERVERS,
    *AZURE,
    *ENDPOINT,
    S3_ENDPOINT,
    "aws-native:datasync:Agent",
    "aws:dms/certificate:Certificate",
    "aws:dms/eventSubscription:EventSubscription",
    "aws:dms/dataProvider:DataProvider",
    "aws:appflow/connectorProfile:ConnectorProfile",
    "aws-native:appflow:ConnectorProfile",
)
