"""Secure Web Proxy, secrets, logs, databases, data services, machines, and the keys that they use."""

from typing import Any

import pytest

from simulator.rules.gcp.encryption import KEYS
from simulator.rules.gcp.kinds import (
    ADDRESS,
    ADDRESS_GROUP,
    ALLOYDB,
    ALLOYDB_INSTANCE,
    AUTHORITY,
    CA_POOL,
    CLUSTER,
    CONNECTION,
    DATASET,
    ENDPOINT,
    FORWARDING_RULE,
    GATEWAY,
    GATEWAY_POLICY,
    GATEWAY_RULE,
    GLOBAL_ADDRESS,
    HEALTH_DATASET,
    INSPECTION,
    INSTANCE,
    LOG_BUCKET,
    NODE_POOL,
    REPOSITORY,
    ROUTER,
    SECRET,
    SECRET_VERSION,
    SINK,
    SQL,
    SUBSCRIPTION,
    TABLE,
    TOPIC,
    URL_LIST,
)
from tests.simulator.gcp.project import REGION, Made, Project

FHIR = "gcp:healthcare/fhirStore:FhirStore"
ZONE_A = f"{REGION}-a"


def wrong(gcp: Project, type_: str, **inputs: Any) -> set[str]:
    """Paths at which the inputs are refused."""
    return {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)}


# Secure Web Proxy.


def pool(gcp: Project) -> Made:
    """A pool of authorities."""
    return gcp.make(CA_POOL, name="inspection", location=REGION, tier="DEVOPS")


CONFIG: dict[str, Any] = {
    "subjectConfig": {"subject": {"commonName": "inspection", "organization": "hospital"}},
    "x509Config": {"caOptions": {"isCa": True}, "keyUsage": {"baseKeyUsage": {"certSign": True, "crlSign": True}, "extendedKeyUsage": {}}},
}


def test_an_authority_is_protected_and_holds_its_pool(gcp: Project) -> None:
    home = pool(gcp)
    given = {"location": REGION, "pool": home["name"], "config": CONFIG, "keySpec": {"algorithm": "EC_P256_SHA256"}}
    made = gcp.make(AUTHORITY, certificateAuthorityId="root", **given)
    assert made.id == f"{home.id}/certificateAuthorities/root"
    gcp.refuses_delete("", made, "deletionProtection")
    gcp.refuses_delete("failedPrecondition", home)
    assert gcp.replaced_by(made, lifetime="1s") == ["lifetime"]
    gcp.change(made, deletionProtection=False)
    gcp.delete(made)
    assert "lifetime" in wrong(gcp, AUTHORITY, certificateAuthorityId="a", **given, lifetime="10 years")
    assert wrong(gcp, AUTHORITY, certificateAuthorityId="a", **{**given, "keySpec": {}}) != set()
    assert wrong(gcp, AUTHORITY, certificateAuthorityId="a", **given, type="ROOT") == {"type"}
    assert wrong(gcp, AUTHORITY, certificateAuthorityId="a", **given, desiredState="ON") == {"desiredState"}
    assert wrong(gcp, CA_POOL, name="p", location=REGION, tier="FREE") == {"tier"}


@pytest.mark.parametrize(
    ("options", "usage", "said"),
    [
        ({}, {"certSign": True, "crlSign": True}, {"caOptions.isCa"}),
        ({"isCa": False}, {"certSign": True, "crlSign": True}, {"caOptions.isCa"}),
        ({"isCa": True}, {"crlSign": True}, {"keyUsage.baseKeyUsage.certSign"}),
        ({"isCa": True}, {"certSign": True, "crlSign": False}, {"keyUsage.baseKeyUsage.crlSign"}),
    ],
)
def test_an_authority_may_sign(gcp: Project, options: dict[str, bool], usage: dict[str, bool], said: set[str]) -> None:
    config = {**CONFIG, "x509Config": {"caOptions": options, "keyUsage": {"baseKeyUsage": usage, "extendedKeyUsage": {}}}}
    given = {"location": REGION, "pool": "inspection", "config": config, "keySpec": {"algorithm": "EC_P256_SHA256"}}
    assert wrong(gcp, AUTHORITY, certificateAuthorityId="a", **given) == {f"config.x509Config.{one}" for one in said}


