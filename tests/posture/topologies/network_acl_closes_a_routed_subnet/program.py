"""The table has a default route to a NAT gateway of another network's design; the subnet's ACL lets nothing past the VPC."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

VPC = "10.35.0.0/16"
vpc = aws.ec2.Vpc("trial", cidr_block=VPC, tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("trial", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("trial-data", vpc_id=vpc.id, cidr_block="10.35.1.0/24")
table = aws.ec2.RouteTable("trial", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("trial", subnet_id=subnet.id, route_table_id=table.id)
aws.ec2.NetworkAcl(
    "trial-inside-only",
    vpc_id=vpc.id,
    subnet_ids=[subnet.id],
    ingress=[{"rule_no": 10, "action": "allow", "protocol": "-1", "cidr_block": VPC, "from_port": 0, "to_port": 0}],
    egress=[{"rule_no": 10, "action": "allow", "protocol": "-1", "cidr_block": VPC, "from_port": 0, "to_port": 0}],
)
close_names("trial", vpc.id)
