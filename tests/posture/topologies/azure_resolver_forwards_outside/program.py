"""A forwarding ruleset sends every name to 8.8.8.8."""

from pulumi_azure_native import dnsresolver, network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
outbound = network.Subnet(
    "ward-dns",
    resource_group_name=rg.name,
    virtual_network_name=phi.vnet.name,
    subnet_name="dns",
    address_prefix="10.60.9.0/28",
    default_outbound_access=False,
    delegations=[{"name": "dns", "service_name": "Microsoft.Network/dnsResolvers"}],
)
resolver = dnsresolver.DnsResolver(
    "ward-resolver", resource_group_name=rg.name, dns_resolver_name="ward-resolver", virtual_network={"id": phi.vnet.id}
)
endpoint = dnsresolver.OutboundEndpoint(
    "ward-outbound",
    resource_group_name=rg.name,
    dns_resolver_name=resolver.name,
    outbound_endpoint_name="out",
    subnet={"id": outbound.id},
)
ruleset = dnsresolver.DnsForwardingRuleset(
    "ward-rules",
    resource_group_name=rg.name,
    dns_forwarding_ruleset_name="ward-rules",
    dns_resolver_outbound_endpoints=[{"id": endpoint.id}],
)
dnsresolver.ForwardingRule(
    "everything",
    resource_group_name=rg.name,
    dns_forwarding_ruleset_name=ruleset.name,
    forwarding_rule_name="everything",
    domain_name=".",
    target_dns_servers=[{"ip_address": "8.8.8.8", "port": 53}],
    forwarding_rule_state="Enabled",
)
dnsresolver.PrivateResolverVirtualNetworkLink(
    "ward-rules",
    resource_group_name=rg.name,
    dns_forwarding_ruleset_name=ruleset.name,
    virtual_network_link_name="ward",
    virtual_network={"id": phi.vnet.id},
)
