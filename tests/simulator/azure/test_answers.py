"""A preview follows the class of the answer: members that nobody gave are unknown, and what was given in another form too."""

from simulator.packages.azure_answers import answered
from simulator.values import UNKNOWN


def test_members_that_only_the_answer_has_are_unknown() -> None:
    shown = answered("azure-native:web:WebApp", "identity", {"type": "SystemAssigned"})
    assert shown["type"] == "SystemAssigned"
    assert shown["principalId"] is UNKNOWN
    assert answered("azure-native:keyvault:Vault", "properties", {"tenantId": "t"})["sku"] is UNKNOWN


def test_a_list_that_is_answered_as_a_map_is_unknown() -> None:
    shown = answered("azure-native:storage:StorageAccount", "identity", {"type": "UserAssigned", "userAssignedIdentities": ["id"]})
    assert shown["userAssignedIdentities"] is UNKNOWN


def test_members_of_lists_follow_their_class() -> None:
    shown = answered("azure-native:network:LoadBalancer", "frontendIPConfigurations", [{"name": "front"}])
    assert shown[0]["name"] == "front"
    assert shown[0]["id"] is UNKNOWN


def test_plain_values_stay() -> None:
    assert answered("azure-native:storage:StorageAccount", "kind", "StorageV2") == "StorageV2"
