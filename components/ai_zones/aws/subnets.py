"""Subnets by tier, one in each availability zone, each under a route table of its own.

A subnet without an association follows the main route table, so every subnet here is associated explicitly.
Sources: Amazon VPC User Guide, "Subnet CIDR blocks" (a block is /16 to /28), "Route table concepts" (main route table, local route).
"""

import ipaddress
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from ai_zones.aws.naming import child
from ai_zones.aws.tags import tags_for
from ai_zones.plan.addressing import PRIVATE
from ai_zones.plan.names import Tier

LARGEST_PREFIX = 16
SMALLEST_PREFIX = 28


ZoneRanges = Mapping[str, ipaddress.IPv4Network]
"""Availability zone → range."""


@dataclass(frozen=True)
class SubnetSpec:
    """One subnet to build."""

    tier: Tier
    availability_zone: str
    cidr: ipaddress.IPv4Network


def lay_out(
    region: str, network: ipaddress.IPv4Network, tiers: Mapping[Tier, ZoneRanges], *, single_zone: bool = False
) -> list[SubnetSpec]:
    """Subnets of a network in a stable order; ValueError lists every range that AWS would refuse or that would fail open.

    With `single_zone` every tier stands in the same one availability zone, but databases still in two.
    """
    specs = [SubnetSpec(tier, zone, cidr) for tier, ranges in sorted(tiers.items()) for zone, cidr in sorted(ranges.items())]
    if faults := [
        *_network_faults(network),
        *(_one_zone_faults(region, tiers) if single_zone else _zone_faults(region, tiers)),
        *_range_faults(network, specs),
    ]:
        raise ValueError("; ".join(faults))
    return specs


def _network_faults(network: ipaddress.IPv4Network) -> list[str]:
    faults = []
    if not LARGEST_PREFIX <= network.prefixlen <= SMALLEST_PREFIX:
        faults.append(f"cidr: given {network}, a VPC's range is /{LARGEST_PREFIX} to /{SMALLEST_PREFIX}")
    if not any(network.subnet_of(private) for private in PRIVATE):
        faults.append(f"cidr: given {network}, allowed are ranges in {', '.join(map(str, PRIVATE))}")
    return faults


def _zone_faults(region: str, tiers: Mapping[Tier, ZoneRanges]) -> list[str]:
    faults = []
    expected = sorted({zone for ranges in tiers.values() for zone in ranges})
    for tier, ranges in sorted(tiers.items()):
        if len(ranges) < 2:
            faults.append(f"{tier}_subnets: given {len(ranges)} availability zone(s), at least two are needed to survive the loss of one")
        if sorted(ranges) != expected:
            faults.append(
                f"{tier}_subnets: given {', '.join(sorted(ranges)) or 'none'}, every tier needs the same zones: {', '.join(expected)}"
            )
    if foreign := [zone for zone in expected if not zone.startswith(region)]:
        faults.append(f"availability zones: given {', '.join(foreign)}, allowed are those of {region}")
    return faults


def _one_zone_faults(region: str, tiers: Mapping[Tier, ZoneRanges]) -> list[str]:
    """Source: Amazon RDS User Guide, "Working with DB subnet groups": subnets in at least two availability zones, for one instance too."""
    first = sorted(tiers[Tier.WORKLOAD])[:1]
    apart = {tier: ranges for tier, ranges in sorted(tiers.items()) if tier is not Tier.DATABASE and sorted(ranges) != first}
    faults = [
        f"{tier}_subnets: given {', '.join(sorted(ranges)) or 'none'}, with single_availability_zone allowed is one, the same in every tier"
        for tier, ranges in apart.items()
    ]
    databases = tiers.get(Tier.DATABASE)
    if databases is not None and (len(databases) < 2 or not set(first) <= set(databases)):
        faults.append(
            f"{Tier.DATABASE}_subnets: given {', '.join(sorted(databases))}, AWS asks for two availability zones or more even for one"
            f" instance; {', '.join(first)} must be among them"
        )
    if foreign := sorted({zone for ranges in tiers.values() for zone in ranges if not zone.startswith(region)}):
        faults.append(f"availability zones: given {', '.join(foreign)}, allowed are those of {region}")
    return faults


