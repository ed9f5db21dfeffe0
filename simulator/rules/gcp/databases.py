"""Cloud SQL, AlloyDB, and the peering to Google's services that their private addresses need.

Sources: Cloud SQL documentation, "Instance settings" (a name is reserved for a week), "Configure private IP", "Private Service Connect overview";
AlloyDB documentation, "Private services access overview", "Connect using Private Service Connect"; Service Networking documentation,
"Private services access"; Terraform google provider, google_sql_database_instance, google_alloydb_cluster, google_alloydb_instance.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Fault, Pattern, Properties, Rules, unique
from simulator.rules.gcp.addresses import external_address
from simulator.rules.gcp.common import given, inner, last, link, named, part, path, same, texts
from simulator.rules.gcp.kinds import ALLOYDB, ALLOYDB_INSTANCE, CONNECTION, GLOBAL_ADDRESS, NETWORK, SERVICE_ATTACHMENT, SQL

_SQL = "Cloud SQL Admin API, instances"

connection = Rules(
    CONNECTION,
    source="Service Networking documentation, 'Private services access'; Terraform google provider, google_service_networking_connection",
    references={"network": link(NETWORK), "reservedPeeringRanges[*]": link(GLOBAL_ADDRESS)},
    immutable={"network", "service"},
    outputs={"peering": "servicenetworking-googleapis-com"},
)


def peered(action: Action, network: object) -> bool:
    """Whether a network is peered with Google's services."""
    home = named(action, network, NETWORK)
    return home is not None and any(same(one.outputs.get("network"), home.id) for one in action.find_anywhere(CONNECTION))


@connection.before("delete")
def no_producer_uses_it(action: Action) -> None:
    """'Failed to delete connection; Producer services are still using this connection.'"""
    for one in action.find_anywhere(SQL, ALLOYDB):
        settings = inner(inner(one.outputs.get("settings")).get("ipConfiguration")).get("privateNetwork")
        used = settings or inner(one.outputs.get("networkConfig")).get("network")
        if same(used, action.object.outputs.get("network")) or last(used) == last(action.object.outputs.get("network")):
            action.refuse(
                "failedPrecondition", f"Failed to delete connection; Producer services (e.g. {one.id}) are still using this connection."
            )


instance = Rules(
    SQL,
    source=f"{_SQL}; Terraform google provider, google_sql_database_instance",
    checks=(
        Pattern("name", r"[a-z](?:[-a-z0-9]{0,96}[a-z0-9])?", source="Cloud SQL documentation, 'Instance settings': instance id"),
        Pattern("databaseVersion", r"(?:POSTGRES|MYSQL|SQLSERVER)_\w+", source=f"{_SQL}: databaseVersion", saying="such as POSTGRES_16"),
        Allowed("settings.availabilityType", ("REGIONAL", "ZONAL"), source="Terraform google provider, google_sql_database_instance"),
    ),
    references={"settings.ipConfiguration.privateNetwork": link(NETWORK)},
    immutable={"masterInstanceName", "encryptionKeyName"},
    defaults={"deletionProtection": True},
    unique=(
        unique(
            "project",
            "name",
            scope="global",
            code="instanceAlreadyExists",
            reserved_days=lambda outputs: 7,
            reserved_code="instanceAlreadyExists",
        ),
    ),
    outputs={
        "availableMaintenanceVersions": [],
        "dnsName": "",
        "dnsNames": [],
        "instanceType": "CLOUD_SQL_INSTANCE",
        "maintenanceVersion": "",
        "masterInstanceName": "",
        "replicaNames": [],
        "encryptionKeyName": "",
        "serverCaCerts": [],
        "nodeCount": 0,
    },
)


@instance.check(source=f"{_SQL}: settings.ipConfiguration", even_unknown=True)
def has_an_address(inputs: Properties) -> Iterator[Fault]:
    """'At least one of public address, private network and Private Service Connect must be enabled.'"""
    ip = inner(inner(inputs.get("settings")).get("ipConfiguration"))
    psc = [inner(one).get("pscEnabled") for one in ip.get("pscConfigs") or [] if isinstance(one, dict)]
    if (
        ip
        and ip.get("ipv4Enabled") is False
        and not given(ip.get("privateNetwork"))
        and True not in psc
        and not given(ip.get("pscConfigs"))
    ):
        yield "settings.ipConfiguration", "one of ipv4Enabled, privateNetwork, pscConfigs must be given"


