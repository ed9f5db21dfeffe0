"""Ways in which databases, disks and keys are handed on by configuration: snapshots and images shared, replicas, exports, grants.

Sources: Amazon RDS User Guide, "Sharing a DB snapshot", "Sharing encrypted snapshots" (the other account needs the key), "Replicating automated
backups", "Copying a DB snapshot"; Amazon Aurora User Guide, "Using Amazon Aurora Global Database"; Amazon EC2 User Guide, "Share an AMI", "Share an
Amazon EBS snapshot"; AWS KMS Developer Guide, "Grants in AWS KMS"; AWS Secrets Manager User Guide, "Replicate secrets across Regions".
"""

from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import Truth
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.handing_on import ALL, account_in, goes_to, is_service, share, to_region
from posture.readers.aws.key_use import key_lets_account
from posture.readers.aws.store_keys import key_named
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET, DATABASE, KEY, ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import region_of
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

_INSTANCE: Final = "aws:ec2/instance:Instance"
_DISKS: Final = ("aws:ebs/volume:Volume", "aws:ebs/snapshot:Snapshot", "aws:ebs/snapshotCopy:SnapshotCopy", "aws:ec2/ami:Ami")
_IMAGES: Final = ("aws:ec2/ami:Ami", "aws:ec2/amiCopy:AmiCopy", "aws:ec2/amiFromInstance:AmiFromInstance")

COPIES: Final[dict[str, tuple[str, ...]]] = {
    "aws:rds/cluster:Cluster": ("replicationSourceIdentifier", "snapshotIdentifier", "restoreToPointInTime.sourceClusterIdentifier"),
    "aws:rds/instance:Instance": ("replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime.sourceDbInstanceIdentifier"),
    "aws:rds/clusterSnapshot:ClusterSnapshot": ("dbClusterIdentifier",),
    "aws:rds/snapshot:Snapshot": ("dbInstanceIdentifier",),
    "aws:rds/snapshotCopy:SnapshotCopy": ("sourceDbSnapshotIdentifier",),
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": ("sourceDbClusterSnapshotIdentifier",),
    "aws:rds/globalCluster:GlobalCluster": ("sourceDbClusterIdentifier",),
    "aws:docdb/cluster:Cluster": ("snapshotIdentifier", "restoreToPointInTime.sourceClusterIdentifier"),
    "aws:docdb/clusterSnapshot:ClusterSnapshot": ("dbClusterIdentifier",),
    "aws:docdb/globalCluster:GlobalCluster": ("sourceDbClusterIdentifier",),
    "aws:neptune/clusterSnapshot:ClusterSnapshot": ("dbClusterIdentifier",),
    "aws:neptune/globalCluster:GlobalCluster": ("sourceDbClusterIdentifier",),
    "aws:neptune/cluster:Cluster": ("replicationSourceIdentifier", "snapshotIdentifier"),
    "aws:ebs/volume:Volume": ("snapshotId",),
    "aws:ebs/snapshot:Snapshot": ("volumeId",),
    "aws:ebs/snapshotCopy:SnapshotCopy": ("sourceSnapshotId",),
    "aws:ec2/amiCopy:AmiCopy": ("sourceAmiId",),
    "aws:ec2/amiFromInstance:AmiFromInstance": ("sourceInstanceId",),
    "aws:redshift/cluster:Cluster": ("snapshotIdentifier", "snapshotArn"),
    "aws:redshift/clusterSnapshot:ClusterSnapshot": ("clusterIdentifier",),
    "aws:redshiftserverless/snapshot:Snapshot": ("namespaceName",),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("snapshotName", "globalReplicationGroupId"),
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": ("primaryReplicationGroupId",),
    "aws:memorydb/snapshot:Snapshot": ("clusterName",),
    "aws:memorydb/cluster:Cluster": ("snapshotName", "multiRegionClusterName"),
    "aws:dynamodb/table:Table": ("restoreSourceName", "restoreSourceTableArn"),
    "aws:dynamodb/tableReplica:TableReplica": ("globalTableArn",),
    "aws:keyspaces/table:Table": ("keyspaceName",),
    "aws:timestreamwrite/table:Table": ("databaseName",),
    "aws:s3tables/table:Table": ("tableBucketArn",),
    "aws:fsx/backup:Backup": ("fileSystemId",),
    "aws:ebs/volumeCopy:VolumeCopy": ("sourceVolumeId",),
}
"""Type → properties that name what it is a copy of. What is not in the stack comes from elsewhere, and is no way out of it."""


