"""DNS security policies (`DnsResolverPolicy`): which names a network may resolve.

Sources: Azure documentation, "DNS security policy" (one policy a network of its own region; rules by priority 100 to 65000; Allow, Block,
Alert; links go before the policy; domain lists end with a period, a period alone is every domain); Azure REST API reference, DNS Resolver
Policies, DNS Security Rules, DNS Resolver Domain Lists, DNS Resolver Policy Virtual Network Links - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Length, Pattern, Properties, Rules
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, GUID_ANSWER, MISSING, network_ref
from simulator.rules.azure_native.dns_resolvers import DOMAIN, DOMAIN_FORM
from simulator.rules.azure_native.ids import below, id_in, last, listed, location, named, own_id, parent, same
from simulator.rules.azure_native.kinds import DNS_POLICY, DNS_POLICY_LINK, DNS_RULE, DOMAIN_LIST, VNET
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.private_dns import NESTED

_POLICY = "Azure documentation, 'DNS security policy'"

policy = Rules(
    DNS_POLICY,
    source=f"Azure REST API reference, DNS Resolver Policies - Create Or Update; {_POLICY}",
    checks=(network_name("dnsResolverPolicyName"),),
    outputs={**GUID_ANSWER, "systemData": {}},
)


@policy.before("delete")
def links_are_gone(action: Action) -> None:
    """'DNS security policy cannot be deleted unless the virtual network links under it are deleted.'"""
    for one in below(action, action.id, DNS_POLICY_LINK):
        action.refuse(NESTED, f"Can not delete resource before nested resources are deleted: {one.id}")


domains = Rules(
    DOMAIN_LIST,
    source=f"Azure REST API reference, DNS Resolver Domain Lists - Create Or Update; {_POLICY}",
    checks=(
        network_name("dnsResolverDomainListName"),
        Length("domains", 1, 100000, source=_POLICY),
        Pattern("domains[*]", DOMAIN, source=_POLICY, saying=f"{DOMAIN_FORM}; subdomains are meant too"),
    ),
    outputs={**GUID_ANSWER, "systemData": {}},
    unordered=("domains",),
)


@domains.check(source=_POLICY, even_unknown=True)
def domains_are_named_once(inputs: Properties) -> Iterator[Fault]:
    """No domain twice."""
    seen: set[str] = set()
    given = inputs.get("domains")
    for i, one in enumerate(given if isinstance(given, list) else []):
        if isinstance(one, str):
            if one.lower() in seen:
                yield f"domains[{i}]", f"{one!r} is given twice"
            seen.add(one.lower())


rule = Rules(
    DNS_RULE,
    source=f"Azure REST API reference, DNS Security Rules - Create Or Update; {_POLICY}",
    checks=(
        network_name("dnsSecurityRuleName"),
        Between("priority", 100, 65000, source=_POLICY),
        choice("action.actionType", "Allow", "Alert", "Block", source=_POLICY),
        choice("action.blockResponseCode", "SERVFAIL", source="Azure REST API reference, DNS Security Rules - Create Or Update"),
        choice("dnsSecurityRuleState", "Enabled", "Disabled", source=_POLICY),
        Length("dnsResolverDomainLists", 1, None, source=_POLICY),
    ),
    references={"dnsResolverDomainLists[*].id": network_ref(DOMAIN_LIST, delete_code="DnsResolverDomainListInUse")},
    outputs={**ANSWER, "systemData": {}},
    defaults={"dnsSecurityRuleState": "Enabled"},
)


@rule.check(source="Azure REST API reference, DNS Security Rules - Create Or Update", even_unknown=True)
def action_is_whole(inputs: Properties) -> Iterator[Fault]:
    """An action has a type; only a block answers with a code."""
    action = inputs.get("action")
    if not isinstance(action, dict):
        return
    kind = action.get("actionType")
    if kind is None:
        yield "action.actionType", "is required"
    elif kind is not UNKNOWN and action.get("blockResponseCode") is not None and not is_(kind, "Block"):
        yield "action.blockResponseCode", f"is only allowed when action.actionType is Block, not {kind}"


@rule.before("create")
@rule.before("update")
def priority_is_free(action: Action) -> None:
    """A policy has one rule of a priority, and lists of its own region."""
    own = own_id(action)
    holder = named(action, parent(own), DNS_POLICY)
    for other in below(action, parent(own), DNS_RULE):
        if not same(other.id, own) and other.outputs.get("priority") == action.inputs.get("priority"):
            action.refuse("Conflict", f"priority {action.inputs.get('priority')} is taken by {last(other.id)} in {parent(own)}")
    for i, one in enumerate(listed(action.inputs.get("dnsResolverDomainLists"))):
        found = named(action, id_in(one), DOMAIN_LIST)
        if found and holder and location(found.outputs.get("location")) != location(holder.outputs.get("location")):
            action.refuse(
                MISSING,
                f"dnsResolverDomainLists[{i}]: {found.id} is in {found.outputs.get('location')}, the policy in {holder.outputs.get('location')}",
            )


link = Rules(
    DNS_POLICY_LINK,
    source=f"Azure REST API reference, DNS Resolver Policy Virtual Network Links - Create Or Update; {_POLICY}",
    checks=(network_name("dnsResolverPolicyVirtualNetworkLinkName"),),
    references={"virtualNetwork.id": network_ref(VNET, delete_code="InUseVirtualNetworkCannotBeDeleted", anywhere=True)},
    outputs={**ANSWER, "systemData": {}},
)


@link.before("create")
def network_obeys_one_policy(action: Action) -> None:
    """'You can link one security policy per VNet', of the policy's own region."""
    own, network = own_id(action), id_in(action.inputs.get("virtualNetwork"))
    holder, vnet = named(action, parent(own), DNS_POLICY), named(action, network, VNET)
    if holder and vnet and location(holder.outputs.get("location")) != location(vnet.outputs.get("location")):
        action.refuse(
            MISSING,
            f"{network} is in {vnet.outputs.get('location')}, the policy in {holder.outputs.get('location')}: both must be in the same region",
        )
    for other in action.find_anywhere(DNS_POLICY_LINK):
        if same(id_in(other.outputs.get("virtualNetwork")), network):
            action.refuse("Conflict", f"virtual network {network} is linked to policy {parent(other.id)} already: one is allowed")
