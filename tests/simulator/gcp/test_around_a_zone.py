"""Services around a zone: each is made as documented, and refused where Google refuses it."""

from typing import Any

import pytest

from simulator.rules.gcp import (
    caches,
    kinds,
    pipelines,
    schedules,
    serverless,
    shared_data,
    shares_and_tables,
    workplaces,
)
from tests.simulator.gcp.project import REGION, Project
from tests.simulator.gcp.sound import EXAMPLES, NETWORK, example, grounds


def test_every_example_is_made_one_after_another_and_taken_away_again(gcp: Project) -> None:
    grounds(gcp)
    made = [gcp.make(type_, **inputs) for type_, inputs in EXAMPLES]
    assert all(gcp.stands(one) for one in made)
    for one in made:
        assert gcp.cloud.diff(one.urn, one.inputs, one.inputs).changes == ()
        assert gcp.read(one)[1] == one.inputs
    assert not any("sim-" in str(one.outputs.get("name")) for one in made)


BROKEN: list[tuple[str, dict[str, Any], str]] = [
    (serverless.CONNECTOR, {"name": "a" * 26}, "name"),
    (serverless.CONNECTOR, {"ipCidrRange": "10.8.0.0/24"}, "ipCidrRange"),
    (serverless.CONNECTOR, {"ipCidrRange": None}, "ipCidrRange"),
    (serverless.CONNECTOR, {"subnet": {"name": "s"}}, "subnet"),
    (serverless.CONNECTOR, {"minInstances": 5, "maxInstances": 5}, "minInstances"),
    (serverless.FUNCTION, {"serviceConfig": {"timeoutSeconds": 3601}}, "serviceConfig.timeoutSeconds"),
    (
        serverless.FUNCTION,
        {"eventTrigger": {"eventType": "e"}, "serviceConfig": {"timeoutSeconds": 600}},
        "serviceConfig.timeoutSeconds",
    ),
    (serverless.FUNCTION, {"eventTrigger": {}}, "eventTrigger.eventType"),
    (serverless.FUNCTION, {"kmsKeyName": "k"}, "buildConfig.dockerRepository"),
    (serverless.FUNCTION, {"serviceConfig": {"minInstanceCount": 4, "maxInstanceCount": 3}}, "serviceConfig.minInstanceCount"),
    (serverless.JOB, {"template": {"template": {"maxRetries": 11}}}, "template.template.maxRetries"),
    (
        serverless.JOB,
        {"template": {"template": {"vpcAccess": {"connector": "c", "networkInterfaces": [{"network": NETWORK}]}}}},
        "template.template.vpcAccess.networkInterfaces",
    ),
    ("gcp:cloudrunv2/service:Service", {"template": {"containers": [{"image": "a"}, {"image": "b"}]}}, "template.containers"),
    (
        "gcp:cloudrunv2/service:Service",
        {"template": {"vpcAccess": {"networkInterfaces": [{"tags": ["t"]}]}}},
        "template.vpcAccess.networkInterfaces[0]",
    ),
    (schedules.WORKFLOW, {"name": "9"}, "name"),
    (schedules.WORKFLOW, {"sourceContents": "a" * 131073}, "sourceContents"),
    (schedules.scheduler_job.type, {"httpTarget": None}, "appEngineHttpTarget"),
    (schedules.scheduler_job.type, {"attemptDeadline": "1801s"}, "attemptDeadline"),
    (schedules.queue.type, {"rateLimits": {"maxDispatchesPerSecond": 501}}, "rateLimits.maxDispatchesPerSecond"),
    (schedules.trigger.type, {"matchingCriterias": [{"attribute": "bucket", "value": "b"}]}, "matchingCriterias"),
    (schedules.trigger.type, {"destination": {"workflow": "w", "cloudFunction": "f"}}, "destination.cloudFunction"),
    (schedules.trigger.type, {"destination": {"httpEndpoint": {"uri": "http://10.0.0.2"}}}, "destination.networkConfig"),
    (caches.REDIS, {"tier": "BASIC"}, "replicaCount"),
    (caches.REDIS, {"tier": "BASIC", "replicaCount": 0, "alternativeLocationId": "z"}, "alternativeLocationId"),
    (caches.REDIS, {"replicaCount": 2}, "replicaCount"),
    (caches.REDIS, {"readReplicasMode": "READ_REPLICAS_ENABLED", "memorySizeGb": 4}, "memorySizeGb"),
    (caches.REDIS, {"memorySizeGb": 301}, "memorySizeGb"),
    (caches.REDIS, {"persistenceConfig": {"persistenceMode": "RDB"}}, "persistenceConfig.rdbSnapshotPeriod"),
    (caches.REDIS_CLUSTER, {"pscConfigs": [{"network": NETWORK}, {"network": "n"}]}, "pscConfigs"),
    (caches.VALKEY, {"instanceId": "abc"}, "instanceId"),
    (caches.VALKEY, {"mode": "CLUSTER_DISABLED", "shardCount": 2}, "shardCount"),
    (shares_and_tables.FILESTORE, {"tier": "BASIC_SSD", "protocol": "NFS_V3"}, "fileShares.capacityGb"),
    (shares_and_tables.FILESTORE, {"tier": "BASIC_HDD"}, "protocol"),
    (
        shares_and_tables.FILESTORE,
        {"fileShares": {"name": "m", "capacityGb": 1024, "nfsExportOptions": [{"anonUid": 5}]}},
        "fileShares.nfsExportOptions[0].anonUid",
    ),
    (
        shares_and_tables.FILESTORE,
        {"networks": [{"network": NETWORK, "modes": ["MODE_IPV4"], "reservedIpRange": "10.7.0.0/30"}]},
        "networks[0].reservedIpRange",
    ),
    (shares_and_tables.SPANNER, {"processingUnits": 1500}, "processingUnits"),
    (shares_and_tables.SPANNER, {"numNodes": 1}, "processingUnits"),
    (shares_and_tables.SPANNER, {"displayName": "abc"}, "displayName"),
    (shares_and_tables.SPANNER_DATABASE, {"name": "a" * 31}, "name"),
    (shares_and_tables.FIRESTORE, {"name": "abcdef01-2345-6789-abcd-ef0123456789"}, "name"),
    (shares_and_tables.BIGTABLE, {"name": "abc"}, "name"),
    (
        shares_and_tables.BIGTABLE,
        {"clusters": [{"clusterId": "signals-a", "zone": "z-a"}, {"clusterId": "signals-b", "zone": "z-a"}]},
        "clusters[1].zone",
    ),
    (pipelines.FLEX_JOB, {"subnetwork": "phi-a"}, "subnetwork"),
    (pipelines.FLEX_JOB, {"containerSpecGcsPath": "https://storage"}, "containerSpecGcsPath"),
    (
        pipelines.DATAPROC,
        {"clusterConfig": {"gceClusterConfig": {"network": "n", "subnetwork": "s"}}},
        "clusterConfig.gceClusterConfig.subnetwork",
    ),
    (pipelines.DATAPROC, {"clusterConfig": {"masterConfig": {"numInstances": 2}}}, "clusterConfig.masterConfig.numInstances"),
    (pipelines.COMPOSER, {"config": {"softwareConfig": {"imageVersion": "airflow-2"}}}, "config.softwareConfig.imageVersion"),
    (
        pipelines.COMPOSER,
        {"config": {"softwareConfig": {"imageVersion": "composer-3-airflow-2"}, "nodeCount": 3}},
        "config.nodeCount",
    ),
    (
        pipelines.COMPOSER,
        {"config": {"softwareConfig": {"imageVersion": "composer-2.9.7-airflow-2.9.3"}, "enablePrivateBuildsOnly": True}},
        "config.enablePrivateBuildsOnly",
    ),
    (pipelines.DATA_FUSION, {"networkConfig": None}, "networkConfig"),
    (pipelines.DATA_FUSION, {"zone": f"{REGION}-a"}, "zone"),
    (pipelines.PRIVATE_CONNECTION, {"pscInterfaceConfig": {"networkAttachment": "a"}}, "pscInterfaceConfig"),
    (pipelines.PROFILE, {"gcsProfile": {"bucket": "b"}}, "postgresqlProfile"),
    (pipelines.STREAM, {"backfillAll": {}}, "backfillNone"),
    (pipelines.TRANSFER_JOB, {"name": "transferJobs/OPI1"}, "name"),
    (
        pipelines.TRANSFER_JOB,
        {"schedule": {"scheduleStartDate": {"year": 2026, "month": 1, "day": 1}}, "eventStream": {"name": "e"}},
        "eventStream",
    ),
    (shared_data.LAKE_ZONE, {"type": "GOLD"}, "type"),
    (shared_data.exchange.type, {"dataExchangeId": "re-gistry"}, "dataExchangeId"),
    (shared_data.listing.type, {"pubsubTopic": {"topic": "t"}}, "pubsubTopic"),
    (shared_data.deidentify_template.type, {"deidentifyConfig": {}}, "deidentifyConfig.recordTransformations"),
    (shared_data.inspect_template.type, {"parent": "hospital-phi"}, "parent"),
    (shared_data.VAULT, {"backupMinimumEnforcedRetentionDuration": "3600s"}, "backupMinimumEnforcedRetentionDuration"),
    (workplaces.WORKBENCH, {"location": REGION}, "location"),
    (workplaces.WORKBENCH, {"gceSetup": {"bootDisk": {"diskEncryption": "CMEK"}}}, "gceSetup.bootDisk.kmsKey"),
    (workplaces.WORKBENCH, {"gceSetup": {"bootDisk": {"kmsKey": "k"}}}, "gceSetup.bootDisk.kmsKey"),
    (workplaces.WORKBENCH, {"gceSetup": {"vmImage": {"family": "f"}, "containerImage": {"repository": "r"}}}, "gceSetup.containerImage"),
    (workplaces.CONFIG, {"replicaZones": [f"{REGION}-a"]}, "replicaZones"),
    (workplaces.CONFIG, {"replicaZones": [f"{REGION}-a", "us-east1-b"]}, "replicaZones[1]"),
    (
        workplaces.CONFIG,
        {"runningTimeout": "86401s", "encryptionKey": {"kmsKey": "k", "kmsKeyServiceAccount": "s"}},
        "runningTimeout",
    ),
    (kinds.CLUSTER, {"name": "a" * 41}, "name"),
    (kinds.CLUSTER, {"enableAutopilot": True, "initialNodeCount": None, "enableShieldedNodes": True}, "enableShieldedNodes"),
    (kinds.CLUSTER, {"networkPolicy": {"enabled": True}}, "networkPolicy.enabled"),
    (kinds.CLUSTER, {"networkingMode": "ROUTES", "ipAllocationPolicy": None}, "networkingMode"),
    (kinds.CLUSTER, {"privateClusterConfig": {"masterIpv4CidrBlock": "172.16.0.0/24"}}, "privateClusterConfig.masterIpv4CidrBlock"),
    (kinds.CLUSTER, {"databaseEncryption": {"state": "ENCRYPTED"}}, "databaseEncryption.keyName"),
    (kinds.CLUSTER, {"workloadIdentityConfig": {"workloadPool": "hospital-phi"}}, "workloadIdentityConfig.workloadPool"),
    (kinds.NODE_POOL, {"autoscaling": {"minNodeCount": 1, "totalMaxNodeCount": 3}}, "autoscaling.totalMaxNodeCount"),
    (kinds.NODE_POOL, {"autoscaling": {"minNodeCount": 4, "maxNodeCount": 3}}, "autoscaling.minNodeCount"),
]