def policy(gcp: Project, **inputs: Any) -> Made:
    """A policy of a proxy."""
    return gcp.make(GATEWAY_POLICY, name="llm", location=REGION, **inputs)


RULE: dict[str, Any] = {
    "enabled": True,
    "location": REGION,
    "sessionMatcher": "host() == 'api.example'",
    "basicProfile": "ALLOW",
    "gatewaySecurityPolicy": "llm",
}


def test_a_rule_has_its_priority_alone_and_looks_into_tls_only_where_it_is_inspected(gcp: Project) -> None:
    made = policy(gcp)
    gcp.make(GATEWAY_RULE, name="one", priority=1, **RULE)
    gcp.refuses("alreadyExists", GATEWAY_RULE, "priority", name="two", priority=1, **RULE)
    gcp.refuses("invalid", GATEWAY_RULE, name="two", priority=2, tlsInspectionEnabled=True, **RULE)
    inspection = gcp.make(INSPECTION, name="look", location=REGION, caPool=pool(gcp).id)
    gcp.change(made, tlsInspectionPolicy=inspection.id)
    gcp.make(GATEWAY_RULE, name="two", priority=2, tlsInspectionEnabled=True, **RULE)
    gcp.refuses_delete("failedPrecondition", inspection)
    assert "basicProfile" in wrong(gcp, GATEWAY_RULE, name="x", priority=1, **{**RULE, "basicProfile": "ASK"})
    assert "priority" in wrong(gcp, GATEWAY_RULE, name="x", priority=-1, **RULE)


def test_an_inspection_needs_its_pool(gcp: Project) -> None:
    gcp.refuses("notFound", INSPECTION, name="look", location=REGION, caPool=f"projects/p/locations/{REGION}/caPools/none")


def test_lists_hold_something_and_no_more_than_they_may(gcp: Project) -> None:
    assert "values" in wrong(gcp, URL_LIST, name="u", location=REGION, values=[])
    assert "items" in wrong(gcp, ADDRESS_GROUP, name="g", location=REGION, type="IPV4", capacity=1, items=["10.0.0.1", "10.0.0.2"])
    made = gcp.make(ADDRESS_GROUP, name="g", location=REGION, type="IPV4", capacity=10)
    assert made.id == f"projects/hospital-phi/locations/{REGION}/addressGroups/g"
    assert gcp.replaced_by(made, capacity=20) == ["capacity"]


def proxy(gcp: Project, network: Made, name: str = "proxy", **inputs: Any) -> dict[str, Any]:
    """Inputs of a proxy."""
    given = {
        "type": "SECURE_WEB_GATEWAY",
        "location": REGION,
        "network": network.id,
        "subnetwork": "phi-a",
        "ports": [443],
        "gatewaySecurityPolicy": "llm",
    }
    return {"name": name, **given, **inputs}


def test_a_proxy_needs_a_subnet_for_proxies_and_leaves_its_router(gcp: Project) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network)
    policy(gcp)
    gcp.refuses("failedPrecondition", GATEWAY, "proxy-only", **proxy(gcp, network))
    proxies = gcp.subnet(network, "10.0.2.0/24", "proxies", purpose="REGIONAL_MANAGED_PROXY", role="ACTIVE")
    made = gcp.make(GATEWAY, **proxy(gcp, network))
    assert gcp.replaced_by(made, ports=[80]) == ["ports"]
    for one in (made, subnet, proxies):
        gcp.delete(one)
    assert len(gcp.cloud.world.find(ROUTER)) == 1
    gcp.refuses_delete("resourceInUseByAnotherResource", network, "swg-autogen-router")


