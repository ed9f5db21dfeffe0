"""Private zones, resolvers and DNS security policies; public zones."""

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Made, Subscription

ZONE, LINK, RECORD = "privatedns:PrivateZone", "privatedns:VirtualNetworkLink", "privatedns:PrivateRecordSet"
RESOLVER, INBOUND, OUTBOUND = "dnsresolver:DnsResolver", "dnsresolver:InboundEndpoint", "dnsresolver:OutboundEndpoint"
RULESET, FORWARD, RULESET_LINK = (
    "dnsresolver:DnsForwardingRuleset",
    "dnsresolver:ForwardingRule",
    "dnsresolver:PrivateResolverVirtualNetworkLink",
)
POLICY, RULE, LIST = "dnsresolver:DnsResolverPolicy", "dnsresolver:DnsSecurityRule", "dnsresolver:DnsResolverDomainList"
POLICY_LINK = "dnsresolver:DnsResolverPolicyVirtualNetworkLink"
NAME = "clinic.internal"
IN = {"resourceGroupName": GROUP}
DELEGATED = [{"name": "dns", "serviceName": "Microsoft.Network/dnsResolvers"}]


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    places.group(azure)
    return places.network(azure)


def link(vnet: Made, name: str = "l", zone: str = NAME, **inputs: object) -> dict[str, object]:
    return {
        **IN,
        "privateZoneName": zone,
        "virtualNetworkLinkName": name,
        "location": "global",
        "virtualNetwork": {"id": vnet.id},
        **inputs,
    }


def record(kind: str = "A", name: str = "db", **inputs: object) -> dict[str, object]:
    wanted = {"aRecords": [{"ipv4Address": "10.0.0.9"}]} if kind == "A" else {}
    return {**IN, "privateZoneName": NAME, "recordType": kind, "relativeRecordSetName": name, "ttl": 300, **wanted, **inputs}


# Private zones.


def test_zones_and_links_are_global(azure: Subscription, vnet: Made) -> None:
    assert azure.faults(ZONE, **IN, privateZoneName=NAME, location="westeurope") == [
        "location: must be global for private DNS, not westeurope"
    ]
    assert azure.faults(LINK, **link(vnet, location="West Europe")) != []
    assert azure.faults(ZONE, **IN, privateZoneName=NAME, location="Global") == []


@pytest.mark.parametrize("name", ["internal", "clinic.internal.", "clinic..internal", "-clinic.internal", "a b.internal"])
def test_a_zone_has_two_labels_and_no_period_at_its_end(azure: Subscription, name: str) -> None:
    assert [f.split(":")[0] for f in azure.faults(ZONE, **IN, privateZoneName=name, location="global")] == ["privateZoneName"]


def test_a_network_hears_one_zone_of_a_name(azure: Subscription, vnet: Made) -> None:
    places.private_zone(azure, NAME, vnet)
    azure.refuses("Conflict", LINK, match="already linked", **link(vnet, "again"))
    places.group(azure, "elsewhere")
    places.private_zone(azure, NAME, in_="elsewhere")
    azure.refuses("BadRequest", LINK, match="overlapping namespaces", **link(vnet) | {"resourceGroupName": "elsewhere"})


def test_a_network_registers_in_one_zone(azure: Subscription, vnet: Made) -> None:
    places.private_zone(azure, NAME)
    places.private_zone(azure, "other.internal")
    assert azure.make(LINK, **link(vnet, registrationEnabled=True))["resolutionPolicy"] == "Default"
    azure.refuses("Conflict", LINK, match="registers", **link(vnet, zone="other.internal", registrationEnabled=True))
    azure.make(LINK, **link(vnet, zone="other.internal"))


def test_only_private_link_falls_back_to_the_internet(azure: Subscription, vnet: Made) -> None:
    assert [f.split(":")[0] for f in azure.faults(LINK, **link(vnet, resolutionPolicy="NxDomainRedirect"))] == ["resolutionPolicy"]
    assert azure.faults(LINK, **link(vnet, zone="privatelink.blob.core.windows.net", resolutionPolicy="NxDomainRedirect")) == []


def test_a_zone_stays_while_it_is_linked_and_a_network_takes_its_links_along(azure: Subscription, vnet: Made) -> None:
    zone = places.private_zone(azure, NAME, vnet)
    assert azure.read(zone)[0]["numberOfVirtualNetworkLinks"] == 1
    azure.refuses_delete("CannotDeleteResource", zone)
    azure.delete(vnet)
    azure.delete(zone)


