"""AlloyDB: clusters, their instances, users and backups.

Sources: AlloyDB for PostgreSQL documentation, "Private services access overview", "About Private Service Connect", "Data backup and recovery overview",
"Read pool instances", "Manage IAM authentication"; AlloyDB API, clusters, clusters.instances, clusters.users, backups; Terraform google provider,
google_alloydb_cluster, google_alloydb_instance, google_alloydb_user, google_alloydb_backup.
"""

import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, Between, Fault, Length, Object, Pattern, Properties, Rules
from simulator.rules.gcp.common import given, inner, link, listed, named, part, path, texts
from simulator.rules.gcp.databases import peered, publish, tenant_attachment
from simulator.rules.gcp.kinds import ALLOYDB, ALLOYDB_INSTANCE, NETWORK

_CLUSTER, _INSTANCE = "AlloyDB API, clusters", "AlloyDB API, clusters.instances"
_NAME = r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?"
_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_DAY_SECONDS = 86_400
_KEPT_DAYS = 14

cluster = Rules(
    ALLOYDB,
    source="AlloyDB API, clusters; Terraform google provider, google_alloydb_cluster",
    checks=(
        Pattern("clusterId", _NAME, source="AlloyDB API, clusters.create: clusterId"),
        Pattern("databaseVersion", r"POSTGRES_1\d", source=f"{_CLUSTER}: databaseVersion", saying="such as POSTGRES_17"),
        Allowed("clusterType", ("PRIMARY", "SECONDARY"), source=f"{_CLUSTER}: clusterType"),
        Allowed("subscriptionType", ("STANDARD", "TRIAL"), source=f"{_CLUSTER}: subscriptionType"),
        Between("continuousBackupConfig.recoveryWindowDays", 1, 35, source="AlloyDB documentation, 'Data backup and recovery overview'"),
        Allowed("automatedBackupPolicy.weeklySchedule.daysOfWeeks[*]", _DAYS, source=f"{_CLUSTER}: automatedBackupPolicy.weeklySchedule"),
        Length("automatedBackupPolicy.weeklySchedule.startTimes", 1, source=f"{_CLUSTER}: automatedBackupPolicy.weeklySchedule"),
        Between("automatedBackupPolicy.weeklySchedule.startTimes[*].hours", 0, 24, source=f"{_CLUSTER}: automatedBackupPolicy"),
        Allowed("maintenanceUpdatePolicy.maintenanceWindows[*].day", _DAYS, source=f"{_CLUSTER}: maintenanceUpdatePolicy"),
        Between("maintenanceUpdatePolicy.maintenanceWindows[*].startTime.hours", 0, 23, source=f"{_CLUSTER}: maintenanceUpdatePolicy"),
        Length(
            "maintenanceUpdatePolicy.maintenanceWindows",
            0,
            1,
            source="Terraform google provider, google_alloydb_cluster: maintenance_windows",
        ),
    ),
    references={"networkConfig.network": link(NETWORK)},
    immutable={"clusterId", "clusterType", "encryptionConfig", "pscConfig", "restoreBackupSource", "restoreContinuousBackupSource"},
    defaults={"deletionProtection": True},
    # AlloyDB API, DataplexConfig: 'Dataplex is enabled by default for resources such as clusters and instances.'
    unset={"dataplexConfig": {"enabled": True}},
    outputs={
        "state": "READY",
        "uid": "{uuid}",
        "databaseVersion": "POSTGRES_17",
        "reconciling": False,
        "name": "{id}",
        "subscriptionType": "STANDARD",
    },
)


@cluster.check(source="Terraform google provider, google_alloydb_cluster: network_config, psc_config", even_unknown=True)
def has_one_road(inputs: Properties) -> Iterator[Fault]:
    """A network of one's own, peered with Google's, or Private Service Connect."""
    by_network = given(inner(inputs.get("networkConfig")).get("network"))
    by_psc = inner(inputs.get("pscConfig")).get("pscEnabled") is True
    if by_network and by_psc:
        yield "networkConfig.network", "is not allowed while pscConfig.pscEnabled is true"
    secondary = inputs.get("clusterType") == "SECONDARY"
    if not by_network and not by_psc and not secondary and not given(inputs.get("pscConfig")) and not given(inputs.get("networkConfig")):
        yield "pscConfig", "one of networkConfig, pscConfig must be given"
    if secondary is not given(inputs.get("secondaryConfig")):
        yield "secondaryConfig", "is given if and only if clusterType is 'SECONDARY'"


