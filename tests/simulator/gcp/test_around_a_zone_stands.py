"""Services around a zone as they stand: keys and their agents, networks that must let them in, parts that go first, what is protected."""

from typing import Any

import pytest

from simulator.cloud import Cloud
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
from simulator.world import World
from tests.simulator.gcp.project import PROJECT, REGION, Project
from tests.simulator.gcp.sound import SUBNET, example, grounds

KEYS: list[tuple[str, dict[str, Any], str]] = [
    (caches.REDIS, {"customerManagedKey": "KEY"}, "cloud-redis.iam.gserviceaccount.com"),
    (schedules.WORKFLOW, {"cryptoKeyName": "KEY"}, "gcp-sa-workflows.iam.gserviceaccount.com"),
    (shares_and_tables.FILESTORE, {"kmsKeyName": "KEY"}, "cloud-filer.iam.gserviceaccount.com"),
    (shares_and_tables.FIRESTORE, {"cmekConfig": {"kmsKeyName": "KEY"}}, "gcp-sa-firestore.iam.gserviceaccount.com"),
    (
        workplaces.WORKBENCH,
        {"gceSetup": {"bootDisk": {"diskEncryption": "CMEK", "kmsKey": "KEY"}}},
        "compute-system.iam.gserviceaccount.com",
    ),
    (
        shares_and_tables.BIGTABLE,
        {"clusters": [{"clusterId": "signals-a", "zone": f"{REGION}-a", "kmsKeyName": "KEY"}]},
        "gcp-sa-bigtable.iam.gserviceaccount.com",
    ),
    (pipelines.COMPOSER, {"config": {"encryptionConfig": {"kmsKeyName": "KEY"}}}, "cloudcomposer-accounts.iam.gserviceaccount.com"),
]


def filled(value: Any, key: str) -> Any:
    """The inputs with a key's id."""
    if isinstance(value, dict):
        return {name: filled(one, key) for name, one in value.items()}
    return [filled(one, key) for one in value] if isinstance(value, list) else (key if value == "KEY" else value)


@pytest.mark.parametrize(("type_", "changes", "agent"), KEYS, ids=[one[0].split("/")[0] for one in KEYS])
def test_a_key_serves_when_the_agent_may_use_it_and_it_stands_there(gcp: Project, type_: str, changes: dict[str, Any], agent: str) -> None:
    grounds(gcp)
    near, far = gcp.key(), gcp.key("us-east1", "far")
    gcp.refuses("forbidden", type_, **{**example(type_), **filled(changes, near.id)})
    for key in (near, far):
        gcp.grant(key, agent)
    gcp.refuses("invalid", type_, match="one location", **{**example(type_), **filled(changes, far.id)})
    assert gcp.make(type_, **{**example(type_), **filled(changes, near.id)}).id


def test_caches_wait_for_a_policy_or_a_peering_of_their_network(gcp: Project) -> None:
    gcp.network()
    gcp.refuses("failedPrecondition", caches.REDIS_CLUSTER, match="gcp-memorystore-redis", **example(caches.REDIS_CLUSTER))
    gcp.refuses("failedPrecondition", caches.VALKEY, match="ServiceConnectionPolicy", **example(caches.VALKEY))
    private = {**example(caches.REDIS), "connectMode": "PRIVATE_SERVICE_ACCESS"}
    gcp.refuses("failedPrecondition", caches.REDIS, match="private services access", **private)


def test_private_workers_need_private_google_access(gcp: Project) -> None:
    gcp.subnet(gcp.network())
    gcp.refuses("invalid", pipelines.FLEX_JOB, match="Private Google Access", **example(pipelines.FLEX_JOB))
    gcp.refuses("invalid", pipelines.DATAPROC, match="Private Google Access", **example(pipelines.DATAPROC))
    assert gcp.make(pipelines.FLEX_JOB, **{**example(pipelines.FLEX_JOB), "ipConfiguration": "WORKER_IP_PUBLIC"}).id


def test_a_connectors_subnet_is_small_and_its_own(gcp: Project) -> None:
    network = gcp.network()
    small, large = gcp.subnet(network, "10.8.0.0/28", "small"), gcp.subnet(network, "10.9.0.0/24", "large")
    given = {"name": "out", "region": REGION}
    gcp.refuses("invalid", serverless.CONNECTOR, match="netmask of 28", **given, subnet={"name": large.id})
    assert gcp.make(serverless.CONNECTOR, **given, subnet={"name": small.id})
    gcp.refuses("invalid", serverless.CONNECTOR, match="already used", name="two", region=REGION, subnet={"name": small.id})


