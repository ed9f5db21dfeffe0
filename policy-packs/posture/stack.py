"""The judged stack: its resources, and the look-ups that readers need.

A resource *touches* another by a property dependency, its parent, or a literal equal to an id, ARN, name or CIDR.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from posture.cached import cached_property
from posture.record import record
from posture.resource import Resource

# Properties whose value names the resource to others, whatever its type.
IDENTIFYING = (
    "arn",
    "id",
    "name",
    "bucket",
    "selfLink",
    "resourceId",
    "keyId",
    "keyArn",
    "targetArn",
    "aliasArn",
    "serviceName",
    "clusterIdentifier",
    "modelPackageGroupName",
    "identifier",
    "vectorBucketArn",
)


_IDENTIFYING = frozenset(IDENTIFYING)

OWN_NAMES = {
    "aws:opensearch/domain:Domain": ("domainName",),
    "aws:elasticsearch/domain:Domain": ("domainName",),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("replicationGroupId",),
    "aws:elasticache/cluster:Cluster": ("clusterId",),
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": ("globalReplicationGroupId",),
    "aws:memorydb/multiRegionCluster:MultiRegionCluster": ("multiRegionClusterName",),
    "aws:rds/globalCluster:GlobalCluster": ("globalClusterIdentifier",),
    "aws:docdb/globalCluster:GlobalCluster": ("globalClusterIdentifier",),
    "aws:neptune/globalCluster:GlobalCluster": ("globalClusterIdentifier",),
    "aws:rds/snapshot:Snapshot": ("dbSnapshotIdentifier", "dbSnapshotArn"),
    "aws:rds/snapshotCopy:SnapshotCopy": ("targetDbSnapshotIdentifier", "dbSnapshotArn"),
    "aws:rds/clusterSnapshot:ClusterSnapshot": ("dbClusterSnapshotIdentifier", "dbClusterSnapshotArn"),
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": ("targetDbClusterSnapshotIdentifier", "dbClusterSnapshotArn"),
    "aws:docdb/clusterSnapshot:ClusterSnapshot": ("dbClusterSnapshotIdentifier", "dbClusterSnapshotArn"),
    "aws:neptune/clusterSnapshot:ClusterSnapshot": ("dbClusterSnapshotIdentifier", "dbClusterSnapshotArn"),
    "aws:redshift/clusterSnapshot:ClusterSnapshot": ("snapshotIdentifier",),
    "aws:redshiftserverless/namespace:Namespace": ("namespaceName",),
    "aws:redshiftserverless/workgroup:Workgroup": ("workgroupName",),
    "aws:redshiftserverless/snapshot:Snapshot": ("snapshotName",),
    "aws:timestreamwrite/database:Database": ("databaseName",),
    "aws:s3/vectorsVectorBucket:VectorsVectorBucket": ("vectorBucketName",),
    "aws:msk/cluster:Cluster": ("clusterName",),
    "aws:msk/serverlessCluster:ServerlessCluster": ("clusterName",),
    "aws:sagemaker/featureGroup:FeatureGroup": ("featureGroupName",),
    "aws:codecommit/repository:Repository": ("repositoryName",),
    "aws:sqs/queue:Queue": ("url",),
    "aws:dms/endpoint:Endpoint": ("endpointArn", "endpointId"),
    "aws:dms/s3Endpoint:S3Endpoint": ("endpointArn", "endpointId"),
    "aws-native:s3:Bucket": ("bucketName",),
    "aws-native:s3:AccessPoint": ("alias",),
    "aws-native:iam:Role": ("roleName",),
    "aws-native:iam:InstanceProfile": ("instanceProfileName",),
    "aws-native:lambda:Function": ("functionName",),
    "aws-native:dynamodb:Table": ("tableName",),
    "aws-native:sqs:Queue": ("queueName", "queueUrl"),
    "aws-native:sns:Topic": ("topicName", "topicArn"),
    "aws-native:rds:DbCluster": ("dbClusterIdentifier", "dbClusterArn"),
    "aws-native:rds:DbInstance": ("dbInstanceIdentifier", "dbInstanceArn"),
    "aws-native:rds:DbSubnetGroup": ("dbSubnetGroupName",),
    "aws-native:logs:LogGroup": ("logGroupName",),
    "aws-native:ecr:Repository": ("repositoryName",),
    "aws-native:opensearchservice:Domain": ("domainName", "domainArn"),
    "aws-native:kinesisfirehose:DeliveryStream": ("deliveryStreamName",),
    "aws-native:kms:Alias": ("aliasName",),
}
"""Names that a type has under a property that in other types names something else (the domain of a policy, the cluster of a snapshot).

