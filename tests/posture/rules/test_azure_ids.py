"""Where properties of Azure resources point, in a state that knows ids and in a preview that knows names alone."""

from typing import Any

import pytest

from posture.reference import Reference
from posture.resource import Provider, Resource
from posture.rules.azure_ids import Place, Places, owners, parse, place_of, refer
from posture.rules.azure_paths import names_in, parent_of, paths
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from posture.view import ResourceView

SUBSCRIPTION = "11111111-aaaa-4bbb-8ccc-000000000001"
OTHER = "22222222-aaaa-4bbb-8ccc-000000000002"
BASE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/Records/providers"
PROVIDER = Provider("urn:provider", account=SUBSCRIPTION)


def made(resource: str, kind: str, depends: dict[str, list[str]] | None = None, identifier: Any = UNKNOWN, **props: Any) -> Resource:
    """A resource of a preview, unless it has an id."""
    return Resource(
        urn=f"urn:{resource}",
        type=f"azure-native:{kind}",
        name=resource,
        id=identifier,
        props={"resourceGroupName": "records", **props},
        provider=PROVIDER,
        property_dependencies={prop: frozenset(f"urn:{one}" for one in found) for prop, found in (depends or {}).items()},
    )


def look(stack: Stack, name: str, prop: str, *kinds: str) -> list[Reference]:
    """Where a property of a resource points."""
    return refer(
        Places.read(stack), ResourceView(stack.by_urn[f"urn:{name}"], stack), prop, tuple(f"azure-native:{kind}" for kind in kinds)
    )


def stack_of(*resources: Resource) -> Stack:
    """A preview of these."""
    return Stack(resources, Form.PREVIEW)


NETWORK = made("vnet", "network:VirtualNetwork", virtualNetworkName="Records-Net")
SUBNET = made("subnet", "network:Subnet", virtualNetworkName="records-net", subnetName="Data")


def test_an_id_in_other_letters_names_the_resource_that_a_preview_knows_by_name_alone() -> None:
    card = made("card", "network:NetworkInterface", subnet={"id": f"{BASE}/microsoft.network/VIRTUALNETWORKS/records-NET/subnets/data"})
    assert [one.targets for one in look(stack_of(NETWORK, SUBNET, card), "card", "subnet")] == [("urn:subnet",)]


def test_a_name_in_a_path_points_at_the_parent_of_that_name() -> None:
    [found] = look(stack_of(NETWORK, SUBNET), "subnet", "virtualNetworkName")
    assert found.targets == ("urn:vnet",)
    assert found.certain


def test_a_name_that_is_handed_on_as_an_output_is_the_name_of_the_resource_that_it_came_from() -> None:
    child = made("child", "network:Subnet", {"virtualNetworkName": ["vnet"]}, virtualNetworkName=UNKNOWN, subnetName="x")
    stack = stack_of(NETWORK, child)
    assert [one.targets for one in look(stack, "child", "virtualNetworkName")] == [("urn:vnet",)]
    assert place_of(child, stack) == Place("microsoft.network/virtualnetworks/records-net/subnets/x", "records", SUBSCRIPTION)


def test_the_id_of_an_inline_subnet_leads_to_its_network() -> None:
    card = made("card", "network:NetworkInterface", subnet={"id": f"{BASE}/Microsoft.Network/virtualNetworks/records-net/subnets/inline"})
    assert [one.targets for one in look(stack_of(NETWORK, SUBNET, card), "card", "subnet")] == [("urn:vnet",)]


def test_a_service_of_an_account_leads_to_the_account_where_accounts_are_asked_for() -> None:
    account = made("account", "storage:StorageAccount", accountName="stclinic")
    blobs = made("blobs", "storage:BlobServiceProperties", accountName="stclinic", blobServicesName="default")
    setting = made(
        "logs", "monitor:DiagnosticSetting", resourceUri=f"{BASE}/Microsoft.Storage/storageAccounts/stclinic/blobServices/default"
    )
    stack = stack_of(account, blobs, setting)
    assert [one.targets for one in look(stack, "logs", "resourceUri", "storage:StorageAccount")] == [("urn:account",)]
    assert [one.targets for one in look(stack, "logs", "resourceUri")] == [("urn:blobs",)]


@pytest.mark.parametrize(
    "literal",
    [
        f"/subscriptions/{OTHER}/resourceGroups/records/providers/Microsoft.Network/virtualNetworks/records-net",
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/others/providers/Microsoft.Network/virtualNetworks/records-net",
    ],
    ids=["subscription", "group"],
)
def test_the_same_name_elsewhere_is_another_resource(literal: str) -> None:
    card = made("card", "network:BastionHost", virtualNetwork={"id": literal})
    assert [one.targets for one in look(stack_of(NETWORK, card), "card", "virtualNetwork")] == [()]


def test_the_address_of_a_key_names_the_key_and_without_it_the_vault() -> None:
    vault = made("vault", "keyvault:Vault", vaultName="kv-clinic")
    key = made("key", "keyvault:Key", vaultName="kv-clinic", keyName="records")
    places = Places.read(stack_of(vault, key))
    assert owners(places, "https://KV-clinic.vault.azure.net/keys/records/0123") == ("urn:key",)
    assert owners(places, "https://kv-clinic.vault.azure.net/keys/unknown") == ("urn:vault",)
    assert owners(places, "https://kv-clinic.vault.azure.net/") == ("urn:vault",)
    assert owners(places, "https://kv-other.vault.azure.net/") == ()


def test_the_answers_name_never_hides_the_parent_that_the_input_name_names() -> None:
    app = made("app", "web:WebApp", identifier=f"{BASE}/Microsoft.Web/sites/portal", name="portal")
    publishing = made(
        "ftp", "web:WebAppFtpAllowed", identifier=f"{BASE}/Microsoft.Web/sites/portal/basicPublishingCredentialsPolicies/ftp", name="ftp"
    )
    assert [one.targets for one in look(stack_of(app, publishing), "ftp", "name")] == [("urn:app",)]


def test_an_adopted_resource_is_known_by_its_id() -> None:
    adopted = made("adopted", "network:VirtualNetwork", identifier=f"{BASE}/Microsoft.Network/virtualNetworks/hub")
    assert place_of(adopted, stack_of(adopted)) == Place("microsoft.network/virtualnetworks/hub", "records", SUBSCRIPTION)


def test_an_item_of_a_list_is_reached_by_stars() -> None:
    card = made(
        "card",
        "network:NetworkInterface",
        ipConfigurations=[
            {"name": "a"},
            {"name": "b", "subnet": {"id": f"{BASE}/Microsoft.Network/virtualNetworks/records-net/subnets/data"}},
        ],
    )
    found = look(stack_of(NETWORK, SUBNET, card), "card", "ipConfigurations[*].subnet")
    assert [one.targets for one in found] == [("urn:subnet",)]


@pytest.mark.parametrize(
    "literal", ["", "records-net", "/subscriptions/", "https://example.com", "/providers/Microsoft.Management/managementGroups/x"]
)
def test_what_is_no_id_of_a_resource_has_no_place(literal: str) -> None:
    assert parse(literal) is None


def test_the_parent_of_a_container_is_its_account_and_its_own_name_has_none() -> None:
    container = "azure-native:storage:BlobContainer"
    assert names_in(container) == ("accountName", "containerName")
    assert parent_of(container, "accountName") == (paths()["azure-native:storage:StorageAccount"], "azure-native:storage:StorageAccount")
    assert parent_of(container, "containerName") is None
