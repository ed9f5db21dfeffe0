"""A group of machines whose template gives each an external address."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
template = compute.InstanceTemplate(
    "workers",
    name="workers",
    project=ward.project.project_id,
    machine_type="e2-medium",
    disks=[{"source_image": "debian-cloud/debian-12", "boot": True}],
    network_interfaces=[{"subnetwork": ward.subnet.id, "access_configs": [{"network_tier": "PREMIUM"}]}],
)
compute.InstanceGroupManager(
    "workers",
    name="workers",
    project=ward.project.project_id,
    zone=f"{shared.REGION}-b",
    base_instance_name="worker",
    target_size=2,
    versions=[{"instance_template": template.self_link_unique}],
)
