"""What all of Azure's types share: ids of names, answers without path parameters, previews that know little, groups that take all along."""

from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.values import UNKNOWN, Properties
from simulator.world import World

HERE = "11111111-1111-4111-8111-111111111111"
THERE = "22222222-2222-4222-8222-222222222222"
GROUP = "azure-native:resources:ResourceGroup"
NETWORK = "azure-native:network:VirtualNetwork"
TABLE = "azure-native:network:RouteTable"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::p::{token}::{name}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world.sqlite")


@pytest.fixture
def cloud(world: World) -> Cloud:
    return Cloud("azure-native", world, {"subscriptionId": HERE, "location": "West Europe"})


def checked(cloud: Cloud, token: str, name: str, inputs: Properties) -> Properties:
    filled, faults = cloud.check(urn(token, name), None, inputs)
    assert faults == []
    return filled


def make(cloud: Cloud, token: str, name: str, inputs: Properties) -> tuple[str, Properties]:
    return cloud.create(urn(token, name), checked(cloud, token, name, inputs))


def group(cloud: Cloud, name: str = "rg") -> str:
    return make(cloud, GROUP, name, {"resourceGroupName": name})[0]


def table(cloud: Cloud, name: str = "rt", **more: object) -> tuple[str, Properties]:
    return make(cloud, TABLE, name, {"resourceGroupName": "rg", "routeTableName": name, **more})


def test_an_id_is_made_of_subscription_group_and_names(cloud: Cloud) -> None:
    group(cloud)
    id_, outputs = table(cloud)
    assert id_ == outputs["id"] == f"/subscriptions/{HERE}/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt"
    assert (outputs["name"], outputs["type"], outputs["provisioningState"]) == ("rt", "Microsoft.Network/routeTables", "Succeeded")


def test_an_answer_has_no_names_of_the_path(cloud: Cloud) -> None:
    group(cloud)
    assert {"resourceGroupName", "routeTableName"}.isdisjoint(table(cloud)[1])


def test_check_fills_in_name_location_and_version(cloud: Cloud) -> None:
    filled = checked(cloud, TABLE, "rt", {"resourceGroupName": "rg"})
    assert filled["routeTableName"].startswith("rt")
    assert len(filled["routeTableName"]) == len("rt") + 8
    assert (filled["location"], filled["azureApiVersion"]) == ("West Europe", "2024-05-01")


def test_a_name_that_was_made_up_stays(cloud: Cloud) -> None:
    old = checked(cloud, TABLE, "rt", {"resourceGroupName": "rg"})
    new, _ = cloud.check(urn(TABLE, "rt"), old, {"resourceGroupName": "rg"})
    assert new["routeTableName"] == old["routeTableName"]


def test_a_child_is_called_as_in_the_program(cloud: Cloud) -> None:
    token = "azure-native:network:Route"
    inputs: Properties = {"resourceGroupName": "rg", "routeTableName": "rt", "addressPrefix": "10.0.0.0/8", "nextHopType": "None"}
    assert checked(cloud, token, "private", inputs)["routeName"] == "private"


def test_a_role_assignment_is_called_by_a_uuid(cloud: Cloud) -> None:
    inputs: Properties = {"scope": f"/subscriptions/{HERE}", "principalId": THERE, "roleDefinitionId": "x"}
    filled, _ = cloud.check(urn(ASSIGNMENT, "a"), None, inputs)
    assert len(filled["roleAssignmentName"].split("-")) == 5


def test_a_location_is_answered_in_its_short_form(cloud: Cloud) -> None:
    group(cloud)
    assert table(cloud)[1]["location"] == "westeurope"


def test_without_a_location_of_the_provider_it_is_the_groups(world: World) -> None:
    cloud = Cloud("azure-native", world, {"subscriptionId": HERE})
    make(cloud, GROUP, "rg", {"resourceGroupName": "rg", "location": "northeurope"})
    assert checked(cloud, TABLE, "rt", {"resourceGroupName": "RG"})["location"] == "northeurope"


def test_a_preview_knows_inputs_of_the_same_name_and_nothing_else(cloud: Cloud) -> None:
    inputs = checked(
        cloud, TABLE, "rt", {"resourceGroupName": "rg", "routes": [{"name": "all", "addressPrefix": "0.0.0.0/0", "nextHopType": "None"}]}
    )
    id_, shown = cloud.create(urn(TABLE, "rt"), inputs, preview=True)
    assert id_ == ""
    assert (shown["name"], shown["etag"], shown["disableBgpRoutePropagation"]) == (UNKNOWN, UNKNOWN, UNKNOWN)
    [route] = shown["routes"]
    assert (route["nextHopType"], route["nextHopIpAddress"]) == ("None", UNKNOWN)


