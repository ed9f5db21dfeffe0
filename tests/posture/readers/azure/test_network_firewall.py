"""Azure Firewall: where it stands, what passes, whom it lets in; inspection of the egress zone."""

from typing import Any

import pytest

from posture.approved import Asserted
from tests.posture.readers.azure.networks import T1, T3, T4, THEIRS, Azure, Made, approving, route


def application(*names: str, action: str = "Allow", **more: Any) -> dict[str, Any]:
    rules = [{"ruleType": "ApplicationRule", "name": "r", "sourceAddresses": ["*"], "targetFqdns": list(names), **more}]
    return {
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "name": "c",
        "priority": 100,
        "action": {"type": action},
        "rules": rules,
    }


def network_rule(*destinations: str, **more: Any) -> dict[str, Any]:
    rules = [
        {
            "ruleType": "NetworkRule",
            "name": "n",
            "sourceAddresses": ["*"],
            "destinationAddresses": list(destinations),
            "destinationPorts": ["443"],
            **more,
        }
    ]
    return {
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "name": "n",
        "priority": 200,
        "action": {"type": "Allow"},
        "rules": rules,
    }


def egress(azure: Azure, *collections: dict[str, Any], hop: Any = "10.9.0.4", policy: dict[str, Any] | None = None) -> tuple[Made, Made]:
    """The egress zone: a firewall with a policy, and a workload whose default route leads to it."""
    azure.records()
    vnet = azure.vnet("egress", "10.9.0.0/16", zone="egress")
    home = azure.subnet("AzureFirewallSubnet", vnet, "10.9.0.0/26")
    made = azure.add("network:FirewallPolicy", "policy", **(policy or {}))
    azure.add(
        "network:FirewallPolicyRuleCollectionGroup", "group", firewallPolicyName="policy", priority=100, ruleCollections=list(collections)
    )
    config = {"name": "ip", "subnet": {"id": home.id}, "publicIPAddress": {"id": azure.public_address("fw-ip").id}}
    firewall = azure.add(
        "network:AzureFirewall", "firewall", outputs={"ip": "10.9.0.4"}, ipConfigurations=[config], firewallPolicy={"id": made.id}
    )
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualAppliance", firewall.out("ip") if hop is None else hop))
    return firewall, azure.subnet("proxy", vnet, "10.9.1.0/24", routeTable={"id": table.id})


def test_names_of_approved_providers_pass(form: str) -> None:
    azure = Azure()
    _, subnet = egress(azure, application("api.openai.com"))
    assert azure.roads(form, subnet) == {"egress": True, "internet": True}
    assert azure.verdict(form, T3) == "proven"


def test_a_firewall_without_rules_lets_nothing_pass(form: str) -> None:
    azure = Azure()
    egress(azure)
    assert azure.verdict(form, T3) == "proven"


@pytest.mark.parametrize(
    "collection",
    [
        application("api.openai.com", "paste.example.com"),
        application("*"),
        application("*.com"),
        application(webCategories=["business"]),
        application(fqdnTags=["WindowsUpdate"]),
        application(targetUrls=["evil.example.com/upload"]),
        network_rule("*"),
        network_rule("0.0.0.0/0"),
        network_rule("203.0.113.0/24"),
        network_rule("AzureCloud"),
        network_rule(destinationFqdns=["paste.example.com"]),
    ],
    ids=["name too many", "every name", "suffix", "category", "tag", "url", "any", "all addresses", "addresses", "service tag", "fqdn"],
)
def test_whatever_else_passes_breaks_inspection(form: str, collection: dict[str, Any]) -> None:
    azure = Azure()
    egress(azure, collection)
    assert azure.verdict(form, T3) == "violated"


def test_a_rule_that_denies_lets_nothing_pass(form: str) -> None:
    azure = Azure()
    egress(azure, application("*", action="Deny"), application("api.openai.com"))
    assert azure.verdict(form, T3) == "proven"


def test_network_rules_to_private_addresses_are_no_way_out(form: str) -> None:
    azure = Azure()
    egress(azure, network_rule("10.0.0.0/8"), application("api.openai.com"))
    assert azure.verdict(form, T3) == "proven"


def test_addresses_of_an_ip_group_count(form: str) -> None:
    azure = Azure()
    group = azure.add("network:IpGroup", "addresses", ipAddresses=["0.0.0.0/0"])
    egress(azure, network_rule(destinationIpGroups=[group.id]))
    assert azure.verdict(form, T3) == "violated"


