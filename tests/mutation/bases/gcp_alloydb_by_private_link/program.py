"""Records and their vectors in AlloyDB, asked by the redaction zone over Private Service Connect.

Modelled on AlloyDB for PostgreSQL, "Connect to an instance using Private Service Connect", "Use CMEK with AlloyDB", "Manage IAM authentication".
"""

from pulumi_gcp import alloydb, compute, dns, projects

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", cidr="10.110.0.0/24", apis=("alloydb",))
deid = grounds.ground("deid", "deidentification", cidr="10.111.0.0/24")
grounds.perimeters(phi, deid)
key = {"kms_key_name": phi.key("alloydb").id}

cluster = alloydb.Cluster(
    "records",
    cluster_id="records",
    project=phi.project_id,
    location=phi.region,
    database_version="POSTGRES_16",
    psc_config={"psc_enabled": True},
    encryption_config=key,
    automated_backup_policy={
        "enabled": True,
        "location": phi.region,
        "encryption_config": key,
        "weekly_schedule": {
            "days_of_weeks": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"],
            "start_times": [{"hours": 2}],
        },
        "time_based_retention": {"retention_period": "3024000s"},
    },
    continuous_backup_config={"enabled": True, "recovery_window_days": 35, "encryption_config": key},
    maintenance_update_policy={"maintenance_windows": [{"day": "SUNDAY", "start_time": {"hours": 3}}]},
    deletion_protection=True,
    labels=phi.labels("phi"),
    opts=phi.keyed("alloydb", protect=True),
)
primary = alloydb.Instance(
    "records",
    cluster=cluster.name,
    instance_id="primary",
    instance_type="PRIMARY",
    availability_type="REGIONAL",
    machine_config={"cpu_count": 8},
    client_connection_config={"require_connectors": False, "ssl_config": {"ssl_mode": "ENCRYPTED_ONLY"}},
    network_config={"enable_public_ip": False, "enable_outbound_public_ip": False},
    query_insights_config={"query_plans_per_minute": 0},
    psc_instance_config={"allowed_consumer_projects": [deid.project.number]},
    database_flags={
        "alloydb.iam_authentication": "on",
        "alloydb.enable_pgaudit": "on",
        "pgaudit.log": "read,write,ddl,role",
        "log_connections": "on",
        "log_disconnections": "on",
    },
    labels=phi.labels("phi"),
    opts=grounds.after(cluster, protect=True),
)
redaction = deid.account("redaction")
alloydb.User(
    "redaction",
    cluster=cluster.name,
    user_id=redaction.email.apply(lambda one: one.removesuffix(".gserviceaccount.com")),
    user_type="ALLOYDB_IAM_USER",
    database_roles=["alloydbiamuser"],
    opts=grounds.after(primary),
)
for role in ("alloydb.databaseUser", "serviceusage.serviceUsageConsumer"):
    projects.IAMMember(f"redaction-{role}", project=phi.project_id, role=f"roles/{role}", member=redaction.member)

# In the redaction zone: an address, an endpoint at it, and the name by which clients ask.
assert deid.network is not None
assert deid.subnet is not None
ADDRESS = "10.111.0.250"
deid.firewall("to-records", "EGRESS", [f"{ADDRESS}/32"], ["5432"])
face = compute.Address(
    "to-records",
    name="to-records",
    project=deid.project_id,
    region=deid.region,
    subnetwork=deid.subnet.id,
    address_type="INTERNAL",
    address=ADDRESS,
)
compute.ForwardingRule(
    "to-records",
    name="to-records",
    project=deid.project_id,
    region=deid.region,
    network=deid.network.id,
    ip_address=face.self_link,
    load_balancing_scheme="",
    target=primary.psc_instance_config.service_attachment_link,
    allow_psc_global_access=False,
    labels=deid.labels(),
)
domain = primary.psc_instance_config.psc_dns_name
zone = dns.ManagedZone(
    "records",
    name="records",
    project=deid.project_id,
    dns_name=domain,
    visibility="private",
    private_visibility_config={"networks": [{"network_url": deid.network.id}]},
    labels=deid.labels(),
)
dns.RecordSet("records", name=domain, project=deid.project_id, managed_zone=zone.name, type="A", ttl=300, rrdatas=[ADDRESS])
dns.ResponsePolicyRule(
    "records",
    project=deid.project_id,
    response_policy="deid-answers",
    rule_name="records",
    dns_name=f"*.{phi.region}.alloydb-psc.goog.",
    behavior="bypassResponsePolicy",
    opts=grounds.after(zone),
)
