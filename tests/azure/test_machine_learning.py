"""`AzureMachineLearning`: jobs reach what was approved, and nothing else."""

from typing import Any

import pytest

from ai_zones.azure.machine_learning import AzureMachineLearning
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import BUILT, IDENTITY, KEY, KEY_URI
from tests.azure.recording import Recording, group_path, record

VERSIONED = f"{KEY_URI}/{'0' * 32}"
OWN = group_path("Microsoft.ManagedIdentity/userAssignedIdentities", "learning")
VAULT = group_path("Microsoft.KeyVault/vaults", "kv-phi-12345678")
STORE = group_path("Microsoft.Storage/storageAccounts", "runs")
REQUIRED: dict[str, Any] = {
    "zone": "training",
    **BUILT,
    "key": {**KEY, "versioned_key_uri": VERSIONED},
    "key_vault_id": VAULT,
    "storage_account_id": STORE,
    "registry_id": group_path("Microsoft.ContainerRegistry/registries", "images"),
    "application_insights_id": group_path("Microsoft.Insights/components", "jobs"),
    "identity_id": OWN,
}


def learning(**changes: Any) -> Recording:
    args: Any = {**REQUIRED, **changes}
    return record(lambda: AzureMachineLearning("learning", args).workspace_id)


def test_the_required_inputs_alone_let_nothing_out() -> None:
    recording = learning()
    built = recording.one("machinelearningservices:Workspace")
    expected = {
        "publicNetworkAccess": "Disabled",
        "allowPublicAccessWhenBehindVnet": False,
        "v1LegacyMode": False,
        "hbiWorkspace": True,
        "systemDatastoresAuthMode": "Identity",
        "storageAccount": STORE,
        "keyVault": VAULT,
        "primaryUserAssignedIdentity": OWN,
        "imageBuildCompute": "image-builder",
        "tags": {"ai-zone": "training", "data-class": "deidentified"},
    }
    assert {name: built.inputs[name] for name in expected} == expected
    network = built.inputs["managedNetwork"]
    assert (network["isolationMode"], network["firewallSku"], network["outboundRules"]) == ("AllowOnlyApprovedOutbound", "Standard", {})
    assert built.inputs["encryption"] == {
        "status": "Enabled",
        "identity": {"userAssignedIdentity": IDENTITY},
        "keyVaultProperties": {"keyIdentifier": VERSIONED, "keyVaultArmId": VAULT},
    }
    assert built.inputs["identity"]["userAssignedIdentities"] == sorted([OWN, IDENTITY])
    assert built.protect
    assert recording.result == built.id


def test_clusters_have_neither_public_addresses_nor_logins_and_shrink_to_nothing() -> None:
    recording = learning(clusters={"gpu": {"vm_size": "Standard_NC24ads_A100_v4", "max_nodes": 4}})
    clusters = {cluster.inputs["computeName"]: cluster for cluster in recording.of("machinelearningservices:Compute")}
    assert sorted(clusters) == ["gpu", "image-builder"]
    for cluster in clusters.values():
        properties = cluster.inputs["properties"]
        assert properties["disableLocalAuth"] is True
        assert properties["properties"]["enableNodePublicIp"] is False
        assert properties["properties"]["remoteLoginPortPublicAccess"] == "Disabled"
        assert properties["properties"]["scaleSettings"]["minNodeCount"] == 0
        assert recording.waits(cluster, recording.one("machinelearningservices:Workspace"))
    assert clusters["gpu"].inputs["properties"]["properties"]["scaleSettings"]["maxNodeCount"] == 4


def test_approved_roads_are_named_one_by_one() -> None:
    recording = learning(approved_resources={"sets": {"resource_id": STORE, "group_id": "blob"}}, approved_fqdns=["pypi.example.org"])
    rules = recording.one("machinelearningservices:Workspace").inputs["managedNetwork"]["outboundRules"]
    assert rules == {
        "to-sets": {
            "type": "PrivateEndpoint",
            "category": "UserDefined",
            "destination": {"serviceResourceId": STORE, "subresourceTarget": "blob", "sparkEnabled": False},
        },
        "name-pypi-example-org": {"type": "FQDN", "category": "UserDefined", "destination": "pypi.example.org"},
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "phi"}, "must be training: elsewhere"),
        ({"key": KEY}, "versioned_key_uri: is required here"),
        ({"approved_fqdns": ["*.org"]}, "a full name without wildcard"),
        ({"clusters": {"GPU": {"vm_size": "Standard_NC24ads_A100_v4"}}}, "2 to 16 lower-case letters"),
    ],
)
def test_workspaces_that_would_leak_or_fail_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        learning(**changes)
