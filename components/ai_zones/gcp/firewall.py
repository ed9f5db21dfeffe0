"""Network firewall policy: everything that may pass is a rule, the rest is denied in both directions and logged.

The policy is asked before any classic firewall rule, so nobody opens what it denies with one. Hierarchical policies of the organization or a
folder come before it.
Sources: Cloud Next Generation Firewall documentation, "Firewall policies" (order of evaluation), "Global network firewall policies", "Firewall
policy rules" (one rule a priority; the implied ones go on), "Firewall Rules Logging"; Cloud Load Balancing, "Health checks overview" (ranges
of probes), "Internal passthrough Network Load Balancer overview"; NIST SP 800-207 section 3.1.2.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_global

EGRESS: Final = "EGRESS"
INGRESS: Final = "INGRESS"
EVERYWHERE: Final = ("0.0.0.0/0", "::/0")
PROBES: Final = ("130.211.0.0/22", "35.191.0.0/16")
"""Health checks, and Google's front ends of external load balancers."""

FIRST_NAMED: Final = 100_000
_NAMED_PLACES: Final = 900_000
DENY_EGRESS: Final = 2_000_000
DENY_INGRESS: Final = 2_000_001


@dataclass(frozen=True)
class PassRule:
    """What may pass. `priority` is its place in the policy, and part of its id: it stays when other rules come and go."""

    label: str
    direction: str
    priority: int
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    ports: tuple[int, ...]
    service_accounts: tuple[str, ...] = ()
    """Whose machines it is for; none: everybody's of the network."""


def named_priorities(names: Iterable[str]) -> dict[str, int]:
    """A place for each named rule that no other name moves, but where two would have the same."""
    taken: dict[int, str] = {}
    for name in sorted(names):
        place = FIRST_NAMED + int(hashlib.sha256(name.encode()).hexdigest(), 16) % _NAMED_PLACES
        while place in taken:
            place += 1
        taken[place] = name
    return {name: place for place, name in taken.items()}


def policy_path(name: str, project: str) -> str:
    """Path of a network's firewall policy."""
    return compute_global(project, "firewallPolicies", resource_name(Kind.COMPUTE, name, "firewall"))


def build_firewall(
    name: str,
    project: str,
    network: str,
    rules: Sequence[PassRule],
    waits_for: Sequence[pulumi.Resource],
    *,
    zone: str,
    parent: pulumi.Resource,
) -> compute.NetworkFirewallPolicyAssociation:
    """The policy, its rules, and then its association: a network is never under a policy that is not whole."""
    policy = compute.NetworkFirewallPolicy(
        child(name, "firewall"),
        name=resource_name(Kind.COMPUTE, name, "firewall"),
        project=project,
        description=f"What may pass in the {zone} zone; all else is denied.",
        opts=after(parent),
    )

    def rule(
        label: str,
        direction: str,
        priority: int,
        action: str,
        sources: Sequence[str],
        destinations: Sequence[str],
        layer4: Sequence[compute.NetworkFirewallPolicyRuleMatchLayer4ConfigArgs],
        service_accounts: Sequence[str] = (),
    ) -> compute.NetworkFirewallPolicyRule:
        return compute.NetworkFirewallPolicyRule(
            child(name, "firewall", label),
            rule_name=resource_name(Kind.COMPUTE, label),
            project=project,
            firewall_policy=resource_name(Kind.COMPUTE, name, "firewall"),
            direction=direction,
            priority=priority,
            action=action,
            enable_logging=True,
            disabled=False,
            target_service_accounts=list(service_accounts) or None,
            match=compute.NetworkFirewallPolicyRuleMatchArgs(
                src_ip_ranges=list(sources) or None, dest_ip_ranges=list(destinations) or None, layer4_configs=list(layer4)
            ),
            opts=after(parent, policy),
        )

    def tcp(ports: Iterable[int]) -> list[compute.NetworkFirewallPolicyRuleMatchLayer4ConfigArgs]:
        return [compute.NetworkFirewallPolicyRuleMatchLayer4ConfigArgs(ip_protocol="tcp", ports=[str(port) for port in sorted(set(ports))])]

    everything = [compute.NetworkFirewallPolicyRuleMatchLayer4ConfigArgs(ip_protocol="all")]
    built = [
        rule(one.label, one.direction, one.priority, "allow", one.sources, one.destinations, tcp(one.ports), one.service_accounts)
        for one in rules
        if one.ports
    ]
    built += [
        rule("deny-egress", EGRESS, DENY_EGRESS, "deny", (), EVERYWHERE, everything),
        rule("deny-ingress", INGRESS, DENY_INGRESS, "deny", EVERYWHERE, (), everything),
    ]
    return compute.NetworkFirewallPolicyAssociation(
        child(name, "firewall", "of-network"),
        name=resource_name(Kind.COMPUTE, name, "firewall"),
        project=project,
        firewall_policy=policy_path(name, project),
        attachment_target=network,
        opts=after(parent, built, waits_for),
    )
