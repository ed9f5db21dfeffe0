"""The shared network has a route into PHI; PHI's table has none back, so nothing can be answered."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

phi = aws.ec2.Vpc("phi", cidr_block="10.67.0.0/16", tags={"ai-zone": "phi"})
shared = aws.ec2.Vpc("shared", cidr_block="10.68.0.0/16")
gateway = aws.ec2.InternetGateway("shared-igw", vpc_id=shared.id)
peering = aws.ec2.VpcPeeringConnection("phi-shared", vpc_id=phi.id, peer_vpc_id=shared.id, auto_accept=True)
aws.ec2.Subnet("phi-a", vpc_id=phi.id, cidr_block="10.67.0.0/24")
shared_a = aws.ec2.Subnet("shared-a", vpc_id=shared.id, cidr_block="10.68.0.0/24")
table = aws.ec2.RouteTable(
    "shared",
    vpc_id=shared.id,
    routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}, {"cidr_block": "10.67.0.0/16", "vpc_peering_connection_id": peering.id}],
)
aws.ec2.RouteTableAssociation("shared-a", subnet_id=shared_a.id, route_table_id=table.id)
close_names("phi", phi.id)
