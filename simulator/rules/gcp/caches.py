"""Memorystore: Redis instances, Redis clusters, and instances of Valkey.

Sources: Memorystore for Redis documentation, "Redis tier capabilities", "Read replicas overview", "Networking"; Memorystore for Redis Cluster and
for Valkey documentation, "Networking" (service connection policies come first); Google's definitions (Magic Modules, `immutable`); Terraform google provider,
google_redis_instance, google_redis_cluster, google_memorystore_instance.
"""

from collections.abc import Iterator

from simulator.rules import Action, AtMostOneOf, Between, Fault, Length, Needs, Pattern, Properties, Protection, Rules
from simulator.rules.gcp.common import last, link, listed, named, texts
from simulator.rules.gcp.connectivity import connection_policy
from simulator.rules.gcp.databases import peered
from simulator.rules.gcp.kinds import NETWORK

REDIS = "gcp:redis/instance:Instance"
REDIS_CLUSTER = "gcp:redis/cluster:Cluster"
VALKEY = "gcp:memorystore/instance:Instance"
_REDIS = "Memorystore for Redis API, projects.locations.instances"
_CLUSTERS = "Memorystore for Redis API, projects.locations.clusters"
_VALKEY = "Memorystore API, projects.locations.instances"
_READ_REPLICAS = "Memorystore for Redis documentation, 'Read replicas overview'"
_LEAST_GB_WITH_READ_REPLICAS = 5