@reads(*COPIES)
def copy(resource: ResourceView, graph: GraphBuilder) -> None:
    """A copy holds what its source holds."""
    own = Reference.to(resource.resource.urn)
    for prop in COPIES[resource.resource.type]:
        source = resource.refers_to(prop, (*STORES, _INSTANCE))
        if source.targets:
            graph.edge(source, own, EdgeKind.REPLICATE, Because(resource.resource.urn, prop), moves=Moves.FORWARD, certain=source.certain)


@reads("aws:rds/clusterSnapshot:ClusterSnapshot", "aws:rds/snapshot:Snapshot", "aws:rds/snapshotCopy:SnapshotCopy",
       "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy")  # fmt: skip
def shared_snapshot(resource: ResourceView, graph: GraphBuilder) -> None:
    """A snapshot may be restored by whom it is shared with, and lies in the region that it is copied to."""
    urn = resource.resource.urn
    own = Reference.to(urn)
    region = resource.text("destinationRegion")
    if is_unknown(region):
        unclear(graph, urn, "the region that the snapshot is copied to is unknown until the update (destinationRegion)")
    elif region is not None:
        to_region(graph, own, region, Because(urn, "destinationRegion", region))
    accounts = resource.texts("sharedAccounts")
    if isinstance(accounts, Unknown):
        unclear(graph, urn, "whom the snapshot is shared with is unknown until the update (sharedAccounts)")
        return
    for index, account in enumerate(accounts):
        _share_with_key(graph, own, account, Because(urn, f"sharedAccounts[{index}]", str(account)))


def _share_with_key(graph: GraphBuilder, copy: Reference, who: str | Unknown | None, because: Because) -> None:
    """What is encrypted with a key of the stack is of use to another account only if that key lets it: else nothing leaves."""
    answer = Truth.TRUE
    if isinstance(who, str) and len(copy.targets) == 1 and copy.certain and who.lower() != ALL:
        key = _key_behind(graph, copy.targets[0])
        answer = key_lets_account(graph, key, account_in(who) or who) if key is not None else answer
    if answer.possible:
        share(graph, replace(copy, certain=copy.certain and answer.certain), who, because)


def _key_behind(graph: GraphBuilder, urn: str, depth: int = 0) -> str | None:
    """The key of a copy: one that it is given itself, else that of what it is a copy of."""
    view = graph.view(urn)
    said = view.resource.declared
    if view.value("kmsKeyId") is not None and (said is None or "kmsKeyId" in said):
        return key_named(graph, view, "kmsKeyId")
    # What the provider computes of a copy says no more than what it is a copy of.
    if depth > _DEEPEST or any(view.flag(prop) is False and (said is None or prop in said) for prop in ("storageEncrypted", "encrypted")):
        return None
    sources = [view.refers_to(prop, (*DATABASE, *STORES)) for prop in COPIES.get(view.resource.type, ())]
    sources = [source for source in sources if not source.absent]
    if len(sources) != 1 or len(sources[0].targets) != 1 or not sources[0].certain:
        return None
    return _key_behind(graph, sources[0].targets[0], depth + 1)


_DEEPEST: Final = 5
"""How many copies of copies are followed."""


