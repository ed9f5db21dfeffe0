"""A classic tunnel to a stranger's gateway takes every address."""

import pulumi
from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
project = ward.project.project_id
gateway = compute.VPNGateway("gate", name="gate", project=project, region=shared.REGION, network=ward.network.id)
address = compute.Address("gate", name="gate", project=project, region=shared.REGION, opts=ward.opts)
rules = []
for name, protocol, ports in (("esp", "ESP", None), ("ike", "UDP", "500"), ("nat-t", "UDP", "4500")):
    rules.append(
        compute.ForwardingRule(
            name,
            name=name,
            project=project,
            region=shared.REGION,
            load_balancing_scheme="EXTERNAL",
            ip_protocol=protocol,
            port_range=ports,
            ip_address=address.address,
            target=gateway.id,
        )
    )
tunnel = compute.VPNTunnel(
    "all",
    name="all",
    project=project,
    region=shared.REGION,
    peer_ip="203.0.113.7",
    shared_secret="not-a-secret",
    target_vpn_gateway=gateway.id,
    local_traffic_selectors=["0.0.0.0/0"],
    remote_traffic_selectors=["0.0.0.0/0"],
    opts=pulumi.ResourceOptions(depends_on=rules),
)
ward.route("all", "0.0.0.0/0", next_hop_vpn_tunnel=tunnel.id)
