"""Members of DocumentDB and Neptune clusters: what the cluster decides for them, and documented defaults.

Sources: Amazon DocumentDB API Reference, CreateDBInstance, CreateDBCluster; Neptune API Reference, CreateDBInstance, CreateDBCluster; Pulumi
Registry, aws.docdb.ClusterInstance, aws.neptune.ClusterInstance.
"""

from collections.abc import Iterator

from simulator.rules import Action, Fault, Properties, Rules, ref
from simulator.rules.aws.parts import given

DOCUMENTS, GRAPHS = "aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster"
_DOCUMENTS_GROUP, _GRAPHS_GROUP = "aws:docdb/subnetGroup:SubnetGroup", "aws:neptune/subnetGroup:SubnetGroup"

documents = Rules(
    DOCUMENTS,
    source="Amazon DocumentDB API Reference, CreateDBCluster",
    references={"dbSubnetGroupName": ref(_DOCUMENTS_GROUP, by=("name", "id"), code="DBSubnetGroupNotFoundFault")},
    defaults={
        "engine": "docdb",
        "port": 27017,
        "allowMajorVersionUpgrade": False,
        "backupRetentionPeriod": 1,
        "storageEncrypted": False,
        "skipFinalSnapshot": False,
    },
    id=lambda action: str(action.inputs.get("clusterIdentifier") or f"tf-{action.digits(26)}"),
)
graphs = Rules(
    GRAPHS,
    source="Neptune API Reference, CreateDBCluster",
    references={"neptuneSubnetGroupName": ref(_GRAPHS_GROUP, by=("name", "id"), code="DBSubnetGroupNotFoundFault")},
    defaults={
        "engine": "neptune",
        "port": 8182,
        "backupRetentionPeriod": 1,
        "storageEncrypted": False,
        "skipFinalSnapshot": False,
        "copyTagsToSnapshot": False,
        "iamDatabaseAuthenticationEnabled": False,
    },
    id=lambda action: str(action.inputs.get("clusterIdentifier") or f"tf-{action.digits(26)}"),
)
document_instance = Rules(
    "aws:docdb/clusterInstance:ClusterInstance",
    source="Amazon DocumentDB API Reference, CreateDBInstance",
    references={"clusterIdentifier": ref(DOCUMENTS, by=("id", "clusterIdentifier"), code="DBClusterNotFoundFault")},
    defaults={"engine": "docdb", "autoMinorVersionUpgrade": True, "promotionTier": 0, "copyTagsToSnapshot": False},
)
graph_instance = Rules(
    "aws:neptune/clusterInstance:ClusterInstance",
    source="Neptune API Reference, CreateDBInstance",
    references={"clusterIdentifier": ref(GRAPHS, by=("id", "clusterIdentifier"), code="DBClusterNotFoundFault")},
    defaults={"engine": "neptune", "autoMinorVersionUpgrade": True, "promotionTier": 0, "publiclyAccessible": False},
)


@documents.check(source="Amazon DocumentDB API Reference, CreateDBCluster (MasterUsername)", even_unknown=True)
def a_new_cluster_has_an_owner(inputs: Properties) -> Iterator[Fault]:
    """One that is neither restored nor a secondary one of a global cluster."""
    if not any(
        given(inputs.get(name)) for name in ("masterUsername", "snapshotIdentifier", "restoreToPointInTime", "globalClusterIdentifier")
    ):
        yield "masterUsername", "is required unless the cluster is restored from a snapshot or joins a global one"


@document_instance.computes
def document_member(action: Action) -> Properties:
    """Its network and encryption are the cluster's."""
    found = action.target("clusterIdentifier", DOCUMENTS)
    return (
        {key: found.outputs[key] for key in ("dbSubnetGroupName", "kmsKeyId", "storageEncrypted") if key in found.outputs} if found else {}
    )


@graph_instance.computes
def graph_member(action: Action) -> Properties:
    """Its network and encryption are the cluster's."""
    found = action.target("clusterIdentifier", GRAPHS)
    if found is None:
        return {}
    names = {"neptuneSubnetGroupName": "neptuneSubnetGroupName", "kmsKeyArn": "kmsKeyArn", "storageEncrypted": "storageEncrypted"}
    return {key: found.outputs[other] for key, other in names.items() if other in found.outputs}
