"""Azure's tokens, ids and answers."""

from collections.abc import Mapping

import pytest

from posture.inputs.arm_ids import arm_id, own_name_of
from posture.inputs.azure_types import overlaid, settled
from posture.inputs.preview import read_preview
from posture.stack import Stack
from posture.values import UNKNOWN, UNKNOWN_MARKER

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"


@pytest.mark.parametrize(
    ("token", "plain", "version"),
    [
        ("azure-native:network:Subnet", "azure-native:network:Subnet", "2024-05-01"),
        ("azure-native:network/v20230901:Subnet", "azure-native:network:Subnet", "2023-09-01"),
        ("azure-native:search/v20240301preview:Service", "azure-native:search:Service", "2024-03-01-preview"),
        ("azure-native_network_v20230901:network:Subnet", "azure-native:network:Subnet", "2023-09-01"),
        ("azure-native:network:PrivateZone", "azure-native:privatedns:PrivateZone", "2024-05-01"),
        ("azure-native:insights/v20210501preview:DiagnosticSetting", "azure-native:monitor:DiagnosticSetting", "2021-05-01-preview"),
        ("aws:ec2/vpc:Vpc", "aws:ec2/vpc:Vpc", ""),
    ],
)
def test_a_type_has_one_name_whatever_the_version(token: str, plain: str, version: str) -> None:
    assert settled(token, {"azureApiVersion": "2024-05-01"}) == (plain, version)


def test_without_any_word_the_version_is_empty() -> None:
    assert settled("azure-native:network:Subnet", {}) == ("azure-native:network:Subnet", "")


def test_an_id_is_made_of_names() -> None:
    props = {"resourceGroupName": "rg", "virtualNetworkName": "v", "subnetName": "s"}
    expected = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    assert arm_id("azure-native:network:Subnet", props, SUBSCRIPTION) == expected
    assert own_name_of("azure-native:network:Subnet") == "subnetName"


@pytest.mark.parametrize("missing", ["resourceGroupName", "virtualNetworkName", "subnetName"])
def test_an_id_with_an_unknown_part_is_no_id(missing: str) -> None:
    props = {"resourceGroupName": "rg", "virtualNetworkName": "v", "subnetName": "s", missing: UNKNOWN}
    assert arm_id("azure-native:network:Subnet", props, SUBSCRIPTION) == ""
    assert arm_id("azure-native:network:Subnet", props | {missing: "x"}, None) == ""


def test_an_extension_resource_stands_on_what_its_scope_names() -> None:
    props = {"scope": f"/subscriptions/{SUBSCRIPTION}", "roleAssignmentName": "r"}
    made = arm_id("azure-native:authorization:RoleAssignment", props, SUBSCRIPTION)
    assert made == f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments/r"


def test_what_a_preview_marks_as_yet_to_come_gives_way_to_the_input() -> None:
    inputs = {"virtualNetworkName": "v", "securityRules": [{"name": "a"}]}
    outputs = {"id": UNKNOWN, "securityRules": [{"name": "a", "access": UNKNOWN}], "provisioningState": UNKNOWN}
    assert overlaid(inputs, outputs) == {
        "virtualNetworkName": "v",
        "securityRules": [{"name": "a"}],
        "id": UNKNOWN,
        "provisioningState": UNKNOWN,
    }


def test_an_answer_wins_over_the_input_where_it_is_known() -> None:
    assert overlaid({"location": "West Europe"}, {"location": "westeurope"}) == {"location": "westeurope"}


def _preview() -> Stack:
    provider = "urn:pulumi:dev::p::pulumi:providers:azure-native::default_3_29_0::" + UNKNOWN_MARKER
    subnet = {"resourceGroupName": "RG", "virtualNetworkName": "v", "subnetName": "s"}
    group_id = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/V/subnets/s"

    def step(token: str, name: str, inputs: Mapping[str, object]) -> dict[str, object]:
        urn = f"urn:pulumi:dev::p::{token}::{name}"
        return {"op": "create", "urn": urn, "newState": {"urn": urn, "type": token, "custom": True, "inputs": inputs, "provider": provider}}

    steps = [
        step("azure-native:network:Subnet", "s", subnet),
        step("azure-native:network:PrivateEndpoint", "e", {"subnet": {"id": group_id}}),
    ]
    config = {"azure-native:subscriptionId": SUBSCRIPTION}
    return read_preview({"config": config, "steps": steps, "changeSummary": {"create": 2}}, "preview.json")


def test_in_a_preview_an_id_made_of_names_leads_to_the_resource_whatever_its_case() -> None:
    from posture.view import ResourceView

    stack = _preview()
    subnet, endpoint = stack.resources
    found = ResourceView(endpoint, stack).refers_to("subnet.id", ("azure-native:network:Subnet",))
    assert found.targets == (subnet.urn,)
    assert found.certain
