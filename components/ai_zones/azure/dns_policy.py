"""DNS security policy: the network's resolver answers an allow-list and nothing else, and logs every question.

Names are a road out even where no route is: a program can send data as questions to a server that its author owns.
Sources: Azure DNS documentation, "DNS security policy" (rules of priority 100 to 65000, lower first; a rule for a domain holds for all names
under it; `.` is every domain; one policy a network, of the network's own region; it binds private names too), "DNS security policy: secure
and view DNS traffic" (log category DnsResponse); Azure REST API, "DNS Resolver Domain Lists" (names end with a dot), "DNS Security Rules".
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import pulumi
from pulumi_azure_native import dnsresolver

from ai_zones.azure import arm
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after
from ai_zones.azure.tags import tags_for
from ai_zones.azure.validation import PlacedInput

POLICY: Final = "Microsoft.Network/dnsResolverPolicies"
DOMAIN_LIST: Final = "Microsoft.Network/dnsResolverDomainLists"
MAX_DOMAINS: Final = 1000
"""Azure DNS documentation, "DNS security policy: Requirements and restrictions": a list takes 1,000 names."""
ALLOW_PRIORITY: Final = 100
BLOCK_PRIORITY: Final = 65000
EVERY_NAME: Final = "."

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


def allow_list(domains: Iterable[str]) -> list[str]:
    """The names as Azure stores them, sorted and once each; ValueError names those that are none or that allow too much.

    `*.example.com` becomes `example.com.`: on Azure every name stands for all under it, itself included.
    """
    names = sorted({domain.lower().removeprefix("*.").rstrip(".") for domain in domains})
    if faults := [f"given {name!r}, {fault}" for name in names if (fault := _fault(name))]:
        raise ValueError("; ".join(faults))
    # A name under one that is listed already changes nothing.
    names = [name for name in names if not any(name.endswith(f".{other}") for other in names)]
    if len(names) > MAX_DOMAINS:
        raise ValueError(f"given {len(names)} names, allowed are {MAX_DOMAINS}; name the domain above them where one party owns all")
    return [f"{name}." for name in names]


def answered_names(domains: Iterable[str]) -> list[str]:
    """`allow_list` of a component's input `allowed_domains`: its faults are said under that name."""
    try:
        return allow_list(domains)
    except ValueError as fault:
        raise ValueError(f"allowed_domains: {fault}") from None


def _fault(name: str) -> str | None:
    labels = name.split(".")
    if len(name) > 253:
        return "a name has at most 253 characters"
    if not all(_LABEL.fullmatch(label) for label in labels):
        return "it must be a DNS name, such as api.example.com or *.example.com"
    if len(labels) < 2:
        return "it would allow a whole top-level domain; name at least two labels, such as *.example.com"
    return None


def build_dns_policy(
    name: str,
    allowed: list[str],
    place: PlacedInput,
    zone: str,
    *,
    virtual_network_id: str,
    log_workspace_id: pulumi.Input[str],
    waits_for: Iterable[pulumi.Resource],
    parent: pulumi.Resource,
) -> tuple[str, pulumi.Resource]:
    """The policy with an allow-list before a block of every name, bound to the network. Returns its id, and the link."""
    policy_name = resource_name(Kind.DNS_RESOLVER_POLICY, name, "dns")
    common: dict[str, Any] = {
        "resource_group_name": place.resource_group_name,
        "location": place.location,
        "tags": tags_for(zone, extra=place.tags),
    }
    policy = dnsresolver.DnsResolverPolicy(child(name, "dns"), dns_resolver_policy_name=policy_name, **common, opts=after(parent))
    policy_id = place.id_of(POLICY, policy_name)

    def listed(label: str, domains: list[str]) -> tuple[str, pulumi.Resource]:
        list_name = resource_name(Kind.DNS_RESOLVER_POLICY, name, label)
        made = dnsresolver.DnsResolverDomainList(
            child(name, label), dns_resolver_domain_list_name=list_name, domains=domains, **common, opts=after(parent)
        )
        return place.id_of(DOMAIN_LIST, list_name), made

    def rule(
        label: str, priority: int, action: dnsresolver.DnsSecurityRuleActionArgs, domains: list[str], list_label: str
    ) -> pulumi.Resource:
        list_id, made = listed(list_label, domains)
        made_rule: pulumi.Resource = dnsresolver.DnsSecurityRule(
            child(name, label),
            dns_security_rule_name=label,
            dns_resolver_policy_name=policy_name,
            action=action,
            priority=priority,
            dns_resolver_domain_lists=[dnsresolver.SubResourceArgs(id=list_id)],
            dns_security_rule_state=dnsresolver.DnsSecurityRuleState.ENABLED,
            **common,
            opts=after(parent, policy, made),
        )
        return made_rule

    rules = []
    if allowed:
        allow = dnsresolver.DnsSecurityRuleActionArgs(action_type=dnsresolver.ActionType.ALLOW)
        rules.append(rule("dns-allow", ALLOW_PRIORITY, allow, allowed, "dns-allowed"))
    block = dnsresolver.DnsSecurityRuleActionArgs(
        action_type=dnsresolver.ActionType.BLOCK, block_response_code=dnsresolver.BlockResponseCode.SERVFAIL
    )
    rules.append(rule("dns-block", BLOCK_PRIORITY, block, [EVERY_NAME], "dns-every-name"))
    logs = diagnose(name, "dns-log", resource_id=policy_id, workspace_id=log_workspace_id, parent=parent, depends_on=[policy])
    link = dnsresolver.DnsResolverPolicyVirtualNetworkLink(
        child(name, "dns-of-network"),
        dns_resolver_policy_name=policy_name,
        dns_resolver_policy_virtual_network_link_name=arm.parse(virtual_network_id).name,
        virtual_network=dnsresolver.SubResourceArgs(id=virtual_network_id),
        **common,
        # A policy that is bound before it has its rules would let every name through.
        opts=after(parent, rules, [logs], list(waits_for)),
    )
    return policy_id, link