@cluster.check(source=f"{_CLUSTER}: automatedBackupPolicy, initialUser")
def backups_make_sense(inputs: Properties) -> Iterator[Fault]:
    """They are kept by number or by age, in the cluster's region, and taken in five minutes or more, at a full hour."""
    base, policy = "automatedBackupPolicy", inner(inputs.get("automatedBackupPolicy"))
    if given(policy.get("quantityBasedRetention")) and given(policy.get("timeBasedRetention")):
        yield base, "at most one of quantityBasedRetention, timeBasedRetention may be given"
    kept = _seconds(inner(policy.get("timeBasedRetention")).get("retentionPeriod"))
    if kept is not None and not _DAY_SECONDS <= kept <= 365 * _DAY_SECONDS:
        yield f"{base}.timeBasedRetention.retentionPeriod", "must be 1 to 365 days, in seconds"
    window = _seconds(policy.get("backupWindow"))
    if window is not None and window < 300:
        yield f"{base}.backupWindow", "must be 300s or more"
    place = policy.get("location")
    if isinstance(place, str) and isinstance(inputs.get("location"), str) and place != inputs["location"]:
        yield f"{base}.location", f"{place!r} is not allowed: backups are stored in the region of the cluster"
    for at, time in enumerate(listed(inner(policy.get("weeklySchedule")).get("startTimes"))):
        if any(time.get(name) not in (None, 0) for name in ("minutes", "seconds", "nanos")):
            yield f"{base}.weeklySchedule.startTimes[{at}]", "must be a full hour"
    user = inner(inputs.get("initialUser"))
    if given(user.get("password")) and given(user.get("passwordWo")):
        yield "initialUser", "at most one of password, passwordWo may be given"


@cluster.plans
def backed_up_unless_it_says_otherwise(action: Action) -> Properties:
    """'If no policy is provided then the default policy will be used': each day, for 14 days, in the cluster's region, by the cluster's key.

    AlloyDB API, AutomatedBackupPolicy, WeeklySchedule ('a single fixed start time is chosen arbitrarily'), ContinuousBackupConfig.
    """
    inputs = action.inputs
    if inputs.get("clusterType") == "SECONDARY":
        return {}
    key = {"encryptionConfig": inputs["encryptionConfig"]} if given(inner(inputs.get("encryptionConfig")).get("kmsKeyName")) else {}
    policy = inner(inputs.get("automatedBackupPolicy"))
    kept = (
        {} if given(policy.get("quantityBasedRetention")) else {"timeBasedRetention": {"retentionPeriod": f"{_KEPT_DAYS * _DAY_SECONDS}s"}}
    )
    schedule = {"daysOfWeeks": list(_DAYS), "startTimes": [{"hours": int(action.hex(4, "backup"), 16) % 24}]}
    daily = {"enabled": True, "backupWindow": "3600s", "location": inputs.get("location"), "weeklySchedule": schedule, **kept, **key}
    lasting = {"enabled": True, "recoveryWindowDays": _KEPT_DAYS, **key}
    taken = {"automatedBackupPolicy": daily, "continuousBackupConfig": lasting}
    return {name: _over(value, inner(inputs.get(name))) for name, value in taken.items() if inputs.get(name) is not UNKNOWN}


def _over(taken: Properties, said: Properties) -> Properties:
    """What is said, and what the API takes for the rest, at every depth."""
    found = {**taken, **{name: value for name, value in said.items() if value is not None}}
    return {
        name: _over(taken[name], value) if isinstance(value, dict) and isinstance(taken.get(name), dict) else value
        for name, value in found.items()
    }


def _seconds(value: object) -> float | None:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)s", value) if isinstance(value, str) else None
    return float(found[1]) if found else None


@cluster.before("create")
def cluster_is_reachable(action: Action) -> None:
    """A cluster in a network needs the network's peering; one by Private Service Connect needs none."""
    network = inner(action.inputs.get("networkConfig")).get("network")
    if network and not peered(action, network):
        action.refuse("failedPrecondition", f"The network {path(network)} has no private services connection: make one before the cluster")


