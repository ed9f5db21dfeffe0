"""Packets of the PHI subnet are mirrored to a collector in the same network."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
project = ward.project.project_id
collector = ward.machine("collector")
group = compute.InstanceGroup("group", name="group", project=project, zone=f"{shared.REGION}-b", instances=[collector.self_link])
check = compute.RegionHealthCheck(
    "check", name="check", project=project, region=shared.REGION, tcp_health_check={"port": 443}, opts=ward.opts
)
backend = compute.RegionBackendService(
    "backend",
    name="backend",
    project=project,
    region=shared.REGION,
    protocol="TCP",
    load_balancing_scheme="INTERNAL",
    health_checks=check.id,
    backends=[{"group": group.self_link, "balancing_mode": "CONNECTION"}],
)
front = compute.ForwardingRule(
    "front",
    name="front",
    project=project,
    region=shared.REGION,
    load_balancing_scheme="INTERNAL",
    is_mirroring_collector=True,
    all_ports=True,
    backend_service=backend.id,
    network=ward.network.id,
    subnetwork=ward.subnet.id,
)
compute.PacketMirroring(
    "copies",
    name="copies",
    project=project,
    region=shared.REGION,
    network={"url": ward.network.id},
    collector_ilb={"url": front.id},
    mirrored_resources={"subnetworks": [{"url": ward.subnet.id}]},
)
