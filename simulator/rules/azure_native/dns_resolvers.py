"""DNS private resolvers: endpoints in subnets of their own, and rulesets that forward.

Sources: Azure documentation, "What is Azure DNS Private Resolver?" (virtual network, subnet, outbound endpoint and ruleset restrictions),
"Azure DNS Private Resolver endpoints and rulesets"; Azure REST API reference, DNS Resolvers, Inbound Endpoints, Outbound Endpoints, DNS
Forwarding Rulesets, Forwarding Rules, Virtual Network Links - Create Or Update.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Action, Between, Fault, Length, Object, Pattern, Properties, Rules
from simulator.rules.azure_native.addresses import address_in, judge_address, network_of, ranges
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import GUID_ANSWER, MISSING, network_ref, same_place
from simulator.rules.azure_native.ids import below, id_in, last, listed, location, named, own_id, parent, same
from simulator.rules.azure_native.kinds import (
    DNS_RESOLVER,
    FORWARDING_RULE,
    FORWARDING_RULESET,
    INBOUND_ENDPOINT,
    OUTBOUND_ENDPOINT,
    RULESET_LINK,
    SUBNET,
    VNET,
)
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.private_dns import NESTED
from simulator.rules.azure_native.subnets import IN_USE

_WHAT = "Azure documentation, 'What is Azure DNS Private Resolver?'"
_LIMITS = "Azure documentation, 'Azure subscription and service limits', Azure DNS limits"
DELEGATION = "Microsoft.Network/dnsResolvers"
ANSWER: Properties = {**GUID_ANSWER, "systemData": {}}
DOMAIN = r"\.|([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.){1,34}"
"""A fully qualified domain name: it ends with a period; a period alone stands for every name."""
DOMAIN_FORM = "a domain of at most 34 labels that ends with a period, such as contoso.com., or a period alone for every domain"

resolver = Rules(
    DNS_RESOLVER,
    source=f"Azure REST API reference, DNS Resolvers - Create Or Update; {_WHAT}",
    checks=(network_name("dnsResolverName"),),
    references={"virtualNetwork.id": network_ref(VNET, delete_code="InUseVirtualNetworkCannotBeDeleted")},
    outputs={**ANSWER, "dnsResolverState": "Connected"},
)


@resolver.before("create")
def network_has_none(action: Action) -> None:
    """A resolver stands in its network's region, and a network has one."""
    network = id_in(action.inputs.get("virtualNetwork"))
    same_place(action, named(action, network, VNET), "virtualNetwork")
    for other in action.find_anywhere(DNS_RESOLVER):
        if same(id_in(other.outputs.get("virtualNetwork")), network):
            action.refuse("Conflict", f"virtual network {network} has the DNS resolver {other.id} already: one is allowed")


@resolver.before("delete")
def endpoints_are_gone(action: Action) -> None:
    """A resolver can't be deleted before its endpoints."""
    for one in below(action, action.id, INBOUND_ENDPOINT, OUTBOUND_ENDPOINT):
        action.refuse(NESTED, f"Can not delete resource before nested resources are deleted: {one.id}")


