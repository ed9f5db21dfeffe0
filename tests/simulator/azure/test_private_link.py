"""Private link services, private endpoints, and the DNS zone groups of endpoints."""

import pytest

from simulator.errors import CloudError
from tests.simulator.azure import places
from tests.simulator.azure.network_places import balancer, balancer_inputs, link_service_inputs, offering, public_ip
from tests.simulator.azure.places import GROUP, endpoint
from tests.simulator.azure.subscription import OTHER_SUBSCRIPTION, SUBSCRIPTION, Made, Subscription

SERVICE, ENDPOINT, ZONES = "network:PrivateLinkService", "network:PrivateEndpoint", "network:PrivateDnsZoneGroup"
CONNECTION = "azure-native:network:PrivateLinkServicePrivateEndpointConnection"
THIRD = "33333333-3333-4333-8333-333333333333"
BLOB = "privatelink.blob.core.windows.net"


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    places.group(azure)
    return places.network(azure)


@pytest.fixture
def consumer(other: Subscription) -> Made:
    """A subnet in the other subscription."""
    return places.standing(other)[1]


def store(azure: Subscription, name: str = "clinicstore") -> Made:
    return azure.make(
        "storage:StorageAccount",
        resourceGroupName=GROUP,
        accountName=name,
        kind="StorageV2",
        sku={"name": "Standard_ZRS"},
        location="westeurope",
    )


def asking(place: Made, target: str, *groups: str, manual: bool = False, **inputs: object) -> dict[str, object]:
    name = "manualPrivateLinkServiceConnections" if manual else "privateLinkServiceConnections"
    connection = {"name": "c", "privateLinkServiceId": target, "groupIds": list(groups)}
    return {"resourceGroupName": GROUP, "privateEndpointName": "asking", "subnet": {"id": place.id}, name: [connection], **inputs}


def status(azure: Subscription, made: Made) -> str:
    outputs = azure.read(made)[0]
    parts = outputs["privateLinkServiceConnections"] + outputs["manualPrivateLinkServiceConnections"]
    return str(parts[0]["privateLinkServiceConnectionState"]["status"])


# Services.


def test_a_service_shows_its_alias_and_its_interface(azure: Subscription, vnet: Made) -> None:
    service = offering(azure, vnet)
    assert service["alias"].startswith("service.")
    assert service["alias"].endswith(".westeurope.azure.privatelinkservice")
    nic = azure.object(service["networkInterfaces"][0]["id"])
    assert nic
    assert nic.outputs["ipConfigurations"][0]["privateIPAddress"].startswith("10.0.9.")


def test_policies_for_services_are_off_in_the_services_subnet_and_stay_off(azure: Subscription, vnet: Made) -> None:
    code = "PrivateLinkServiceNetworkPoliciesCannotBeEnabledOnPrivateLinkServiceSubnet"
    place = places.subnet(azure, vnet)
    azure.refuses(code, SERVICE, **link_service_inputs(balancer(azure, place), place))
    azure.change(place, privateLinkServiceNetworkPolicies="Disabled")
    azure.make(SERVICE, **link_service_inputs(Made("", balancer_id(azure), {}, {}), place))
    azure.refuses_change(code, place, privateLinkServiceNetworkPolicies="Enabled")


def test_policies_for_services_may_come_back_where_no_service_stands(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, privateLinkServiceNetworkPolicies="Disabled")
    balancer(azure, place)
    assert azure.change(place, privateLinkServiceNetworkPolicies="Enabled")["privateLinkServiceNetworkPolicies"] == "Enabled"


def balancer_id(azure: Subscription) -> str:
    return f"/subscriptions/{azure.id}/resourceGroups/{GROUP}/providers/Microsoft.Network/loadBalancers/balancer"


def test_a_service_stands_before_a_frontend_that_exists_and_is_its_alone(azure: Subscription, vnet: Made) -> None:
    service = offering(azure, vnet)
    place = Made("", f"{vnet.id}/subnets/offer", {}, {})
    lb = Made("", balancer_id(azure), {}, {})
    again = link_service_inputs(lb, place, serviceName="again")
    azure.refuses("FrontendIPConfigurationInUseByPrivateLinkService", SERVICE, match=service.id, **again)
    missing = link_service_inputs(lb, place, loadBalancerFrontendIpConfigurations=[{"id": f"{lb.id}/frontendIPConfigurations/back"}])
    azure.refuses("InvalidResourceReference", SERVICE, **missing | {"serviceName": "third"})


