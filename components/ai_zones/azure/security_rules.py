"""Network security groups by flow: one a subnet, with allowed ports alone and an explicit denial of all else, both ways.

Azure's own default rules let every machine of a network reach every other, and the internet; they stand below ours and are never reached.
Rules are inline, so a rule added by hand is removed at the next update. Groups are stateful: answers pass.
Sources: Azure Virtual Network documentation, "Network security groups" (priorities 100 to 4096, lower first; default rules 65000 to 65500),
"Azure platform considerations" (DHCP, DNS and metadata of the host pass unless named); Azure Load Balancer, "Azure Load Balancer health
probes" (probes come from 168.63.129.16, tag AzureLoadBalancer; the client's address is kept, so filters at the programs see it).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after
from ai_zones.azure.tags import tags_for
from ai_zones.azure.validation import PlacedInput

NSG: Final = "Microsoft.Network/networkSecurityGroups"
FIRST_PRIORITY: Final = 100
STEP: Final = 10
LAST_PRIORITY: Final = 4096
PROBE_TAG: Final = "AzureLoadBalancer"
INTERNET_TAG: Final = "Internet"
ANY_PORT: Final = 0


@dataclass(frozen=True, order=True)
class PortFlow:
    """Programs of one subnet may open TCP connections to another on `port`. Filtered at both ends."""

    source: str
    target: str
    port: int


@dataclass(frozen=True, order=True)
class Entry:
    """What may enter a subnet from outside the network's own subnets: a range, or a service tag."""

    target: str
    source: str
    port: int
    """TCP port; `ANY_PORT` for all, which Azure's own probes of a gateway need."""
    label: str
    """Who it is, for the rule's name."""


@dataclass(frozen=True, order=True)
class Exit:
    """What a subnet may reach outside the network's own subnets."""

    source: str
    target: str
    port: int
    label: str
    """Who it is, for the rule's name."""
    only_group_id: str = ""
    """Application security group of the only machines that may. Default: all of the subnet."""


@dataclass(frozen=True, order=True)
class Cluster:
    """Nodes and pods of a Kubernetes cluster: between them everything may pass here, and network policies decide in the cluster.

    Source: Azure Kubernetes Service documentation, "Azure CNI Overlay networking", network security groups (nodes to nodes, nodes to pods and
    pods to pods, on all ports and protocols: packets between pods of two nodes bear the pods' own addresses).
    """

    label: str
    """Subnet of the nodes."""
    pods: str
    """Range of the pods."""


@dataclass(frozen=True)
class Traffic:
    """Everything that may pass in one network."""

    flows: tuple[PortFlow, ...] = ()
    entries: tuple[Entry, ...] = ()
    exits: tuple[Exit, ...] = ()
    clusters: tuple[Cluster, ...] = ()


@dataclass(frozen=True)
class _Rule:
    name: str
    source: str
    target: str
    port: int
    description: str
    only_group_id: str = field(default="")


def _rules(label: str, traffic: Traffic, ranges: Mapping[str, str]) -> tuple[list[_Rule], list[_Rule]]:
    """Rules inwards and outwards of one subnet."""
    inward = [
        _Rule(f"from-{flow.source}-{flow.port}", ranges[flow.source], ranges[label], flow.port, f"{flow.source} to {label} on {flow.port}")
        for flow in sorted(set(traffic.flows))
        if flow.target == label
    ]
    inward += [
        _Rule(
            f"from-{entry.label}-{entry.port or 'any'}",
            entry.source,
            ranges[label],
            entry.port,
            f"{entry.label} to {label} on {entry.port or 'any port'}",
        )
        for entry in sorted(set(traffic.entries))
        if entry.target == label
    ]
    outward = [
        _Rule(f"to-{flow.target}-{flow.port}", ranges[label], ranges[flow.target], flow.port, f"{label} to {flow.target} on {flow.port}")
        for flow in sorted(set(traffic.flows))
        if flow.source == label
    ]
    outward += [
        _Rule(f"to-{way.label}-{way.port}", ranges[label], way.target, way.port, f"{label} to {way.label} on {way.port}", way.only_group_id)
        for way in sorted(set(traffic.exits))
        if way.source == label
    ]
    return inward, outward


def build_security_group(
    name: str,
    label: str,
    place: PlacedInput,
    zone: str,
    traffic: Traffic,
    ranges: Mapping[str, str],
    *,
    parent: pulumi.Resource,
    waits_for: Iterable[pulumi.Resource] = (),
) -> network.NetworkSecurityGroup:
    """The group of one subnet; `ranges` are those of all subnets by label."""
    inward, outward = _rules(label, traffic, ranges)
    rules = [_allowed("Inbound", FIRST_PRIORITY + at * STEP, rule, "in") for at, rule in enumerate(inward)] + [
        _allowed("Outbound", FIRST_PRIORITY + at * STEP, rule, "out") for at, rule in enumerate(outward)
    ]
    for cluster in traffic.clusters:
        if cluster.label == label:
            members = [ranges[label], cluster.pods]
            rules.append(_in_cluster("Inbound", FIRST_PRIORITY + len(inward) * STEP, members, "in"))
            rules.append(_in_cluster("Outbound", FIRST_PRIORITY + len(outward) * STEP, members, "out"))
    rules += [_denial("Inbound", "in"), _denial("Outbound", "out")]
    return network.NetworkSecurityGroup(
        child(name, "filter", label),
        network_security_group_name=security_group_name(name, label),
        resource_group_name=place.resource_group_name,
        location=place.location,
        security_rules=rules,
        tags=tags_for(zone, extra=place.tags),
        opts=after(parent, list(waits_for)),
    )


def security_group_name(name: str, label: str) -> str:
    """Name of the group of one subnet."""
    return resource_name(Kind.NETWORK, name, label)


def _allowed(direction: str, priority: int, rule: _Rule, prefix: str) -> network.SecurityRuleArgs:
    group = rule.only_group_id
    return network.SecurityRuleArgs(
        name=f"{prefix}-{rule.name}",
        description=rule.description,
        direction=direction,
        priority=priority,
        access=network.SecurityRuleAccess.ALLOW,
        protocol=network.SecurityRuleProtocol.TCP,
        source_address_prefix=None if group else rule.source,
        source_application_security_groups=[network.ApplicationSecurityGroupArgs(id=group)] if group else None,
        source_port_range="*",
        destination_address_prefix=rule.target,
        destination_port_range=str(rule.port or "*"),
    )


def _in_cluster(direction: str, priority: int, members: list[str], prefix: str) -> network.SecurityRuleArgs:
    return network.SecurityRuleArgs(
        name=f"{prefix}-cluster",
        description="Nodes and pods of the cluster; its network policies decide",
        direction=direction,
        priority=priority,
        access=network.SecurityRuleAccess.ALLOW,
        protocol=network.SecurityRuleProtocol.ASTERISK,
        source_address_prefixes=members,
        source_port_range="*",
        destination_address_prefixes=members,
        destination_port_range="*",
    )


def _denial(direction: str, prefix: str) -> network.SecurityRuleArgs:
    return network.SecurityRuleArgs(
        name=f"{prefix}-nothing-else",
        description="Nothing else passes",
        direction=direction,
        priority=LAST_PRIORITY,
        access=network.SecurityRuleAccess.DENY,
        protocol=network.SecurityRuleProtocol.ASTERISK,
        source_address_prefix="*",
        source_port_range="*",
        destination_address_prefix="*",
        destination_port_range="*",
    )