instance = Rules(
    ALLOYDB_INSTANCE,
    source="AlloyDB API, clusters.instances; Terraform google provider, google_alloydb_instance",
    checks=(
        Pattern("instanceId", _NAME, source=f"{_INSTANCE}.create: instanceId"),
        Allowed("instanceType", ("PRIMARY", "READ_POOL", "SECONDARY"), source=f"{_INSTANCE}: instanceType"),
        Allowed("availabilityType", ("REGIONAL", "ZONAL"), source=f"{_INSTANCE}: availabilityType"),
        Allowed(
            "clientConnectionConfig.sslConfig.sslMode",
            ("ALLOW_UNENCRYPTED_AND_ENCRYPTED", "ENCRYPTED_ONLY"),
            source=f"{_INSTANCE}: clientConnectionConfig",
        ),
        Between("machineConfig.cpuCount", 1, 128, source="AlloyDB documentation, 'Choose a machine type'"),
        Between("readPoolConfig.nodeCount", 1, 20, source="AlloyDB documentation, 'Read pool instances'"),
        Between("queryInsightsConfig.queryPlansPerMinute", 0, 20, source="Terraform google provider, google_alloydb_instance"),
        Between("queryInsightsConfig.queryStringLength", 256, 4500, source="Terraform google provider, google_alloydb_instance"),
        Pattern(
            "pscInstanceConfig.allowedConsumerProjects[*]",
            r"\d+",
            source="Terraform google provider, google_alloydb_instance: allowed_consumer_projects",
            saying="a project's number",
        ),
        Length("pscInstanceConfig.pscInterfaceConfigs", 0, 1, source="Terraform google provider, google_alloydb_instance"),
    ),
    references={"cluster": link(ALLOYDB, delete_code="failedPrecondition")},
    immutable={"cluster", "instanceId", "instanceType"},
    # AlloyDB API, SslMode ('defaults to ENCRYPTED_ONLY'), ClientConnectionConfig, InstanceNetworkConfig, QueryInsightsInstanceConfig.
    unset={
        "clientConnectionConfig": {},
        "clientConnectionConfig.requireConnectors": False,
        "clientConnectionConfig.sslConfig": {},
        "clientConnectionConfig.sslConfig.sslMode": "ENCRYPTED_ONLY",
        "networkConfig": {},
        "networkConfig.enablePublicIp": False,
        "networkConfig.enableOutboundPublicIp": False,
        "queryInsightsConfig": {},
        "queryInsightsConfig.queryPlansPerMinute": 5,
        "queryInsightsConfig.queryStringLength": 1024,
        "queryInsightsConfig.recordApplicationTags": True,
        "queryInsightsConfig.recordClientAddress": True,
    },
    outputs={
        "state": "READY",
        "uid": "{uuid}",
        "name": "{id}",
        "publicIpAddress": "",
        "outboundPublicIpAddresses": [],
        "availabilityType": "REGIONAL",
    },
)


@instance.check(
    source="Terraform google provider, google_alloydb_instance: read_pool_config, availability_type, gce_zone", even_unknown=True
)
def kind_fits_the_rest(inputs: Properties) -> Iterator[Fault]:
    """A pool has nodes, and an availability that follows from them; a zone is for an instance of one zone."""
    pool = inputs.get("instanceType") == "READ_POOL"
    if pool is not given(inputs.get("readPoolConfig")):
        yield "readPoolConfig", "is given if and only if instanceType is 'READ_POOL'"
    if pool and given(inputs.get("availabilityType")):
        yield "availabilityType", "is not allowed when instanceType is 'READ_POOL': it follows from the number of nodes"
    if given(inputs.get("gceZone")) and inputs.get("availabilityType") != "ZONAL":
        yield "gceZone", "is allowed only when availabilityType is 'ZONAL'"
    network = inner(inputs.get("networkConfig"))
    if given(network.get("authorizedExternalNetworks")) and network.get("enablePublicIp") is not True:
        yield "networkConfig.authorizedExternalNetworks", "is allowed only when enablePublicIp is true"


@instance.before("create")
def one_primary(action: Action) -> None:
    """'A cluster has one primary instance', which stands before the others; consumers are named where the cluster is published."""
    home = path(action.inputs["cluster"])
    primaries = _primaries(action, home)
    if action.inputs["instanceType"] == "PRIMARY" and primaries:
        action.refuse("alreadyExists", f"{home} has a primary instance: {primaries[0].id}")
    if action.inputs["instanceType"] == "READ_POOL" and not primaries:
        action.refuse("failedPrecondition", f"{home} has no primary instance yet")
    if given(action.inputs.get("pscInstanceConfig")) and not _by_psc(action):
        action.refuse("invalid", f"pscInstanceConfig: {home} is not enabled for Private Service Connect (pscConfig.pscEnabled)")


def _primaries(action: Action, home: str) -> list[Object]:
    return [one for one in action.world.below(home + "/instances/") if one.outputs.get("instanceType") in ("PRIMARY", "SECONDARY")]