@instance.before("create")
def network_is_peered(action: Action) -> None:
    """A private address comes from a range that the network shares with Google's services."""
    network = inner(inner(action.inputs.get("settings")).get("ipConfiguration")).get("privateNetwork")
    if network and not peered(action, network):
        action.refuse(
            "invalid",
            "Failed to create subnetwork. Couldn't find an unused range: set up a private services connection "
            f"(gcp.servicenetworking.Connection) for {path(network)} first",
        )


@instance.computes
def addresses(action: Action) -> Properties:
    """One address for each way that is on."""
    before = action.old.outputs if action.verb == "update" and action.old else {}
    ip = inner(inner(action.inputs.get("settings")).get("ipConfiguration"))
    project, region = str(action.outputs.get("project")), str(action.inputs.get("region") or action.outputs.get("region"))
    public = (before.get("publicIpAddress") or external_address(action)) if ip.get("ipv4Enabled") is not False else ""
    private = (before.get("privateIpAddress") or f"10.{int(action.hex(2), 16)}.0.3") if ip.get("privateNetwork") else ""
    shown = [{"ipAddress": one, "type": kind, "timeToRetire": ""} for one, kind in ((public, "PRIMARY"), (private, "PRIVATE")) if one]
    return {
        "connectionName": f"{project}:{region}:{action.inputs['name']}",
        "publicIpAddress": public,
        "privateIpAddress": private,
        "ipAddresses": shown,
        "firstIpAddress": public or private,
        "serviceAccountEmailAddress": f"p{action.digits(12)}-{action.hex(6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com",
        "pscServiceAttachmentLink": _attachment(action, region) if ip.get("pscConfigs") else "",
        # Cloud SQL documentation, "Configure DNS for Private Service Connect".
        "dnsName": f"{action.hex(12, 'name')}.{action.hex(12, 'place')}.{region}.sql.goog." if ip.get("pscConfigs") else "",
        "selfLink": f"https://sqladmin.googleapis.com/sql/v1beta4/projects/{project}/instances/{action.inputs['name']}",
    }


def _attachment(action: Action, region: str) -> str:
    tenant = action.hex(10, "tenant")
    return (
        f"projects/{tenant}-tp/regions/{region}/serviceAttachments/a-{action.hex(12, 'psc')}-psc-service-attachment-{action.hex(16, 'psc')}"
    )


@instance.after("create")
def publishes_itself(action: Action) -> None:
    """With Private Service Connect the instance is behind a service attachment that accepts the projects it lists."""
    ip = inner(inner(action.inputs.get("settings")).get("ipConfiguration"))
    for one in ip.get("pscConfigs") or []:
        _publish(action, str(action.outputs["pscServiceAttachmentLink"]), texts(one.get("allowedConsumerProjects")))


def _publish(action: Action, id_: str, projects: list[str]) -> None:
    accepted = [{"projectIdOrNum": one, "connectionLimit": 10} for one in projects]
    shown = {"connectionPreference": "ACCEPT_MANUAL", "consumerAcceptLists": accepted, "consumerRejectLists": []}
    action.keep(SERVICE_ATTACHMENT, id_, shown)