def test_rules_of_a_base_policy_count(form: str) -> None:
    azure = Azure()
    base = azure.add("network:FirewallPolicy", "base")
    azure.add(
        "network:FirewallPolicyRuleCollectionGroup",
        "base-group",
        firewallPolicyName="base",
        priority=100,
        ruleCollections=[application("*")],
    )
    egress(azure, application("api.openai.com"), policy={"basePolicy": {"id": base.id}})
    assert azure.verdict(form, T3) == "violated"


def test_a_base_policy_outside_the_stack_is_unproven(form: str) -> None:
    azure = Azure()
    base = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/firewallPolicies/theirs"
    egress(azure, application("api.openai.com"), policy={"basePolicy": {"id": base}})
    assert azure.verdict(form, T3) == "unproven"


def test_an_address_that_only_the_update_tells_is_told_by_the_firewall(form: str) -> None:
    azure = Azure()
    _, subnet = egress(azure, application("api.openai.com"), hop=None)
    assert azure.roads(form, subnet) == {"egress": True, "internet": True}
    assert azure.verdict(form, T3) == "proven"


def test_a_road_past_the_firewall_breaks_inspection(form: str) -> None:
    azure = Azure()
    egress(azure, application("api.openai.com"))
    vnet = next(made for made in azure.made if made.name == "egress")
    azure.subnet("aside", vnet, "10.9.2.0/24", private=False, defaultOutboundAccess=True)
    assert azure.verdict(form, T3) == "violated"


