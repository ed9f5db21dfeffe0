"""A Direct Connect gateway joined to the PHI network's private gateway, and a static route over it."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("pathology", cidr_block="10.34.0.0/16", tags={"ai-zone": "phi"})
subnet = aws.ec2.Subnet("pathology-a", vpc_id=vpc.id, cidr_block="10.34.0.0/24")
private = aws.ec2.VpnGateway("pathology-vgw", vpc_id=vpc.id)
circuit = aws.directconnect.Gateway("campus", name="campus", amazon_side_asn="64555")
aws.directconnect.GatewayAssociation(
    "campus", dx_gateway_id=circuit.id, associated_gateway_id=private.id, allowed_prefixes=["10.34.0.0/16"]
)
table = aws.ec2.RouteTable("pathology", vpc_id=vpc.id, routes=[{"cidr_block": "10.200.0.0/16", "gateway_id": private.id}])
aws.ec2.RouteTableAssociation("pathology", subnet_id=subnet.id, route_table_id=table.id)
close_names("pathology", vpc.id)