def test_a_network_of_another_subscription_may_be_linked(azure: Subscription, other: Subscription, vnet: Made) -> None:
    places.group(other)
    theirs = places.network(other)
    places.private_zone(azure, NAME)
    assert azure.make(LINK, **link(theirs))["virtualNetworkLinkState"] == "Completed"


def test_a_record_set_holds_its_own_type(azure: Subscription) -> None:
    assert azure.faults(RECORD, **record()) == []
    assert [f.split(":")[0] for f in azure.faults(RECORD, **record("CNAME", aRecords=[{"ipv4Address": "10.0.0.1"}]))] == [
        "aRecords",
        "cnameRecord",
    ]
    assert azure.faults(RECORD, **record(ttl=None) | {"ttl": 0}) != []
    assert [f.split(":")[0] for f in azure.faults(RECORD, **record(aRecords=[{"ipv4Address": "ten"}]))] == ["aRecords[0].ipv4Address"]
    assert [f.split(":")[0] for f in azure.faults(RECORD, **record("CNAME", "@", cnameRecord={"cname": "x.y"}))] == [
        "relativeRecordSetName"
    ]
    assert azure.faults(RECORD, **record("SPF")) != []


def test_nothing_stands_beside_a_cname(azure: Subscription, vnet: Made) -> None:
    places.private_zone(azure, NAME)
    made = azure.make(RECORD, **record())
    assert made["fqdn"] == f"db.{NAME}."
    assert made["type"] == "Microsoft.Network/privateDnsZones/A"
    azure.refuses("Conflict", RECORD, **record("CNAME", cnameRecord={"cname": "x.y"}))
    azure.make(RECORD, **record("TXT", txtRecords=[{"value": ["a"]}]))


# Resolvers.


def resolver(azure: Subscription, vnet: Made) -> Made:
    return azure.make(RESOLVER, **IN, dnsResolverName="resolver", virtualNetwork={"id": vnet.id})


def test_a_network_has_one_resolver_of_its_region(azure: Subscription, vnet: Made) -> None:
    azure.refuses("InvalidResourceReference", RESOLVER, **IN, dnsResolverName="far", virtualNetwork={"id": vnet.id}, location="northeurope")
    resolver(azure, vnet)
    azure.refuses("Conflict", RESOLVER, **IN, dnsResolverName="second", virtualNetwork={"id": vnet.id})
    azure.refuses_delete("InUseVirtualNetworkCannotBeDeleted", vnet)


def outbound(place: Made, name: str = "out") -> dict[str, object]:
    return {**IN, "dnsResolverName": "resolver", "outboundEndpointName": name, "subnet": {"id": place.id}}


def inbound(place: Made, name: str = "in", **configuration: object) -> dict[str, object]:
    parts = [{"subnet": {"id": place.id}, **configuration}]
    return {**IN, "dnsResolverName": "resolver", "inboundEndpointName": name, "ipConfigurations": parts}


def test_endpoints_stand_in_delegated_subnets_of_16_to_256_addresses(azure: Subscription, vnet: Made) -> None:
    resolver(azure, vnet)
    plain = places.subnet(azure, vnet, "plain", "10.0.1.0/28")
    azure.refuses("SubnetMissingRequiredDelegation", OUTBOUND, **outbound(plain))
    small = places.subnet(azure, vnet, "small", "10.0.2.0/29", delegations=DELEGATED)
    azure.refuses("InvalidSubnetSize", INBOUND, **inbound(small))
    large = places.subnet(azure, vnet, "large", "10.0.4.0/23", delegations=DELEGATED)
    azure.refuses("InvalidSubnetSize", OUTBOUND, **outbound(large))


def test_an_endpoint_has_its_subnet_to_itself_and_an_address_there(azure: Subscription, vnet: Made) -> None:
    holder = resolver(azure, vnet)
    place = places.subnet(azure, vnet, "dns", "10.0.1.0/28", delegations=DELEGATED)
    made = azure.make(INBOUND, **inbound(place))
    assert made["ipConfigurations"][0]["privateIpAddress"].startswith("10.0.1.")
    azure.refuses("SubnetInUse", OUTBOUND, **outbound(place))
    azure.refuses_delete("CannotDeleteResource", holder)
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place)