def test_pools_of_addresses_carry_no_service(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, privateLinkServiceNetworkPolicies="Disabled")
    pools = [{"name": "pool", "loadBalancerBackendAddresses": [{"name": "a", "ipAddress": "10.0.0.9"}]}]
    by_address = azure.make("network:LoadBalancer", **balancer_inputs(azure, place, backendAddressPools=pools))
    azure.refuses("PrivateLinkServiceUnsupportedWithIPBasedBackendPools", SERVICE, **link_service_inputs(by_address, place))


def test_a_service_approves_only_those_who_see_it(azure: Subscription) -> None:
    inputs = link_service_inputs(Made("", "/x/loadBalancers/y", {}, {}), Made("", "/x/subnets/y", {}, {}))
    faults = azure.faults(
        SERVICE, **inputs, visibility={"subscriptions": [SUBSCRIPTION]}, autoApproval={"subscriptions": [OTHER_SUBSCRIPTION]}
    )
    assert [fault.split(":")[0] for fault in faults] == ["autoApproval.subscriptions"]
    assert azure.faults(SERVICE, **inputs, visibility={"subscriptions": ["*"]}, autoApproval={"subscriptions": [OTHER_SUBSCRIPTION]}) == []
    assert len(azure.faults(SERVICE, **inputs, visibility={"subscriptions": ["phi"]})) == 1


def test_a_service_has_at_most_eight_addresses_and_a_frontend(azure: Subscription) -> None:
    parts = [{"name": f"n{i}", "subnet": {"id": "/x"}} for i in range(9)]
    faults = azure.faults(SERVICE, resourceGroupName=GROUP, serviceName="s", ipConfigurations=parts)
    assert {fault.split(":")[0] for fault in faults} == {"ipConfigurations", "loadBalancerFrontendIpConfigurations"}


# Endpoints to services.


def test_only_subscriptions_that_the_service_names_see_it(azure: Subscription, other: Subscription, vnet: Made, consumer: Made) -> None:
    hidden = offering(azure, vnet, visibility={"subscriptions": [THIRD]}, autoApproval={"subscriptions": [THIRD]})
    other.refuses("PrivateLinkServiceNotVisible", ENDPOINT, match=OTHER_SUBSCRIPTION, **asking(consumer, hidden.id))


def test_auto_approved_subscriptions_are_connected_and_listed(azure: Subscription, other: Subscription, vnet: Made, consumer: Made) -> None:
    named = {"subscriptions": [OTHER_SUBSCRIPTION]}
    service = offering(azure, vnet, visibility=named, autoApproval=named)
    made = endpoint(other, consumer, service.id)
    assert status(other, made) == "Approved"
    listed = azure.read(service)[0]["privateEndpointConnections"]
    assert [one["privateEndpoint"]["id"] for one in listed] == [made.id]
    assert listed[0]["privateLinkServiceConnectionState"]["status"] == "Approved"


def test_who_sees_the_service_without_approval_waits_until_its_owner_decides(
    azure: Subscription, other: Subscription, vnet: Made, consumer: Made
) -> None:
    service = offering(azure, vnet, visibility={"subscriptions": [OTHER_SUBSCRIPTION]})
    made = endpoint(other, consumer, service.id, manual=True)
    assert status(other, made) == "Pending"
    waiting = azure.read(service)[0]["privateEndpointConnections"][0]
    urn = azure.urn(CONNECTION)
    found = azure.cloud.read(CONNECTION, urn, waiting["id"], {}, {})
    assert found
    inputs = {"resourceGroupName": GROUP, "serviceName": "service", "peConnectionName": waiting["name"]}
    for decided in ("Approved", "Rejected"):
        azure.cloud.update(urn, found[0], found[1], inputs, {**inputs, "privateLinkServiceConnectionState": {"status": decided}})
        assert status(other, made) == decided


