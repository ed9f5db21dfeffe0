"""Names: DNS security policies, name servers of networks, forwarding rulesets."""

from typing import Any

import pytest

from tests.posture.readers.azure.networks import T1, T5, THEIRS, Azure, Made


def phi(azure: Azure, **more: Any) -> Made:
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi", **more)
    azure.subnet("records", vnet, "10.1.1.0/24")
    return vnet


def policy_of(azure: Azure, *rules: tuple[int, str, list[str]], vnet: Made, state: str = "Enabled") -> None:
    """A policy with rules (priority, action, names)."""
    azure.add("dnsresolver:DnsResolverPolicy", "policy")
    for number, (priority, action, names) in enumerate(rules):
        listed = azure.add("dnsresolver:DnsResolverDomainList", f"list-{number}", domains=names)
        azure.add(
            "dnsresolver:DnsSecurityRule",
            f"rule-{number}",
            dnsResolverPolicyName="policy",
            priority=priority,
            action={"actionType": action},
            dnsResolverDomainLists=[{"id": listed.id}],
            dnsSecurityRuleState=state,
        )
    azure.add("dnsresolver:DnsResolverPolicyVirtualNetworkLink", "link", dnsResolverPolicyName="policy", virtualNetwork={"id": vnet.id})


def test_azures_own_resolver_answers_every_name(form: str) -> None:
    azure = Azure()
    phi(azure)
    assert azure.verdict(form, T5) == "violated"


def test_an_allow_list_before_a_block_of_every_name_closes_it(form: str) -> None:
    azure = Azure()
    policy_of(azure, (100, "Allow", ["hospital.internal."]), (200, "Block", ["."]), vnet=phi(azure))
    assert azure.verdict(form, T5) == "proven"


@pytest.mark.parametrize(
    "rules",
    [
        [(100, "Allow", ["hospital.internal."])],
        [(100, "Allow", ["."]), (200, "Block", ["."])],
        [(100, "Alert", ["."]), (200, "Block", ["."])],
        [(100, "Allow", ["com."]), (200, "Block", ["."])],
        [(100, "Block", ["bad.example."])],
        [],
    ],
    ids=["no block", "every name allowed", "every name alerted", "a public suffix allowed", "some names blocked", "no rule"],
)
def test_whatever_leaves_names_open_is_a_way_out(form: str, rules: list[tuple[int, str, list[str]]]) -> None:
    azure = Azure()
    policy_of(azure, *rules, vnet=phi(azure))
    assert azure.verdict(form, T5) == "violated"


def test_a_block_that_stands_before_the_allow_list_closes_all(form: str) -> None:
    azure = Azure()
    policy_of(azure, (300, "Allow", ["."]), (200, "Block", ["."]), vnet=phi(azure))
    assert azure.verdict(form, T5) == "proven"


def test_a_disabled_rule_blocks_nothing(form: str) -> None:
    azure = Azure()
    policy_of(azure, (200, "Block", ["."]), vnet=phi(azure), state="Disabled")
    assert azure.verdict(form, T5) == "violated"


def test_a_policy_that_is_linked_elsewhere_closes_nothing(form: str) -> None:
    azure = Azure()
    phi(azure)
    policy_of(azure, (200, "Block", ["."]), vnet=azure.vnet("other", "10.2.0.0/16"))
    assert azure.verdict(form, T5) == "violated"