def test_an_endpoint_stands_in_its_resolvers_network(azure: Subscription, vnet: Made) -> None:
    resolver(azure, vnet)
    elsewhere = places.network(azure, "second", "10.1.0.0/16")
    place = places.subnet(azure, elsewhere, "dns", "10.1.1.0/28", delegations=DELEGATED)
    azure.refuses("InvalidResourceReference", OUTBOUND, match="is not in the virtual network", **outbound(place))


def ruleset(azure: Subscription, vnet: Made) -> tuple[Made, Made]:
    resolver(azure, vnet)
    place = places.subnet(azure, vnet, "dns", "10.0.1.0/28", delegations=DELEGATED)
    out = azure.make(OUTBOUND, **outbound(place))
    return azure.make(RULESET, **IN, dnsForwardingRulesetName="rules", dnsResolverOutboundEndpoints=[{"id": out.id}]), out


def forward(domain: str = "corp.example.", name: str = "corp", **inputs: object) -> dict[str, object]:
    servers = [{"ipAddress": "192.168.0.4"}]
    return {
        **IN,
        "dnsForwardingRulesetName": "rules",
        "forwardingRuleName": name,
        "domainName": domain,
        "targetDnsServers": servers,
        **inputs,
    }


@pytest.mark.parametrize(
    ("domain", "sound"), [("corp.example.", True), (".", True), ("corp.example", False), ("*.example.", False), ("", False)]
)
def test_a_forwarded_domain_ends_with_a_period(azure: Subscription, domain: str, sound: bool) -> None:
    assert (azure.faults(FORWARD, **forward(domain)) == []) is sound


def test_a_ruleset_forwards_a_domain_once_to_at_most_six_servers(azure: Subscription, vnet: Made) -> None:
    ruleset(azure, vnet)
    made = azure.make(FORWARD, **forward())
    assert made["targetDnsServers"] == [{"ipAddress": "192.168.0.4", "port": 53}]
    azure.refuses("Conflict", FORWARD, **forward("CORP.example.", "again"))
    assert azure.faults(FORWARD, **forward(targetDnsServers=[{"ipAddress": f"10.0.0.{i}"} for i in range(7)])) != []
    assert azure.faults(FORWARD, **forward(targetDnsServers=[{"ipAddress": "dns.example"}])) != []


def test_a_network_follows_one_ruleset_and_holds_it(azure: Subscription, vnet: Made) -> None:
    made, out = ruleset(azure, vnet)
    inputs = {**IN, "dnsForwardingRulesetName": "rules", "virtualNetwork": {"id": vnet.id}}
    azure.make(RULESET_LINK, **inputs, virtualNetworkLinkName="one")
    azure.refuses("Conflict", RULESET_LINK, **inputs, virtualNetworkLinkName="two")
    azure.refuses_delete("CannotDeleteResource", made)
    azure.refuses_delete("OutboundEndpointInUse", out)
    far = places.network(azure, "far", "10.9.0.0/16", location="northeurope")
    azure.refuses("InvalidResourceReference", RULESET_LINK, **{**inputs, "virtualNetwork": {"id": far.id}}, virtualNetworkLinkName="far")


# DNS security policies.


def policy(azure: Subscription, name: str = "policy", **inputs: object) -> Made:
    return azure.make(POLICY, **IN, dnsResolverPolicyName=name, **inputs)


def domains(azure: Subscription, name: str = "allowed", *names: str, **inputs: object) -> Made:
    return azure.make(LIST, **IN, dnsResolverDomainListName=name, domains=list(names or ("blob.core.windows.net.",)), **inputs)


def rule(listed: Made, name: str = "allow", priority: int = 100, **inputs: object) -> dict[str, object]:
    wanted = {"action": {"actionType": "Allow"}, "dnsResolverDomainLists": [{"id": listed.id}], **inputs}
    return {**IN, "dnsResolverPolicyName": "policy", "dnsSecurityRuleName": name, "priority": priority, **wanted}


@pytest.mark.parametrize(
    ("domain", "sound"), [(".", True), ("example.com.", True), ("example.com", False), ("*.example.com.", False), ("..", False)]
)
def test_a_listed_domain_ends_with_a_period(azure: Subscription, domain: str, sound: bool) -> None:
    assert (azure.faults(LIST, **IN, domains=[domain]) == []) is sound


