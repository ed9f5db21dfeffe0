"""A private subnet with a NAT gateway, in an account that a service control policy forbids to make one."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

organization = aws.organizations.Organization("clinic", enabled_policy_types=["SERVICE_CONTROL_POLICY"], feature_set="ALL")
unit = aws.organizations.OrganizationalUnit("records", name="records", parent_id=organization.roots.apply(lambda roots: roots[0].id))
no_road = aws.organizations.Policy(
    "no-road-out",
    name="no-road-out",
    content=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Deny",
                "Action": ["ec2:CreateInternetGateway", "ec2:CreateNatGateway", "ec2:AttachInternetGateway"],
                "Resource": "*",
            },
        }
    ),
    opts=pulumi.ResourceOptions(depends_on=[organization]),
)
aws.organizations.PolicyAttachment("no-road-out", policy_id=no_road.id, target_id=unit.id)
aws.organizations.PolicyAttachment("no-road-out-here", policy_id=no_road.id, target_id="111122223333")

vpc = aws.ec2.Vpc("records", cidr_block="10.30.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("records-igw", vpc_id=vpc.id)
public = aws.ec2.Subnet("records-public", vpc_id=vpc.id, cidr_block="10.30.0.0/24")
table = aws.ec2.RouteTable(
    "records-public", vpc_id=vpc.id, routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id)]
)
aws.ec2.RouteTableAssociation("records-public", subnet_id=public.id, route_table_id=table.id)
address = aws.ec2.Eip("records-nat", domain="vpc")
nat = aws.ec2.NatGateway("records-nat", subnet_id=public.id, allocation_id=address.id)
private = aws.ec2.Subnet("records-private", vpc_id=vpc.id, cidr_block="10.30.1.0/24")
way_out = aws.ec2.RouteTable(
    "records-private", vpc_id=vpc.id, routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)]
)
aws.ec2.RouteTableAssociation("records-private", subnet_id=private.id, route_table_id=way_out.id)
close_names("records", vpc.id)