def test_a_decision_is_one_that_azure_knows(azure: Subscription) -> None:
    inputs = {"resourceGroupName": GROUP, "serviceName": "service", "peConnectionName": "c"}
    faults = azure.faults(CONNECTION, **inputs, privateLinkServiceConnectionState={"status": "Welcome"})
    assert [fault.split(":")[0] for fault in faults] == ["privateLinkServiceConnectionState.status"]


def test_a_connection_begins_with_an_endpoint(azure: Subscription, vnet: Made) -> None:
    offering(azure, vnet)
    azure.refuses(
        "PrivateEndpointConnectionNotFound",
        "network:PrivateLinkServicePrivateEndpointConnection",
        resourceGroupName=GROUP,
        serviceName="service",
        peConnectionName="mine",
    )


def test_a_balancer_spreads_by_the_five_tuple_unless_a_rule_says_otherwise(azure: Subscription, vnet: Made) -> None:
    assert balancer(azure, places.subnet(azure, vnet))["loadBalancingRules"][0]["loadDistribution"] == "Default"


def test_a_service_with_connections_stays_and_its_balancer_too(azure: Subscription, vnet: Made) -> None:
    service = offering(azure, vnet)
    place = places.subnet(azure, vnet)
    made = endpoint(azure, place, service.id)
    azure.refuses_delete("PrivateLinkServiceHasPrivateEndpointConnections", service, "endpoint")
    azure.refuses_delete(
        "LoadBalancerInUseByPrivateLinkService",
        Made("urn:pulumi:dev::test::azure-native:network:LoadBalancer::b", balancer_id(azure), {}, {}),
    )
    azure.delete(made)
    azure.delete(service)
    assert azure.object(service["networkInterfaces"][0]["id"]) is None


def test_an_alias_is_asked_for_by_hand(azure: Subscription, other: Subscription, vnet: Made, consumer: Made) -> None:
    service = offering(azure, vnet, visibility={"subscriptions": ["*"]}, autoApproval={"subscriptions": [OTHER_SUBSCRIPTION]})
    assert [f.split(":")[0] for f in other.faults(ENDPOINT, **asking(consumer, service["alias"]))] == [
        "privateLinkServiceConnections[0].privateLinkServiceId"
    ]
    made = other.make(ENDPOINT, **asking(consumer, service["alias"], manual=True))
    assert status(other, made) == "Approved"


def test_a_service_has_no_sub_resources(azure: Subscription, vnet: Made) -> None:
    service = offering(azure, vnet)
    faults = azure.faults(ENDPOINT, **asking(Made("", f"{vnet.id}/subnets/offer", {}, {}), service.id, "blob"))
    assert faults == [
        "privateLinkServiceConnections[0].groupIds[0]: 'blob' is no sub-resource of microsoft.network/privatelinkservices; allowed: none"
    ]


# Endpoints to services of Azure's.


def test_an_endpoint_brings_an_interface_with_an_address_of_its_subnet(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet)
    made = endpoint(azure, place, store(azure).id, ("blob",))
    nic = azure.object(made["networkInterfaces"][0]["id"])
    assert nic
    address = nic.outputs["ipConfigurations"][0]["privateIPAddress"]
    assert address.startswith("10.0.0.")
    assert made["customDnsConfigs"] == [{"fqdn": "clinicstore.blob.core.windows.net", "ipAddresses": [address]}]
    assert azure.read(place)[0]["privateEndpoints"] == [{"id": made.id}]
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place, "endpoint")
    azure.delete(made)
    assert azure.object(nic.id) is None


@pytest.mark.parametrize("groups", [(), ("blobs",), ("blob", "file")])
def test_an_endpoint_names_one_sub_resource_that_the_target_has(azure: Subscription, groups: tuple[str, ...]) -> None:
    target = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.Storage/storageAccounts/s"
    faults = azure.faults(ENDPOINT, **asking(Made("", "/x", {}, {}), target, *groups))
    assert [fault.split("[0]")[0].split(":")[0] for fault in faults] == ["privateLinkServiceConnections"]


