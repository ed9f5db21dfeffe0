"""Private links: only the flow's consumers see a service, endpoints lead to one resource, and names are the zone's own."""

from ipaddress import IPv4Network
from typing import Any

import pytest

from ai_zones.azure.private_zones import AzurePrivateZones
from ai_zones.azure.service_endpoint import AzureServiceEndpoint
from ai_zones.azure.service_link_consumer import AzureServiceLinkConsumer, link_address, link_domain
from ai_zones.azure.service_link_producer import AzureServiceLinkProducer
from ai_zones.azure.validation import InvalidInputError
from tests.azure.networks import NETWORK, WORKSPACE, subnet
from tests.azure.recording import OTHER_SUBSCRIPTION, PLACE, SUBSCRIPTION, Recording, group_path, record

STORE = group_path("Microsoft.Storage/storageAccounts", "acmerecords", subscription=OTHER_SUBSCRIPTION)
LINK_SERVICE = group_path("Microsoft.Network/privateLinkServices", "phi-database")


def zones(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", **PLACE, "virtual_network_id": NETWORK, "services": ["storage"], **changes}
    return record(lambda: AzurePrivateZones("names", args).zone_ids)


def zone_ids(*names: str) -> dict[str, str]:
    return {name: group_path("Microsoft.Network/privateDnsZones", name) for name in names}


STORE_ZONES = zone_ids(*(f"privatelink.{part}.core.windows.net" for part in ("blob", "dfs", "file", "queue", "table", "web")))


def endpoint(**changes: Any) -> Recording:
    args: Any = {
        "zone": "deidentification",
        **PLACE,
        "service": "storage",
        "target_id": STORE,
        "subnet_id": subnet("endpoint"),
        "zone_ids": STORE_ZONES,
        **changes,
    }
    return record(lambda: AzureServiceEndpoint("records", args).endpoint_ids)


def producer(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        "service": "database",
        **PLACE,
        "link_subnet_id": subnet("link"),
        "consumers": {"deidentification": OTHER_SUBSCRIPTION},
        "port": 5432,
        **changes,
    }
    return record(lambda: AzureServiceLinkProducer("phi-database", args).link_service_id, preview=preview)


def consumer(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "deidentification",
        "target_zone": "phi",
        "service": "database",
        **PLACE,
        "link_service_id": LINK_SERVICE,
        "virtual_network_id": NETWORK,
        "subnet_id": subnet("endpoint"),
        "address": "10.20.159.254",
        "domain": "database.phi.prod.acme.internal",
        **changes,
    }
    return record(lambda: AzureServiceLinkConsumer("to-database", args).endpoint_id, preview=preview)


def test_each_zone_of_names_is_linked_to_its_own_network_alone() -> None:
    recording = zones(domains=["phi.prod.acme.internal"])
    made = {built.inputs["privateZoneName"] for built in recording.of("privatedns:PrivateZone")}
    assert made == set(recording.result) == {*STORE_ZONES, "phi.prod.acme.internal"}
    links = recording.of("privatedns:VirtualNetworkLink")
    assert {link.inputs["privateZoneName"] for link in links} == made
    assert {link.inputs["virtualNetwork"]["id"] for link in links} == {NETWORK}
    assert {(link.inputs["registrationEnabled"], link.inputs["resolutionPolicy"]) for link in links} == {(False, "Default")}
    assert recording.result == {built.inputs["privateZoneName"]: built.id for built in recording.of("privatedns:PrivateZone")}


def test_a_store_has_an_endpoint_for_each_sub_resource_in_the_consumers_subscription() -> None:
    recording = endpoint()
    built = recording.of("network:PrivateEndpoint")
    assert [one.inputs["privateLinkServiceConnections"][0]["groupIds"] for one in built] == [["blob"], ["dfs"]]
    assert {one.inputs["privateLinkServiceConnections"][0]["privateLinkServiceId"] for one in built} == {STORE}
    assert {one.inputs["subnet"]["id"] for one in built} == {subnet("endpoint")}
    assert recording.result == {"blob": built[0].id, "dfs": built[1].id}
    assert recording.waits(built[1], built[0])


def test_an_endpoint_registers_its_name_in_the_zone_of_its_sub_resource() -> None:
    recording = endpoint(group_ids=["file"])
    group = recording.one("network:PrivateDnsZoneGroup")
    name = "privatelink.file.core.windows.net"
    assert [one["privateDnsZoneId"] for one in group.inputs["privateDnsZoneConfigs"]] == [STORE_ZONES[name]]
    assert group.id.startswith(recording.one("network:PrivateEndpoint").id + "/")
    assert recording.waits(group, recording.one("network:PrivateEndpoint"))


def test_an_endpoint_that_would_stand_or_lead_elsewhere_is_made_anew() -> None:
    for recording in (endpoint(), consumer()):
        for built in recording.of("network:PrivateEndpoint"):
            assert {"subnet", "ipConfigurations", "privateLinkServiceConnections[*].privateLinkServiceId"} <= set(built.replace_on_changes)
            assert built.delete_before_replace


def test_an_owner_may_be_asked_to_approve_by_hand() -> None:
    built = endpoint(group_ids=["blob"], request="please").one("network:PrivateEndpoint")
    assert "privateLinkServiceConnections" not in built.inputs
    assert built.inputs["manualPrivateLinkServiceConnections"][0]["requestMessage"] == "please"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"service": "sql"}, "known are"),
        ({"service": "key-vault"}, "key-vault is a Microsoft.KeyVault/vaults"),
        ({"target_id": "records"}, "no id of Azure"),
        ({"group_ids": ["vault"]}, "storage has blob"),
        ({"zone_ids": {}}, "leads to its public address"),
        ({"subnet_id": NETWORK}, "the id of a subnet"),
    ],
)
def test_an_endpoint_that_leads_nowhere_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        endpoint(**changes)


