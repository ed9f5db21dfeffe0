"""A zone's project with its network, closed but for Google's restricted addresses, and what stands in it."""

import pulumi
import pulumi_gcp as gcp

REGION = "europe-west3"
ORG = "123456789012"
home = gcp.organizations.Project(
    "phi",
    project_id="hospital-phi",
    name="hospital phi",
    org_id=ORG,
    billing_account="000000-AAAAAA-BBBBBB",
    auto_create_network=False,
    deletion_policy="DELETE",
    labels={"ai-zone": "phi"},
)
apis = [
    gcp.projects.Service(f"api-{name}", project=home.project_id, service=f"{name}.googleapis.com")
    for name in ("compute", "dns", "cloudkms", "iam")
]
there = pulumi.ResourceOptions(depends_on=apis)
net = gcp.compute.Network(
    "phi", project="hospital-phi", name="phi", auto_create_subnetworks=False, delete_default_routes_on_create=True, opts=there
)
sub = gcp.compute.Subnetwork(
    "phi-a",
    name="phi-a",
    project="hospital-phi",
    region=REGION,
    network=net.id,
    ip_cidr_range="10.0.0.0/24",
    private_ip_google_access=True,
    log_config={"aggregation_interval": "INTERVAL_5_SEC", "flow_sampling": 1, "metadata": "INCLUDE_ALL_METADATA"},
)
nat_sub = gcp.compute.Subnetwork(
    "phi-psc",
    name="phi-psc",
    project="hospital-phi",
    region=REGION,
    network=net.self_link,
    ip_cidr_range="10.0.1.0/24",
    purpose="PRIVATE_SERVICE_CONNECT",
)
gcp.compute.Route(
    "restricted",
    project="hospital-phi",
    network=net.name,
    dest_range="199.36.153.4/30",
    next_hop_gateway="default-internet-gateway",
    priority=100,
)
policy = gcp.compute.NetworkFirewallPolicy("phi", name="phi", project="hospital-phi", opts=there)
gcp.compute.NetworkFirewallPolicyRule(
    "deny-out",
    project="hospital-phi",
    firewall_policy=policy.name,
    priority=65000,
    direction="EGRESS",
    action="deny",
    enable_logging=True,
    match={"dest_ip_ranges": ["0.0.0.0/0"], "layer4_configs": [{"ip_protocol": "all"}]},
)
gcp.compute.NetworkFirewallPolicyRule(
    "to-google",
    project="hospital-phi",
    firewall_policy=policy.id,
    priority=100,
    direction="EGRESS",
    action="allow",
    match={"dest_ip_ranges": ["199.36.153.4/30"], "layer4_configs": [{"ip_protocol": "tcp", "ports": ["443"]}]},
)
gcp.compute.NetworkFirewallPolicyAssociation(
    "phi", name="phi", project="hospital-phi", firewall_policy=policy.name, attachment_target=net.id
)
zone = gcp.dns.ManagedZone(
    "googleapis",
    name="googleapis",
    project="hospital-phi",
    dns_name="googleapis.com.",
    visibility="private",
    private_visibility_config={"networks": [{"network_url": net.id}]},
)
gcp.dns.RecordSet(
    "restricted",
    project="hospital-phi",
    managed_zone=zone.name,
    name="restricted.googleapis.com.",
    type="A",
    ttl=300,
    rrdatas=["199.36.153.4", "199.36.153.5", "199.36.153.6", "199.36.153.7"],
)
gcp.dns.RecordSet(
    "all",
    project="hospital-phi",
    managed_zone=zone.name,
    name="*.googleapis.com.",
    type="CNAME",
    ttl=300,
    rrdatas=["restricted.googleapis.com."],
)
answers = gcp.dns.ResponsePolicy("closed", project="hospital-phi", response_policy_name="closed", networks=[{"network_url": net.id}])
gcp.dns.ResponsePolicyRule(
    "nothing-else",
    project="hospital-phi",
    response_policy=answers.response_policy_name,
    rule_name="nothing-else",
    dns_name="*.",
    local_data={"local_datas": [{"name": "*.", "type": "A", "ttl": 300, "rrdatas": ["0.0.0.0"]}]},
)
router = gcp.compute.Router("egress", name="egress", project="hospital-phi", region=REGION, network=net.id)
gcp.compute.RouterNat(
    "egress",
    name="egress",
    project="hospital-phi",
    region=REGION,
    router=router.name,
    nat_ip_allocate_option="AUTO_ONLY",
    source_subnetwork_ip_ranges_to_nat="LIST_OF_SUBNETWORKS",
    subnetworks=[{"name": sub.id, "source_ip_ranges_to_nats": ["ALL_IP_RANGES"]}],
)
address = gcp.compute.Address(
    "front", name="front", project="hospital-phi", region=REGION, subnetwork=sub.id, address_type="INTERNAL", address="10.0.0.10"
)
check = gcp.compute.RegionHealthCheck(
    "front", name="front", project="hospital-phi", region=REGION, tcp_health_check={"port": 443}, opts=there
)
backend = gcp.compute.RegionBackendService(
    "front",
    name="front",
    project="hospital-phi",
    region=REGION,
    load_balancing_scheme="INTERNAL",
    protocol="TCP",
    health_checks=check.id,
    network=net.id,
)
front = gcp.compute.ForwardingRule(
    "front",
    name="front",
    project="hospital-phi",
    region=REGION,
    load_balancing_scheme="INTERNAL",
    backend_service=backend.id,
    ports=["443"],
    network=net.id,
    subnetwork=sub.id,
    ip_address=address.id,
)
attachment = gcp.compute.ServiceAttachment(
    "front",
    name="front",
    project="hospital-phi",
    region=REGION,
    target_service=front.id,
    connection_preference="ACCEPT_MANUAL",
    enable_proxy_protocol=False,
    nat_subnets=[nat_sub.id],
    consumer_accept_lists=[{"project_id_or_num": "hospital-access", "connection_limit": 1}],
)
# The consumer's half, in a project that stands already.
away = gcp.compute.Network(
    "access", name="access", project="hospital-access", auto_create_subnetworks=False, delete_default_routes_on_create=True
)
away_sub = gcp.compute.Subnetwork(
    "access-a", name="access-a", project="hospital-access", region=REGION, network=away.id, ip_cidr_range="10.1.0.0/24"
)
away_ip = gcp.compute.Address(
    "to-phi", name="to-phi", project="hospital-access", region=REGION, subnetwork=away_sub.id, address_type="INTERNAL"
)
endpoint = gcp.compute.ForwardingRule(
    "to-phi",
    name="to-phi",
    project="hospital-access",
    region=REGION,
    load_balancing_scheme="",
    target=attachment.id,
    network=away.id,
    ip_address=away_ip.id,
)
vip = gcp.compute.GlobalAddress(
    "apis",
    name="apis",
    project="hospital-access",
    address_type="INTERNAL",
    purpose="PRIVATE_SERVICE_CONNECT",
    network=away.id,
    address="10.1.9.9",
)
gcp.compute.GlobalForwardingRule(
    "apis", name="apis", project="hospital-access", load_balancing_scheme="", target="vpc-sc", network=away.id, ip_address=vip.id
)
# Keys, store, identity, access.
ring = gcp.kms.KeyRing("phi", name="phi", project="hospital-phi", location=REGION, opts=there)
key = gcp.kms.CryptoKey("store", name="store", key_ring=ring.id, rotation_period="7776000s")
agent = home.number.apply(lambda number: f"serviceAccount:service-{number}@gs-project-accounts.iam.gserviceaccount.com")
grant = gcp.kms.CryptoKeyIAMMember("storage", crypto_key_id=key.id, role="roles/cloudkms.cryptoKeyEncrypterDecrypter", member=agent)
store = gcp.storage.Bucket(
    "store",
    name="hospital-phi-store",
    project="hospital-phi",
    location=REGION,
    uniform_bucket_level_access=True,
    public_access_prevention="enforced",
    encryption={"default_kms_key_name": key.id},
    versioning={"enabled": True},
    retention_policy={"retention_period": "86400"},
    labels={"data-class": "phi"},
    opts=pulumi.ResourceOptions(depends_on=[grant]),
)
worker = gcp.serviceaccount.Account("worker", account_id="phi-worker", project="hospital-phi", opts=there)
gcp.storage.BucketIAMMember("worker", bucket=store.name, role="roles/storage.objectUser", member=worker.member)
gcp.projects.IAMBinding("viewers", project="hospital-phi", role="roles/viewer", members=[worker.member], opts=there)
document = gcp.organizations.get_iam_policy_output(
    bindings=[{"role": "roles/iam.serviceAccountUser", "members": ["group:ops@hospital.example"]}]
)
gcp.serviceaccount.IAMPolicy("worker", service_account_id=worker.name, policy_data=document.policy_data)
# Guardrails.
gcp.orgpolicy.Policy(
    "no-keys",
    parent="projects/hospital-phi",
    name="projects/hospital-phi/policies/iam.disableServiceAccountKeyCreation",
    spec={"rules": [{"enforce": "TRUE"}]},
    opts=pulumi.ResourceOptions(depends_on=[home]),
)
access = gcp.accesscontextmanager.AccessPolicy("hospital", parent=f"organizations/{ORG}", title="hospital")
parent = access.name.apply(lambda number: f"accessPolicies/{number}")
level = gcp.accesscontextmanager.AccessLevel(
    "office",
    parent=parent,
    name=parent.apply(lambda one: f"{one}/accessLevels/office"),
    title="office",
    basic={"conditions": [{"ip_subnetworks": ["203.0.113.0/24"]}]},
)
gcp.accesscontextmanager.ServicePerimeter(
    "phi",
    parent=parent,
    name=parent.apply(lambda one: f"{one}/servicePerimeters/phi"),
    title="phi",
    use_explicit_dry_run_spec=True,
    status={
        "resources": [home.number.apply(lambda number: f"projects/{number}")],
        "restricted_services": ["storage.googleapis.com"],
        "access_levels": [level.name],
        "vpc_accessible_services": {"enable_restriction": True, "allowed_services": ["RESTRICTED-SERVICES"]},
    },
    spec={
        "resources": [home.number.apply(lambda number: f"projects/{number}")],
        "restricted_services": ["storage.googleapis.com", "bigquery.googleapis.com"],
    },
)
pulumi.export("network", sub.network)
pulumi.export("email", worker.email)
pulumi.export("connection", endpoint.psc_connection_status)
