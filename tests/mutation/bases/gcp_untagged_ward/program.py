"""A project without labels: classic firewall rules, the restricted address behind a perimeter, private zones for Google's names.

Modelled on VPC Service Controls, "Set up private connectivity to Google APIs and services" (routes, firewall rules, DNS), and "Create a service
perimeter".
"""

import pulumi
from pulumi_gcp import accesscontextmanager, compute, dns, kms, organizations, projects, storage

PROJECT, REGION = "clinic-phi", "europe-west1"
RESTRICTED = "199.36.153.4/30"
home = organizations.Project(
    "ward-project",
    project_id=PROJECT,
    name="Ward",
    folder_id="folders/444444444444",
    billing_account="000000-AAAAAA-111111",
    auto_create_network=False,
    opts=pulumi.ResourceOptions(protect=True),
)
apis = [
    projects.Service(f"ward-{api}", project=home.project_id, service=f"{api}.googleapis.com", disable_on_destroy=False)
    for api in ("compute", "dns", "cloudkms", "accesscontextmanager")
]
ready = pulumi.ResourceOptions(depends_on=apis)
projects.DefaultServiceAccounts("ward-nobody", project=home.project_id, action="DISABLE", restore_policy="NONE", opts=ready)
projects.IAMAuditConfig(
    "ward-reads",
    project=home.project_id,
    service="allServices",
    audit_log_configs=[{"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")],
)

network = compute.Network(
    "ward-vpc", name="ward-vpc", auto_create_subnetworks=False, delete_default_routes_on_create=True, mtu=1460, opts=ready
)
subnet = compute.Subnetwork(
    "ward-subnet",
    name="ward-subnet",
    network=network.self_link,
    region=REGION,
    ip_cidr_range="10.71.0.0/22",
    private_ip_google_access=True,
    log_config={"aggregation_interval": "INTERVAL_5_SEC", "flow_sampling": 0.5, "metadata": "INCLUDE_ALL_METADATA"},
)
logged = {"metadata": "INCLUDE_ALL_METADATA"}
compute.Firewall(
    "ward-deny-out",
    name="ward-deny-out",
    network=network.self_link,
    direction="EGRESS",
    priority=65000,
    denies=[{"protocol": "all"}],
    destination_ranges=["0.0.0.0/0"],
    log_config=logged,
)
compute.Firewall(
    "ward-deny-in",
    name="ward-deny-in",
    network=network.self_link,
    direction="INGRESS",
    priority=65000,
    denies=[{"protocol": "all"}],
    source_ranges=["0.0.0.0/0"],
    log_config=logged,
)
compute.Firewall(
    "ward-to-google",
    name="ward-to-google",
    network=network.self_link,
    direction="EGRESS",
    priority=1000,
    allows=[{"protocol": "tcp", "ports": ["443"]}],
    destination_ranges=[RESTRICTED],
    log_config=logged,
)
compute.Firewall(
    "ward-inside",
    name="ward-inside",
    network=network.self_link,
    direction="INGRESS",
    priority=1000,
    allows=[{"protocol": "tcp", "ports": ["443", "8443"]}],
    source_tags=["ward"],
    target_tags=["ward"],
    log_config=logged,
)
compute.Route(
    "ward-restricted",
    name="ward-restricted",
    network=network.self_link,
    dest_range=RESTRICTED,
    next_hop_gateway=f"projects/{PROJECT}/global/gateways/default-internet-gateway",
    priority=1000,
)

for label, domain in (("apis", "googleapis.com."), ("images", "gcr.io."), ("packages", "pkg.dev.")):
    zone = dns.ManagedZone(
        f"ward-{label}",
        name=f"ward-{label}",
        dns_name=domain,
        description="Google's names at the restricted address",
        visibility="private",
        private_visibility_config={"networks": [{"network_url": network.self_link}]},
    )
    dns.RecordSet(
        f"ward-{label}-a",
        managed_zone=zone.name,
        name=domain,
        type="A",
        ttl=300,
        rrdatas=[f"199.36.153.{last}" for last in range(4, 8)],
    )
    dns.RecordSet(f"ward-{label}-any", managed_zone=zone.name, name=f"*.{domain}", type="CNAME", ttl=300, rrdatas=[domain])
# A private zone for the root answers every other name with nothing.
dns.ManagedZone(
    "ward-root",
    name="ward-root",
    dns_name=".",
    description="No other name",
    visibility="private",
    private_visibility_config={"networks": [{"network_url": network.self_link}]},
)
dns.Policy("ward-dns", name="ward-dns", enable_logging=True, networks=[{"network_url": network.self_link}])

policy = accesscontextmanager.AccessPolicy("hospital", parent="organizations/123456789012", title="hospital", opts=ready)
accesscontextmanager.ServicePerimeter(
    "ward",
    parent=policy.name.apply(lambda number: f"accessPolicies/{number}"),
    name=policy.name.apply(lambda number: f"accessPolicies/{number}/servicePerimeters/ward"),
    title="ward",
    status={
        "resources": [home.number.apply(lambda number: f"projects/{number}")],
        "restricted_services": [
            f"{service}.googleapis.com"
            for service in ("storage", "bigquery", "cloudkms", "compute", "logging", "pubsub", "healthcare", "aiplatform", "secretmanager")
        ],
        "vpc_accessible_services": {
            "enable_restriction": True,
            "allowed_services": ["storage.googleapis.com", "cloudkms.googleapis.com", "logging.googleapis.com"],
        },
    },
)

ring = kms.KeyRing("ward-ring", name="ward-ring", location=REGION, opts=pulumi.ResourceOptions(protect=True, depends_on=apis))
key = kms.CryptoKey(
    "ward-key",
    name="ward-key",
    key_ring=ring.id,
    rotation_period="7776000s",
    destroy_scheduled_duration="2592000s",
    version_template={"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protection_level": "HSM"},
    opts=pulumi.ResourceOptions(protect=True),
)
# The agent is made when it is asked for; its address follows from the project's number.
agent = storage.get_project_service_account_output(project=home.project_id)
address = pulumi.Output.concat("serviceAccount:service-", home.number, "@gs-project-accounts.iam.gserviceaccount.com")
use = kms.CryptoKeyIAMMember(
    "ward-key-storage",
    crypto_key_id=key.id,
    role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
    member=pulumi.Output.all(agent.email_address, address).apply(lambda both: both[1]),
)
storage.Bucket(
    "ward-notes",
    name="hospital-ward-notes",
    location="EUROPE-WEST1",
    uniform_bucket_level_access=True,
    public_access_prevention="enforced",
    retention_policy={"retention_period": str(6 * 366 * 86400), "is_locked": True},
    encryption={
        "default_kms_key_name": key.id,
        "google_managed_encryption_enforcement_config": {"restriction_mode": "FullyRestricted"},
        "customer_supplied_encryption_enforcement_config": {"restriction_mode": "FullyRestricted"},
    },
    soft_delete_policy={"retention_duration_seconds": 2592000},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[use]),
)