def test_the_preview_of_an_update_keeps_name_and_location(cloud: Cloud) -> None:
    group(cloud)
    id_, outputs = table(cloud)
    inputs = checked(cloud, TABLE, "rt", {"resourceGroupName": "rg", "routeTableName": "rt"})
    shown = cloud.update(urn(TABLE, "rt"), id_, outputs, inputs, {**inputs, "disableBgpRoutePropagation": True}, preview=True)
    assert (shown["name"], shown["location"], shown["id"], shown["etag"]) == ("rt", "westeurope", id_, UNKNOWN)


def test_nothing_stands_in_a_group_that_is_not_there(cloud: Cloud) -> None:
    with pytest.raises(CloudError, match="ResourceGroupNotFound"):
        table(cloud)


def test_no_child_without_its_parent(cloud: Cloud) -> None:
    group(cloud)
    route: Properties = {"resourceGroupName": "rg", "routeTableName": "rt", "addressPrefix": "10.0.0.0/8", "nextHopType": "None"}
    with pytest.raises(CloudError, match="ParentResourceNotFound"):
        make(cloud, "azure-native:network:Route", "r", route)


def test_nothing_is_made_over_what_stands_already_whatever_the_case(cloud: Cloud) -> None:
    group(cloud)
    table(cloud)
    with pytest.raises(CloudError, match="cannot create already existing resource"):
        make(cloud, TABLE, "other", {"resourceGroupName": "RG", "routeTableName": "RT"})


@pytest.mark.parametrize("change", [{"routeTableName": "other"}, {"resourceGroupName": "other"}, {"location": "northeurope"}])
def test_another_name_group_or_location_replaces_and_deletes_first(cloud: Cloud, change: Properties) -> None:
    old = checked(cloud, TABLE, "rt", {"resourceGroupName": "rg", "routeTableName": "rt"})
    found = cloud.diff(urn(TABLE, "rt"), old, {**old, **change})
    assert found.replaces == list(change)
    assert found.delete_before_replace


def test_a_resource_with_a_made_up_name_is_replaced_before_the_old_one_goes(cloud: Cloud) -> None:
    old = checked(cloud, TABLE, "rt", {"resourceGroupName": "rg"})
    assert not cloud.diff(urn(TABLE, "rt"), old, {**old, "location": "northeurope"}).delete_before_replace


def test_a_group_takes_all_that_stands_in_it_along(cloud: Cloud, world: World) -> None:
    id_ = group(cloud)
    group(cloud, "rg2")
    table(cloud)
    cloud.delete(urn(GROUP, "rg"), id_, {"resourceGroupName": "rg"}, {})
    assert [one.id.rpartition("/")[2] for one in world.remaining()] == ["rg2"]


def test_what_stands_is_read_by_its_id_from_another_subscription_whatever_the_case(cloud: Cloud, world: World) -> None:
    group(cloud)
    id_, _ = table(cloud)
    other = Cloud("azure-native", world, {"subscriptionId": THERE})
    found = other.read(TABLE, urn(TABLE, "adopted"), id_.upper().replace("/SUBSCRIPTIONS/", "/subscriptions/"), {}, {})
    assert found is not None
    assert found[1]["name"] == "rt"


@pytest.mark.parametrize("key", ["subscriptionId", "tenantId"])
def test_a_subscription_that_is_no_uuid_is_refused(world: World, key: str) -> None:
    with pytest.raises(CloudError, match=f"{key}: 'clinic' is not a UUID"):
        Cloud("azure-native", world, {key: "clinic"})


def test_a_list_of_identities_is_answered_as_a_map_so_a_preview_does_not_know_it(cloud: Cloud) -> None:
    token = "azure-native:storage:StorageAccount"
    inputs = checked(
        cloud,
        token,
        "st",
        {
            "resourceGroupName": "rg",
            "accountName": "records",
            "kind": "StorageV2",
            "sku": {"name": "Standard_ZRS"},
            "identity": {"type": "UserAssigned", "userAssignedIdentities": [f"/subscriptions/{HERE}/resourceGroups/rg/x"]},
        },
    )
    _, shown = cloud.create(urn(token, "st"), inputs, preview=True)
    assert shown["identity"]["type"] == "UserAssigned"
    assert shown["identity"]["userAssignedIdentities"] is UNKNOWN