def test_a_policy_outside_the_stack_is_unproven(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.add("dnsresolver:DnsResolverPolicyVirtualNetworkLink", "link", dnsResolverPolicyName="theirs", virtualNetwork={"id": vnet.id})
    assert azure.verdict(form, T5) == "unproven"


def test_a_public_name_server_is_a_way_out(form: str) -> None:
    azure = Azure()
    vnet = phi(azure, dhcpOptions={"dnsServers": ["8.8.8.8"]})
    azure.closed_names(vnet)
    assert azure.verdict(form, T1) == "violated"


def test_a_private_name_server_that_nobody_shows_is_unproven(form: str) -> None:
    azure = Azure()
    vnet = phi(azure, dhcpOptions={"dnsServers": ["10.77.0.4"]})
    azure.closed_names(vnet)
    assert azure.verdict(form, T1) == "unproven"


@pytest.mark.parametrize(("closed", "verdict"), [(True, "proven"), (False, "violated")])
def test_a_name_server_of_another_network_answers_as_that_network_does(form: str, closed: bool, verdict: str) -> None:
    azure = Azure()
    hub = azure.vnet("hub", "10.9.0.0/16")
    inbound = azure.subnet("inbound", hub, "10.9.1.0/28")
    azure.add("dnsresolver:DnsResolver", "resolver", virtualNetwork={"id": hub.id})
    config = [{"privateIpAddress": "10.9.1.4", "privateIpAllocationMethod": "Static", "subnet": {"id": inbound.id}}]
    azure.add("dnsresolver:InboundEndpoint", "in", dnsResolverName="resolver", ipConfigurations=config)
    azure.closed_names(phi(azure, dhcpOptions={"dnsServers": ["10.9.1.4"]}))
    if closed:
        azure.closed_names(hub)
    assert azure.verdict(form, T5) == verdict


def test_azures_own_address_as_name_server_changes_nothing(form: str) -> None:
    azure = Azure()
    azure.closed_names(phi(azure, dhcpOptions={"dnsServers": ["168.63.129.16"]}))
    assert azure.verdict(form, T5) == "proven"


def forwarding(azure: Azure, vnet: Made, domain: str, address: str, state: str = "Enabled") -> None:
    azure.add("dnsresolver:DnsForwardingRuleset", "ruleset", dnsResolverOutboundEndpoints=[])
    azure.add(
        "dnsresolver:ForwardingRule",
        "forward",
        dnsForwardingRulesetName="ruleset",
        domainName=domain,
        forwardingRuleState=state,
        targetDnsServers=[{"ipAddress": address, "port": 53}],
    )
    azure.add("dnsresolver:PrivateResolverVirtualNetworkLink", "use", dnsForwardingRulesetName="ruleset", virtualNetwork={"id": vnet.id})


def test_a_rule_that_forwards_to_the_internet_is_a_way_out(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    forwarding(azure, vnet, "partner.example.", "203.0.113.53")
    # 203.0.113.0/24 is kept for documentation: nobody's server, and not known to be ours.
    assert azure.verdict(form, T1) == "unproven"
    vnet.inputs["tags"] = {"ai-zone": "phi"}
    next(made for made in azure.made if made.name == "forward").inputs["targetDnsServers"] = [{"ipAddress": "8.8.8.8"}]
    assert azure.verdict(form, T1) == "violated"


def test_a_rule_that_forwards_every_name_past_the_policy_is_no_pass(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    forwarding(azure, vnet, ".", "8.8.8.8")
    assert azure.verdict(form, T5) == "unproven"


def test_a_disabled_rule_forwards_nothing(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    forwarding(azure, vnet, ".", "8.8.8.8", state="Disabled")
    assert azure.verdict(form, T5) == "proven"
    assert azure.verdict(form, T1) == "proven"


def test_a_rule_to_a_server_of_the_stack_is_no_way_out(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    forwarding(azure, vnet, "hospital.internal.", "10.1.1.4")
    assert azure.verdict(form, T1) == "proven"


def test_a_ruleset_of_another_stack_is_said(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    azure.add("dnsresolver:PrivateResolverVirtualNetworkLink", "use", dnsForwardingRulesetName="theirs", virtualNetwork={"id": vnet.id})
    assert azure.verdict(form, T1) == "unproven"


def test_a_private_zone_answers_and_carries_nothing(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    azure.add("privatedns:PrivateZone", "zone", privateZoneName="privatelink.blob.core.windows.net")
    azure.add(
        "privatedns:VirtualNetworkLink",
        "link-of-zone",
        privateZoneName="privatelink.blob.core.windows.net",
        virtualNetwork={"id": vnet.id},
        registrationEnabled=False,
    )
    assert {azure.verdict(form, T1), azure.verdict(form, T5)} == {"proven"}


def test_an_adopted_network_may_be_closed_elsewhere(form: str) -> None:
    azure = Azure()
    azure.vnet("phi", "10.1.0.0/16", zone="phi", external=True)
    assert azure.verdict(form, T5) == "unproven"


def test_a_firewalls_proxy_that_asks_a_public_server_is_a_way_out_for_names(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    home = azure.subnet("AzureFirewallSubnet", vnet, "10.1.250.0/26")
    policy = azure.add("network:FirewallPolicy", "fw-policy", dnsSettings={"enableProxy": True, "servers": ["8.8.8.8"]})
    azure.add("network:AzureFirewall", "fw", ipConfigurations=[{"name": "ip", "subnet": {"id": home.id}}], firewallPolicy={"id": policy.id})
    assert azure.verdict(form, T1) == "violated"


def test_a_link_to_a_network_of_somebody_else_is_said(form: str) -> None:
    azure = Azure()
    vnet = phi(azure)
    azure.closed_names(vnet)
    azure.add(
        "dnsresolver:DnsResolverPolicyVirtualNetworkLink",
        "stray",
        dnsResolverPolicyName="phi-policy",
        virtualNetwork={"id": f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/virtualNetworks/v"},
        tags={"ai-zone": "phi"},
    )
    assert azure.verdict(form, T5) == "unproven"


@pytest.mark.parametrize(
    ("rules", "state", "blamed"),
    [
        ([(100, "Allow", ["a.internal.", "."]), (200, "Block", ["."])], "Enabled", "list-0"),
        ([(100, "Allow", ["a.internal."]), (200, "Block", ["bad.example."])], "Enabled", "list-1"),
        ([(100, "Allow", ["a.internal."]), (200, "Block", ["."])], "Disabled", "rule-1"),
        ([(100, "Allow", ["a.internal."])], "Enabled", "policy"),
    ],
    ids=["too wide", "too narrow", "off", "none"],
)
def test_the_finding_names_what_is_to_be_mended(form: str, rules: list[tuple[int, str, list[str]]], state: str, blamed: str) -> None:
    azure = Azure()
    policy_of(azure, *rules, vnet=phi(azure), state=state)
    (finding,) = azure.judge(form)[T5].findings
    named = [hop.because.urn for hop in finding.path if hop.because is not None]
    assert [urn.rsplit("::", 1)[-1] for urn in named] == [blamed]
