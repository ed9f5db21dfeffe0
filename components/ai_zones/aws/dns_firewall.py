"""Route 53 Resolver DNS Firewall: the network's resolver answers an allow-list and nothing else.

Names are a road out even where no route is: a program can send data as questions to a server that its author owns.
The firewall fails closed, its association refuses changes, and every question is logged.
Sources: Amazon Route 53 Developer Guide, "Filtering outbound DNS traffic using Resolver DNS Firewall", "Rule settings in DNS Firewall",
"DNS Firewall VPC configuration" (fail open is off), "Managing your own domain lists" (a leading asterisk, letters, digits, hyphens,
255 characters), "Resolver query logging". AWS stores every name with a trailing dot.
"""

import re
from collections.abc import Iterable, Mapping

import pulumi
from pulumi_aws import cloudwatch, route53

from ai_zones.aws.log_groups import Log, build_log_group
from ai_zones.aws.naming import child, dns_suffix_of, physical_name
from ai_zones.aws.tags import tags_for

MAX_RESOLVER_NAME = 64
"""Route 53 Resolver API Reference, "CreateFirewallRuleGroup"."""
MAX_DOMAINS = 1000
"""Route 53 Resolver API Reference, "UpdateFirewallDomains": one call takes 1,000 names; longer lists are imported from a bucket."""
ASSOCIATION_PRIORITY = 101
ALLOW_PRIORITY = 100
BLOCK_PRIORITY = 200
EVERY_NAME = "*."

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

_HOST_OF = {
    "ecr.api": "api.ecr",
    "ecr.dkr": "dkr.ecr",
    "sagemaker.api": "api.sagemaker",
    "sagemaker.runtime": "runtime.sagemaker",
    "s3": "s3",
}
"""Services whose private DNS name is not `<service>.<region>`: AWS PrivateLink Guide and each service's own page."""

_WITH_SUBDOMAINS = ("s3", "ecr.dkr")
"""Buckets and registries are subdomains of the service's name."""


def endpoint_domains(region: str, services: Iterable[str]) -> list[str]:
    """Names under which the region's endpoints of these services are reached, in the vocabulary of `ai_zones.plan.cloud_services`."""
    suffix = dns_suffix_of(region)
    names: set[str] = set()
    for service in services:
        if service == "eks-auth":
            names.add(f"eks-auth.{region}.api.aws")
            continue
        host = f"{_HOST_OF.get(service, service)}.{region}.{suffix}"
        if service != "ecr.dkr":
            names.add(host)
        if service in _WITH_SUBDOMAINS:
            names.add(f"*.{host}")
        if service == "s3":
            names.add(f"*.s3-accesspoint.{region}.{suffix}")
    return sorted(names)


def allow_list(domains: Iterable[str]) -> list[str]:
    """The names in the form that AWS stores, sorted and once each; ValueError names those that are not names or that allow too much."""
    names = sorted({domain.lower().rstrip(".") for domain in domains})
    if faults := [f"given {name!r}, {fault}" for name in names if (fault := _fault(name))]:
        raise ValueError("; ".join(faults))
    if len(names) > MAX_DOMAINS:
        raise ValueError(
            f"given {len(names)} names, allowed are {MAX_DOMAINS}; use a wildcard such as *.example.com where one party owns all"
        )
    return [f"{name}." for name in names]


def _fault(name: str) -> str | None:
    labels = name.removeprefix("*.").split(".")
    if len(name) > 254:
        return "a name has at most 255 characters with its dot"
    if not all(_LABEL.fullmatch(label) for label in labels):
        return "it must be a DNS name, such as api.example.com or *.example.com"
    if len(labels) < 2:
        return "it would allow a whole top-level domain; name at least two labels, such as *.example.com"
    return None


def build_dns_firewall(
    name: str,
    allowed: list[str],
    *,
    zone: str,
    vpc_id: pulumi.Input[str],
    trust_redirection: bool,
    kms_key_arn: pulumi.Input[str],
    retention_days: int,
    deletion_protection: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> cloudwatch.LogGroup:
    """Rule group with the allow-list before a block of every name, bound to the VPC; query log. Returns the query log's group.

    `trust_redirection` judges a CNAME chain by its first name: outside providers stand behind content networks whose names change.
    """
    opts = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)

    def label(*parts: str) -> str:
        return physical_name(name, *parts, limit=MAX_RESOLVER_NAME)

    def tags(*parts: str) -> dict[str, str]:
        return tags_for(zone, child(name, *parts), extra=extra_tags)

    group = route53.ResolverFirewallRuleGroup(child(name, "dns-rules"), name=label("dns"), tags=tags("dns"), opts=opts)
    rules: list[pulumi.Resource] = []
    if allowed:
        allow = route53.ResolverFirewallDomainList(
            child(name, "dns-allowed"), name=label("dns-allowed"), domains=allowed, tags=tags("dns-allowed"), opts=opts
        )
        rules.append(
            route53.ResolverFirewallRule(
                child(name, "dns-allow"),
                name=label("allow"),
                action="ALLOW",
                priority=ALLOW_PRIORITY,
                firewall_domain_list_id=allow.id,
                firewall_domain_redirection_action="TRUST_REDIRECTION_DOMAIN" if trust_redirection else "INSPECT_REDIRECTION_DOMAIN",
                firewall_rule_group_id=group.id,
                opts=opts,
            )
        )
    everything = route53.ResolverFirewallDomainList(
        child(name, "dns-every-name"), name=label("dns-every-name"), domains=[EVERY_NAME], tags=tags("dns-every-name"), opts=opts
    )
    rules.append(
        route53.ResolverFirewallRule(
            child(name, "dns-block"),
            name=label("block"),
            action="BLOCK",
            block_response="NXDOMAIN",
            priority=BLOCK_PRIORITY,
            firewall_domain_list_id=everything.id,
            firewall_rule_group_id=group.id,
            opts=opts,
        )
    )
    route53.ResolverFirewallConfig(
        child(name, "dns-fails-closed"), resource_id=vpc_id, firewall_fail_open="DISABLED", opts=pulumi.ResourceOptions(parent=parent)
    )
    route53.ResolverFirewallRuleGroupAssociation(
        child(name, "dns-rules-of-vpc"),
        name=label("dns"),
        firewall_rule_group_id=group.id,
        vpc_id=vpc_id,
        priority=ASSOCIATION_PRIORITY,
        mutation_protection="ENABLED" if deletion_protection else "DISABLED",
        tags=tags("dns-rules-of-vpc"),
        # A group that is bound before it has its rules would let every name through.
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True, depends_on=rules, protect=deletion_protection),
    )
    log_group = build_log_group(
        name,
        Log.DNS_QUERIES,
        zone=zone,
        kms_key_arn=kms_key_arn,
        retention_days=retention_days,
        deletion_protection=deletion_protection,
        extra_tags=extra_tags,
        parent=parent,
    )
    query_log = route53.ResolverQueryLogConfig(
        child(name, "dns-log"), name=label("dns"), destination_arn=log_group.arn, tags=tags("dns-log"), opts=opts
    )
    route53.ResolverQueryLogConfigAssociation(
        child(name, "dns-log-of-vpc"), resolver_query_log_config_id=query_log.id, resource_id=vpc_id, opts=opts
    )
    return log_group