def test_an_endpoint_has_one_connection(azure: Subscription) -> None:
    inputs = asking(Made("", "/x", {}, {}), "/y/z")
    assert azure.faults(ENDPOINT, **inputs | {"privateLinkServiceConnections": []})[0].endswith("not 0")
    assert azure.faults(ENDPOINT, **inputs, manualPrivateLinkServiceConnections=[{"name": "d", "privateLinkServiceId": "/y/z"}])[
        0
    ].endswith("not 2")
    assert azure.faults(ENDPOINT, **{k: v for k, v in inputs.items() if k != "subnet"}) == ["subnet: is required"]


def test_the_target_of_an_endpoint_stands(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet)
    missing = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.Storage/storageAccounts/nowhere"
    azure.refuses("InvalidResourceReference", ENDPOINT, match="nowhere", **asking(place, missing, "blob"))


def test_an_endpoint_stands_in_its_networks_region_and_in_no_reserved_subnet(azure: Subscription, vnet: Made) -> None:
    target, place = store(azure).id, places.subnet(azure, vnet)
    azure.refuses("InvalidResourceReference", ENDPOINT, match="same region", **asking(place, target, "blob", location="northeurope"))
    reserved = places.subnet(azure, vnet, "AzureFirewallSubnet", "10.0.5.0/26")
    azure.refuses("SubnetIsReserved", ENDPOINT, **asking(reserved, target, "blob"))


def test_an_endpoint_stands_in_a_subnet_of_its_own_subscription(azure: Subscription, vnet: Made, consumer: Made) -> None:
    azure.refuses("InvalidResourceReference", ENDPOINT, match=OTHER_SUBSCRIPTION, **asking(consumer, store(azure).id, "blob"))


def test_a_manual_request_waits(azure: Subscription, other: Subscription, vnet: Made, consumer: Made) -> None:
    target = store(azure)
    assert status(other, endpoint(other, consumer, target.id, ("blob",), manual=True)) == "Pending"
    assert status(other, endpoint(other, consumer, target.id, ("blob",), "second")) == "Approved"


def test_an_endpoint_whose_target_is_gone_is_disconnected(azure: Subscription, other: Subscription, vnet: Made, consumer: Made) -> None:
    target = store(azure)
    made = endpoint(other, consumer, target.id, ("blob",))
    azure.delete(target)
    assert status(other, made) == "Disconnected"


def test_an_endpoint_does_not_move(azure: Subscription, vnet: Made) -> None:
    target, place = store(azure), places.subnet(azure, vnet)
    made, second = endpoint(azure, place, target.id, ("blob",)), places.subnet(azure, vnet, "second", "10.0.1.0/24")
    azure.refuses_change("PrivateEndpointSubnetCannotBeChanged", made, subnet={"id": second.id})
    elsewhere = [{"name": "endpoint", "privateLinkServiceId": store(azure, "otherstore").id, "groupIds": ["blob"]}]
    azure.refuses_change("PrivateEndpointTargetCannotBeChanged", made, privateLinkServiceConnections=elsewhere)


def test_a_chosen_address_of_an_endpoint_is_free(azure: Subscription, vnet: Made) -> None:
    target, place = store(azure), places.subnet(azure, vnet)
    chosen = [{"name": "a", "groupId": "blob", "memberName": "blob", "privateIPAddress": "10.0.0.20"}]
    made = azure.make(ENDPOINT, **asking(place, target.id, "blob", ipConfigurations=chosen))
    assert made["customDnsConfigs"][0]["ipAddresses"] == ["10.0.0.20"]
    azure.refuses(
        "PrivateIPAddressIsAllocated",
        ENDPOINT,
        **asking(place, target.id, "blob", ipConfigurations=chosen) | {"privateEndpointName": "two"},
    )


def test_a_preview_of_an_endpoint_knows_no_interface(azure: Subscription, vnet: Made) -> None:
    planned = azure.plan(ENDPOINT, **asking(places.subnet(azure, vnet), store(azure).id, "blob"))
    assert repr(planned["networkInterfaces"]) == repr(planned["customDnsConfigs"]) == "<unknown>"


# Zone groups.


def group_of(made: Made, *zones: Made, name: str = "default") -> dict[str, object]:
    configs = [{"name": f"z{i}", "privateDnsZoneId": zone.id} for i, zone in enumerate(zones)]
    return {"resourceGroupName": GROUP, "privateEndpointName": made.name, "privateDnsZoneGroupName": name, "privateDnsZoneConfigs": configs}