@pytest.mark.parametrize(
    ("type_", "changes", "path"), BROKEN, ids=[f"{one[0].split('/')[0]}-{at}-{one[2]}" for at, one in enumerate(BROKEN)]
)
def test_what_does_not_fit_together_is_refused(gcp: Project, type_: str, changes: dict[str, Any], path: str) -> None:
    inputs = {name: value for name, value in {**example(type_), **changes}.items() if value is not None}
    assert path in [one.split(": ")[0] for one in gcp.faults(type_, **inputs)]
    assert path not in [one.split(": ")[0] for one in gcp.faults(type_, **example(type_))]


REPLACING: list[tuple[str, dict[str, Any], list[str]]] = [
    (serverless.CONNECTOR, {"ipCidrRange": "10.8.1.0/28"}, ["ipCidrRange"]),
    (serverless.CONNECTOR, {"maxInstances": 9}, []),
    (caches.REDIS, {"tier": "BASIC"}, ["tier"]),
    (caches.REDIS, {"memorySizeGb": 6}, []),
    (caches.REDIS_CLUSTER, {"transitEncryptionMode": "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"}, ["transitEncryptionMode"]),
    (caches.VALKEY, {"authorizationMode": "IAM_AUTH"}, ["authorizationMode"]),
    (shares_and_tables.FILESTORE, {"tier": "REGIONAL"}, ["tier"]),
    (shares_and_tables.FILESTORE, {"fileShares": {"name": "models", "capacityGb": 2048}}, []),
    (shares_and_tables.SPANNER_DATABASE, {"ddls": ["CREATE TABLE a", "CREATE TABLE b"]}, []),
    (shares_and_tables.SPANNER_DATABASE, {"ddls": ["CREATE TABLE b"]}, ["ddls"]),
    (shares_and_tables.FIRESTORE, {"databaseEdition": "ENTERPRISE"}, ["databaseEdition"]),
    (pipelines.DATA_FUSION, {"privateInstance": False}, ["privateInstance"]),
    (pipelines.STREAM, {"customerManagedEncryptionKey": "k"}, ["customerManagedEncryptionKey"]),
    (workplaces.WORKBENCH, {"gceSetup": {"disablePublicIp": False}}, ["gceSetup"]),
    (workplaces.CLUSTER, {"subnetwork": "other"}, ["subnetwork"]),
    (shared_data.plan_association.type, {"resource": "projects/p/zones/z/instances/other"}, ["resource"]),
    (kinds.NODE_POOL, {"nodeConfig": {"serviceAccount": "a@b"}}, ["nodeConfig"]),
]


@pytest.mark.parametrize(
    ("type_", "changes", "replaces"), REPLACING, ids=[f"{one[0].split('/')[0]}-{at}" for at, one in enumerate(REPLACING)]
)
def test_what_cant_change_replaces(gcp: Project, type_: str, changes: dict[str, Any], replaces: list[str]) -> None:
    difference = gcp.cloud.diff(gcp.urn(type_, "one"), example(type_), {**example(type_), **changes})
    assert difference.replaces == replaces
    assert difference.properties != []
