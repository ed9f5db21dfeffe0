"""A cluster without external endpoint, whose DNS-based endpoint takes external traffic."""

from pulumi_gcp import container

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
container.Cluster(
    "wards",
    name="wards",
    project=ward.project.project_id,
    location=shared.REGION,
    network=ward.network.id,
    subnetwork=ward.subnet.id,
    initial_node_count=1,
    deletion_protection=False,
    ip_allocation_policy={"cluster_ipv4_cidr_block": "10.64.0.0/16", "services_ipv4_cidr_block": "10.65.0.0/20"},
    private_cluster_config={"enable_private_nodes": True, "enable_private_endpoint": True, "master_ipv4_cidr_block": "172.16.0.0/28"},
    control_plane_endpoints_config={"dns_endpoint_config": {"allow_external_traffic": True}},
    master_authorized_networks_config={},
    opts=shared.enable("container", ward),
)