def _range_faults(network: ipaddress.IPv4Network, specs: list[SubnetSpec]) -> list[str]:
    faults = []
    for spec in specs:
        place = f"{spec.tier}_subnets.{spec.availability_zone}"
        if not spec.cidr.subnet_of(network):
            faults.append(f"{place}: given {spec.cidr}, it must lie inside the VPC's range {network}")
        if spec.cidr.prefixlen > SMALLEST_PREFIX:
            faults.append(f"{place}: given {spec.cidr}, the smallest subnet is /{SMALLEST_PREFIX}")
    for first, second in itertools.combinations(specs, 2):
        if first.cidr.overlaps(second.cidr):
            faults.append(
                f"{second.tier}_subnets.{second.availability_zone}: given {second.cidr}, it overlaps {first.cidr} "
                f"of {first.tier}_subnets.{first.availability_zone}"
            )
    return faults


def ranges_of(specs: list[SubnetSpec], tier: Tier) -> list[ipaddress.IPv4Network]:
    """The tier's ranges, adjacent ones joined: exactly the same addresses in the fewest filter rules."""
    return list(ipaddress.collapse_addresses(spec.cidr for spec in specs if spec.tier is tier))


@dataclass(frozen=True)
class Subnets:
    """What was built, by tier and availability zone."""

    ids: dict[Tier, dict[str, pulumi.Output[str]]]
    route_table_ids: dict[Tier, dict[str, pulumi.Output[str]]]
    """Table that each subnet follows; zones of one tier share a table unless the tier was named in `table_per_zone`."""


def build_subnets(
    name: str,
    specs: list[SubnetSpec],
    *,
    zone: str,
    vpc_id: pulumi.Input[str],
    table_per_zone: frozenset[Tier] = frozenset(),
    routes_apart: frozenset[Tier] = frozenset(),
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> Subnets:
    """Subnets, their route tables and the associations between them.

    A tier in `table_per_zone` gets one table for each availability zone, whose routes are separate resources added by the caller.
    Any other tier gets one table with no route but `local`; routes added by hand are removed at the next update. So would be a separate
    resource's: a tier in `routes_apart` gets its one table without that.
    Source: Pulumi Registry, aws.ec2.RouteTable (inline routes and separate ones of the same table overwrite each other).
    """
    built = Subnets(ids={}, route_table_ids={})
    opts = pulumi.ResourceOptions(parent=parent)
    shared: dict[Tier, pulumi.Output[str]] = {}
    for spec in specs:
        label = child(name, spec.tier, spec.availability_zone)
        subnet = ec2.Subnet(
            child(name, "subnet", spec.tier, spec.availability_zone),
            vpc_id=vpc_id,
            availability_zone=spec.availability_zone,
            cidr_block=str(spec.cidr),
            map_public_ip_on_launch=False,
            assign_ipv6_address_on_creation=False,
            tags=tags_for(zone, label, extra=extra_tags),
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        )
        if spec.tier in table_per_zone:
            table_id = ec2.RouteTable(
                child(name, "routes", spec.tier, spec.availability_zone),
                vpc_id=vpc_id,
                tags=tags_for(zone, label, extra=extra_tags),
                opts=opts,
            ).id
        elif spec.tier in shared:
            table_id = shared[spec.tier]
        else:
            table_id = shared[spec.tier] = ec2.RouteTable(
                child(name, "routes", spec.tier),
                vpc_id=vpc_id,
                routes=None if spec.tier in routes_apart else [],
                propagating_vgws=[],
                tags=tags_for(zone, child(name, spec.tier), extra=extra_tags),
                opts=opts,
            ).id
        ec2.RouteTableAssociation(
            child(name, "routes-of", spec.tier, spec.availability_zone),
            subnet_id=subnet.id,
            route_table_id=table_id,
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        )
        built.ids.setdefault(spec.tier, {})[spec.availability_zone] = subnet.id
        built.route_table_ids.setdefault(spec.tier, {})[spec.availability_zone] = table_id
    return built
