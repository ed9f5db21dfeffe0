"""People enter by a load balancer of the access network; the PHI network stands apart and has no road to it."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

AZS = ["eu-west-1a", "eu-west-1b"]
phi = aws.ec2.Vpc("phi", cidr_block="10.39.0.0/16", tags={"ai-zone": "phi"})
for i, az in enumerate(AZS):
    aws.ec2.Subnet(f"phi-{i}", vpc_id=phi.id, cidr_block=f"10.39.{i}.0/24", availability_zone=az)
close_names("phi", phi.id)

access = aws.ec2.Vpc("access", cidr_block="10.40.0.0/16", tags={"ai-zone": "access"})
gateway = aws.ec2.InternetGateway("access", vpc_id=access.id)
public = aws.ec2.RouteTable("access-public", vpc_id=access.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
fronts, backs = [], []
for i, az in enumerate(AZS):
    fronts.append(aws.ec2.Subnet(f"access-public-{i}", vpc_id=access.id, cidr_block=f"10.40.{i}.0/24", availability_zone=az))
    aws.ec2.RouteTableAssociation(f"access-public-{i}", subnet_id=fronts[i].id, route_table_id=public.id)
    backs.append(aws.ec2.Subnet(f"access-private-{i}", vpc_id=access.id, cidr_block=f"10.40.{10 + i}.0/24", availability_zone=az))
front = aws.ec2.SecurityGroup(
    "front", vpc_id=access.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]
)
back = aws.ec2.SecurityGroup(
    "back", vpc_id=access.id, ingress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "security_groups": [front.id]}]
)
balancer = aws.lb.LoadBalancer(
    "portal", name="portal", load_balancer_type="application", security_groups=[front.id], subnets=[s.id for s in fronts]
)
group = aws.lb.TargetGroup("portal", name="portal", port=8443, protocol="HTTPS", vpc_id=access.id, target_type="instance")
aws.lb.Listener(
    "portal",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="HTTPS",
    certificate_arn="arn:aws:acm:eu-west-1:111122223333:certificate/0f1c2d3e-aaaa-bbbb-cccc-1234567890ab",
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    default_actions=[{"type": "forward", "target_group_arn": group.arn}],
)
for i, subnet in enumerate(backs):
    host = aws.ec2.Instance(
        f"portal-{i}", ami="ami-0abcdef1234567890", instance_type="c7g.large", subnet_id=subnet.id, vpc_security_group_ids=[back.id]
    )
    aws.lb.TargetGroupAttachment(f"portal-{i}", target_group_arn=group.arn, target_id=host.id, port=8443)