def test_a_cluster_takes_its_ranges_from_its_subnet(gcp: Project) -> None:
    grounds(gcp)
    wrong = {**example(kinds.CLUSTER), "ipAllocationPolicy": {"clusterSecondaryRangeName": "none"}}
    gcp.refuses("invalid", kinds.CLUSTER, match="'none'", **wrong)
    alike = {**example(kinds.CLUSTER), "ipAllocationPolicy": {"clusterSecondaryRangeName": "pods", "servicesSecondaryRangeName": "pods"}}
    gcp.refuses("invalid", kinds.CLUSTER, match="different", **alike)
    gcp.make(kinds.CLUSTER, **example(kinds.CLUSTER))
    pool = {"name": "more", "cluster": "apps", "location": REGION, "networkConfig": {"podRange": "none"}}
    gcp.refuses("invalid", kinds.NODE_POOL, match="podRange", **pool)


def test_a_backup_plan_keeps_what_its_vault_asks(gcp: Project) -> None:
    vault = gcp.make(shared_data.VAULT, **{**example(shared_data.VAULT), "effectiveTime": "2026-01-01T00:00:00Z"})
    short = example(shared_data.BACKUP_PLAN)
    short["backupRules"] = [{**short["backupRules"][0], "backupRetentionDays": 6}]
    gcp.refuses("invalid", shared_data.BACKUP_PLAN, match="at least 7", **short)
    plan = gcp.make(shared_data.BACKUP_PLAN, **example(shared_data.BACKUP_PLAN))
    disk = {**example(shared_data.plan_association.type), "resourceType": "compute.googleapis.com/Disk"}
    gcp.refuses("invalid", shared_data.plan_association.type, match="is for compute.googleapis.com/Instance", **disk)
    gcp.refuses_delete("failedPrecondition", vault)
    gcp.delete(plan)
    gcp.refuses_change("failedPrecondition", vault, "locked", backupMinimumEnforcedRetentionDuration="86400s")


def test_protected_data_is_not_deleted(gcp: Project) -> None:
    instance = gcp.make(shares_and_tables.SPANNER, **example(shares_and_tables.SPANNER))
    given = {**example(shares_and_tables.SPANNER_DATABASE), "deletionProtection": False, "enableDropProtection": True}
    database = gcp.make(shares_and_tables.SPANNER_DATABASE, **given)
    gcp.refuses_delete("failedPrecondition", database)
    gcp.refuses_delete("failedPrecondition", instance, "drop protection")
    kept = gcp.make(
        shares_and_tables.FIRESTORE, **{**example(shares_and_tables.FIRESTORE), "deleteProtectionState": "DELETE_PROTECTION_ENABLED"}
    )
    gcp.refuses_delete("failedPrecondition", kept)


def test_a_database_of_firestore_is_only_forgotten_unless_told_otherwise(gcp: Project) -> None:
    charts = gcp.make(shares_and_tables.FIRESTORE, **example(shares_and_tables.FIRESTORE))
    gcp.delete(charts)
    assert gcp.stands(charts)
    other = gcp.make(shares_and_tables.FIRESTORE, **{**example(shares_and_tables.FIRESTORE), "name": "gone", "deletionPolicy": "DELETE"})
    gcp.delete(other)
    assert not gcp.stands(other)


def test_a_queues_name_rests_for_three_days(gcp: Project) -> None:
    later = gcp.make(schedules.queue.type, **example(schedules.queue.type))
    gcp.delete(later)
    gcp.refuses("failedPrecondition", schedules.queue.type, match="too recently", **example(schedules.queue.type))


def test_parts_of_a_lake_go_first(gcp: Project) -> None:
    lake = gcp.make(shared_data.LAKE, **example(shared_data.LAKE))
    zone = gcp.make(shared_data.LAKE_ZONE, **example(shared_data.LAKE_ZONE))
    gcp.refuses_delete("failedPrecondition", lake, "not empty")
    gcp.delete(zone)
    gcp.delete(lake)


def test_each_type_asks_for_its_api(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULATOR_GCP_ADOPTED", f"{PROJECT}:compute.googleapis.com")
    closed = Project(Cloud("gcp", world, {"project": PROJECT, "region": REGION}))
    apis = {
        serverless.FUNCTION: "cloudfunctions",
        caches.VALKEY: "memorystore",
        pipelines.TRANSFER_JOB: "storagetransfer",
        shared_data.transfer_config.type: "bigquerydatatransfer",
        shared_data.VAULT: "backupdr",
        shares_and_tables.BIGTABLE: "bigtableadmin",
    }
    for type_, api in apis.items():
        closed.refuses("accessNotConfigured", type_, match=f"{api}.googleapis.com", **example(type_))


def test_a_subnet_of_workstations_is_of_their_network(gcp: Project) -> None:
    grounds(gcp)
    gcp.network("other")
    mixed = {**example(workplaces.CLUSTER), "network": "projects/hospital-phi/global/networks/other", "subnetwork": SUBNET}
    gcp.refuses("invalid", workplaces.CLUSTER, match="not of network", **mixed)
