"""A network without a way out, as careful teams repeat it for each zone: subnets in two or more availability zones, one table, logs, closed names.

Sources: Amazon VPC User Guide, "Configure route tables", "Example: VPC for web and database servers"; Amazon Route 53 Developer Guide,
"Getting started with Route 53 Resolver DNS Firewall"; AWS Well-Architected Framework, security pillar, "Protecting networks".
"""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house


@dataclass(frozen=True)
class Network:
    """What others in the program refer to."""

    vpc: aws.ec2.Vpc
    table: aws.ec2.RouteTable
    subnets: list[aws.ec2.Subnet]

    @property
    def subnet_ids(self) -> list[pulumi.Output[str]]:
        """Ids of the subnets, in order of their availability zones."""
        return [subnet.id for subnet in self.subnets]


def closed_network(
    name: str,
    zone: str,
    cidr: str,
    log_key: aws.kms.Key,
    azs: str = "ab",
    names: tuple[str, ...] | None = (),
    opts: pulumi.ResourceOptions | None = None,
    **vpc_inputs: Any,
) -> Network:
    """`cidr` is a /16, such as `10.20.0.0/16`; subnets are its first /24s. `names` are answered by the resolver, and no others; None: something else closes it."""
    vpc = aws.ec2.Vpc(
        name,
        cidr_block=cidr,
        enable_dns_hostnames=True,
        enable_dns_support=True,
        tags={"Name": name, "ai-zone": zone},
        opts=opts,
        **vpc_inputs,
    )
    house.closed_defaults(name, vpc, opts)
    if names is not None:
        house.closed_names(name, vpc.id, names, opts)
    house.flow_logs(name, vpc.id, log_key, opts)
    house.query_logs(name, vpc.id, log_key, opts)
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id, tags={"Name": name}, opts=opts)
    start = ".".join(cidr.split(".")[:2])
    subnets = []
    for index, az in enumerate(azs):
        subnet = aws.ec2.Subnet(
            f"{name}-{az}",
            vpc_id=vpc.id,
            cidr_block=f"{start}.{index}.0/24",
            availability_zone=f"{house.REGION}{az}",
            tags={"Name": f"{name}-{az}"},
            opts=opts,
        )
        aws.ec2.RouteTableAssociation(f"{name}-{az}", subnet_id=subnet.id, route_table_id=table.id, opts=opts)
        subnets.append(subnet)
    return Network(vpc, table, subnets)
