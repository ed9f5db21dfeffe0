"""PHI sends the far network's range to the hub, hoping that it will pass it on. Peering does not."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

PHI, HUB, FAR = "10.70.0.0/16", "10.71.0.0/16", "10.72.0.0/16"
phi = aws.ec2.Vpc("phi", cidr_block=PHI, tags={"ai-zone": "phi"})
hub = aws.ec2.Vpc("hub", cidr_block=HUB)
far = aws.ec2.Vpc("far", cidr_block=FAR)
near_link = aws.ec2.VpcPeeringConnection("phi-hub", vpc_id=phi.id, peer_vpc_id=hub.id, auto_accept=True)
far_link = aws.ec2.VpcPeeringConnection("hub-far", vpc_id=hub.id, peer_vpc_id=far.id, auto_accept=True)
gateway = aws.ec2.InternetGateway("far-igw", vpc_id=far.id)
routes = {
    "phi": (phi, [{"cidr_block": FAR, "vpc_peering_connection_id": near_link.id}]),
    "hub": (hub, [{"cidr_block": FAR, "vpc_peering_connection_id": far_link.id}]),
    "far": (far, [{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}, {"cidr_block": HUB, "vpc_peering_connection_id": far_link.id}]),
}
for name, (vpc, entries) in routes.items():
    subnet = aws.ec2.Subnet(
        f"{name}-a", vpc_id=vpc.id, cidr_block={"phi": "10.70.1.0/24", "hub": "10.71.1.0/24", "far": "10.72.1.0/24"}[name]
    )
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id, routes=entries)
    aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id)
close_names("phi", phi.id)
