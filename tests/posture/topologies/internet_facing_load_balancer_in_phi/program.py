"""The portal's load balancer stands in the PHI network."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("ehr", cidr_block="10.41.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("ehr-igw", vpc_id=vpc.id)
public = aws.ec2.RouteTable("ehr-public", vpc_id=vpc.id)
aws.ec2.Route("ehr-public", route_table_id=public.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
fronts = []
for i, z in enumerate("ab"):
    subnet = aws.ec2.Subnet(f"ehr-public-{z}", vpc_id=vpc.id, cidr_block=f"10.41.{i}.0/24", availability_zone=f"eu-west-1{z}")
    aws.ec2.RouteTableAssociation(f"ehr-public-{z}", subnet_id=subnet.id, route_table_id=public.id)
    aws.ec2.Subnet(f"ehr-private-{z}", vpc_id=vpc.id, cidr_block=f"10.41.{10 + i}.0/24", availability_zone=f"eu-west-1{z}")
    fronts.append(subnet.id)
open_https = aws.ec2.SecurityGroup(
    "ehr-front", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]
)
aws.lb.LoadBalancer("ehr-portal", internal=False, load_balancer_type="application", subnets=fronts, security_groups=[open_https.id])
close_names("ehr", vpc.id)
