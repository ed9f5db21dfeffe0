"""An external TCP proxy before machines of the PHI zone."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
project = ward.project.project_id
machine = ward.machine("records")
group = compute.InstanceGroup(
    "group",
    name="group",
    project=project,
    zone=f"{shared.REGION}-b",
    instances=[machine.self_link],
    named_ports=[{"name": "db", "port": 5432}],
)
check = compute.HealthCheck("check", name="check", project=project, tcp_health_check={"port": 5432}, opts=ward.opts)
backend = compute.BackendService(
    "backend",
    name="backend",
    project=project,
    protocol="TCP",
    port_name="db",
    load_balancing_scheme="EXTERNAL_MANAGED",
    health_checks=check.id,
    backends=[{"group": group.self_link, "balancing_mode": "UTILIZATION"}],
)
proxy = compute.TargetTCPProxy("proxy", name="proxy", project=project, backend_service=backend.id)
compute.GlobalForwardingRule(
    "front", name="front", project=project, target=proxy.id, load_balancing_scheme="EXTERNAL_MANAGED", ip_protocol="TCP", port_range="5432"
)
ward.firewall("fronts", source_ranges=["130.211.0.0/22", "35.191.0.0/16"], allows=[{"protocol": "tcp", "ports": ["5432"]}])