cluster = Rules(
    ALLOYDB,
    source="AlloyDB API, clusters; Terraform google provider, google_alloydb_cluster",
    checks=(Pattern("clusterId", r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?", source="AlloyDB API, clusters.create: clusterId"),),
    references={"networkConfig.network": link(NETWORK)},
    immutable={"clusterId", "encryptionConfig", "pscConfig", "restoreBackupSource", "restoreContinuousBackupSource"},
    outputs={
        "state": "READY",
        "uid": "{uuid}",
        "databaseVersion": "POSTGRES_17",
        "reconciling": False,
        "name": "{id}",
        "subscriptionType": "STANDARD",
    },
)


@cluster.before("create")
def cluster_is_reachable(action: Action) -> None:
    """A cluster in a network needs the network's peering; one by Private Service Connect needs none."""
    network = inner(action.inputs.get("networkConfig")).get("network")
    if network and not peered(action, network):
        action.refuse("failedPrecondition", f"The network {path(network)} has no private services connection: make one before the cluster")


primary = Rules(
    ALLOYDB_INSTANCE,
    source="AlloyDB API, clusters.instances; Terraform google provider, google_alloydb_instance",
    checks=(Allowed("instanceType", ("PRIMARY", "READ_POOL", "SECONDARY"), source="AlloyDB API, instances: instanceType"),),
    references={"cluster": link(ALLOYDB, delete_code="failedPrecondition")},
    immutable={"cluster", "instanceId", "instanceType"},
    id=lambda action: f"{path(action.inputs['cluster'])}/instances/{action.inputs['instanceId']}",
    outputs={
        "state": "READY",
        "uid": "{uuid}",
        "name": "{id}",
        "publicIpAddress": "",
        "outboundPublicIpAddresses": [],
        "availabilityType": "REGIONAL",
    },
)


@primary.before("create")
def one_primary(action: Action) -> None:
    """'A cluster has one primary instance', which stands before the others."""
    home = path(action.inputs["cluster"])
    primaries = [one for one in action.world.below(home + "/instances/") if one.outputs.get("instanceType") == "PRIMARY"]
    if action.inputs["instanceType"] == "PRIMARY" and primaries:
        action.refuse("alreadyExists", f"{home} has a primary instance: {primaries[0].id}")
    if action.inputs["instanceType"] == "READ_POOL" and not primaries:
        action.refuse("failedPrecondition", f"{home} has no primary instance yet")


@primary.computes
def address_and_link(action: Action) -> Properties:
    """A private address, or the link of the attachment that publishes it."""
    home = named(action, action.inputs["cluster"], ALLOYDB)
    by_psc = home is not None and inner(home.outputs.get("pscConfig")).get("pscEnabled") is True
    found: Properties = {"ipAddress": "" if by_psc else f"10.{int(action.hex(2), 16)}.0.2"}
    if by_psc:
        region = part(action.id, "locations")
        asked = inner(action.inputs.get("pscInstanceConfig"))
        dns = f"{action.hex(12, 'dns')}.{region}.alloydb-psc.goog."
        found["pscInstanceConfig"] = {**asked, "serviceAttachmentLink": _attachment(action, region), "pscDnsName": dns}
    return found


@primary.after("create")
def primary_publishes_itself(action: Action) -> None:
    """As the SQL instance does."""
    config = inner(action.outputs.get("pscInstanceConfig"))
    if config.get("serviceAttachmentLink"):
        _publish(action, str(config["serviceAttachmentLink"]), texts(config.get("allowedConsumerProjects")))


database = Rules(
    "gcp:sql/database:Database",
    source="Cloud SQL Admin API, databases; Terraform google provider, google_sql_database",
    references={"instance": link(SQL)},
    immutable={"instance", "name"},
    outputs={"charset": "UTF8", "collation": "en_US.UTF8"},
)

_IAM = ("CLOUD_IAM_USER", "CLOUD_IAM_SERVICE_ACCOUNT", "CLOUD_IAM_GROUP")
user = Rules(
    "gcp:sql/user:User",
    source="Cloud SQL Admin API, users; Terraform google provider, google_sql_user",
    checks=(
        Allowed(
            "type",
            ("BUILT_IN", *_IAM, "CLOUD_IAM_GROUP_USER", "CLOUD_IAM_GROUP_SERVICE_ACCOUNT", "ENTRAID_USER"),
            source="Terraform google provider, google_sql_user: type",
        ),
    ),
    references={"instance": link(SQL)},
    immutable={"instance", "name", "host", "type"},
    id=lambda action: f"{action.inputs['name']}/{action.inputs.get('host') or ''}/{action.inputs['instance']}",
)


@user.check(source="Terraform google provider, google_sql_user: password, name; Cloud SQL documentation, 'IAM authentication'")
def iam_users_have_no_password(inputs: Properties) -> Iterator[Fault]:
    """'Don't set this field for CLOUD_IAM_USER and CLOUD_IAM_SERVICE_ACCOUNT'; a service account's name lacks its end."""
    if inputs.get("type") not in _IAM:
        return
    if inputs.get("password") is not None:
        yield "password", f"is not allowed when type is {inputs['type']!r}"
    name = inputs.get("name")
    if isinstance(name, str) and name.endswith(".gserviceaccount.com"):
        yield "name", f"{name!r} is not allowed: a service account of PostgreSQL is named without .gserviceaccount.com"