def test_only_the_flows_consumers_see_the_service_and_are_let_in() -> None:
    service = producer().one("network:PrivateLinkService")
    assert service.inputs["visibility"] == service.inputs["autoApproval"] == {"subscriptions": [OTHER_SUBSCRIPTION]}
    assert service.inputs["tags"] == {"ai-zone": "phi", "ai-service": "database"}
    assert service.inputs["enableProxyProtocol"] is False


def test_the_load_balancer_is_internal_standard_and_in_all_availability_zones() -> None:
    recording = producer(target_port=15432, log_workspace_id=WORKSPACE)
    balancer = recording.one("network:LoadBalancer")
    frontend = balancer.inputs["frontendIPConfigurations"][0]
    assert (balancer.inputs["sku"]["name"], frontend["zones"], "publicIPAddress" in frontend) == ("Standard", ["1", "2", "3"], False)
    rule = balancer.inputs["loadBalancingRules"][0]
    assert (rule["frontendPort"], rule["backendPort"], rule["disableOutboundSnat"]) == (5432, 15432, True)
    assert rule["probe"]["id"] == f"{balancer.id}/probes/{balancer.inputs['probes'][0]['name']}"
    assert "outboundRules" not in balancer.inputs
    assert recording.one("monitor:DiagnosticSetting").inputs["resourceUri"] == balancer.id


def test_the_link_service_stands_before_the_balancers_frontend_with_addresses_of_the_link_subnet() -> None:
    recording = producer(addresses=2)
    service, balancer = recording.one("network:PrivateLinkService"), recording.one("network:LoadBalancer")
    assert service.inputs["loadBalancerFrontendIpConfigurations"] == [{"id": f"{balancer.id}/frontendIPConfigurations/service"}]
    assert [one["primary"] for one in service.inputs["ipConfigurations"]] == [True, False]
    assert {one["subnet"]["id"] for one in service.inputs["ipConfigurations"]} == {subnet("link")}
    assert recording.waits(service, balancer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"consumers": {}}, "at least 1"),
        ({"consumers": {"phi": SUBSCRIPTION}}, "offers the service"),
        ({"consumers": {"inference": "*"}}, "subscription id"),
        ({"addresses": 9}, "less than or equal to 8"),
        ({"availability_zones": ["westeurope-1"]}, "some of '1', '2', '3'"),
    ],
)
def test_a_link_that_is_open_to_others_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        producer(**changes)


def test_a_consumer_finds_the_service_under_a_private_name_at_a_fixed_address() -> None:
    recording = consumer()
    built = recording.one("network:PrivateEndpoint")
    assert built.inputs["privateLinkServiceConnections"][0]["privateLinkServiceId"] == LINK_SERVICE
    assert "groupIds" not in built.inputs["privateLinkServiceConnections"][0]
    assert built.inputs["ipConfigurations"] == [{"name": "fixed", "privateIPAddress": "10.20.159.254"}]
    assert built.inputs["tags"] == {"ai-zone": "deidentification", "ai-flow": "phi/database"}
    name = recording.one("privatedns:PrivateRecordSet")
    assert (name.inputs["recordType"], name.inputs["relativeRecordSetName"]) == ("A", "@")
    assert name.inputs["aRecords"] == [{"ipv4Address": "10.20.159.254"}]
    assert recording.one("privatedns:VirtualNetworkLink").inputs["virtualNetwork"] == {"id": NETWORK}


def test_a_preview_knows_both_halves() -> None:
    assert producer(preview=True).result == LINK_SERVICE
    assert consumer(preview=True).one("privatedns:PrivateRecordSet").inputs["aRecords"] == [{"ipv4Address": "10.20.159.254"}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"target_zone": "deidentification"}, "the zone itself"),
        ({"address": "8.8.8.8"}, "endpoint subnet"),
        ({"link_service_id": STORE}, "Private Link Service"),
        ({"domain": "internal"}, "a domain"),
    ],
)
def test_a_consumer_of_nothing_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        consumer(**changes)


def test_fixed_addresses_come_from_the_upper_end_of_the_subnet() -> None:
    network = IPv4Network("10.20.128.0/28")
    assert [link_address(network, at) for at in (0, 1)] == ["10.20.128.14", "10.20.128.13"]
    with pytest.raises(ValueError, match="no place"):
        link_address(network, 11)


def test_a_services_name_says_whose_it_is() -> None:
    assert link_domain("phi", "database", organization="acme", environment="prod") == "database.phi.prod.acme.internal"
