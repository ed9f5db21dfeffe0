"""What programs about stores repeat beside `house`: a network of one zone without any road out, groups for its own addresses, roles of services.

Sources: Amazon VPC User Guide, "Subnets for your VPC", "Security group rules"; IAM User Guide, "Create a role to delegate permissions to an
AWS service".
"""

from dataclasses import dataclass
from typing import Any

import pulumi_aws as aws

from tests.mutation.bases import house


@dataclass(frozen=True)
class Ground:
    """A network of one zone."""

    name: str
    block: str
    vpc: aws.ec2.Vpc
    subnets: list[aws.ec2.Subnet]
    log_key: aws.kms.Key


def ground(name: str, block: str, zone: str = "phi", names: tuple[str, ...] = (), zones: str = "ab") -> Ground:
    """A VPC (a /16) with a subnet in each availability zone, closed names and defaults, flow and query logs."""
    vpc = aws.ec2.Vpc(name, cidr_block=block, enable_dns_hostnames=True, enable_dns_support=True, tags={"Name": name, "ai-zone": zone})
    house.closed_defaults(name, vpc)
    house.closed_names(name, vpc.id, names)
    log_key = house.key(f"{name}-logs", f"logs.{house.REGION}.amazonaws.com", "delivery.logs.amazonaws.com")
    house.flow_logs(name, vpc.id, log_key)
    house.query_logs(name, vpc.id, log_key)
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id)
    subnets = []
    for index, az in enumerate(zones):
        cidr = f"{block.rsplit('.', 2)[0]}.{index}.0/24"
        subnet = aws.ec2.Subnet(f"{name}-{az}", vpc_id=vpc.id, cidr_block=cidr, availability_zone=f"{house.REGION}{az}")
        aws.ec2.RouteTableAssociation(f"{name}-{az}", subnet_id=subnet.id, route_table_id=table.id)
        subnets.append(subnet)
    return Ground(name, block, vpc, subnets, log_key)


def within(place: Ground, name: str, *ports: int) -> aws.ec2.SecurityGroup:
    """Answers its own network on the ports, and opens nothing."""
    return aws.ec2.SecurityGroup(
        name,
        name=name,
        description=f"{name} from its own network",
        vpc_id=place.vpc.id,
        ingress=[
            {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": [place.block], "description": "Own network"}
            for port in ports
        ],
    )


def acting(name: str, service: str, *statements: dict[str, Any]) -> aws.iam.Role:
    """A role of one service of AWS, with what it may do."""
    role = aws.iam.Role(name, name=name, assume_role_policy=house.trust(service))
    aws.iam.RolePolicy(name, name=name, role=role.name, policy=house.document(*statements))
    return role


def may(actions: list[str], resources: list[str] | str) -> dict[str, Any]:
    """An Allow on resources of the account."""
    return {
        "Effect": "Allow",
        "Action": actions,
        "Resource": resources,
        "Condition": {"StringEquals": {"aws:ResourceAccount": house.ACCOUNT}},
    }