Source: Pulumi Registry, aws, the outputs of each type; they are what others are given of it.
"""
_NONE: tuple[str, ...] = ()


class Form(StrEnum):
    """Where the resources were read from; a preview knows fewer values."""

    STATE = "state"
    PREVIEW = "preview"


def literal_key(literal: str) -> str:
    """The form in which a literal is looked up: Azure's resource manager compares ids without regard to case.

    Source: Azure documentation, "Azure Resource Manager resource IDs".
    """
    return literal.lower() if literal[:1] == "/" and literal[:15].lower() == "/subscriptions/" else literal


@record
class Pending:
    """An operation that an interrupted update left open: nobody knows whether the cloud has done it."""

    operation: str
    """`creating`, `updating`, `deleting`, `importing`."""
    urn: str
    file: str = ""


@dataclass(frozen=True)
class Stack:
    """All resources that are judged together."""

    resources: tuple[Resource, ...]
    form: Form
    name: str = ""
    pending: tuple[Pending, ...] = ()
    """What a state says to be under way still."""

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    @cached_property
    def by_urn(self) -> dict[str, Resource]:
        """Resources by URN."""
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Files that the resources came from, in the order in which they were given."""
        return tuple(dict.fromkeys(resource.stack for resource in self.resources if resource.stack))

    @cached_property
    def by_literal(self) -> dict[str, tuple[Resource, ...]]:
        """Resources by every literal that identifies them: id, ARN, name. One literal may name several (a name is not unique across types)."""
        index: dict[str, tuple[Resource, ...]] = {}
        several: dict[str, list[Resource]] = {}  # few literals name more than one
        for resource in self.resources:
            alone = (resource,)
            for name in names_of(resource):
                literal = literal_key(name) if name[0] == "/" else name
                before = index.setdefault(literal, alone)
                if before is not alone and (many := several.setdefault(literal, [*before]))[-1] is not resource:
                    many.append(resource)
        index.update({literal: tuple(found) for literal, found in several.items()})
        return index

    def named(self, literal: str) -> tuple[Resource, ...]:
        """Resources that an id, ARN or name identifies."""
        return self.by_literal.get(literal_key(literal) if literal[:1] == "/" else literal, ())

    def of_type(self, *tokens: str) -> tuple[Resource, ...]:
        """Resources of the given type tokens, in registration order. A tuple, so that whoever walks them twice finds them twice."""
        found = self._of_types.get(tokens)
        if found is None:
            placed = sorted((one for token in {*tokens} for one in self._by_type.get(token, ())), key=_place)
            found = self._of_types[tokens] = tuple(resource for _, resource in placed)
        return found

    @cached_property
    def _of_types(self) -> dict[tuple[str, ...], tuple[Resource, ...]]:
        """What has been asked for: one join asks the same for each of its resources."""
        return {}

    @cached_property
    def _by_type(self) -> dict[str, list[tuple[int, Resource]]]:
        """Resources by type token, each with its place in the registration order."""
        found: dict[str, list[tuple[int, Resource]]] = {}
        for place, resource in enumerate(self.resources):
            found.setdefault(resource.type, []).append((place, resource))
        return found

    @cached_property
    def by_parent(self) -> dict[str, tuple[Resource, ...]]:
        """Resources by the URN of their parent, in registration order."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            if resource.parent is not None:
                found.setdefault(resource.parent, []).append(resource)
        return {parent: tuple(children) for parent, children in found.items()}

    def ancestors(self, resource: Resource) -> Iterator[Resource]:
        """Parents, nearest first. Ends at a parent that is not in the stack, and at a cycle (a malformed state)."""
        seen = {resource.urn}
        parent = resource.parent
        while parent is not None and parent not in seen and parent in self.by_urn:
            seen.add(parent)
            yield self.by_urn[parent]
            parent = self.by_urn[parent].parent


def _place(found: tuple[int, Resource]) -> int:
    return found[0]


def names_of(resource: Resource) -> Iterable[str]:
    """Every text that identifies the resource to others: ids, ARNs, names."""
    props = resource.props
    # Few of them are there; a mapping of which nothing is told has none.
    values: list[Any] = [props[prop] for prop in _IDENTIFYING.intersection(props)]
    values += [props.get(prop) for prop in OWN_NAMES.get(resource.type, _NONE)]
    values += (resource.id, resource.arm_id)
    return {value for value in values if isinstance(value, str) and value}
