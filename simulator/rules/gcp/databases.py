"""Cloud SQL, and the peering to Google's services that private addresses of databases need.

Sources: Cloud SQL documentation, "Instance settings" (a name is reserved for a week), "Configure private IP", "Private Service Connect overview";
Service Networking documentation, "Private services access"; Terraform google provider, google_sql_database_instance.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, Fault, Pattern, Properties, Rules, unique
from simulator.rules.gcp.addresses import external_address
from simulator.rules.gcp.common import given, inner, last, link, named, path, same, texts
from simulator.rules.gcp.kinds import ALLOYDB, CONNECTION, GLOBAL_ADDRESS, NETWORK, SERVICE_ATTACHMENT, SQL

_SQL = "Cloud SQL Admin API, instances"
_OWN_CA = "GOOGLE_MANAGED_INTERNAL_CA"

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
    # Cloud SQL Admin API, Settings, IpConfiguration (CaMode, ServerCertificateRotationMode), BackupRetentionSettings, InsightsConfig.
    unset={
        "settings.dataApiAccess": "DISALLOW_DATA_API",
        "settings.enableGoogleMlIntegration": False,
        "settings.backupConfiguration.backupRetentionSettings.retentionUnit": "COUNT",
        "settings.ipConfiguration.enablePrivatePathForGoogleCloudServices": False,
        "settings.ipConfiguration.serverCaMode": _OWN_CA,
        "settings.ipConfiguration.serverCertificateRotationMode": "NO_AUTOMATIC_ROTATION",
        "settings.insightsConfig.queryPlansPerMinute": 5,
        "settings.insightsConfig.queryStringLength": 1024,
        "settings.insightsConfig.recordApplicationTags": False,
        "settings.insightsConfig.recordClientAddress": False,
    },
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
    links = ip.get("pscConfigs")
    by_link = links is UNKNOWN or any(one is UNKNOWN or inner(one).get("pscEnabled") in (True, UNKNOWN) for one in links or [])
    if ip and ip.get("ipv4Enabled") is False and not given(ip.get("privateNetwork")) and not by_link:
        yield "settings.ipConfiguration", "one of ipv4Enabled, privateNetwork, pscConfigs (pscEnabled) must be given"


@instance.check(source="Terraform google provider, google_sql_database_instance: settings ('Required if `clone` is not set')")
def says_how_it_is_set_up(inputs: Properties) -> Iterator[Fault]:
    """Only a clone takes its settings from elsewhere."""
    if not given(inputs.get("settings")) and not given(inputs.get("clone")):
        yield "settings", "is required unless clone is given"


@instance.check(
    source=f"{_SQL}: ServerCertificateRotationMode ('Requires server_ca_mode to be …'); Cloud SQL documentation, 'Data cache overview'"
)
def authority_and_edition_can_do_it(inputs: Properties) -> Iterator[Fault]:
    """Google renews what a hierarchy of its Certificate Authority Service, or of one's own, has signed; data caches are Enterprise Plus'."""
    settings = inner(inputs.get("settings"))
    ip = inner(settings.get("ipConfiguration"))
    renewed = ip.get("serverCertificateRotationMode") == "AUTOMATIC_ROTATION_DURING_MAINTENANCE"
    if renewed and ip.get("serverCaMode", _OWN_CA) in (None, _OWN_CA):
        yield "settings.ipConfiguration.serverCertificateRotationMode", f"is not allowed when serverCaMode is {_OWN_CA!r}, the default"
    if inner(settings.get("dataCacheConfig")).get("dataCacheEnabled") is True and settings.get("edition") == "ENTERPRISE":
        yield "settings.dataCacheConfig.dataCacheEnabled", "is allowed only when edition is 'ENTERPRISE_PLUS'"


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


_KEPT = {"ENTERPRISE": (7, 7), "ENTERPRISE_PLUS": (15, 14)}
"""Edition → backups, and days of transaction logs, that are kept where no number is given."""


@instance.plans
def backups_are_kept(action: Action) -> Properties:
    """Cloud SQL documentation, "About Cloud SQL backups" (retention settings), "Use point-in-time recovery" (log retention)."""
    settings = inner(action.outputs.get("settings"))
    edition, backups = settings.get("edition"), inner(settings.get("backupConfiguration"))
    if backups.get("enabled") is not True or edition not in _KEPT:
        return {}
    kept, days = _KEPT[edition]
    if backups.get("backupRetentionSettings") is not UNKNOWN:
        said = inner(backups.get("backupRetentionSettings"))
        backups = {**backups, "backupRetentionSettings": {"retainedBackups": kept, "retentionUnit": "COUNT", **said}}
    if backups.get("transactionLogRetentionDays") is None:
        backups = {**backups, "transactionLogRetentionDays": days}
    return {"settings": {**settings, "backupConfiguration": backups}}


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
        "pscServiceAttachmentLink": tenant_attachment(action, region) if ip.get("pscConfigs") else "",
        # Cloud SQL documentation, "Configure DNS for Private Service Connect".
        "dnsName": f"{action.hex(12, 'name')}.{action.hex(12, 'place')}.{region}.sql.goog." if ip.get("pscConfigs") else "",
        "selfLink": f"https://sqladmin.googleapis.com/sql/v1beta4/projects/{project}/instances/{action.inputs['name']}",
    }


def tenant_attachment(action: Action, region: str) -> str:
    """Path of a service attachment in a project of Google's."""
    tenant = action.hex(10, "tenant")
    return (
        f"projects/{tenant}-tp/regions/{region}/serviceAttachments/a-{action.hex(12, 'psc')}-psc-service-attachment-{action.hex(16, 'psc')}"
    )


@instance.after("create")
def publishes_itself(action: Action) -> None:
    """With Private Service Connect the instance is behind a service attachment that accepts the projects it lists."""
    ip = inner(inner(action.inputs.get("settings")).get("ipConfiguration"))
    for one in ip.get("pscConfigs") or []:
        publish(action, str(action.outputs["pscServiceAttachmentLink"]), texts(one.get("allowedConsumerProjects")))


def publish(action: Action, id_: str, projects: list[str]) -> None:
    """Puts a service attachment into the world that accepts these projects."""
    accepted = [{"projectIdOrNum": one, "connectionLimit": 10} for one in projects]
    shown = {"connectionPreference": "ACCEPT_MANUAL", "consumerAcceptLists": accepted, "consumerRejectLists": []}
    action.keep(SERVICE_ATTACHMENT, id_, shown)


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
    # 'IAM email address for MySQL IAM database users.'
    outputs={"iamEmail": ""},
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
    # Cloud SQL documentation, "Manage users with IAM database authentication": by the address, whatever the engine makes of it.
    if isinstance(name, str) and "@" not in name:
        yield "name", f"{name!r} is not allowed when type is {inputs['type']!r}: an IAM principal's address"
