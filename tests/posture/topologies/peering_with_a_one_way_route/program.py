"""PHI's table leads to the shared network; nobody wrote the way back. The shared network is public."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

phi = aws.ec2.Vpc("phi", cidr_block="10.65.0.0/16", tags={"ai-zone": "phi"})
shared = aws.ec2.Vpc("shared", cidr_block="10.66.0.0/16")
gateway = aws.ec2.InternetGateway("shared-igw", vpc_id=shared.id)
peering = aws.ec2.VpcPeeringConnection("phi-shared", vpc_id=phi.id, peer_vpc_id=shared.id, auto_accept=True)
phi_a = aws.ec2.Subnet("phi-a", vpc_id=phi.id, cidr_block="10.65.0.0/24")
shared_a = aws.ec2.Subnet("shared-a", vpc_id=shared.id, cidr_block="10.66.0.0/24")
aws.ec2.DefaultRouteTable(
    "phi-main",
    default_route_table_id=phi.default_route_table_id,
    routes=[{"cidr_block": "10.66.0.0/16", "vpc_peering_connection_id": peering.id}],
)
aws.ec2.DefaultRouteTable(
    "shared-main", default_route_table_id=shared.default_route_table_id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}]
)
close_names("phi", phi.id)
