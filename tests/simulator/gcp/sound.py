"""One sound example of each type around a zone, in a network of its own: what tests break, change or replace."""

from typing import Any

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

NETWORK = "projects/hospital-phi/global/networks/phi"
SUBNET = f"projects/hospital-phi/regions/{REGION}/subnetworks/phi-a"
TOPIC = "projects/hospital-phi/topics/events"
LAKE = {"lake": "records", "location": REGION}
EXCHANGE = {"dataExchangeId": "registry", "location": REGION}
WORKSTATIONS = {"workstationClusterId": "lab", "location": REGION}
_STREAM = {
    "sourceConfig": {
        "sourceConnectionProfile": f"projects/hospital-phi/locations/{REGION}/connectionProfiles/from",
        "postgresqlSourceConfig": {"publication": "p", "replicationSlot": "s"},
    },
    "destinationConfig": {
        "destinationConnectionProfile": f"projects/hospital-phi/locations/{REGION}/connectionProfiles/to",
        "gcsDestinationConfig": {"path": "in"},
    },
}
_WORKFLOW = f"projects/hospital-phi/locations/{REGION}/workflows/night"

EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    (kinds.TOPIC, {"name": "events"}),
    (serverless.CONNECTOR, {"name": "out", "region": REGION, "network": NETWORK, "ipCidrRange": "10.8.0.0/28"}),
    (
        serverless.FUNCTION,
        {
            "name": "read-hl7",
            "location": REGION,
            "buildConfig": {"runtime": "python312", "entryPoint": "main"},
            "serviceConfig": {"timeoutSeconds": 540, "minInstanceCount": 1, "maxInstanceCount": 3},
        },
    ),
    (
        serverless.JOB,
        {"name": "nightly", "location": REGION, "template": {"template": {"containers": [{"image": "example/job"}], "maxRetries": 1}}},
    ),
    (
        "gcp:cloudrunv2/service:Service",
        {"name": "front", "location": REGION, "template": {"containers": [{"image": "a", "ports": {"containerPort": 8080}}]}},
    ),
    (schedules.WORKFLOW, {"name": "night", "region": REGION, "sourceContents": "main: {}"}),
    (
        schedules.scheduler_job.type,
        {"name": "night", "region": REGION, "schedule": "0 2 * * *", "attemptDeadline": "320s", "httpTarget": {"uri": "https://run"}},
    ),
    (schedules.queue.type, {"name": "later", "location": REGION, "rateLimits": {"maxDispatchesPerSecond": 500}}),
    (
        schedules.trigger.type,
        {
            "name": "on-file",
            "location": REGION,
            "matchingCriterias": [{"attribute": "type", "value": "google.cloud.storage.object.v1.finalized"}],
            "destination": {"workflow": _WORKFLOW},
        },
    ),
    (
        caches.REDIS,
        {"name": "sessions", "region": REGION, "memorySizeGb": 5, "tier": "STANDARD_HA", "authorizedNetwork": NETWORK, "replicaCount": 1},
    ),
    (caches.REDIS_CLUSTER, {"name": "answers", "region": REGION, "shardCount": 3, "pscConfigs": [{"network": NETWORK}]}),
    (
        caches.VALKEY,
        {
            "instanceId": "answers",
            "location": REGION,
            "shardCount": 1,
            "desiredAutoCreatedEndpoints": [{"network": NETWORK, "projectId": "hospital-phi"}],
        },
    ),
    (
        shares_and_tables.FILESTORE,
        {
            "name": "models",
            "location": REGION,
            "tier": "ENTERPRISE",
            "protocol": "NFS_V4_1",
            "fileShares": {"name": "models", "capacityGb": 1024},
            "networks": [{"network": NETWORK, "modes": ["MODE_IPV4"]}],
        },
    ),
    (shares_and_tables.SPANNER, {"name": "records", "config": f"regional-{REGION}", "displayName": "records", "processingUnits": 300}),
    (
        shares_and_tables.SPANNER_DATABASE,
        {"name": "records", "instance": "records", "ddls": ["CREATE TABLE a"], "versionRetentionPeriod": "7d"},
    ),
    (shares_and_tables.FIRESTORE, {"name": "charts", "locationId": REGION, "type": "FIRESTORE_NATIVE"}),
    (
        shares_and_tables.BIGTABLE,
        {"name": "signals", "clusters": [{"clusterId": "signals-a", "zone": f"{REGION}-a", "numNodes": 1, "storageType": "SSD"}]},
    ),
    (shares_and_tables.BIGTABLE_TABLE, {"name": "ecg", "instanceName": "signals"}),
    (
        pipelines.FLEX_JOB,
        {
            "name": "deidentify",
            "region": REGION,
            "containerSpecGcsPath": "gs://templates/job.json",
            "ipConfiguration": "WORKER_IP_PRIVATE",
            "subnetwork": f"regions/{REGION}/subnetworks/phi-a",
        },
    ),
    (
        pipelines.DATAPROC,
        {"name": "cohort", "region": REGION, "clusterConfig": {"gceClusterConfig": {"subnetwork": SUBNET, "internalIpOnly": True}}},
    ),
    (
        pipelines.COMPOSER,
        {
            "name": "etl",
            "region": REGION,
            "config": {
                "softwareConfig": {"imageVersion": "composer-3-airflow-2.10.5"},
                "enablePrivateEnvironment": True,
                "nodeConfig": {"network": NETWORK, "subnetwork": SUBNET},
            },
        },
    ),
    (
        pipelines.DATA_FUSION,
        {
            "name": "feeds",
            "region": REGION,
            "type": "ENTERPRISE",
            "privateInstance": True,
            "networkConfig": {"network": NETWORK, "ipAllocation": "10.9.0.0/22"},
        },
    ),
    (
        pipelines.PRIVATE_CONNECTION,
        {
            "privateConnectionId": "to-ehr",
            "displayName": "d",
            "location": REGION,
            "vpcPeeringConfig": {"vpc": NETWORK, "subnet": "10.9.8.0/29"},
        },
    ),
    (
        pipelines.PROFILE,
        {
            "connectionProfileId": "from",
            "displayName": "d",
            "location": REGION,
            "postgresqlProfile": {"hostname": "h", "username": "u", "database": "d", "password": "p"},
        },
    ),
    (
        pipelines.PROFILE,
        {"connectionProfileId": "to", "displayName": "d", "location": REGION, "gcsProfile": {"bucket": "b", "rootPath": "/"}},
    ),
    (pipelines.STREAM, {"streamId": "ehr", "displayName": "d", "location": REGION, "backfillNone": {}, **_STREAM}),
    (
        pipelines.TRANSFER_JOB,
        {
            "description": "images",
            "name": "transferJobs/images",
            "transferSpec": {"gcsDataSource": {"bucketName": "a"}, "gcsDataSink": {"bucketName": "b"}},
        },
    ),
    (shared_data.LAKE, {"name": "records", "location": REGION}),
    (
        shared_data.LAKE_ZONE,
        {
            **LAKE,
            "name": "raw",
            "type": "RAW",
            "discoverySpec": {"enabled": False},
            "resourceSpec": {"locationType": "SINGLE_REGION"},
        },
    ),
    (
        shared_data.ASSET,
        {
            **LAKE,
            "dataplexZone": "raw",
            "name": "images",
            "discoverySpec": {"enabled": False},
            "resourceSpec": {"type": "STORAGE_BUCKET", "name": "projects/hospital-phi/buckets/images"},
        },
    ),
    (kinds.DATASET, {"datasetId": "cohort", "location": REGION}),
    (
        shared_data.transfer_config.type,
        {"dataSourceId": "scheduled_query", "displayName": "d", "params": {}, "location": REGION, "destinationDatasetId": "cohort"},
    ),
    (shared_data.exchange.type, {**EXCHANGE, "displayName": "registry"}),
    (
        shared_data.listing.type,
        {
            **EXCHANGE,
            "listingId": "cohort",
            "displayName": "cohort",
            "bigqueryDataset": {"dataset": "projects/hospital-phi/datasets/cohort"},
        },
    ),
    (
        shared_data.deidentify_template.type,
        {
            "parent": f"projects/hospital-phi/locations/{REGION}",
            "templateId": "names",
            "deidentifyConfig": {
                "infoTypeTransformations": {
                    "transformations": [{"primitiveTransformation": {"replaceWithInfoTypeConfig": True}}],
                }
            },
        },
    ),
    (shared_data.inspect_template.type, {"parent": "projects/hospital-phi", "templateId": "names"}),
    (
        shared_data.VAULT,
        {"backupVaultId": "records", "location": REGION, "backupMinimumEnforcedRetentionDuration": "604800s"},
    ),
    (
        shared_data.BACKUP_PLAN,
        {
            "backupPlanId": "daily",
            "location": REGION,
            "resourceType": "compute.googleapis.com/Instance",
            "backupVault": f"projects/hospital-phi/locations/{REGION}/backupVaults/records",
            "backupRules": [
                {"ruleId": "daily", "backupRetentionDays": 7, "standardSchedule": {"recurrenceType": "DAILY", "timeZone": "UTC"}}
            ],
        },
    ),
    (
        shared_data.plan_association.type,
        {
            "backupPlanAssociationId": "machine",
            "location": REGION,
            "resource": "projects/hospital-phi/zones/europe-west3-a/instances/m",
            "resourceType": "compute.googleapis.com/Instance",
            "backupPlan": f"projects/hospital-phi/locations/{REGION}/backupPlans/daily",
        },
    ),
    (
        workplaces.WORKBENCH,
        {
            "name": "notebook",
            "location": f"{REGION}-a",
            "gceSetup": {
                "disablePublicIp": True,
                "networkInterfaces": [{"network": NETWORK, "subnet": SUBNET}],
                "bootDisk": {"diskEncryption": "GMEK", "diskType": "PD_SSD"},
            },
        },
    ),
    (workplaces.CLUSTER, {**WORKSTATIONS, "network": NETWORK, "subnetwork": SUBNET}),
    (
        workplaces.CONFIG,
        {**WORKSTATIONS, "workstationConfigId": "desk", "idleTimeout": "1200s", "replicaZones": [f"{REGION}-a", f"{REGION}-b"]},
    ),
    (workplaces.workstation.type, {**WORKSTATIONS, "workstationConfigId": "desk", "workstationId": "anna"}),
    (
        kinds.CLUSTER,
        {
            "name": "apps",
            "location": REGION,
            "network": NETWORK,
            "subnetwork": SUBNET,
            "initialNodeCount": 1,
            "networkingMode": "VPC_NATIVE",
            "datapathProvider": "ADVANCED_DATAPATH",
            "ipAllocationPolicy": {"clusterSecondaryRangeName": "pods", "servicesSecondaryRangeName": "services"},
            "privateClusterConfig": {"enablePrivateNodes": True, "enablePrivateEndpoint": True, "masterIpv4CidrBlock": "172.16.0.0/28"},
            "workloadIdentityConfig": {"workloadPool": "hospital-phi.svc.id.goog"},
        },
    ),
    (kinds.NODE_POOL, {"name": "apps", "cluster": "apps", "location": REGION, "autoscaling": {"minNodeCount": 1, "maxNodeCount": 3}}),
]
"""(type, inputs) in the order in which they can be made."""


def grounds(gcp: Project) -> None:
    """Network, subnet with ranges for pods, and what lets caches in."""
    network = gcp.network()
    ranges = [{"rangeName": "pods", "ipCidrRange": "10.64.0.0/16"}, {"rangeName": "services", "ipCidrRange": "10.65.0.0/20"}]
    gcp.subnet(network, privateIpGoogleAccess=True, secondaryIpRanges=ranges)
    for service in ("gcp-memorystore-redis", "gcp-memorystore"):
        gcp.make(
            "gcp:networkconnectivity/serviceConnectionPolicy:ServiceConnectionPolicy",
            name=service,
            location=REGION,
            network=network.id,
            serviceClass=service,
        )


def example(type_: str) -> dict[str, Any]:
    """The first sound example of a type."""
    return dict(next(inputs for one, inputs in EXAMPLES if one == type_))
