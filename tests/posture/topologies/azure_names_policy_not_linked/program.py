"""The policy blocks every name, and is linked to no network."""

from pulumi_azure_native import dnsresolver

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, names=False)
policy = dnsresolver.DnsResolverPolicy("names", resource_group_name=rg.name, dns_resolver_policy_name="names")
every = dnsresolver.DnsResolverDomainList("every", resource_group_name=rg.name, dns_resolver_domain_list_name="every", domains=["."])
for name, action, priority in (("block", "Block", 100),):
    dnsresolver.DnsSecurityRule(
        name,
        resource_group_name=rg.name,
        dns_resolver_policy_name=policy.name,
        dns_security_rule_name=name,
        priority=priority,
        action={"action_type": action},
        dns_resolver_domain_lists=[{"id": every.id}],
        dns_security_rule_state="Enabled",
    )