def test_a_proxy_takes_its_router_along_when_told(gcp: Project) -> None:
    network = gcp.network()
    gcp.subnet(network)
    policy(gcp)
    gcp.subnet(network, "10.0.2.0/24", "proxies", purpose="REGIONAL_MANAGED_PROXY", role="ACTIVE")
    both = [gcp.make(GATEWAY, **proxy(gcp, network, name, deleteSwgAutogenRouterOnDestroy=True)) for name in ("a", "b")]
    gcp.delete(both[0])
    assert len(gcp.cloud.world.find(ROUTER)) == 1
    gcp.delete(both[1])
    assert gcp.cloud.world.find(ROUTER) == []


def test_a_gateway_is_a_proxy_or_a_mesh(gcp: Project) -> None:
    assert wrong(gcp, GATEWAY, name="g", type="SECURE_WEB_GATEWAY") == {"network", "subnetwork", "gatewaySecurityPolicy", "ports"}
    assert wrong(gcp, GATEWAY, name="g", type="OPEN_MESH", scope="s", ports=[1], network="n") == {"network"}
    assert "type" in wrong(gcp, GATEWAY, name="g", type="WALL")


# Secrets and logs.


def test_a_secret_says_where_it_is_kept_and_counts_versions(gcp: Project) -> None:
    secret = gcp.make(SECRET, secretId="token", replication={"auto": {}})
    assert secret.id == "projects/hospital-phi/secrets/token"
    assert secret["name"].split("/")[1].isdigit()
    versions = [gcp.make(SECRET_VERSION, secret=secret.id, secretData=data) for data in ("a", "b")]
    assert [one["version"] for one in versions] == ["1", "2"]
    assert versions[1].id == f"{secret.id}/versions/2"
    assert gcp.replaced_by(versions[0], secretData="c") == ["secretData"]
    assert gcp.replaced_by(secret, replication={"userManaged": {"replicas": []}}) == ["replication"]
    gcp.refuses("notFound", SECRET_VERSION, secret="projects/hospital-phi/secrets/none", secretData="x")


@pytest.mark.parametrize(
    "inputs",
    [
        {"replication": {}},
        {"replication": {"auto": {}, "userManaged": {"replicas": []}}},
        {"replication": {"auto": {}}, "ttl": "1s", "expireTime": "2030-01-01T00:00:00Z"},
        {"replication": {"auto": {}}, "rotation": {"rotationPeriod": "3600s"}},
        {"replication": {"auto": {}}, "secretId": "a token"},
    ],
)
def test_a_secret_makes_sense(gcp: Project, inputs: dict[str, Any]) -> None:
    assert wrong(gcp, SECRET, **{"secretId": "token", **inputs}) != set()
    assert wrong(gcp, SECRET_VERSION, secret="s") == {"secretData"}


def test_a_sink_leads_to_what_stands(gcp: Project) -> None:
    gcp.refuses("notFound", SINK, name="s", destination="storage.googleapis.com/hospital-phi-store")
    gcp.bucket()
    made = gcp.make(SINK, name="s", destination="storage.googleapis.com/hospital-phi-store")
    assert made.id == "projects/hospital-phi/sinks/s"
    assert made["writerIdentity"].startswith("serviceAccount:")
    gcp.make(SINK, name="t", destination="logging.googleapis.com/projects/hospital-phi/locations/global/buckets/_Default")
    # Google's one writer for all writes within the sink's own project alone.
    elsewhere = "logging.googleapis.com/projects/hospital-logs/locations/global/buckets/_Default"
    gcp.refuses("invalidArgument", SINK, name="v", destination=elsewhere, uniqueWriterIdentity=False)
    gcp.refuses("notFound", SINK, name="u", destination=f"logging.googleapis.com/projects/hospital-phi/locations/{REGION}/buckets/audit")
    assert wrong(gcp, SINK, name="s", destination="everywhere") == {"destination"}


