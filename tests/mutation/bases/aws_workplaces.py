"""Networks in which something works: two subnets without a road out, one group for what works there, and the endpoints that it asks.

Sources: Amazon VPC User Guide, "Example: VPC with servers in private subnets and no internet access"; AWS PrivateLink Guide, "Control access to
VPC endpoints using endpoint policies".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi_aws as aws

from tests.mutation.bases import house


@dataclass(frozen=True)
class Workplace:
    """A network of one zone."""

    vpc: aws.ec2.Vpc
    subnets: Sequence[aws.ec2.Subnet]
    table: aws.ec2.RouteTable
    workers: aws.ec2.SecurityGroup
    """Group of what works there: opens connections to the endpoints alone."""
    logs_key: aws.kms.Key


def workplace(
    name: str,
    zone: str,
    second: int,
    endpoints: Mapping[str, Sequence[str]],
    gateways: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {},
) -> Workplace:
    """`10.<second>.0.0/16`. `endpoints`: service to the actions that its policy lets pass; `gateways`: the same with ARNs."""
    block = f"10.{second}.0.0/16"
    logs_key = house.key(f"{name}-logs", f"logs.{house.REGION}.amazonaws.com")
    vpc = aws.ec2.Vpc(name, cidr_block=block, enable_dns_hostnames=True, tags={"ai-zone": zone})
    house.closed_defaults(name, vpc)
    house.closed_names(name, vpc.id, (f"*.{house.REGION}.amazonaws.com.",))
    house.flow_logs(name, vpc.id, logs_key)
    house.query_logs(name, vpc.id, logs_key)
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id)
    subnets = []
    for index, az in enumerate("ab"):
        subnet = aws.ec2.Subnet(
            f"{name}-{az}", vpc_id=vpc.id, cidr_block=f"10.{second}.{index}.0/24", availability_zone=f"{house.REGION}{az}"
        )
        aws.ec2.RouteTableAssociation(f"{name}-{az}", subnet_id=subnet.id, route_table_id=table.id)
        subnets.append(subnet)
    https = {"protocol": "tcp", "from_port": 443, "to_port": 443}
    to_s3 = [{**https, "prefix_list_ids": ["pl-6da54004"]}] if "s3" in gateways else []
    workers = aws.ec2.SecurityGroup(
        f"{name}-workers", vpc_id=vpc.id, description="What works here", egress=[{**https, "cidr_blocks": [block]}, *to_s3]
    )
    if endpoints:
        doors = aws.ec2.SecurityGroup(
            f"{name}-endpoints",
            vpc_id=vpc.id,
            description="Endpoints of AWS services",
            ingress=[{**https, "security_groups": [workers.id]}],
        )
    for service, actions in endpoints.items():
        aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc.id,
            vpc_endpoint_type="Interface",
            service_name=f"com.amazonaws.{house.REGION}.{service}",
            subnet_ids=[subnet.id for subnet in subnets],
            security_group_ids=[doors.id],
            private_dns_enabled=True,
            policy=house.endpoint_policy(*actions),
        )
    for service, (actions, arns) in gateways.items():
        aws.ec2.VpcEndpoint(
            f"{name}-{service}",
            vpc_id=vpc.id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{house.REGION}.{service}",
            route_table_ids=[table.id],
            policy=house.endpoint_policy(*actions, resource=list(arns)),
        )
    return Workplace(vpc, subnets, table, workers, logs_key)


def role(name: str, service: str, *statements: dict[str, object]) -> aws.iam.Role:
    """A role for one service of this account, with one inline policy."""
    made = aws.iam.Role(name, name=name, assume_role_policy=house.trust(service))
    if statements:
        aws.iam.RolePolicy(name, name="work", role=made.name, policy=house.document(*statements))
    return made


def may(actions: Sequence[str], *resources: str) -> dict[str, object]:
    """Allow these actions on these resources."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def may_work_in_network() -> list[dict[str, object]]:
    """What a service needs to put its network interfaces into ours."""
    return [
        {
            "Effect": "Allow",
            "Action": [
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeDhcpOptions",
            ],
            "Resource": "*",
        },
        {
            "Effect": "Allow",
            "Action": ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
            "Resource": f"arn:aws:ec2:{house.REGION}:{house.ACCOUNT}:*",
        },
    ]


def objects(bucket: str, prefix: str = "") -> str:
    """ARN of the objects of a bucket."""
    return f"arn:aws:s3:::{bucket}/{prefix}*"


def arn(service: str, rest: str) -> str:
    """ARN of something of this account and region."""
    return f"arn:aws:{service}:{house.REGION}:{house.ACCOUNT}:{rest}"
