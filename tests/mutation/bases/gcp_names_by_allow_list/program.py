"""The zone's resolver answers the hospital's own names and Google's storage, and nothing else; names are made up by Pulumi, in Frankfurt.

Modelled on Cloud DNS, "Manage response policies and rules" (`bypassResponsePolicy`, local data), "Create a private zone", and "DNS server policies".
"""

import pulumi
from pulumi_gcp import compute, dns, organizations, projects

FRANKFURT = "europe-west3"
zone = organizations.Project(
    "clinicnames",
    project_id="clinic-names",
    name="clinic-names",
    folder_id="444444444444",
    billing_account="000000-AAAAAA-111111",
    labels={"ai-zone": "phi", "team": "network"},
    auto_create_network=False,
    opts=pulumi.ResourceOptions(protect=True),
)
enabled = [
    projects.Service(api, project=zone.project_id, service=f"{api}.googleapis.com", disable_dependent_services=False)
    for api in ("compute", "dns")
]
opts = pulumi.ResourceOptions(depends_on=enabled)
projects.DefaultServiceAccounts("nobody", project=zone.project_id, action="DISABLE", restore_policy="NONE", opts=opts)
projects.IAMAuditConfig(
    "reads",
    project=zone.project_id,
    service="allServices",
    audit_log_configs=[{"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")],
)
vpc = compute.Network("names", project=zone.project_id, auto_create_subnetworks=False, delete_default_routes_on_create=True, opts=opts)
for index, purpose in enumerate(["wards", "laboratories", "imaging"]):
    compute.Subnetwork(
        purpose,
        project=zone.project_id,
        region=FRANKFURT,
        network=vpc.id,
        ip_cidr_range=f"10.90.{index}.0/24",
        log_config={"aggregation_interval": "INTERVAL_10_MIN", "flow_sampling": 0.5, "metadata": "INCLUDE_ALL_METADATA"},
    )
compute.Firewall(
    "nothing-out",
    project=zone.project_id,
    network=vpc.id,
    direction="EGRESS",
    priority=65535,
    denies=[{"protocol": "all"}],
    destination_ranges=["0.0.0.0/0"],
    log_config={"metadata": "INCLUDE_ALL_METADATA"},
)
compute.Firewall(
    "nothing-in",
    project=zone.project_id,
    network=vpc.id,
    direction="INGRESS",
    priority=65535,
    denies=[{"protocol": "all"}],
    source_ranges=["0.0.0.0/0"],
    log_config={"metadata": "INCLUDE_ALL_METADATA"},
)
compute.Firewall(
    "hl7-between-wards",
    project=zone.project_id,
    network=vpc.id,
    direction="EGRESS",
    priority=1000,
    allows=[{"protocol": "tcp", "ports": ["2575"]}],
    destination_ranges=["10.90.0.0/22"],
    log_config={"metadata": "EXCLUDE_ALL_METADATA"},
)

resolver = dns.Policy(
    "resolver",
    project=zone.project_id,
    enable_logging=True,
    enable_inbound_forwarding=False,
    networks=[{"network_url": vpc.id}],
)
hospital = dns.ManagedZone(
    "hospital",
    project=zone.project_id,
    dns_name="clinic.internal.",
    visibility="private",
    private_visibility_config={"networks": [{"network_url": vpc.id}]},
    labels={"ai-zone": "phi"},
)
for host, address in {"archive": "10.90.0.10", "hl7": "10.90.1.10"}.items():
    dns.RecordSet(
        host,
        project=zone.project_id,
        managed_zone=hospital.name,
        name=hospital.dns_name.apply(lambda domain, host=host: f"{host}.{domain}"),
        type="A",
        ttl=60,
        rrdatas=[address],
    )

answers = dns.ResponsePolicy(
    "answers",
    project=zone.project_id,
    response_policy_name="answers",
    description="An allow-list",
    networks=[{"network_url": vpc.id}],
    opts=opts,
)
closed = dns.ResponsePolicyRule(
    "every-name",
    project=zone.project_id,
    response_policy=answers.response_policy_name,
    rule_name="every-name",
    dns_name="*.",
    local_data={"local_datas": [{"name": "*.", "type": "A", "ttl": 300, "rrdatas": ["0.0.0.0"]}]},
)
for rule, name in {"hospital": "*.clinic.internal.", "machines": "*.internal.", "storage": "storage.googleapis.com."}.items():
    dns.ResponsePolicyRule(
        rule,
        project=zone.project_id,
        response_policy=answers.response_policy_name,
        rule_name=rule,
        dns_name=name,
        behavior="bypassResponsePolicy",
        opts=pulumi.ResourceOptions(depends_on=[closed]),
    )
pulumi.export("network", vpc.name)
