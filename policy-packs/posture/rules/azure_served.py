"""Parts on Azure that stand in no network, and the networks and machines that they serve.

A DNS security policy, a private DNS zone, a ruleset serve the networks that are linked to them; a list of domains the networks of the policies
that use it; an application security group and a policy of service endpoints the parts that name them; a network watcher what its flow logs
watch.
Sources: Azure DNS documentation, "DNS security policy" (links, rules, domain lists), "What is a virtual network link?", "Azure DNS Private
Resolver: endpoints and rulesets"; Azure Virtual Network, "Application security groups" (its interfaces are all of one network), "Virtual network
service endpoint policies"; Network Watcher, "Virtual network flow logs".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.look import Look
from posture.rules.neighbours import users

_POLICY: Final = az("dnsresolver:DnsResolverPolicy")
_RULE: Final = az("dnsresolver:DnsSecurityRule")
_LIST: Final = az("dnsresolver:DnsResolverDomainList")
_RULESET: Final = az("dnsresolver:DnsForwardingRuleset")
_PRIVATE_ZONE: Final = az("privatedns:PrivateZone")
_WATCHER: Final = az("network:NetworkWatcher")
_NAMED: Final = az("network:ApplicationSecurityGroup", "network:ServiceEndpointPolicy")
_LINKS: Final = {
    _POLICY: (az("dnsresolver:DnsResolverPolicyVirtualNetworkLink"), "dnsResolverPolicyName", "virtualNetwork"),
    _RULESET: (az("dnsresolver:PrivateResolverVirtualNetworkLink"), "dnsForwardingRulesetName", "virtualNetwork"),
    _PRIVATE_ZONE: (az("privatedns:VirtualNetworkLink"), "privateZoneName", "virtualNetwork"),
    _WATCHER: (az("network:FlowLog"), "networkWatcherName", "targetResourceId"),
}
"""Part → what joins it to somebody, its property that names the part, and the one that names whom it serves."""

SERVING: Final = (*_POLICY, *_RULE, *_LIST, *_RULESET, *_PRIVATE_ZONE, *_WATCHER, *_NAMED)
"""Types of such parts."""
JOINING: Final = tuple(token for links, _, _ in _LINKS.values() for token in links)
"""What joins them to whom they serve: it belongs to both."""


def served(look: Look) -> list[Look]:
    """Whom a part serves: networks, interfaces, endpoints of the stack."""
    return list({one.urn: one for one in _served(look)}.values())


def _served(look: Look) -> Iterator[Look]:
    kind = look.resource.type
    for tokens, (links, part, whom) in _LINKS.items():
        if kind in tokens:
            for link in look.companions(links, part, tokens):
                yield from link.targets(whom)
    if kind in _RULE:
        for policy in look.targets("dnsResolverPolicyName", _POLICY):
            yield from _served(policy)
    elif kind in _LIST:
        for user in users(look):
            if user.resource.type in _RULE:
                yield from _served(user)
    elif kind in _NAMED:
        yield from users(look)