def test_a_locked_bucket_of_logs_is_locked(gcp: Project) -> None:
    made = gcp.make(LOG_BUCKET, project="hospital-phi", bucketId="audit", location=REGION, retentionDays=2190, locked=True)
    assert made.id == f"projects/hospital-phi/locations/{REGION}/buckets/audit"
    gcp.refuses_change("failedPrecondition", made, locked=False)
    gcp.refuses_change("failedPrecondition", made, retentionDays=30)
    gcp.refuses_delete("failedPrecondition", made)
    gcp.delete(gcp.make(LOG_BUCKET, project="hospital-phi", bucketId="free", location=REGION))
    assert wrong(gcp, LOG_BUCKET, project="hospital-phi", bucketId="b", location=REGION, retentionDays=4000) == {"retentionDays"}


# Databases.


def peer(gcp: Project, network: Made) -> Made:
    """Lets Google's services into a network."""
    range_ = gcp.make(GLOBAL_ADDRESS, name="services", purpose="VPC_PEERING", addressType="INTERNAL", prefixLength=20, network=network.id)
    return gcp.make(CONNECTION, network=network.id, service="servicenetworking.googleapis.com", reservedPeeringRanges=[range_["name"]])


def sql(ip: dict[str, Any], name: str = "records", **inputs: Any) -> dict[str, Any]:
    """Inputs of an instance."""
    settings = {"tier": "db-custom-2-8192", "ipConfiguration": {"ipv4Enabled": False, **ip}}
    return {"name": name, "databaseVersion": "POSTGRES_17", "region": REGION, "settings": settings, "deletionProtection": False, **inputs}


def test_a_private_address_needs_the_peering_which_it_holds(gcp: Project) -> None:
    network = gcp.network()
    gcp.refuses("invalid", SQL, "private services connection", **sql({"privateNetwork": network.id}))
    connection = peer(gcp, network)
    made = gcp.make(SQL, **sql({"privateNetwork": network.id}))
    assert (made.id, made["publicIpAddress"], made["connectionName"]) == ("records", "", f"hospital-phi:{REGION}:records")
    assert made["privateIpAddress"].startswith("10.")
    gcp.refuses_delete("failedPrecondition", connection)


def test_an_instance_is_reached_by_private_service_connect(gcp: Project, other: Project) -> None:
    made = gcp.make(SQL, **sql({"pscConfigs": [{"pscEnabled": True, "allowedConsumerProjects": ["hospital-access"]}]}))
    network = other.network()
    subnet = other.subnet(network)
    address = other.make(ADDRESS, name="a", subnetwork=subnet.id, addressType="INTERNAL")
    given = {"name": "to-sql", "loadBalancingScheme": "", "network": network.id, "ipAddress": address.id}
    endpoint = other.make(FORWARDING_RULE, target=made["pscServiceAttachmentLink"], **given)
    assert endpoint["pscConnectionStatus"] == "ACCEPTED"


def test_an_instances_name_is_reserved_for_a_week(gcp: Project) -> None:
    made = gcp.make(SQL, **sql({"ipv4Enabled": True}))
    assert made["publicIpAddress"].startswith("34.")
    gcp.delete(made)
    gcp.refuses("instanceAlreadyExists", SQL, "reserved", **sql({"ipv4Enabled": True}))
    gcp.cloud.world.advance(8)
    gcp.make(SQL, **sql({"ipv4Enabled": True}))


def test_an_instance_makes_sense_and_is_protected(gcp: Project) -> None:
    assert wrong(gcp, SQL, **sql({})) == {"settings.ipConfiguration"}
    assert "databaseVersion" in wrong(gcp, SQL, **sql({"ipv4Enabled": True}, databaseVersion="17"))
    assert "name" in wrong(gcp, SQL, **sql({"ipv4Enabled": True}, name="Records"))
    settings = {"tier": "t", "availabilityType": "GLOBAL"}
    assert "settings.availabilityType" in wrong(gcp, SQL, **{**sql({}), "settings": settings})
    kept = gcp.make(SQL, **{name: value for name, value in sql({"ipv4Enabled": True}).items() if name != "deletionProtection"})
    gcp.refuses_delete("", kept, "deletionProtection")