def test_a_zone_group_writes_the_endpoints_name_into_its_zone(azure: Subscription, vnet: Made) -> None:
    zone = places.private_zone(azure, BLOB, vnet)
    made = endpoint(azure, places.subnet(azure, vnet), store(azure).id, ("blob",))
    group = azure.make(ZONES, **group_of(made, zone))
    record = azure.object(f"{zone.id}/A/clinicstore")
    assert record
    assert record.outputs["aRecords"] == [{"ipv4Address": made["customDnsConfigs"][0]["ipAddresses"][0]}]
    assert group["privateDnsZoneConfigs"][0]["recordSets"][0]["fqdn"] == f"clinicstore.{BLOB}"
    assert azure.read(zone)[0]["numberOfRecordSets"] == 2
    azure.delete(made)
    assert azure.object(record.id) is None


def test_a_zone_of_another_name_gets_no_record(azure: Subscription, vnet: Made) -> None:
    zone = places.private_zone(azure, "privatelink.file.core.windows.net")
    made = endpoint(azure, places.subnet(azure, vnet), store(azure).id, ("blob",))
    assert azure.make(ZONES, **group_of(made, zone))["privateDnsZoneConfigs"][0]["recordSets"] == []


def test_two_zones_of_one_name_give_two_answers(azure: Subscription, other: Subscription, vnet: Made, consumer: Made) -> None:
    target = store(azure)
    mine, theirs = places.private_zone(azure, BLOB, vnet), places.private_zone(other, BLOB)
    here, there = endpoint(azure, places.subnet(azure, vnet), target.id, ("blob",)), endpoint(other, consumer, target.id, ("blob",))
    azure.make(ZONES, **group_of(here, mine))
    other.make(ZONES, **group_of(there, theirs))
    for zone, made in ((mine, here), (theirs, there)):
        record = azure.object(f"{zone.id}/A/clinicstore")
        assert record
        assert record.outputs["metadata"]["creator"].endswith(made.name)


def test_an_endpoint_has_one_group_of_at_most_five_zones(azure: Subscription, vnet: Made) -> None:
    zone = places.private_zone(azure, BLOB)
    made = endpoint(azure, places.subnet(azure, vnet), store(azure).id, ("blob",))
    azure.make(ZONES, **group_of(made, zone))
    azure.refuses("PrivateEndpointHasDnsZoneGroup", ZONES, **group_of(made, zone, name="second"))
    assert azure.faults(ZONES, **group_of(made, *[zone] * 6)) == ["privateDnsZoneConfigs: has length 6; allowed: 1 to 5"]
    azure.refuses("InvalidResourceReference", ZONES, **group_of(made, Made("", zone.id + "x", {}, {}), name="third"))


def test_a_registry_has_two_names(azure: Subscription, vnet: Made) -> None:
    target = azure.make(
        "containerregistry:Registry", resourceGroupName=GROUP, registryName="clinicimages", sku={"name": "Premium"}, location="westeurope"
    )
    made = endpoint(azure, places.subnet(azure, vnet), target.id, ("registry",))
    names = [one["fqdn"] for one in made["customDnsConfigs"]]
    assert names == ["clinicimages.westeurope.data.azurecr.io", "clinicimages.azurecr.io"]
    assert len({one["ipAddresses"][0] for one in made["customDnsConfigs"]}) == 2


def test_a_standard_address_is_no_frontend_of_an_endpoint_service_elsewhere(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, privateLinkServiceNetworkPolicies="Disabled")
    front = [{"name": "front", "publicIPAddress": {"id": public_ip(azure).id}}]
    public = azure.make("network:LoadBalancer", **balancer_inputs(azure, None, frontendIPConfigurations=front))
    with pytest.raises(CloudError, match="was not found"):
        azure.make(SERVICE, **link_service_inputs(public, place, loadBalancerFrontendIpConfigurations=[{"id": public.id}]))
    assert azure.make(SERVICE, **link_service_inputs(public, place))["provisioningState"] == "Succeeded"
