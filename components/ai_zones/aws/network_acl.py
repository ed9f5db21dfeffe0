"""Network ACLs by flow: the second filter, at the subnet's edge.

ACLs are stateless: each flow needs the port one way and the ephemeral ports back. They do not apply inside one subnet, nor to Amazon's DNS,
DHCP, instance metadata, ECS task metadata, time and licence services.
Rules are inline, so a rule added by hand is removed at the next update.
Sources: Amazon VPC User Guide, "Network ACLs", "Ephemeral ports" (load balancers and NAT gateways use 1024-65535),
"Amazon VPC quotas" (20 rules a direction).
"""

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from ai_zones.aws.naming import child
from ai_zones.aws.security_groups import TIER_OF, PortFlow
from ai_zones.aws.tags import tags_for
from ai_zones.plan.names import Tier

EPHEMERAL = (1024, 65535)
RULES_PER_DIRECTION = 20
FIRST_NUMBER = 100
STEP = 10
ANYWHERE = ipaddress.IPv4Network("0.0.0.0/0")

Ranges = Mapping[Tier, Sequence[ipaddress.IPv4Network]]


@dataclass(frozen=True, order=True)
class AclRule:
    """Packets allowed between the subnet and `cidr`; the ports are those of the destination."""

    cidr: ipaddress.IPv4Network
    from_port: int
    to_port: int
    protocol: str = "tcp"


@dataclass(frozen=True)
class AclTable:
    """Everything one tier's ACL allows; the rest is denied by the ACL's last rule, which can't be removed."""

    ingress: tuple[AclRule, ...]
    egress: tuple[AclRule, ...]


@dataclass(frozen=True)
class Passage:
    """Traffic from `source` to addresses outside the network, and back, where it crosses the edge of `through`."""

    source: Tier
    through: Tier
    port: int
    destination: ipaddress.IPv4Network = ANYWHERE


@dataclass(frozen=True)
class Entry:
    """Traffic from addresses outside the network to `target`, and back."""

    target: Tier
    port: int
    source: ipaddress.IPv4Network


def acl_tables(
    ranges: Ranges, flows: Iterable[PortFlow], passages: Iterable[Passage] = (), entries: Iterable[Entry] = ()
) -> dict[Tier, AclTable]:
    """What each tier's ACL allows for these flows, and nothing more; ValueError if a table exceeds the quota."""
    ingress: dict[Tier, set[AclRule]] = {tier: set() for tier in ranges}
    egress: dict[Tier, set[AclRule]] = {tier: set() for tier in ranges}
    for flow in flows:
        source, target = TIER_OF[flow.source], TIER_OF[flow.target]
        for cidr in ranges[target]:
            egress[source].add(AclRule(cidr, flow.port, flow.port, flow.protocol))
            ingress[source].add(AclRule(cidr, *EPHEMERAL, flow.protocol))
        for cidr in ranges[source]:
            ingress[target].add(AclRule(cidr, flow.port, flow.port, flow.protocol))
            egress[target].add(AclRule(cidr, *EPHEMERAL, flow.protocol))
    for passage in passages:
        egress[passage.through].add(AclRule(passage.destination, passage.port, passage.port))
        ingress[passage.through].add(AclRule(passage.destination, *EPHEMERAL))
        if passage.through is not passage.source:
            for cidr in ranges[passage.source]:
                ingress[passage.through].add(AclRule(cidr, passage.port, passage.port))
                egress[passage.through].add(AclRule(cidr, *EPHEMERAL))
    for entry in entries:
        ingress[entry.target].add(AclRule(entry.source, entry.port, entry.port))
        egress[entry.target].add(AclRule(entry.source, *EPHEMERAL))
    tables = {tier: AclTable(_without_shadowed(ingress[tier]), _without_shadowed(egress[tier])) for tier in ranges}
    _check_quota(tables)
    return tables


def _without_shadowed(rules: set[AclRule]) -> tuple[AclRule, ...]:
    """The rules in a stable order, less those that another rule already covers: same effect, fewer of the quota."""

    def covered(rule: AclRule) -> bool:
        return any(
            other != rule
            and other.protocol == rule.protocol
            and rule.cidr.subnet_of(other.cidr)
            and other.from_port <= rule.from_port
            and rule.to_port <= other.to_port
            for other in rules
        )

    return tuple(sorted(rule for rule in rules if not covered(rule)))


def _check_quota(tables: Mapping[Tier, AclTable]) -> None:
    for tier, table in sorted(tables.items()):
        for direction, rules in (("ingress", table.ingress), ("egress", table.egress)):
            if len(rules) > RULES_PER_DIRECTION:
                raise ValueError(
                    f"network ACL of the {tier} tier: given {len(rules)} {direction} rules, AWS allows {RULES_PER_DIRECTION}; "
                    "use fewer ports, or give each tier adjacent ranges, which share rules"
                )


def build_acls(
    name: str,
    tables: Mapping[Tier, AclTable],
    subnet_ids: Mapping[Tier, Mapping[str, pulumi.Output[str]]],
    *,
    zone: str,
    vpc_id: pulumi.Input[str],
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> dict[Tier, ec2.NetworkAcl]:
    """One ACL a tier, over all of the tier's subnets."""
    return {
        tier: ec2.NetworkAcl(
            child(name, "acl", tier),
            vpc_id=vpc_id,
            subnet_ids=list(subnet_ids[tier].values()),
            ingress=[_numbered(at, rule) for at, rule in enumerate(table.ingress)],
            egress=[_numbered(at, rule) for at, rule in enumerate(table.egress)],
            tags=tags_for(zone, child(name, tier), extra=extra_tags),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for tier, table in tables.items()
    }


def _numbered(position: int, rule: AclRule) -> dict[str, str | int]:
    return {
        "rule_no": FIRST_NUMBER + position * STEP,
        "action": "allow",
        "protocol": rule.protocol,
        "cidr_block": str(rule.cidr),
        "from_port": rule.from_port,
        "to_port": rule.to_port,
    }