def test_a_cluster_of_alloydb_has_one_primary(gcp: Project) -> None:
    network = gcp.network()
    given = {"location": REGION, "deletionProtection": False}
    gcp.refuses("failedPrecondition", ALLOYDB, clusterId="records", networkConfig={"network": network.id}, **given)
    connection = peer(gcp, network)
    cluster = gcp.make(ALLOYDB, clusterId="records", networkConfig={"network": network.id}, **given)
    pool = {"instanceId": "read", "instanceType": "READ_POOL", "readPoolConfig": {"nodeCount": 1}}
    gcp.refuses("failedPrecondition", ALLOYDB_INSTANCE, cluster=cluster.id, **pool)
    primary = gcp.make(ALLOYDB_INSTANCE, cluster=cluster.id, instanceId="one", instanceType="PRIMARY")
    assert primary.id == f"{cluster.id}/instances/one"
    gcp.refuses("alreadyExists", ALLOYDB_INSTANCE, cluster=cluster.id, instanceId="two", instanceType="PRIMARY")
    gcp.refuses_delete("failedPrecondition", cluster)
    gcp.refuses_delete("failedPrecondition", connection)
    assert wrong(gcp, ALLOYDB_INSTANCE, cluster="c", instanceId="i", instanceType="MAIN") == {"instanceType"}
    assert wrong(gcp, ALLOYDB, clusterId="Records", location=REGION, pscConfig={"pscEnabled": True}) == {"clusterId"}


def test_alloydb_publishes_itself(gcp: Project, other: Project) -> None:
    cluster = gcp.make(ALLOYDB, clusterId="records", location=REGION, pscConfig={"pscEnabled": True})
    config = {"allowedConsumerProjects": ["999999999999"]}
    primary = gcp.make(ALLOYDB_INSTANCE, cluster=cluster.id, instanceId="one", instanceType="PRIMARY", pscInstanceConfig=config)
    link = primary["pscInstanceConfig"]["serviceAttachmentLink"]
    network = other.network()
    where = {"network": network.id, "subnetwork": other.subnet(network).id}
    made = other.make(FORWARDING_RULE, name="e", target=link, loadBalancingScheme="", **where)
    assert made["pscConnectionStatus"] == "PENDING"


# Data services.


def test_a_dataset_is_emptied_first_and_a_table_is_protected(gcp: Project) -> None:
    dataset = gcp.make(DATASET, datasetId="records", location="EU")
    table = gcp.make(TABLE, datasetId="records", tableId="visits")
    gcp.refuses_delete("resourceInUse", dataset)
    gcp.refuses_delete("", table, "deletionProtection")
    gcp.change(dataset, deleteContentsOnDestroy=True)
    gcp.delete(dataset)
    assert gcp.cloud.world.find(TABLE) == []
    assert wrong(gcp, DATASET, datasetId="the-records") == {"datasetId"}
    someone = {"role": "OWNER", "userByEmail": "etl@p.iam.gserviceaccount.com"}
    view = {"view": {"projectId": "p", "datasetId": "views", "tableId": "all"}}
    assert wrong(gcp, DATASET, datasetId="d", accesses=[someone, view]) == set()
    assert wrong(gcp, DATASET, datasetId="d", accesses=[someone, {"role": "OWNER"}]) == {"accesses[1]"}
    assert wrong(gcp, DATASET, datasetId="d", accesses=[{**someone, "role": None}, view]) == {"accesses[0].role"}
    assert wrong(gcp, TABLE, datasetId="d", tableId="a/b") == {"tableId"}
    gcp.refuses("notFound", TABLE, datasetId="none", tableId="t")


def test_a_schema_is_compared_as_json(gcp: Project) -> None:
    gcp.make(DATASET, datasetId="records", location="EU")
    table = gcp.make(TABLE, datasetId="records", tableId="visits", schema='[{"name": "a", "type": "STRING"}]')
    assert gcp.cloud.diff(table.urn, table.inputs, {**table.inputs, "schema": '[{"type":"STRING","name":"a"}]'}).changes == ()