def test_classic_rules_on_the_firewall_itself_count(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("egress", "10.9.0.0/16", zone="egress")
    home = azure.subnet("AzureFirewallSubnet", vnet, "10.9.0.0/26")
    config = {"name": "ip", "subnet": {"id": home.id}, "publicIPAddress": {"id": azure.public_address("fw-ip").id}}
    collection = {"name": "c", "priority": 100, "action": {"type": "Allow"}, "rules": [{"name": "r", "targetFqdns": ["paste.example.com"]}]}
    azure.add("network:AzureFirewall", "firewall", ipConfigurations=[config], applicationRuleCollections=[collection])
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualAppliance", "10.9.0.4"))
    azure.subnet("proxy", vnet, "10.9.1.0/24", routeTable={"id": table.id})
    assert azure.verdict(form, T3) == "violated"


def test_a_firewall_without_a_public_address_sends_nothing_out(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("egress", "10.9.0.0/16", zone="egress")
    home = azure.subnet("AzureFirewallSubnet", vnet, "10.9.0.0/26")
    azure.add("network:AzureFirewall", "firewall", ipConfigurations=[{"name": "ip", "subnet": {"id": home.id}}])
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualAppliance", "10.9.0.4"))
    subnet = azure.subnet("proxy", vnet, "10.9.1.0/24", routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"egress": True}


def test_phi_that_leaves_by_an_inspected_road_leaves(form: str) -> None:
    azure = Azure()
    egress(azure, application("api.openai.com"))
    hub = next(made for made in azure.made if made.name == "egress")
    phi = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    azure.peer(phi, hub)
    azure.peer(hub, phi, allowForwardedTraffic=True)
    table = azure.table("rt-phi", route("out", "0.0.0.0/0", "VirtualAppliance", "10.9.0.4"))
    subnet = azure.subnet("records", phi, "10.1.1.0/24", routeTable={"id": table.id})
    assert azure.roads(form, subnet)["internet"] is True
    assert azure.verdict(form, T1) == "violated"


def test_a_firewall_outside_the_stack_that_the_reviewer_does_not_name_is_unproven(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("egress", "10.9.0.0/16", zone="egress")
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualAppliance", "10.200.0.4"))
    azure.subnet("proxy", vnet, "10.9.1.0/24", routeTable={"id": table.id})
    assert azure.verdict(form, T3) == "unproven"


def test_translation_of_what_comes_in_is_a_way_in(form: str) -> None:
    azure = Azure()
    rules = [{"ruleType": "NatRule", "name": "in", "translatedAddress": "10.9.1.10", "translatedPort": "22", "destinationPorts": ["22"]}]
    nat = {
        "ruleCollectionType": "FirewallPolicyNatRuleCollection",
        "name": "nat",
        "priority": 50,
        "action": {"type": "DNAT"},
        "rules": rules,
    }
    _, subnet = egress(azure, nat)
    machine = azure.machine("vm", azure.nic("nic", subnet, privateIPAddress="10.9.1.10"))
    (ports,) = azure.opens(form, "internet", machine)
    assert "22" in ports


def test_nobody_says_which_providers_are_approved(form: str) -> None:
    azure = Azure()
    egress(azure, application("api.openai.com"))
    assert azure.verdict(form, T3, approving(providers={}, providers_stated=False)) == "unproven"


def hub(azure: Azure, *, intent: bool = True, secured: bool = True) -> tuple[Made, Made]:
    """A secured virtual hub with two attached networks."""
    azure.records()
    wan = azure.add("network:VirtualWan", "wan")
    made = azure.add("network:VirtualHub", "hub", virtualWan={"id": wan.id}, addressPrefix="10.200.0.0/23")
    policy = azure.add("network:FirewallPolicy", "policy")
    azure.add(
        "network:FirewallPolicyRuleCollectionGroup",
        "group",
        firewallPolicyName="policy",
        priority=100,
        ruleCollections=[application("api.openai.com")],
    )
    firewall = azure.add(
        "network:AzureFirewall",
        "firewall",
        sku={"name": "AZFW_Hub", "tier": "Premium"},
        virtualHub={"id": made.id},
        firewallPolicy={"id": policy.id},
    )
    if intent:
        policies = [{"name": "all", "destinations": ["Internet", "PrivateTraffic"], "nextHop": firewall.id}]
        azure.add("network:RoutingIntent", "intent", virtualHubName="hub", routingPolicies=policies)
    one, other = azure.vnet("egress", "10.9.0.0/16", zone="egress"), azure.vnet("training", "10.5.0.0/16", zone="training")
    for vnet in (one, other):
        azure.add(
            "network:HubVirtualNetworkConnection",
            f"attach-{vnet.name}",
            virtualHubName="hub",
            remoteVirtualNetwork={"id": vnet.id},
            enableInternetSecurity=secured,
        )
    return azure.subnet("proxy", one, "10.9.1.0/24"), azure.subnet("jobs", other, "10.5.1.0/24")


def test_a_virtual_hub_joins_what_is_attached_to_it(form: str) -> None:
    azure = Azure()
    proxy, _ = hub(azure, intent=False)
    assert azure.roads(form, proxy) == {"egress": True, "training": True}


def test_routing_intent_sends_everything_through_the_hubs_firewall(form: str) -> None:
    azure = Azure()
    proxy, _ = hub(azure)
    assert azure.roads(form, proxy) == {"egress": True, "internet": True}
    group = next(made for made in azure.made if made.name == "group")
    group.inputs["ruleCollections"] = [network_rule("10.0.0.0/8")]
    assert "training" in azure.roads(form, proxy)


def test_a_hubs_default_route_reaches_no_network_that_declines_it(form: str) -> None:
    azure = Azure()
    proxy, _ = hub(azure, secured=False)
    assert "internet" not in azure.roads(form, proxy)


def test_an_inspected_hub_holds_for_egress(form: str) -> None:
    azure = Azure()
    hub(azure)
    azure.made = [made for made in azure.made if made.name not in ("attach-training", "jobs", "training")]
    assert azure.verdict(form, T3) == "proven"


def test_a_network_in_a_table_of_its_own_reaches_what_the_table_is_told(form: str) -> None:
    azure = Azure()
    proxy, _ = hub(azure, intent=False)
    alone = azure.add("network:HubRouteTable", "alone", virtualHubName="hub", routes=[])
    attached = next(made for made in azure.made if made.name == "attach-egress")
    attached.inputs["routingConfiguration"] = {"associatedRouteTable": {"id": alone.id}}
    assert azure.roads(form, proxy) == {"egress": True}


def test_a_vpn_site_at_a_hub_is_reached(form: str) -> None:
    azure = Azure()
    proxy, _ = hub(azure, intent=False)
    gateway = azure.add("network:VpnGateway", "vpn", virtualHub={"id": next(m for m in azure.made if m.name == "hub").id})
    site = azure.add("network:VpnSite", "site", ipAddress="203.0.113.9", addressSpace={"addressPrefixes": ["192.168.0.0/24"]})
    azure.add("network:VpnConnection", "tunnel", gatewayName=gateway.name, remoteVpnSite={"id": site.id})
    assert azure.roads(form, proxy)["203.0.113.9"] is True


def test_an_attached_network_of_a_hub_outside_the_stack_is_unproven(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    azure.subnet("records", vnet, "10.1.1.0/24")
    azure.add("network:HubVirtualNetworkConnection", "attach", virtualHubName="theirs", remoteVirtualNetwork={"id": vnet.id})
    assert azure.verdict(form, T1) == "unproven"


@pytest.mark.parametrize(("vouched", "verdict"), [(False, "unproven"), (True, "proven")])
def test_groups_that_others_put_into_an_adopted_policy_are_out_of_sight_unless_the_reviewer_vouches(
    form: str, vouched: bool, verdict: str
) -> None:
    azure = Azure()
    egress(azure, application("api.openai.com"))
    policy = next(made for made in azure.made if made.name == "policy")
    policy.external = True
    asserted = (Asserted(policy.arm),) if vouched else ()
    assert azure.verdict(form, T3, approving(asserted=asserted)) == verdict


@pytest.mark.parametrize(("vouched", "verdict"), [(False, "unproven"), (True, "proven")])
def test_what_else_hangs_at_an_adopted_hub_is_out_of_sight_unless_the_reviewer_vouches(form: str, vouched: bool, verdict: str) -> None:
    azure = Azure()
    azure.records()
    made = azure.add("network:VirtualHub", "hub", addressPrefix="10.200.0.0/23", external=True)
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    azure.subnet("more", vnet, "10.1.1.0/24")
    azure.add("network:HubVirtualNetworkConnection", "attach", virtualHubName="hub", remoteVirtualNetwork={"id": vnet.id})
    asserted = (Asserted(made.arm),) if vouched else ()
    assert azure.verdict(form, T1, approving(asserted=asserted)) == verdict


def spokes(azure: Azure, *collections: dict[str, Any]) -> tuple[Made, Made]:
    """Inference and deidentification as spokes of a hub whose firewall is their only way to each other."""
    azure.records()
    hub_ = azure.vnet("hub", "10.9.0.0/16")
    home = azure.subnet("AzureFirewallSubnet", hub_, "10.9.0.0/26")
    policy = azure.add("network:FirewallPolicy", "policy")
    azure.add(
        "network:FirewallPolicyRuleCollectionGroup", "group", firewallPolicyName="policy", priority=100, ruleCollections=list(collections)
    )
    azure.add("network:AzureFirewall", "fw", ipConfigurations=[{"name": "ip", "subnet": {"id": home.id}}], firewallPolicy={"id": policy.id})
    table = azure.table("rt", route("all", "0.0.0.0/0", "VirtualAppliance", "10.9.0.4"))
    found = []
    for zone, cidr in (("inference", "10.3"), ("deidentification", "10.2")):
        vnet = azure.vnet(zone, f"{cidr}.0.0/16", zone=zone)
        azure.peer(vnet, hub_, allowForwardedTraffic=True)
        azure.peer(hub_, vnet, allowForwardedTraffic=True)
        found.append(azure.subnet(f"{zone}-a", vnet, f"{cidr}.1.0/24", routeTable={"id": table.id}))
    return found[0], found[1]


def test_a_firewall_between_spokes_lets_nothing_pass_that_no_rule_allows(form: str) -> None:
    azure = Azure()
    one, other = spokes(azure, application("api.openai.com"))
    assert azure.opens(form, one, other) == {}
    assert azure.verdict(form, T4) == "proven"


def test_a_network_rule_between_spokes_joins_them(form: str) -> None:
    azure = Azure()
    one, other = spokes(azure, network_rule("10.2.0.0/16", sourceAddresses=["10.3.0.0/16"]))
    assert list(azure.opens(form, one, other).values()) == [True]
    assert azure.opens(form, other, one) == {}
    assert azure.verdict(form, T4) == "violated"  # on every port, as far as the firewall is read


def test_what_comes_back_through_the_firewall_counts(form: str) -> None:
    azure = Azure()
    one, other = spokes(azure, network_rule("10.2.0.0/16", sourceAddresses=["10.3.0.0/16"]))
    (edge,) = [edge for edge in azure.graph(form).edges if (edge.source, edge.target) == (one.urn, other.urn)]
    assert edge.carries_back


def test_a_rule_for_other_spokes_joins_nobody_here(form: str) -> None:
    azure = Azure()
    one, other = spokes(azure, network_rule("10.2.0.0/16", sourceAddresses=["10.77.0.0/16"]))
    assert azure.opens(form, one, other) == {}


def test_the_finding_names_the_group_whose_rule_lets_too_much_pass(form: str) -> None:
    azure = Azure()
    egress(azure, application("paste.example.com"))
    (finding,) = azure.judge(form)[T3].findings
    assert "group" in {(hop.urn or "").rsplit("::", 1)[-1] for hop in finding.path}
    assert "group" not in finding.shown_path
