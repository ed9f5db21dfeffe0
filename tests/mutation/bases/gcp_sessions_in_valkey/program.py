"""Sessions of redaction in Memorystore for Valkey. The records stand beside it, joined to nothing.

Modelled on Memorystore for Valkey, "Networking" (service connection policies), "IAM authentication", "In-transit encryption", "Manage backups".
"""

from pulumi_gcp import compute, memorystore, networkconnectivity, projects

from tests.mutation.bases import gcp_grounds as grounds

deid = grounds.ground(
    "deid", "deidentification", cidr="10.130.0.0/24", apis=("memorystore", "networkconnectivity", "serviceconsumermanagement")
)
phi = grounds.ground("phi", "phi", cidr="10.131.0.0/24")
grounds.perimeters(deid, phi)
phi.bucket("clinic-records", "phi")

assert deid.network is not None
CACHE_RANGE = "10.130.1.0/28"
faces = compute.Subnetwork(
    "cache-endpoints",
    name="cache-endpoints",
    project=deid.project_id,
    region=deid.region,
    network=deid.network.id,
    ip_cidr_range=CACHE_RANGE,
    private_ip_google_access=True,
    log_config={"aggregation_interval": "INTERVAL_5_SEC", "flow_sampling": 1.0, "metadata": "INCLUDE_ALL_METADATA"},
)
# One port to find the shards, and those of the shards.
deid.firewall("to-cache", "EGRESS", [CACHE_RANGE], ["6379", "11000-13047"])
may = networkconnectivity.ServiceConnectionPolicy(
    "caches",
    name="caches",
    project=deid.project_id,
    location=deid.region,
    service_class="gcp-memorystore",
    network=deid.network.id,
    psc_config={"subnetworks": [faces.id]},
)
cache = memorystore.Instance(
    "sessions",
    instance_id="sessions",
    project=deid.project_id,
    location=deid.region,
    engine_version="VALKEY_8_0",
    mode="CLUSTER",
    shard_count=3,
    replica_count=1,
    node_type="HIGHMEM_MEDIUM",
    authorization_mode="IAM_AUTH",
    transit_encryption_mode="SERVER_AUTHENTICATION",
    kms_key=deid.key("memorystore").id,
    desired_auto_created_endpoints=[{"project_id": deid.project_id, "network": deid.network.id}],
    persistence_config={"mode": "RDB", "rdb_config": {"rdb_snapshot_period": "ONE_HOUR"}},
    automated_backup_config={"retention": "3024000s", "fixed_frequency_schedule": {"start_time": {"hours": 2}}},
    zone_distribution_config={"mode": "MULTI_ZONE"},
    maintenance_policy={"weekly_maintenance_windows": [{"day": "SUNDAY", "start_time": {"hours": 3}}]},
    deletion_protection_enabled=True,
    labels=deid.labels("deidentified"),
    opts=deid.keyed("memorystore", protect=True),
)
redaction = deid.account("redaction")
projects.IAMMember(
    "redaction",
    project=deid.project_id,
    role="roles/memorystore.dbConnectionUser",
    member=redaction.member,
    condition={
        "title": "sessions",
        "expression": f'resource.name == "projects/{deid.project_id}/locations/{deid.region}/instances/sessions"',
    },
)
