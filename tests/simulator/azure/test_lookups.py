"""Functions that look up what stands."""

import pytest

from simulator.errors import CloudError
from tests.simulator.azure import places
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import SUBSCRIPTION, TENANT, Subscription


def test_a_network_is_looked_up_with_what_stands_in_it_by_now(azure: Subscription) -> None:
    vnet, place = places.standing(azure)
    found = azure.cloud.invoke("azure-native:network:getVirtualNetwork", {"resourceGroupName": GROUP, "virtualNetworkName": "VNET"})
    assert found["id"] == vnet.id
    assert [one["id"] for one in found["subnets"]] == [place.id]


def test_a_child_is_looked_up_by_all_names_of_its_path(azure: Subscription) -> None:
    _, place = places.standing(azure)
    names = {"resourceGroupName": GROUP, "virtualNetworkName": "vnet", "subnetName": "workload"}
    assert azure.cloud.invoke("azure-native:network:getSubnet", names)["addressPrefix"] == place["addressPrefix"]


def test_what_does_not_stand_is_not_found(azure: Subscription) -> None:
    places.group(azure)
    with pytest.raises(CloudError, match="was not found") as refused:
        azure.cloud.invoke("azure-native:network:getVirtualNetwork", {"resourceGroupName": GROUP, "virtualNetworkName": "nowhere"})
    assert refused.value.code == "ResourceNotFound"


def test_a_look_up_stays_in_the_providers_subscription(azure: Subscription, other: Subscription) -> None:
    places.standing(other)
    with pytest.raises(CloudError, match="was not found"):
        azure.cloud.invoke("azure-native:network:getVirtualNetwork", {"resourceGroupName": GROUP, "virtualNetworkName": "vnet"})


def test_the_client_is_who_the_provider_signs_in_as(azure: Subscription) -> None:
    found = azure.cloud.invoke("azure-native:authorization:getClientConfig", {})
    assert (found["subscriptionId"], found["tenantId"]) == (SUBSCRIPTION, TENANT)
