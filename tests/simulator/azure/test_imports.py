"""What was made and never answered on Azure: sent again it is the same, created again it is refused, and an import takes it over as it is."""

from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.faults import LostAnswerError
from simulator.packages.arm import SCOPES, ArmPath, paths
from simulator.values import Properties
from simulator.world import World

HERE = "11111111-1111-4111-8111-111111111111"
GROUP = "azure-native:resources:ResourceGroup"
NETWORK = "azure-native:network:VirtualNetwork"
SUBNET = "azure-native:network:Subnet"
ACCOUNT = "azure-native:storage:StorageAccount"
BLOBS = "azure-native:storage:BlobServiceProperties"
NETWORK_INPUTS: Properties = {
    "resourceGroupName": "rg",
    "virtualNetworkName": "vnet",
    "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
    "tags": {"ai-zone": "phi"},
}


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::p::{token}::{name}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world.sqlite")


@pytest.fixture
def cloud(world: World) -> Cloud:
    cloud = Cloud("azure-native", world, {"subscriptionId": HERE, "location": "westeurope"})
    make(cloud, GROUP, "rg", {"resourceGroupName": "rg"})
    return cloud


def checked(cloud: Cloud, token: str, name: str, inputs: Properties) -> Properties:
    filled, faults = cloud.check(urn(token, name), None, inputs)
    assert faults == []
    return filled


def make(cloud: Cloud, token: str, name: str, inputs: Properties) -> tuple[str, Properties]:
    return cloud.create(urn(token, name), checked(cloud, token, name, inputs))


def lose(cloud: Cloud, token: str, name: str, inputs: Properties) -> None:
    cloud.faults.plan([{"verb": "create", "type": token, "does": "lose-answer"}])
    with pytest.raises(LostAnswerError):
        make(cloud, token, name, inputs)


@pytest.mark.parametrize("token", sorted(paths()))
def test_the_names_in_an_id_are_those_it_was_made_of(token: str) -> None:
    path = paths()[token]
    inputs: Properties = {
        name: f"/subscriptions/{HERE}/resourceGroups/g/providers/Microsoft.X/xs/x" if name in SCOPES else f"a-{name}" for name in path.names
    }
    id_ = path.id(inputs, HERE)
    assert id_ is not None
    assert path.names_in(id_) == inputs
    assert path.names_in(id_.replace("/subscriptions/", "/SUBSCRIPTIONS/").replace("/providers/", "/Providers/")) is not None


def test_an_id_of_another_type_has_no_names() -> None:
    path = ArmPath("/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/virtualNetworks/{name}")
    assert path.names_in(f"/subscriptions/{HERE}/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt") is None
    assert path.names_in(f"/subscriptions/{HERE}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s") is None


def test_a_request_that_is_sent_again_makes_one_object(cloud: Cloud, world: World) -> None:
    cloud.faults.plan([{"verb": "create", "type": NETWORK, "does": "resend"}])
    id_, _ = make(cloud, NETWORK, "vnet", NETWORK_INPUTS)
    assert [one.id for one in world.find(NETWORK)] == [id_]
    assert world.orphans() == []


def test_a_second_create_after_a_lost_answer_is_refused(cloud: Cloud, world: World) -> None:
    lose(cloud, NETWORK, "vnet", NETWORK_INPUTS)
    with pytest.raises(CloudError, match="cannot create already existing resource"):
        make(cloud, NETWORK, "vnet", NETWORK_INPUTS)
    assert len(world.orphans()) == 1


def test_what_stands_with_its_parent_is_set_again(cloud: Cloud, world: World) -> None:
    """A storage account's blob service can't be deleted, so that it exists is no reason to refuse."""
    account: Properties = {"resourceGroupName": "rg", "accountName": "records", "kind": "StorageV2", "sku": {"name": "Standard_ZRS"}}
    make(cloud, ACCOUNT, "records", account)
    blobs: Properties = {"resourceGroupName": "rg", "accountName": "records", "blobServicesName": "default", "isVersioningEnabled": True}
    lose(cloud, BLOBS, "blobs", blobs)
    make(cloud, BLOBS, "blobs", blobs)
    assert len(world.find(BLOBS)) == 1
    assert world.orphans() == []


def test_an_import_of_what_was_lost_differs_in_nothing_from_the_program(cloud: Cloud, world: World) -> None:
    inputs = checked(cloud, NETWORK, "vnet", NETWORK_INPUTS)
    lose(cloud, NETWORK, "vnet", NETWORK_INPUTS)
    [lost] = world.orphans()
    found = cloud.read(NETWORK, urn(NETWORK, "vnet"), lost.id, {}, {})
    assert found is not None
    id_, outputs, read = found
    assert read == inputs
    assert cloud.diff(urn(NETWORK, "vnet"), read, inputs).changes == ()
    assert (id_, outputs["name"], world.orphans()) == (lost.id, "vnet", [])


def test_an_import_of_what_no_program_made_has_the_names_of_its_id_and_nothing_that_only_azure_sets(cloud: Cloud, world: World) -> None:
    subnets = [{"name": "workload", "addressPrefix": "10.0.1.0/24"}]
    id_, _ = make(cloud, NETWORK, "vnet", {**NETWORK_INPUTS, "subnets": subnets})
    found = cloud.read(SUBNET, urn(SUBNET, "workload"), f"{id_}/subnets/workload", {}, {})
    assert found is not None
    read = found[2]
    assert [read[name] for name in ("resourceGroupName", "virtualNetworkName", "subnetName", "addressPrefix")] == [
        "rg",
        "vnet",
        "workload",
        "10.0.1.0/24",
    ]
    assert "provisioningState" not in read
    assert "provisioningState" in found[1]
    filled, faults = cloud.check(urn(SUBNET, "workload"), read, read)
    assert faults == []
    assert cloud.diff(urn(SUBNET, "workload"), read, filled).changes == ()
