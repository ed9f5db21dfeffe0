"""Network security groups: priorities, default rules, prefixes, service tags, application groups, subnet and interface."""

from typing import Any

import pytest

from posture.graph.addresses import AddressSet
from posture.graph.facts import Unreadable
from posture.readers.azure.service_tags import meaning
from tests.posture.readers.azure.networks import T1, T4, THEIRS, Azure, Made, deny_all, rule

OPEN = "all traffic"


def two_networks(azure: Azure, *rules: dict[str, Any], **nsg: Any) -> tuple[Made, Made]:
    """Inference and deidentification, peered; the group stands before deidentification's subnet."""
    one, other = (
        azure.vnet("inference", "10.3.0.0/16", zone="inference"),
        azure.vnet("deidentification", "10.2.0.0/16", zone="deidentification"),
    )
    azure.peer(one, other)
    azure.peer(other, one)
    group = azure.nsg("guard", *rules, **nsg)
    return (
        azure.subnet("asking", one, "10.3.1.0/24"),
        azure.subnet("answering", other, "10.2.1.0/24", networkSecurityGroup={"id": group.id}),
    )


def test_without_a_group_peered_networks_are_open_to_each_other(form: str) -> None:
    azure = Azure()
    one, other = azure.vnet("inference", "10.3.0.0/16"), azure.vnet("deidentification", "10.2.0.0/16", zone="deidentification")
    azure.peer(one, other)
    azure.peer(other, one)
    asking, answering = azure.subnet("asking", one, "10.3.1.0/24"), azure.subnet("answering", other, "10.2.1.0/24")
    assert list(azure.opens(form, asking, answering).values()) == [True]


def test_the_default_rules_let_peered_networks_in(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure)
    assert list(azure.opens(form, asking, answering).values()) == [True]
    assert azure.verdict(form, T4) == "violated"


def test_an_explicit_deny_stands_before_the_default_rules(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, *deny_all())
    assert azure.opens(form, asking, answering) == {}
    assert azure.verdict(form, T4) == "proven"


def test_the_lowest_number_decides(form: str) -> None:
    azure = Azure()
    allow, deny = rule("allow", 200, "Allow", "Inbound", "443"), rule("deny", 100, "Deny", "Inbound", "443")
    asking, answering = two_networks(azure, allow, deny, *deny_all())
    assert azure.opens(form, asking, answering) == {}


def test_a_port_that_is_allowed_before_the_deny_is_open(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "443", "10.3.0.0/16"), *deny_all())
    assert azure.opens(form, asking, answering) == {"tcp 443": True}
    assert azure.verdict(form, T4) == "proven"  # an approved flow of the ceiling


def test_a_port_that_no_flow_approves_breaks_segmentation(form: str) -> None:
    azure = Azure()
    two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22", "10.3.0.0/16"), *deny_all())
    assert azure.verdict(form, T4) == "violated"


def test_a_rule_of_its_own_counts_as_an_inline_one(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, *deny_all())
    azure.add("network:SecurityRule", "ssh", networkSecurityGroupName="guard", **rule("ssh", 100, "Allow", "Inbound", "22", "10.3.0.0/16"))
    assert list(azure.opens(form, asking, answering).values()) == [True]


def test_lists_of_ports_and_prefixes_count_each(form: str) -> None:
    azure = Azure()
    listed = rule("allow", 100, "Allow", "Inbound", "*", ["10.9.0.0/16", "10.3.0.0/16"])
    del listed["destinationPortRange"]
    listed["destinationPortRanges"] = ["22", "8000-8010"]
    asking, answering = two_networks(azure, listed, *deny_all())
    (ports,) = azure.opens(form, asking, answering)
    assert "22" in ports
    assert "8000-8010" in ports


