"""The deny has the higher number, so the allow before it decides."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("trial", cidr_block="10.36.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("trial-igw", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("trial-data", vpc_id=vpc.id, cidr_block="10.36.1.0/24")
table = aws.ec2.RouteTable("trial", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("trial", subnet_id=subnet.id, route_table_id=table.id)
acl = aws.ec2.NetworkAcl("trial-acl", vpc_id=vpc.id, subnet_ids=[subnet.id])
for name, number, action, egress in (
    ("in", 100, "allow", False),
    ("out", 100, "allow", True),
    ("no-in", 200, "deny", False),
    ("no-out", 200, "deny", True),
):
    aws.ec2.NetworkAclRule(
        f"trial-{name}",
        network_acl_id=acl.id,
        rule_number=number,
        rule_action=action,
        egress=egress,
        protocol="-1",
        cidr_block="0.0.0.0/0",
    )
close_names("trial", vpc.id)
