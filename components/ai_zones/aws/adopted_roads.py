"""The roads of a network that stands already: subnets, tables, which table each subnet follows, filters and gateways.

A route table that is read lists all its routes, so no road through it is out of sight. Which table a subnet follows stands in neither: the
association is adopted too, by subnet and table, and AWS refuses a pair that is not associated.
Sources: Amazon VPC User Guide, "Subnet route tables" (the main table serves subnets without an association);
Pulumi Registry, aws.ec2.RouteTableAssociation, "Import" (`<subnet id>/<route table id>`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import ec2

from ai_zones.aws.adopted import Adopter, joined


@dataclass(frozen=True)
class Roads:
    """Ids of what stands. Labels are the caller's own words."""

    vpc_id: pulumi.Input[str]
    subnets: Mapping[str, pulumi.Input[str]]
    tables: Mapping[str, pulumi.Input[str]]
    follows: Mapping[str, str]
    """Label of a subnet → label of its table."""
    acls: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    groups: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    nat_gateways: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    internet_gateway: pulumi.Input[str] | None = None

    def faults(self) -> Iterator[str]:
        """What is missing: a subnet whose table nobody knows has roads out of sight."""
        for subnet, table in self.follows.items():
            if subnet not in self.subnets:
                yield f"subnet_route_tables.{subnet}: is no subnet; there are {', '.join(sorted(self.subnets))}"
            if table not in self.tables:
                yield f"subnet_route_tables.{subnet}: given {table!r}, must be one of route_table_ids: {', '.join(sorted(self.tables)) or 'none'}"
        for subnet in sorted(set(self.subnets) - set(self.follows)):
            yield f"subnet_route_tables: must name the table that {subnet} follows; associate it with one if it follows the main table"


@dataclass(frozen=True)
class AdoptedRoads:
    """What was taken in, by label."""

    vpc: ec2.Vpc
    subnets: dict[str, ec2.Subnet]
    tables: dict[str, ec2.RouteTable]
    groups: dict[str, ec2.SecurityGroup]


def adopt_roads(adopter: Adopter, roads: Roads) -> AdoptedRoads:
    """Takes in everything that decides where packets go."""
    vpc = adopter.take(ec2.Vpc, roads.vpc_id, "vpc")
    subnets = adopter.take_all(ec2.Subnet, roads.subnets, "subnet")
    tables = adopter.take_all(ec2.RouteTable, roads.tables, "routes")
    for subnet, table in roads.follows.items():
        adopter.take(ec2.RouteTableAssociation, joined(roads.subnets[subnet], "/", roads.tables[table]), "follows", subnet)
    adopter.take_all(ec2.NetworkAcl, roads.acls, "acl")
    groups = adopter.take_all(ec2.SecurityGroup, roads.groups, "group")
    adopter.take_all(ec2.NatGateway, roads.nat_gateways, "nat")
    if roads.internet_gateway is not None:
        adopter.take(ec2.InternetGateway, roads.internet_gateway, "internet")
    return AdoptedRoads(vpc, subnets, tables, groups)