def test_a_clinical_store_stands_in_its_dataset(gcp: Project) -> None:
    dataset = gcp.make(HEALTH_DATASET, name="clinic", location=REGION)
    store = gcp.make(FHIR, name="fhir", dataset=dataset.id, version="R4")
    assert store.id == f"{dataset.id}/fhirStores/fhir"
    gcp.refuses_delete("failedPrecondition", dataset)
    assert gcp.replaced_by(store, version="R5") == ["version"]
    gcp.refuses("notFound", FHIR, name="fhir", dataset="projects/p/locations/l/datasets/none", version="R4")
    assert wrong(gcp, HEALTH_DATASET, name="a clinic", location=REGION) == {"name"}


def test_a_registry_has_its_address(gcp: Project) -> None:
    made = gcp.make(REPOSITORY, repositoryId="models", location=REGION, format="DOCKER")
    assert made["registryUri"] == f"{REGION}-docker.pkg.dev/hospital-phi/models"
    assert gcp.replaced_by(made, format="PYTHON") == ["format"]
    assert wrong(gcp, REPOSITORY, repositoryId="Models", format="DOCKER") == {"repositoryId"}
    assert "mode" in wrong(gcp, REPOSITORY, repositoryId="models", format="DOCKER", mode="MIRROR")


def test_a_subscription_needs_its_topic_and_pushes_over_tls(gcp: Project) -> None:
    topic = gcp.make(TOPIC, name="events")
    made = gcp.make(SUBSCRIPTION, name="reader", topic=topic["name"])
    assert made["ackDeadlineSeconds"] == 10
    gcp.delete(topic)
    gcp.refuses("notFound", SUBSCRIPTION, name="other", topic="none")
    assert "pushConfig.pushEndpoint" in wrong(gcp, SUBSCRIPTION, name="other", topic="t", pushConfig={"pushEndpoint": "http://a.example"})
    assert wrong(gcp, SUBSCRIPTION, name="goog-x", topic="t") == {"name"}
    assert wrong(gcp, SUBSCRIPTION, name="other", topic="t", ackDeadlineSeconds=5) == {"ackDeadlineSeconds"}


def test_an_endpoint_of_vertex_has_one_way_in(gcp: Project) -> None:
    given = {"displayName": "model", "name": "1234567890", "location": REGION, "network": gcp.network().id}
    assert wrong(gcp, ENDPOINT, **given, privateServiceConnectConfig={"enablePrivateServiceConnect": True}) == {"network"}
    assert gcp.make(ENDPOINT, **given)["deployedModels"] == []


# Machines.


def test_a_machine_takes_addresses_of_its_subnet(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    given = {"machineType": "e2-small", "zone": ZONE_A, "bootDisk": {}}
    inside = gcp.make(INSTANCE, name="in", networkInterfaces=[{"subnetwork": subnet.id}], **given)
    assert inside.id == f"projects/hospital-phi/zones/{ZONE_A}/instances/in"
    [face] = inside["networkInterfaces"]
    assert (face["networkIp"], face["network"]) == ("10.0.0.2", subnet["network"])
    outside = gcp.make(INSTANCE, name="out", networkInterfaces=[{"subnetwork": subnet.id, "accessConfigs": [{}]}], **given)
    assert outside["networkInterfaces"][0]["accessConfigs"][0]["natIp"].startswith("34.")
    gcp.refuses_delete("resourceInUseByAnotherResource", subnet)
    assert "networkInterfaces[0]" in wrong(gcp, INSTANCE, name="x", networkInterfaces=[{}], **given)
    assert gcp.replaced_by(inside, zone=f"{REGION}-b") == ["zone"]


def test_a_cluster_is_protected_and_takes_its_pools_along(gcp: Project) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network)
    given = {"location": REGION, "network": network.id, "subnetwork": subnet.id, "initialNodeCount": 1}
    private = {"privateClusterConfig": {"enablePrivateNodes": True, "enablePrivateEndpoint": True}}
    cluster = gcp.make(CLUSTER, name="models", **given, **private)
    assert (cluster.id, cluster["endpoint"]) == (f"projects/hospital-phi/locations/{REGION}/clusters/models", "172.16.0.2")
    pool_ = gcp.make(NODE_POOL, name="gpu", cluster=cluster["name"], location=REGION, nodeCount=1)
    assert pool_.id == f"{cluster.id}/nodePools/gpu"
    gcp.refuses_delete("", cluster, "deletionProtection")
    gcp.change(cluster, deletionProtection=False)
    gcp.delete(cluster)
    assert gcp.cloud.world.find(NODE_POOL) == []


