"""A default route over a peering to the network that has the internet gateway; hosts of the hub are within it."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

phi = aws.ec2.Vpc("phi", cidr_block="10.73.0.0/16", tags={"ai-zone": "phi"})
hub = aws.ec2.Vpc("hub", cidr_block="10.74.0.0/16")
link = aws.ec2.VpcPeeringConnection("phi-hub", vpc_id=phi.id, peer_vpc_id=hub.id, auto_accept=True)
gateway = aws.ec2.InternetGateway("hub-igw", vpc_id=hub.id)
phi_a = aws.ec2.Subnet("phi-a", vpc_id=phi.id, cidr_block="10.73.1.0/24")
phi_table = aws.ec2.RouteTable("phi", vpc_id=phi.id)
aws.ec2.Route("phi-default", route_table_id=phi_table.id, destination_cidr_block="0.0.0.0/0", vpc_peering_connection_id=link.id)
aws.ec2.RouteTableAssociation("phi", subnet_id=phi_a.id, route_table_id=phi_table.id)
hub_a = aws.ec2.Subnet("hub-proxy", vpc_id=hub.id, cidr_block="10.74.1.0/24")
hub_table = aws.ec2.RouteTable("hub", vpc_id=hub.id)
aws.ec2.Route("hub-default", route_table_id=hub_table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
aws.ec2.Route("hub-phi", route_table_id=hub_table.id, destination_cidr_block="10.73.0.0/16", vpc_peering_connection_id=link.id)
aws.ec2.RouteTableAssociation("hub", subnet_id=hub_a.id, route_table_id=hub_table.id)
close_names("phi", phi.id)