def test_a_list_names_a_domain_once(azure: Subscription) -> None:
    assert azure.faults(LIST, **IN, domains=["a.b.", "A.b."]) == ["domains[1]: 'A.b.' is given twice"]
    assert azure.faults(LIST, **IN, domains=[]) != []


@pytest.mark.parametrize(("priority", "sound"), [(99, False), (100, True), (65000, True), (65001, False)])
def test_priorities_of_dns_rules_run_from_100_to_65000(azure: Subscription, priority: int, sound: bool) -> None:
    assert (azure.faults(RULE, **rule(Made("", "/x", {}, {}), priority=priority)) == []) is sound


def test_only_a_block_answers_with_a_code(azure: Subscription) -> None:
    none = Made("", "/x", {}, {})
    assert azure.faults(RULE, **rule(none, action={"actionType": "Block", "blockResponseCode": "SERVFAIL"})) == []
    assert [f.split(":")[0] for f in azure.faults(RULE, **rule(none, action={"actionType": "Allow", "blockResponseCode": "SERVFAIL"}))] == [
        "action.blockResponseCode"
    ]
    assert azure.faults(RULE, **rule(none, action={"actionType": "Drop"})) != []
    assert azure.faults(RULE, **rule(none, action={})) == ["action.actionType: is required"]


def test_a_policy_has_one_rule_of_a_priority_with_lists_of_its_region(azure: Subscription, vnet: Made) -> None:
    policy(azure)
    allowed = domains(azure)
    azure.make(RULE, **rule(allowed))
    azure.refuses("Conflict", RULE, match="allow", **rule(allowed, "again"))
    azure.make(RULE, **rule(domains(azure, "all", "."), "block", 65000, action={"actionType": "Block", "blockResponseCode": "SERVFAIL"}))
    azure.refuses_delete("DnsResolverDomainListInUse", allowed)
    far = domains(azure, "far", location="northeurope")
    azure.refuses("InvalidResourceReference", RULE, match="northeurope", **rule(far, "far", 200))


def test_a_network_obeys_one_policy_of_its_region(azure: Subscription, vnet: Made) -> None:
    first = policy(azure)
    policy(azure, "second")
    policy(azure, "far", location="northeurope")
    inputs = {**IN, "dnsResolverPolicyVirtualNetworkLinkName": "l", "virtualNetwork": {"id": vnet.id}}
    azure.refuses("InvalidResourceReference", POLICY_LINK, **inputs, dnsResolverPolicyName="far")
    made = azure.make(POLICY_LINK, **inputs, dnsResolverPolicyName="policy")
    azure.refuses("Conflict", POLICY_LINK, **inputs, dnsResolverPolicyName="second")
    azure.refuses_delete("CannotDeleteResource", first)
    azure.refuses_delete("InUseVirtualNetworkCannotBeDeleted", vnet)
    azure.delete(made)
    azure.delete(first)


# Public zones.


def test_a_public_zone_has_four_servers_and_counts_its_records(azure: Subscription) -> None:
    places.group(azure)
    zone = azure.make("dns:Zone", **IN, zoneName="clinic.example", location="global")
    assert [name.split(".", 1)[1] for name in zone["nameServers"]] == [f"azure-dns.{end}." for end in ("com", "net", "org", "info")]
    inputs = {**IN, "zoneName": "clinic.example", "relativeRecordSetName": "www", "ttl": 60}
    azure.make("dns:RecordSet", **inputs, recordType="A", aRecords=[{"ipv4Address": "203.0.113.7"}])
    azure.refuses("Conflict", "dns:RecordSet", **inputs, recordType="CNAME", cnameRecord={"cname": "a.b"})
    assert azure.read(zone)[0]["numberOfRecordSets"] == 3
    assert azure.faults("dns:RecordSet", **inputs, recordType="TXT", targetResource={"id": "/x"}) == [
        "targetResource: an alias is a record of type A, AAAA or CNAME, not TXT"
    ]
    assert azure.faults("dns:Zone", **IN, zoneName="clinic.example", location="westeurope") != []
    assert len(azure.make("dns:DnssecConfig", **IN, zoneName="clinic.example")["signingKeys"]) == 2