def test_a_cluster_makes_sense(gcp: Project) -> None:
    assert wrong(gcp, CLUSTER, name="c", location=REGION) == {"initialNodeCount"}
    assert wrong(gcp, CLUSTER, name="c", location=REGION, enableAutopilot=True) == set()
    half = {"enablePrivateEndpoint": True, "enablePrivateNodes": False}
    assert wrong(gcp, CLUSTER, name="c", location=REGION, enableAutopilot=True, privateClusterConfig=half) == {
        "privateClusterConfig.enablePrivateEndpoint"
    }
    assert wrong(gcp, NODE_POOL, name="p", cluster="c", nodeCount=1, autoscaling={}) == {"autoscaling"}


# Keys.

NEEDS: dict[str, dict[str, Any]] = {
    SECRET: {"secretId": "s", "replication": {"auto": {"customerManagedEncryption": {"kmsKeyName": "KEY"}}}},
    LOG_BUCKET: {"project": "hospital-phi", "bucketId": "b", "location": REGION, "cmekSettings": {"kmsKeyName": "KEY"}},
    SQL: sql({"ipv4Enabled": True}, encryptionKeyName="KEY"),
    ALLOYDB: {"clusterId": "c", "location": REGION, "pscConfig": {"pscEnabled": True}, "encryptionConfig": {"kmsKeyName": "KEY"}},
    DATASET: {"datasetId": "d", "location": REGION, "defaultEncryptionConfiguration": {"kmsKeyName": "KEY"}},
    HEALTH_DATASET: {"name": "h", "location": REGION, "encryptionSpec": {"kmsKeyName": "KEY"}},
    REPOSITORY: {"repositoryId": "models", "location": REGION, "format": "DOCKER", "kmsKeyName": "KEY"},
    TOPIC: {"name": "t", "kmsKeyName": "KEY"},
    ENDPOINT: {"displayName": "e", "name": "1", "location": REGION, "encryptionSpec": {"kmsKeyName": "KEY"}},
}


def put(value: Any, key: str) -> Any:
    """The inputs with the key in its place."""
    if isinstance(value, dict):
        return {name: put(item, key) for name, item in value.items()}
    return key if value == "KEY" else value


@pytest.mark.parametrize("type_", sorted(NEEDS))
def test_a_service_uses_a_key_once_its_agent_may(gcp: Project, type_: str) -> None:
    key = gcp.key()
    inputs = put(NEEDS[type_], key.id)
    gcp.refuses("forbidden", type_, KEYS[type_][1], **inputs)
    gcp.grant(key, KEYS[type_][1])
    gcp.make(type_, **inputs)


def test_a_key_of_another_place_serves_nobody(gcp: Project) -> None:
    key = gcp.key("us-central1")
    gcp.grant(key, KEYS[DATASET][1])
    gcp.refuses("invalid", DATASET, "one location", **put(NEEDS[DATASET], key.id))
    europe = gcp.key("europe", "multi")
    gcp.grant(europe, KEYS[DATASET][1])
    gcp.make(DATASET, **put({**NEEDS[DATASET], "location": "EU"}, europe.id))
