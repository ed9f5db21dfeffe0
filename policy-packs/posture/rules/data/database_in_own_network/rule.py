"""Databases, caches, search domains, mounts of files with records, and what replicates those, name their subnets and security groups.

Sources: Amazon RDS User Guide, "Working with a DB instance in a VPC"; Amazon ElastiCache API Reference, "CreateServerlessCache" (SubnetIds: else
the default VPC's); Amazon Redshift Serverless API Reference, "CreateWorkgroup"; Amazon OpenSearch Service Developer Guide, "Launching your
domains within a VPC" (else its endpoint is public, and stays so: a domain can't be moved into a network later).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import DATABASES, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.parts import given

_CACHE_MEMBER: Final = ("aws:elasticache/cluster:Cluster",)
_CACHE: Final = ("aws:elasticache/replicationGroup:ReplicationGroup", *_CACHE_MEMBER, "aws:memorydb/cluster:Cluster")
_MOUNT: Final = ("aws:efs/mountTarget:MountTarget", "aws-native:efs:MountTarget")
_SEARCH: Final = {
    "aws:opensearch/domain:Domain": "vpcOptions.subnetIds",
    "aws:elasticsearch/domain:Domain": "vpcOptions.subnetIds",
    "aws-native:opensearchservice:Domain": "vpcOptions.subnetIds",
}
_SERVERLESS: Final = {
    "aws:elasticache/serverlessCache:ServerlessCache": "subnetIds",
    "aws-native:elasticache:ServerlessCache": "subnetIds",
    "aws:redshiftserverless/workgroup:Workgroup": "subnetIds",
    "aws-native:redshiftserverless:Workgroup": "subnetIds",
}
"""Their group, where none is named, is the network's default one, which `default-groups-closed` looks at."""
_GROUPS: Final = ("dbSubnetGroupName", "neptuneSubnetGroupName", "clusterSubnetGroupName")
_REPLICATOR: Final = {
    "aws:dms/replicationInstance:ReplicationInstance": ("replicationSubnetGroupId", "vpcSecurityGroupIds"),
    "aws:dms/replicationConfig:ReplicationConfig": ("computeConfig.replicationSubnetGroupId", "computeConfig.vpcSecurityGroupIds"),
}
"""AWS DMS User Guide, "Setting up a network for a replication instance": without a group it stands in the default VPC, all of it."""
_DEFAULT: Final = "default"
"""The group of the account's default network, which RDS, Redshift and ElastiCache make by themselves under this name."""
_FILTERS: Final = ("vpcSecurityGroupIds", "vpcSecurityGroups")
_SUBNETS_OF: Final = {**dict.fromkeys(DATABASES, _GROUPS), **dict.fromkeys(_CACHE, ("subnetGroupName",))}
_FILTERS_OF: Final = {
    **dict.fromkeys(DATABASES, _FILTERS),
    **dict.fromkeys(_CACHE, ("securityGroupIds",)),
    **dict.fromkeys(_MOUNT, ("securityGroups",)),
}


@rule(*DATABASES, *_CACHE, *_MOUNT, *_SEARCH, *_SERVERLESS, *_REPLICATOR)
def check(look: Look) -> Iterator[Fault]:
    """A member stands where its cluster does, a replica of the region where its source does; a mount names its subnet anyway."""
    if (parts := _REPLICATOR.get(look.resource.type)) is not None:
        if handles(look):
            yield from _replicates(look, *parts)
        return
    if not _concerned(look):
        return
    if (prop := _SEARCH.get(look.resource.type)) is not None:
        if given(look, "vpcOptions") is None or look.value(prop) in (None, []):
            yield Fault("stands in no network: it answers at a public address", prop)
        return
    if (prop := _SERVERLESS.get(look.resource.type)) is not None:
        if given(look, prop) in (None, []):
            yield Fault("names no subnets: it lands in the account's default network", prop)
        return
    groups = _SUBNETS_OF.get(look.resource.type)
    if groups is not None and all(given(look, prop) in (None, "", _DEFAULT) for prop in groups):
        yield Fault("names no subnet group: it lands in the account's default network", groups[0])
    filters = _FILTERS_OF[look.resource.type]
    if all(given(look, prop) in (None, []) for prop in filters):
        yield Fault("names no security group: it gets the network's default one", filters[0])


def _replicates(look: Look, group: str, filters: str) -> Iterator[Fault]:
    if given(look, group) in (None, ""):
        yield Fault("names no subnet group: it lands in the account's default network", group)
    if given(look, filters) in (None, []):
        yield Fault("names no security group: it gets the network's default one", filters)


def _concerned(look: Look) -> bool:
    if look.resource.type in _MOUNT:
        return any(files.holds_records for files in look.targets("fileSystemId"))
    if look.resource.type in _CACHE_MEMBER and look.value("replicationGroupId") not in (None, ""):
        return False
    return look.holds_records and not is_member(look) and not is_replica(look)