redis = Rules(
    REDIS,
    source=f"{_REDIS}; Terraform google provider, google_redis_instance",
    checks=(
        Pattern(
            "name",
            r"(?:projects/[^/]+/locations/[^/]+/instances/)?[a-z][a-z0-9-]{0,38}[a-z0-9]",
            source=f"{_REDIS}: name",
            saying="up to 40 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Between("memorySizeGb", 1, 300, source="Memorystore for Redis documentation, 'Quotas and limits': instance size"),
        Between("replicaCount", 0, 5, source=f"{_REDIS}: replicaCount"),
        Needs(
            "persistenceConfig.persistenceMode",
            ("persistenceConfig.rdbSnapshotPeriod",),
            when=("RDB",),
            source=f"{_REDIS}: persistenceConfig",
        ),
    ),
    references={"authorizedNetwork": link(NETWORK)},
    immutable={
        *("alternativeLocationId", "authorizedNetwork", "connectMode", "customerManagedKey", "locationId", "reservedIpRange", "tier"),
        "transitEncryptionMode",
    },
    outputs={"port": 6379, "host": "10.0.0.3", "authString": "", "serverCaCerts": [], "nodes": [], "createTime": "{now}"},
)


@redis.check(source=f"Memorystore for Redis documentation, 'Redis tier capabilities'; {_READ_REPLICAS}")
def tier_can_do_it(inputs: Properties) -> Iterator[Fault]:
    """The basic tier is one node: no second zone, no replicas."""
    basic = inputs.get("tier", "BASIC") == "BASIC"
    if basic and inputs.get("alternativeLocationId"):
        yield "alternativeLocationId", "is allowed only when tier is 'STANDARD_HA'"
    reading = inputs.get("readReplicasMode") == "READ_REPLICAS_ENABLED"
    if reading and basic:
        yield "readReplicasMode", "READ_REPLICAS_ENABLED is allowed only when tier is 'STANDARD_HA'"
    size, replicas = inputs.get("memorySizeGb"), inputs.get("replicaCount")
    if reading and isinstance(size, int | float) and size < _LEAST_GB_WITH_READ_REPLICAS:
        yield "memorySizeGb", f"{size:g} is not allowed with read replicas: at least {_LEAST_GB_WITH_READ_REPLICAS}"
    wanted = (0, 0) if basic else (1, 5) if reading else (1, 1)
    if isinstance(replicas, int) and 0 <= replicas <= 5 and not wanted[0] <= replicas <= wanted[1]:
        yield (
            "replicaCount",
            f"{replicas} is not allowed: {' to '.join(map(str, dict.fromkeys(wanted)))} for this tier and mode of replicas",
        )
    if inputs.get("locationId") and inputs.get("locationId") == inputs.get("alternativeLocationId"):
        yield "alternativeLocationId", "must differ from locationId"


@redis.before("create")
def services_are_peered(action: Action) -> None:
    """Private services access must stand before an instance goes there."""
    if action.inputs.get("connectMode") == "PRIVATE_SERVICE_ACCESS" and not peered(action, action.inputs.get("authorizedNetwork")):
        action.refuse(
            "failedPrecondition",
            f"Error 400: Google private services access is not enabled in {last(action.inputs.get('authorizedNetwork'))}: make a "
            "servicenetworking.Connection first",
        )


redis_cluster = Rules(
    REDIS_CLUSTER,
    source=f"{_CLUSTERS}; Terraform google provider, google_redis_cluster",
    checks=(
        Pattern(
            "name",
            r"(?:projects/[^/]+/locations/[^/]+/clusters/)?[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?",
            source=f"{_CLUSTERS}: name",
            saying="1 to 63 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
        ),
        Length("pscConfigs", 0, 1, source=f"{_CLUSTERS}: pscConfigs, 'only one PscConfig is supported'"),
        Between("replicaCount", 0, 5, source="Memorystore for Redis Cluster documentation, 'High availability and replicas'"),
        Between("shardCount", 1, None, source=f"{_CLUSTERS}: shardCount"),
    ),
    references={"pscConfigs[*].network": link(NETWORK)},
    immutable={"authorizationMode", "transitEncryptionMode", "kmsKey", "pscConfigs"},
    defaults={"deletionProtectionEnabled": True, "nodeType": "REDIS_HIGHMEM_MEDIUM"},
    protections=(Protection("deletionProtectionEnabled", message="deletion protection is enabled for the cluster"),),
    outputs={"uid": "{uuid}", "state": "ACTIVE", "preciseSizeGb": 0.0, "sizeGb": 0, "discoveryEndpoints": [], "pscConnections": []},
)

valkey = Rules(
    VALKEY,
    source=f"{_VALKEY}; Terraform google provider, google_memorystore_instance",
    checks=(
        Pattern(
            "instanceId",
            r"[a-z0-9][a-z0-9-]{2,61}[a-z0-9]",
            source=f"{_VALKEY}: instanceId",
            saying="4 to 63 small letters, digits and hyphens; it starts with a letter or digit and ends with no hyphen",
        ),
        Between("replicaCount", 0, 5, source="Memorystore for Valkey documentation, 'High availability and replicas'"),
        Between("shardCount", 1, None, source=f"{_VALKEY}: shardCount"),
        AtMostOneOf(
            ("desiredAutoCreatedEndpoints", "desiredPscAutoConnections"), source="Terraform google provider, google_memorystore_instance"
        ),
    ),
    references={"desiredAutoCreatedEndpoints[*].network": link(NETWORK), "desiredPscAutoConnections[*].network": link(NETWORK)},
    immutable={"kmsKey", "mode"},
    # Provider reference, `gcp.memorystore.Instance` (zoneDistributionConfig: 'Defaults to MULTI_ZONE').
    unset={"zoneDistributionConfig": {}, "zoneDistributionConfig.mode": "MULTI_ZONE"},
    protections=(Protection("deletionProtectionEnabled", message="deletion protection is enabled for the instance"),),
    outputs={
        "uid": "{uuid}",
        "state": "ACTIVE",
        "engineVersion": "VALKEY_8_0",
        "nodeType": "HIGHMEM_MEDIUM",
        "endpoints": [],
        "mode": "CLUSTER",
    },
)


@valkey.check(source=f"{_VALKEY}: mode CLUSTER_DISABLED is one shard")
def one_shard_without_cluster(inputs: Properties) -> Iterator[Fault]:
    """Without cluster mode there is nothing to spread."""
    if inputs.get("mode") == "CLUSTER_DISABLED" and inputs.get("shardCount") not in (None, 1):
        yield "shardCount", "must be 1 when mode is 'CLUSTER_DISABLED'"


@redis_cluster.before("create")
def cluster_has_a_policy(action: Action) -> None:
    """A service connection policy must admit the service to the network before."""
    _policy_stands(action, [one.get("network") for one in listed(action.inputs.get("pscConfigs"))], "gcp-memorystore-redis")


@valkey.before("create")
def instance_has_a_policy(action: Action) -> None:
    """As for a cluster."""
    for name in ("desiredAutoCreatedEndpoints", "desiredPscAutoConnections"):
        _policy_stands(action, [one.get("network") for one in listed(action.inputs.get(name))], "gcp-memorystore")


def _policy_stands(action: Action, networks: list[object], service: str) -> None:
    region = last(action.inputs.get("location") or action.inputs.get("region") or action.place.config.get("region") or "")
    for value in texts(networks):
        home = named(action, value, NETWORK)
        for one in action.find_anywhere(connection_policy.type):
            theirs = named(action, one.outputs.get("network"), NETWORK)
            if one.outputs.get("serviceClass") == service and theirs and home and theirs.id == home.id and f"/{region}/" in one.id:
                break
        else:
            action.refuse(
                "failedPrecondition",
                f"Error 400: no service connection policy of class {service} for {last(value)} in {region}: make a "
                "networkconnectivity.ServiceConnectionPolicy first, and let the cache depend on it",
            )
