"""Ways in which data is handed on by configuration: snapshots and images shared, log subscriptions, grants, backup copies, streams.

Each type is one row: whose data, where it goes. Sources: Amazon RDS User Guide, "Sharing a DB snapshot", "Replicating automated backups";
Amazon EC2 User Guide, "Share an AMI", "Share an Amazon EBS snapshot"; Amazon CloudWatch Logs User Guide, "Real-time processing of log data
with subscriptions"; AWS KMS Developer Guide, "Grants in AWS KMS"; AWS Backup Developer Guide, "Creating backup copies across AWS accounts".
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import DATABASE, KEY, LOG_GROUP
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

_ACCOUNT: Final = re.compile(r"^(?:arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:)?(\d{12})(?::.*)?$")
_ARN_PARTS: Final = re.compile(r"^arn:aws[a-z-]*:[^:]*:(?P<region>[^:]*):(?P<account>\d{12})?:")
ALL: Final = "all"


@reads("aws:rds/clusterSnapshot:ClusterSnapshot", "aws:rds/snapshot:Snapshot", "aws:rds/snapshotCopy:SnapshotCopy")
def shared_snapshot(resource: ResourceView, graph: GraphBuilder) -> None:
    """A snapshot holds what its database held, and may be restored by whom it is shared with."""
    own = Reference.to(resource.resource.urn)
    for prop in ("dbClusterIdentifier", "dbInstanceIdentifier", "sourceDbSnapshotIdentifier"):
        source = resource.refers_to(prop, tuple(STORES))
        if source.targets:
            graph.edge(source, own, EdgeKind.REPLICATE, Because(resource.resource.urn, prop), moves=Moves.FORWARD, certain=source.certain)
    accounts = resource.texts("sharedAccounts")
    if isinstance(accounts, Unknown):
        graph.unreadable(resource.resource.urn, "whom the snapshot is shared with is unknown until the update (sharedAccounts)")
        return
    for index, account in enumerate(accounts):
        _share(graph, own, account, Because(resource.resource.urn, f"sharedAccounts[{index}]", str(account)))


@reads("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission")
def volume_permission(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account that may make volumes of a snapshot."""
    snapshot = resource.refers_to("snapshotId", ("aws:ebs/snapshot:Snapshot", "aws:ebs/snapshotCopy:SnapshotCopy"))
    _share(graph, snapshot, resource.text("accountId"), Because(resource.resource.urn, "accountId"))


@reads("aws:ec2/amiLaunchPermission:AmiLaunchPermission")
def launch_permission(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may launch an image: an account, an organization, or everybody (`group: all`)."""
    image = resource.refers_to("imageId", ("aws:ec2/ami:Ami", "aws:ec2/amiCopy:AmiCopy", "aws:ec2/amiFromInstance:AmiFromInstance"))
    group = resource.text("group")
    if group is not None:
        _share(graph, image, group, Because(resource.resource.urn, "group", str(group)))
    account = resource.text("accountId")
    if account is not None:
        _share(graph, image, account, Because(resource.resource.urn, "accountId", str(account)))
    organization = resource.text("organizationArn")
    if isinstance(organization, str):
        because = Because(resource.resource.urn, "organizationArn", organization)
        graph.edge(image, graph.aws_organization(organization.rsplit("/", 1)[-1]), EdgeKind.SHARE, because, moves=Moves.FORWARD)


@reads("aws:kms/grant:Grant")
def grant(resource: ResourceView, graph: GraphBuilder) -> None:
    """A principal that may use a key without the key's policy naming it."""
    _share(graph, resource.refers_to("keyId", KEY), resource.text("granteePrincipal"), Because(resource.resource.urn, "granteePrincipal"))


@reads("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter")
def subscription(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every log event goes on to the destination as it comes."""
    _goes_to(resource, graph, resource.refers_to("logGroup", LOG_GROUP), "destinationArn")


@reads("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication")
def backups_replication(resource: ResourceView, graph: GraphBuilder) -> None:
    """Backups are copied into the region of the resource's own provider."""
    source = resource.refers_to("sourceDbInstanceArn", DATABASE)
    provider = resource.resource.provider
    because = Because(resource.resource.urn, "sourceDbInstanceArn", provider.region or "" if provider else "")
    if provider is None or provider.region is None:
        graph.unreadable(resource.resource.urn, "the region that backups are copied to is not known")
        return
    origin = {graph.view(urn).resource.provider.region for urn in source.targets if graph.view(urn).resource.provider}  # type: ignore[union-attr]
    if origin != {provider.region}:
        graph.edge(source, graph.region(provider.region), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain)


@reads("aws:rds/cluster:Cluster", "aws:rds/instance:Instance")
def replica(resource: ResourceView, graph: GraphBuilder) -> None:
    """A replica holds what its source holds."""
    own = Reference.to(resource.resource.urn)
    for prop in ("replicationSourceIdentifier", "replicateSourceDb", "snapshotIdentifier"):
        source = resource.refers_to(prop, tuple(STORES))
        if source.targets:
            graph.edge(source, own, EdgeKind.REPLICATE, Because(resource.resource.urn, prop), moves=Moves.FORWARD, certain=source.certain)


@reads("aws:dynamodb/table:Table")
def global_table(resource: ResourceView, graph: GraphBuilder) -> None:
    """Replicas of a table in other regions."""
    blocks = resource.blocks("replicas")
    if isinstance(blocks, Unknown):
        graph.unreadable(resource.resource.urn, "where the table is replicated is unknown until the update (replicas)")
        return
    for block in blocks:
        region = resource.text(f"{block}.regionName")
        if isinstance(region, str):
            because = Because(resource.resource.urn, f"{block}.regionName", region)
            graph.edge(Reference.to(resource.resource.urn), graph.region(region), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)
        else:
            graph.unreadable(resource.resource.urn, f"the region of a replica is not known ({block}.regionName)")


def _share(graph: GraphBuilder, store: Reference, who: str | Unknown | None, because: Because) -> None:
    if who is None or is_unknown(who):
        graph.unreadable(because.urn, f"whom it is shared with is not known ({because.prop})")
    elif who.lower() == ALL or who == "*":
        graph.edge(store, graph.anybody(), EdgeKind.SHARE, because, moves=Moves.FORWARD)
    elif found := _ACCOUNT.match(who) or _ARN_PARTS.match(who):
        account = found.group(1) if found.re is _ACCOUNT else found.group("account")
        if account is None:
            graph.unreadable(because.urn, f"the principal {who!r} names no account")
        else:
            graph.edge(store, graph.aws_account(account), EdgeKind.SHARE, because, moves=Moves.FORWARD)
    elif not graph.stack.by_literal.get(who):
        graph.unreadable(because.urn, f"the principal {who!r} is no account, ARN or resource of the stack")


def _goes_to(resource: ResourceView, graph: GraphBuilder, source: Reference, prop: str) -> None:
    target = resource.refers_to(prop)
    because = Because(resource.resource.urn, prop, target.literal or "")
    if target.targets:
        graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)
        return
    parts = _ARN_PARTS.match(target.literal) if target.literal else None
    if parts is None or parts["account"] is None:
        graph.unreadable(resource.resource.urn, f"where the data goes is not known ({prop})")
        return
    graph.edge(source, graph.aws_account(parts["account"]), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)
    if parts["region"] and graph.approved.residency and parts["region"] not in graph.approved.residency:
        graph.edge(source, graph.region(parts["region"]), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)
