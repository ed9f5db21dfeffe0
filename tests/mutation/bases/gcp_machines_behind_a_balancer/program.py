"""Tools of the redaction zone on a group of machines behind an internal balancer. The records stand beside it, joined to nothing.

Modelled on Cloud Load Balancing, "Set up an internal passthrough Network Load Balancer with VM instance group backends"; Compute Engine,
"Create a MIG in multiple zones in a region", "Set up an application health check and autohealing".
"""

from pulumi_gcp import compute

from tests.mutation.bases import gcp_grounds as grounds

tools = grounds.ground("tools", "deidentification", cidr="10.90.0.0/24", region="europe-west4")
phi = grounds.ground("phi", "phi", cidr="10.91.0.0/24", region="europe-west4")
grounds.perimeters(tools, phi)
phi.bucket("clinic-records", "phi")

PROBES = ["35.191.0.0/16", "130.211.0.0/22"]
tools.firewall("from-own", "INGRESS", [tools.cidr], ["8443"])
tools.firewall("to-own", "EGRESS", [tools.cidr], ["8443"])
tools.firewall("from-probes", "INGRESS", PROBES, ["8443"])
assert tools.subnet is not None
assert tools.network is not None
runs_as = tools.account("tool-servers")
template = compute.InstanceTemplate(
    "tools",
    name_prefix="tools-",
    project=tools.project_id,
    machine_type="n2-standard-4",
    disks=[
        {
            "boot": True,
            "auto_delete": True,
            "source_image": "debian-cloud/debian-12",
            "disk_encryption_key": {"kms_key_self_link": tools.key("compute").id},
        }
    ],
    network_interfaces=[{"network": tools.network.self_link, "subnetwork": tools.subnet.self_link}],
    service_account={"email": runs_as.email, "scopes": ["cloud-platform"]},
    shielded_instance_config={"enable_secure_boot": True, "enable_vtpm": True, "enable_integrity_monitoring": True},
    metadata={"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE"},
    labels=tools.labels(),
    opts=tools.keyed("compute"),
)
health = compute.RegionHealthCheck(
    "tools",
    name="tools",
    project=tools.project_id,
    region=tools.region,
    https_health_check={"port": 8443, "request_path": "/healthz"},
    log_config={"enable": True},
    opts=tools.opts,
)
group = compute.RegionInstanceGroupManager(
    "tools",
    name="tools",
    project=tools.project_id,
    region=tools.region,
    base_instance_name="tools",
    versions=[{"instance_template": template.self_link_unique}],
    target_size=3,
    auto_healing_policies={"health_check": health.id, "initial_delay_sec": 300},
    update_policy={
        "type": "PROACTIVE",
        "minimal_action": "REPLACE",
        "max_surge_fixed": 3,
        "max_unavailable_fixed": 0,
        "instance_redistribution_type": "PROACTIVE",
    },
)
backend = compute.RegionBackendService(
    "tools",
    name="tools",
    project=tools.project_id,
    region=tools.region,
    protocol="TCP",
    load_balancing_scheme="INTERNAL",
    health_checks=health.id,
    backends=[{"group": group.instance_group, "balancing_mode": "CONNECTION"}],
    connection_draining_timeout_sec=60,
    log_config={"enable": True, "sample_rate": 1.0},
)
compute.ForwardingRule(
    "tools",
    name="tools",
    project=tools.project_id,
    region=tools.region,
    load_balancing_scheme="INTERNAL",
    ip_protocol="TCP",
    ports=["8443"],
    backend_service=backend.id,
    network=tools.network.id,
    subnetwork=tools.subnet.id,
    allow_global_access=False,
    labels={"ai-service": "tools", **(tools.labels() or {})},
)