@reads("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission")
def volume_permission(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account that may make volumes of a snapshot."""
    who = resource.text("accountId")
    _share_with_key(graph, resource.refers_to("snapshotId", _DISKS), who, Because(resource.resource.urn, "accountId", str(who)))


@reads("aws:ec2/ami:Ami")
def image(resource: ResourceView, graph: GraphBuilder) -> None:
    """An image holds the disks of its snapshots."""
    blocks = resource.blocks("ebsBlockDevices")
    for block in [] if isinstance(blocks, Unknown) else blocks:
        source = resource.refers_to(f"{block}.snapshotId", _DISKS)
        because = Because(resource.resource.urn, f"{block}.snapshotId")
        if source.targets:
            own = Reference.to(resource.resource.urn)
            graph.edge(source, own, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain)


@joins
def attached_disks(graph: GraphBuilder) -> None:
    """A disk holds what its machine writes."""
    for resource in graph.stack.of_type("aws:ec2/volumeAttachment:VolumeAttachment"):
        view = graph.view(resource.urn)
        machine, disk = view.refers_to("instanceId", (_INSTANCE,)), view.refers_to("volumeId", _DISKS)
        if machine.targets and disk.targets:
            because = Because(resource.urn, "volumeId")
            graph.edge(machine, disk, EdgeKind.USE, because, certain=machine.certain and disk.certain)


@reads("aws:ec2/amiLaunchPermission:AmiLaunchPermission")
def launch_permission(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may launch an image: an account, an organization or a unit of it, or everybody (`group: all`)."""
    urn = resource.resource.urn
    shared = resource.refers_to("imageId", _IMAGES)
    for prop in ("group", "accountId"):
        who = resource.text(prop)
        if who is not None:
            share(graph, shared, who, Because(urn, prop, str(who)))
    for prop in ("organizationArn", "organizationalUnitArn"):
        arn = resource.text(prop)
        organization = next((part for part in arn.split("/") if part.startswith("o-")), None) if isinstance(arn, str) else None
        if organization is not None:
            graph.edge(shared, graph.aws_organization(organization), EdgeKind.SHARE, Because(urn, prop, str(arn)), moves=Moves.FORWARD)
        elif arn is not None:
            unclear(graph, urn, f"the organization that may launch the image is not known ({prop})")


@reads("aws:kms/grant:Grant")
def grant(resource: ResourceView, graph: GraphBuilder) -> None:
    """A principal that may use a key without the key's policy naming it. Roles of the stack are ours; services use it for the account."""
    if resource.refers_to("granteePrincipal", ROLE).targets:
        return
    who = resource.text("granteePrincipal")
    if not isinstance(who, str) or not is_service(who):
        share(graph, resource.refers_to("keyId", KEY), who, Because(resource.resource.urn, "granteePrincipal", str(who)))


@reads("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication")
def backups_replication(resource: ResourceView, graph: GraphBuilder) -> None:
    """Backups are copied into the region of the resource itself."""
    region = region_of(resource.resource)
    if region is None:
        unclear(graph, resource.resource.urn, "the region that backups are copied to is not known")
        return
    source = resource.refers_to("sourceDbInstanceArn", DATABASE)
    to_region(graph, source, region, Because(resource.resource.urn, "sourceDbInstanceArn", region))


_GLOBAL: Final = (
    "aws:rds/globalCluster:GlobalCluster",
    "aws:docdb/globalCluster:GlobalCluster",
    "aws:neptune/globalCluster:GlobalCluster",
)


@reads("aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster")
def global_database(resource: ResourceView, graph: GraphBuilder) -> None:
    """A member of a global database holds what the others hold."""
    urn = resource.resource.urn
    whole = resource.refers_to("globalClusterIdentifier", _GLOBAL)
    if whole.targets:
        graph.edge(Reference.to(urn), whole, EdgeKind.REPLICATE, Because(urn, "globalClusterIdentifier"), certain=whole.certain)
    elif not whole.absent:
        unclear(graph, urn, "its global database is no resource of the stack, so neither are the other members")


_IN_REGIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "aws:dynamodb/table:Table": (("replicas", "regionName"),),
    "aws:secretsmanager/secret:Secret": (("replicas", "region"),),
    "aws-native:secretsmanager:Secret": (("replicaRegions", "region"),),
    "aws:redshift/cluster:Cluster": (("snapshotCopy", "destinationRegion"),),
    "aws-native:efs:FileSystem": (("replicationConfiguration.destinations", "region"),),
}
"""Type → lists of blocks that name a region in which the service keeps a copy."""


@reads(*_IN_REGIONS)
def in_regions(resource: ResourceView, graph: GraphBuilder) -> None:
    """Copies that a service keeps in other regions."""
    urn = resource.resource.urn
    for prop, name in _IN_REGIONS[resource.resource.type]:
        blocks = resource.blocks(prop)
        if isinstance(blocks, Unknown):
            unclear(graph, urn, f"where it is replicated is unknown until the update ({prop})")
            continue
        for block in blocks:
            region = resource.text(f"{block}.{name}")
            if isinstance(region, str):
                to_region(graph, Reference.to(urn), region, Because(urn, f"{block}.{name}", region))
            else:
                unclear(graph, urn, f"the region of a replica is not known ({block}.{name})")


_SENDS: Final[dict[str, tuple[str, ...]]] = {
    "aws-native:dynamodb:Table": ("kinesisStreamSpecification.streamArn",),
    "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": ("streamArn",),
}
_SENDER: Final = {
    "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": "tableName",
}


@reads("aws:rds/exportTask:ExportTask")
def export(resource: ResourceView, graph: GraphBuilder) -> None:
    """A snapshot's tables, written to a bucket."""
    source = follow(resource, graph, "sourceArn", tuple(STORES))
    if not source.targets:
        unclear(graph, resource.resource.urn, "the snapshot that is exported is no resource of the stack (sourceArn)")
    goes_to(resource, graph, source, "s3BucketName", BUCKET)


@reads(*_SENDS)
def sends(resource: ResourceView, graph: GraphBuilder) -> None:
    """Content that a service streams or exports to where a property names."""
    sender = _SENDER.get(resource.resource.type)
    source = Reference.to(resource.resource.urn) if sender is None else resource.refers_to(sender, tuple(STORES))
    for prop in _SENDS[resource.resource.type]:
        if resource.value(prop) is not None:
            goes_to(resource, graph, source, prop)