def test_a_rule_for_other_addresses_lets_nobody_in(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22", "10.99.0.0/16"), *deny_all())
    assert azure.opens(form, asking, answering) == {}


def test_a_rule_whose_destination_is_another_subnet_says_nothing_here(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22", "*", "10.2.200.0/24"), *deny_all())
    assert azure.opens(form, asking, answering) == {}


def test_a_rule_for_a_part_of_the_subnet_is_no_pass_and_no_certain_join(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22", "*", "10.2.1.4/32"), *deny_all())
    assert list(azure.opens(form, asking, answering).values()) == [False]
    assert azure.verdict(form, T4) == "unproven"


def test_a_deny_for_a_part_of_the_subnet_closes_nothing(form: str) -> None:
    azure = Azure()
    deny = rule("deny", 100, "Deny", "Inbound", "*", "*", "10.2.1.4/32", "*")
    asking, answering = two_networks(azure, deny)
    assert azure.opens(form, asking, answering) != {}


def test_the_tag_internet_lets_no_peer_in(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22", "Internet"), *deny_all())
    assert azure.opens(form, asking, answering) == {}


def test_the_tag_virtual_network_is_peered_networks_too(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22", "VirtualNetwork"), *deny_all())
    assert list(azure.opens(form, asking, answering).values()) == [True]


def test_a_peer_without_access_is_not_of_the_tag_virtual_network(form: str) -> None:
    azure = Azure()
    one, other = azure.vnet("inference", "10.3.0.0/16"), azure.vnet("deidentification", "10.2.0.0/16", zone="deidentification")
    azure.peer(one, other, allowVirtualNetworkAccess=False)
    azure.peer(other, one, allowVirtualNetworkAccess=False)
    group = azure.nsg("guard", rule("allow", 100, "Allow", "Inbound", "22", "VirtualNetwork"), *deny_all())
    asking = azure.subnet("asking", one, "10.3.1.0/24")
    answering = azure.subnet("answering", other, "10.2.1.0/24", networkSecurityGroup={"id": group.id})
    assert True not in azure.opens(form, asking, answering).values()


def test_the_load_balancers_probe_lets_no_peer_in(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("probe", 100, "Allow", "Inbound", "*", "AzureLoadBalancer"), *deny_all())
    assert azure.opens(form, asking, answering) == {}


def test_a_group_that_denies_everything_out_closes_the_road_to_the_internet(form: str) -> None:
    azure = Azure()
    group = azure.nsg("guard", *deny_all())
    azure.subnet(
        "workload", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True, networkSecurityGroup={"id": group.id}
    )
    assert azure.verdict(form, T1) == "proven"


@pytest.mark.parametrize(
    ("destination", "verdict"),
    [
        ("Internet", "violated"),
        ("*", "violated"),
        ("Storage.WestEurope", "violated"),
        ("AzureCloud", "violated"),
        ("AzureActiveDirectory", "unproven"),
        ("20.40.0.0/16", "violated"),
        ("VirtualNetwork", "proven"),
        ("10.0.0.0/8", "proven"),
        ("AzurePlatformDNS", "proven"),
    ],
)
def test_what_a_group_lets_out_to_a_tag_is_a_way_out_where_there_is_a_road(form: str, destination: str, verdict: str) -> None:
    azure = Azure()
    group = azure.nsg("guard", rule("out", 100, "Allow", "Outbound", "443", "*", destination), *deny_all())
    azure.subnet(
        "workload", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True, networkSecurityGroup={"id": group.id}
    )
    assert azure.verdict(form, T1) == verdict


def test_without_an_explicit_deny_the_default_rule_lets_everything_out(form: str) -> None:
    azure = Azure()
    group = azure.nsg("guard")
    azure.subnet(
        "workload", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True, networkSecurityGroup={"id": group.id}
    )
    assert azure.verdict(form, T1) == "violated"


def test_the_group_of_an_interface_counts_besides_the_subnets(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22"), *deny_all())
    closed = azure.nsg("closed", *deny_all())
    machine = azure.machine("vm", azure.nic("nic", answering, networkSecurityGroup={"id": closed.id}))
    assert azure.opens(form, asking, machine) == {}


def test_an_interface_without_a_group_has_its_subnets_alone(form: str) -> None:
    azure = Azure()
    asking, answering = two_networks(azure, rule("allow", 100, "Allow", "Inbound", "22"), *deny_all())
    machine = azure.machine("vm", azure.nic("nic", answering))
    assert list(azure.opens(form, asking, machine).values()) == [True]


def test_application_groups_name_interfaces(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("mixed", "10.2.0.0/16")
    web = azure.add("network:ApplicationSecurityGroup", "web")
    ask = rule("web", 100, "Allow", "Inbound", "22", None, sourceApplicationSecurityGroups=[{"id": web.id}])
    group = azure.nsg("guard", ask, *deny_all())
    asking = azure.subnet("asking", vnet, "10.2.1.0/24")
    answering = azure.subnet("answering", vnet, "10.2.2.0/24", networkSecurityGroup={"id": group.id})
    member = azure.machine("member", azure.nic("nic-1", asking, applicationSecurityGroups=[{"id": web.id}]), zone="inference")
    stranger = azure.machine("stranger", azure.nic("nic-2", asking), zone="training")
    target = azure.machine("target", azure.nic("nic-3", answering), zone="phi")
    assert list(azure.opens(form, member, target).values()) == [True]
    assert azure.opens(form, stranger, target) == {}


def test_an_application_group_as_destination_names_its_members_alone(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("mixed", "10.2.0.0/16")
    web = azure.add("network:ApplicationSecurityGroup", "web")
    into = rule("web", 100, "Allow", "Inbound", "22", "*", None, destinationApplicationSecurityGroups=[{"id": web.id}])
    group = azure.nsg("guard", into, *deny_all())
    asking, answering = azure.subnet("asking", vnet, "10.2.1.0/24"), azure.subnet("answering", vnet, "10.2.2.0/24")
    asker = azure.machine("asker", azure.nic("nic-0", asking), zone="inference")
    behind = {"networkSecurityGroup": {"id": group.id}}
    member = azure.machine("member", azure.nic("nic-1", answering, applicationSecurityGroups=[{"id": web.id}], **behind), zone="phi")
    other = azure.machine("other", azure.nic("nic-2", answering, **behind), zone="training")
    assert list(azure.opens(form, asker, member).values()) == [True]
    assert azure.opens(form, asker, other) == {}


def test_a_group_outside_the_stack_is_no_pass(form: str) -> None:
    azure = Azure()
    theirs = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/networkSecurityGroups/theirs"
    azure.subnet("workload", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True, networkSecurityGroup={"id": theirs})
    assert azure.verdict(form, T1) == "unproven"


def test_a_rule_with_an_unknown_access_is_said_and_no_pass(form: str) -> None:
    azure = Azure()
    other = azure.add("network:IpGroup", "addresses", outputs={"etag": "Deny"})
    odd = {**rule("odd", 100, "Deny", "Outbound", "*"), "access": other.out("etag")}
    group = azure.nsg("guard", odd, *deny_all(200))
    azure.subnet(
        "workload", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True, networkSecurityGroup={"id": group.id}
    )
    assert azure.verdict("state", T1) == "proven"
    assert azure.verdict("preview", T1) == "unproven"
    assert any("unknown until the update" in fact.reason for fact in azure.facts("preview").of(Unreadable))


def test_the_internet_reaches_a_public_machine_only_where_both_groups_let_it(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("access", zone="access")
    group = azure.nsg("guard", rule("https", 100, "Allow", "Inbound", "443", "Internet"), *deny_all())
    subnet = azure.subnet("front", vnet, networkSecurityGroup={"id": group.id})
    machine = azure.machine("vm", azure.nic("nic", subnet, publicIPAddress={"id": azure.public_address("ip").id}))
    (ports,) = azure.opens(form, "internet", machine)
    assert "443" in ports


def test_the_internet_does_not_reach_a_machine_behind_a_closed_group(form: str) -> None:
    azure = Azure()
    group = azure.nsg("guard", *deny_all())
    subnet = azure.subnet("front", azure.vnet("access", zone="access"), networkSecurityGroup={"id": group.id})
    machine = azure.machine("vm", azure.nic("nic", subnet, publicIPAddress={"id": azure.public_address("ip").id}))
    assert azure.opens(form, "internet", machine) == {}


def test_the_last_default_rule_keeps_the_internet_out(form: str) -> None:
    azure = Azure()
    group = azure.nsg("guard")
    subnet = azure.subnet("front", azure.vnet("access", zone="access"), networkSecurityGroup={"id": group.id})
    machine = azure.machine("vm", azure.nic("nic", subnet, publicIPAddress={"id": azure.public_address("ip").id}))
    assert azure.opens(form, "internet", machine) == {}


@pytest.mark.parametrize(("access", "named"), [(True, True), (False, False)])
def test_the_tag_virtual_network_surely_names_peers_with_access_alone(form: str, access: bool, named: bool) -> None:
    azure = Azure()
    one, other = azure.vnet("one", "10.1.0.0/16"), azure.vnet("other", "10.2.0.0/16")
    azure.peer(one, other, allowVirtualNetworkAccess=access)
    azure.peer(other, one)
    subnet = azure.subnet("a", one, "10.1.1.0/24")
    found = meaning(azure.facts(form), "VirtualNetwork", one.urn, subnet.urn)
    assert found.sure.overlaps(AddressSet.parse("10.2.0.0/16")) is named
    assert (found.sure | found.may).contains(AddressSet.parse("10.2.0.0/16"))


def members_only(azure: Azure) -> Made:
    """A subnet whose group lets an application group out to the internet, and nobody else."""
    member = azure.add("network:ApplicationSecurityGroup", "inspector")
    out = rule("out", 100, "Allow", "Outbound", "443", None, "Internet", sourceApplicationSecurityGroups=[{"id": member.id}])
    into = rule("in", 100, "Allow", "Inbound", "443", "*", None, destinationApplicationSecurityGroups=[{"id": member.id}])
    group = azure.nsg("guard", out, into, *deny_all())
    vnet = azure.vnet("mixed", "10.1.0.0/16", zone="phi")
    azure.subnet("asking", vnet, "10.1.2.0/24")
    return azure.subnet("workload", vnet, "10.1.1.0/24", private=False, defaultOutboundAccess=True, networkSecurityGroup={"id": group.id})


def test_what_members_of_an_application_group_may_is_what_any_workload_may_come_to_do(form: str) -> None:
    azure = Azure()
    members_only(azure)
    assert azure.verdict(form, T1) == "violated"


def test_interfaces_of_today_are_told_apart_by_their_application_groups(form: str) -> None:
    azure = Azure()
    subnet = members_only(azure)
    asking = next(made for made in azure.made if made.name == "asking")
    member = next(made for made in azure.made if made.name == "inspector")
    asker = azure.machine("asker", azure.nic("nic-0", asking), zone="inference")
    inside = azure.machine("inside", azure.nic("nic-1", subnet, applicationSecurityGroups=[{"id": member.id}]), zone="phi")
    aside = azure.machine("aside", azure.nic("nic-2", subnet), zone="training")
    assert list(azure.opens(form, asker, inside).values()) == [True]
    assert azure.opens(form, asker, aside) == {}