inbound = Rules(
    INBOUND_ENDPOINT,
    source=f"Azure REST API reference, Inbound Endpoints - Create Or Update; {_WHAT}",
    checks=(
        network_name("inboundEndpointName"),
        Length("ipConfigurations", 1, 1, source=_WHAT),
        choice("ipConfigurations[*].privateIpAllocationMethod", "Static", "Dynamic", source=_WHAT),
    ),
    references={"ipConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE)},
    outputs=ANSWER,
)

outbound = Rules(
    OUTBOUND_ENDPOINT,
    source=f"Azure REST API reference, Outbound Endpoints - Create Or Update; {_WHAT}",
    checks=(network_name("outboundEndpointName"),),
    references={"subnet.id": network_ref(SUBNET, delete_code=IN_USE)},
    outputs=ANSWER,
)


def _judge_subnet(action: Action, subnet_id: str) -> None:
    own = own_id(action)
    subnet, holder = named(action, subnet_id, SUBNET), named(action, parent(own), DNS_RESOLVER)
    if subnet is None or holder is None:
        return
    vnet = network_of(action, subnet_id)
    if vnet is None or not same(vnet.id, id_in(holder.outputs.get("virtualNetwork"))):
        action.refuse(MISSING, f"subnet {subnet_id} is not in the virtual network of {holder.id}")
    if location(action.inputs.get("location")) != location(holder.outputs.get("location")):
        action.refuse(MISSING, f"an endpoint stands in the region of its resolver, {holder.outputs.get('location')}")
    for block in ranges(subnet.outputs):
        if block.version == 4 and not 24 <= block.prefixlen <= 28:
            action.refuse("InvalidSubnetSize", f"the subnet of a resolver's endpoint has a /28 to a /24, not {block}: {subnet_id}")
    services = [str(one.get("serviceName")) for one in listed(subnet.outputs.get("delegations"))]
    if not any(is_(one, DELEGATION) for one in services):
        action.refuse(
            "SubnetMissingRequiredDelegation",
            f"subnet {subnet_id} must be delegated to {DELEGATION}, not to {', '.join(services) or 'nobody'}",
        )
    for kind in (INBOUND_ENDPOINT, OUTBOUND_ENDPOINT):
        for other in action.find_anywhere(kind):
            if not same(other.id, own) and any(same(one, subnet_id) for one in _subnets(other)):
                action.refuse("SubnetInUse", f"subnet {subnet_id} is used by {other.id}: it can't be shared between endpoints")


def _subnets(endpoint: Object) -> list[str]:
    parts = listed(endpoint.outputs.get("ipConfigurations")) or [endpoint.outputs]
    return [id_in(one.get("subnet")) for one in parts]


@inbound.before("create")
def its_subnet_is_its_own(action: Action) -> None:
    """A delegated subnet of the resolver's network, for this endpoint alone."""
    for one in listed(action.inputs.get("ipConfigurations")):
        _judge_subnet(action, id_in(one.get("subnet")))
        if one.get("privateIpAddress"):
            judge_address(action, id_in(one.get("subnet")), one["privateIpAddress"], "ipConfigurations[0].privateIpAddress")


@outbound.before("create")
def its_subnet_is_its_own_too(action: Action) -> None:
    """The same of outbound endpoints."""
    _judge_subnet(action, id_in(action.inputs.get("subnet")))


@inbound.computes
def listens(action: Action) -> Properties:
    """The address that queries are sent to."""
    used: set[str] = set()
    before = listed((action.old.outputs if action.old else {}).get("ipConfigurations"))
    shown = []
    for i, one in enumerate(listed(action.inputs.get("ipConfigurations"))):
        kept = before[i].get("privateIpAddress") if i < len(before) else None
        address = one.get("privateIpAddress") or kept or address_in(action, id_in(one.get("subnet")), "inbound", used)
        shown.append({"privateIpAllocationMethod": "Dynamic", **one, "privateIpAddress": address})
    return {"ipConfigurations": shown}


ruleset = Rules(
    FORWARDING_RULESET,
    source=f"Azure REST API reference, DNS Forwarding Rulesets - Create Or Update; {_WHAT}",
    checks=(network_name("dnsForwardingRulesetName"), Length("dnsResolverOutboundEndpoints", 1, 2, source=_WHAT)),
    references={"dnsResolverOutboundEndpoints[*].id": network_ref(OUTBOUND_ENDPOINT, delete_code="OutboundEndpointInUse")},
    outputs=ANSWER,
)


@ruleset.before("create")
@ruleset.before("update")
def endpoints_are_near(action: Action) -> None:
    """Outbound endpoints of the ruleset's own region."""
    for i, one in enumerate(listed(action.inputs.get("dnsResolverOutboundEndpoints"))):
        same_place(action, named(action, id_in(one), OUTBOUND_ENDPOINT), f"dnsResolverOutboundEndpoints[{i}]")


@ruleset.before("delete")
def links_are_gone(action: Action) -> None:
    """'A ruleset can't be deleted unless the virtual network links under it are deleted.'"""
    for one in below(action, action.id, RULESET_LINK):
        action.refuse(NESTED, f"Can not delete resource before nested resources are deleted: {one.id}")


rule = Rules(
    FORWARDING_RULE,
    source=f"Azure REST API reference, Forwarding Rules - Create Or Update; {_WHAT}",
    checks=(
        network_name("forwardingRuleName"),
        Pattern("domainName", DOMAIN, source=_WHAT, saying=DOMAIN_FORM),
        Length("targetDnsServers", 1, 6, source=_LIMITS),
        Between("targetDnsServers[*].port", 1, 65535, source="Azure REST API reference, Forwarding Rules - Create Or Update"),
        choice("forwardingRuleState", "Enabled", "Disabled", source=_WHAT),
    ),
    outputs={**{name: value for name, value in ANSWER.items() if name != "resourceGuid"}},
    defaults={"forwardingRuleState": "Enabled"},
)


@rule.check(source=_WHAT)
def servers_are_addresses(inputs: Properties) -> Iterator[Fault]:
    """A DNS server is an address."""
    for i, one in enumerate(listed(inputs.get("targetDnsServers"))):
        try:
            ipaddress.ip_address(str(one.get("ipAddress")))
        except ValueError:
            yield f"targetDnsServers[{i}].ipAddress", f"{one.get('ipAddress')!r} is not the IP address of a DNS server"


@rule.before("create")
@rule.before("update")
def domain_is_free(action: Action) -> None:
    """A ruleset has one rule for a domain."""
    own = own_id(action)
    for other in below(action, parent(own), FORWARDING_RULE):
        if not same(other.id, own) and same(other.outputs.get("domainName"), action.inputs.get("domainName")):
            action.refuse("Conflict", f"domain {action.inputs.get('domainName')} is forwarded by {last(other.id)} already")


@rule.computes
def ports(action: Action) -> Properties:
    """DNS is asked at port 53 unless told otherwise."""
    return {"targetDnsServers": [{"port": 53, **one} for one in listed(action.inputs.get("targetDnsServers"))]}


link = Rules(
    RULESET_LINK,
    source=f"Azure REST API reference, Virtual Network Links - Create Or Update (DNS resolver); {_WHAT}",
    checks=(network_name("virtualNetworkLinkName"),),
    references={"virtualNetwork.id": network_ref(VNET, delete_code="InUseVirtualNetworkCannotBeDeleted", anywhere=True)},
    outputs={name: value for name, value in ANSWER.items() if name != "resourceGuid"},
)


@link.before("create")
def network_follows_one_ruleset(action: Action) -> None:
    """A network of the ruleset's region that follows no other."""
    own, network = own_id(action), id_in(action.inputs.get("virtualNetwork"))
    holder, vnet = named(action, parent(own), FORWARDING_RULESET), named(action, network, VNET)
    if holder and vnet and location(holder.outputs.get("location")) != location(vnet.outputs.get("location")):
        action.refuse(
            MISSING,
            f"{network} is in {vnet.outputs.get('location')}, the ruleset in {holder.outputs.get('location')}: both must be in the same region",
        )
    for other in action.find_anywhere(RULESET_LINK):
        if same(id_in(other.outputs.get("virtualNetwork")), network):
            action.refuse("Conflict", f"virtual network {network} is linked to ruleset {parent(other.id)} already: one is allowed")