def _by_psc(action: Action) -> bool:
    home = named(action, action.inputs["cluster"], ALLOYDB)
    return home is not None and inner(home.outputs.get("pscConfig")).get("pscEnabled") is True


@instance.before("delete")
def pools_go_first(action: Action) -> None:
    """'The primary instance can't be deleted while the cluster has read pool instances.'"""
    if action.object.outputs.get("instanceType") != "PRIMARY":
        return
    home = action.object.id.partition("/instances/")[0]
    pools = [one for one in action.world.below(home + "/instances/") if one.outputs.get("instanceType") == "READ_POOL"]
    if pools:
        action.refuse("failedPrecondition", f"{home} has a read pool: {pools[0].id}")


@instance.computes
def address_and_link(action: Action) -> Properties:
    """A private address, or the link of the attachment that publishes it."""
    by_psc = _by_psc(action)
    found: Properties = {"ipAddress": "" if by_psc else f"10.{int(action.hex(2), 16)}.0.2"}
    if by_psc:
        region = part(action.id, "locations")
        asked = inner(action.inputs.get("pscInstanceConfig"))
        dns = f"{action.hex(12, 'dns')}.{action.hex(12, 'place')}.{region}.alloydb-psc.goog."
        found["pscInstanceConfig"] = {**asked, "serviceAttachmentLink": tenant_attachment(action, region), "pscDnsName": dns}
    return found


@instance.after("create")
@instance.after("update")
def instance_publishes_itself(action: Action) -> None:
    """As an instance of Cloud SQL does."""
    config = inner(action.outputs.get("pscInstanceConfig"))
    if config.get("serviceAttachmentLink"):
        publish(action, str(config["serviceAttachmentLink"]), texts(config.get("allowedConsumerProjects")))


_IAM = ("ALLOYDB_IAM_USER", "ALLOYDB_IAM_GROUP")
user = Rules(
    "gcp:alloydb/user:User",
    source="AlloyDB API, clusters.users; Terraform google provider, google_alloydb_user",
    checks=(Allowed("userType", ("ALLOYDB_BUILT_IN", *_IAM), source="Terraform google provider, google_alloydb_user: user_type"),),
    references={"cluster": link(ALLOYDB, delete_code="failedPrecondition", blocks_delete=False)},
    immutable={"cluster", "userId", "userType"},
    outputs={"name": "{id}"},
)


@user.check(source="AlloyDB documentation, 'Manage IAM authentication'; Terraform google provider, google_alloydb_user: password")
def iam_users_have_no_password(inputs: Properties) -> Iterator[Fault]:
    """An identity has none; a service account's name lacks its end."""
    if inputs.get("userType") not in _IAM:
        return
    for name in ("password", "passwordWo"):
        if inputs.get(name) is not None:
            yield name, f"is not allowed when userType is {inputs['userType']!r}"
    login = inputs.get("userId")
    if isinstance(login, str) and login.endswith(".gserviceaccount.com"):
        yield "userId", f"{login!r} is not allowed: a service account is named without .gserviceaccount.com"


@user.before("create")
def primary_stands(action: Action) -> None:
    """A user is made in the database, so somebody must answer."""
    home = path(action.inputs["cluster"])
    if not _primaries(action, home):
        action.refuse("failedPrecondition", f"{home} has no primary instance yet: let the user depend on it")


backup = Rules(
    "gcp:alloydb/backup:Backup",
    source="AlloyDB API, backups; Terraform google provider, google_alloydb_backup",
    checks=(
        Pattern("backupId", _NAME, source="AlloyDB API, backups.create: backupId"),
        Allowed("type", ("TYPE_UNSPECIFIED", "ON_DEMAND", "AUTOMATED", "CONTINUOUS"), source="AlloyDB API, backups: type"),
    ),
    references={"clusterName": link(ALLOYDB, blocks_delete=False)},
    immutable={"backupId", "clusterName", "encryptionConfig", "location"},
    outputs={"state": "READY", "uid": "{uuid}", "name": "{id}", "clusterUid": "{uuid}", "sizeBytes": "0", "type": "ON_DEMAND"},
)


@backup.before("create")
def in_the_clusters_region(action: Action) -> None:
    """A backup stands where its cluster does."""
    home = part(path(action.inputs["clusterName"]), "locations")
    if home != action.inputs["location"]:
        action.refuse("invalid", f"location: given {action.inputs['location']}, but {path(action.inputs['clusterName'])} is in {home}")
