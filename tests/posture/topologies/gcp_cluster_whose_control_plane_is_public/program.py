"""A cluster with private nodes, whose control plane answers on the internet."""

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
    private_cluster_config={"enable_private_nodes": True, "enable_private_endpoint": False, "master_ipv4_cidr_block": "172.16.0.0/28"},
    control_plane_endpoints_config={"dns_endpoint_config": {"allow_external_traffic": False}},
    opts=shared.enable("container", ward),
)
