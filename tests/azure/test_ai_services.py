"""`AzureAiServices` and `AzureAiSearch`: models and indexes that send nothing out."""

from typing import Any

import pytest

from ai_zones.azure.ai_search import AzureAiSearch
from ai_zones.azure.ai_services import AzureAiServices
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import BUILT, IDENTITY, KEY, KEY_URI
from tests.azure.recording import Recording, group_path, record

VERSION = "0" * 32
CLIENT_KEY = {**KEY, "identity_client_id": "55555555-5555-4555-8555-555555555555", "versioned_key_uri": f"{KEY_URI}/{VERSION}"}
MODELS = {"chat": {"model": "gpt-4o", "version": "2024-11-20"}, "embed": {"model": "text-embedding-3-large", "version": "1"}}


def models(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "inference", **BUILT, "key": CLIENT_KEY, **changes}
    return record(lambda: AzureAiServices("models", args).account_id, preview=preview)


def search(**changes: Any) -> Recording:
    args: Any = {"zone": "inference", **BUILT, **changes}
    return record(lambda: AzureAiSearch("search", args).service_id)


def test_the_account_is_private_and_calls_nobody() -> None:
    recording = models(preview=True)
    built = recording.one("cognitiveservices:Account")
    properties = built.inputs["properties"]
    assert built.inputs["kind"] == "OpenAI"
    assert properties["customSubDomainName"] == built.inputs["accountName"]
    assert properties["disableLocalAuth"] is True
    assert properties["publicNetworkAccess"] == "Disabled"
    assert properties["networkAcls"] == {"defaultAction": "Deny", "bypass": "None", "ipRules": [], "virtualNetworkRules": []}
    assert properties["restrictOutboundNetworkAccess"] is True
    assert properties["allowedFqdnList"] == []
    assert properties["encryption"] == {
        "keySource": "Microsoft.KeyVault",
        "keyVaultProperties": {
            "keyVaultUri": "https://kv-phi-12345678.vault.azure.net",
            "keyName": "store",
            "keyVersion": VERSION,
            "identityClientId": CLIENT_KEY["identity_client_id"],
        },
    }
    assert built.inputs["identity"]["userAssignedIdentities"] == [IDENTITY]
    assert built.inputs["tags"] == {"ai-zone": "inference", "data-class": "deidentified"}
    assert built.protect
    assert recording.result == built.id


def test_every_model_answers_in_its_region_in_a_fixed_version_behind_the_filter() -> None:
    recording = models(models=MODELS)
    deployments = {deployment.inputs["deploymentName"]: deployment for deployment in recording.of("cognitiveservices:Deployment")}
    policy = recording.one("cognitiveservices:RaiPolicy")
    assert sorted(deployments) == ["chat", "embed"]
    for deployment in deployments.values():
        assert deployment.inputs["sku"]["name"] == "Standard"
        assert deployment.inputs["properties"]["versionUpgradeOption"] == "NoAutoUpgrade"
        assert deployment.inputs["properties"]["raiPolicyName"] == policy.inputs["raiPolicyName"]
        assert recording.waits(deployment, policy)
    assert recording.waits(deployments["embed"], deployments["chat"])


def test_the_filter_stops_harm_attacks_and_copies() -> None:
    properties = models().one("cognitiveservices:RaiPolicy").inputs["properties"]
    filters = {(one["name"], one["source"]): one for one in properties["contentFilters"]}
    assert properties["mode"] == "Blocking"
    assert all(one["enabled"] and one["blocking"] for one in filters.values())
    assert {key: one.get("severityThreshold") for key, one in filters.items()} == {
        ("Hate", "Prompt"): "Low",
        ("Hate", "Completion"): "Low",
        ("Selfharm", "Prompt"): "Low",
        ("Selfharm", "Completion"): "Low",
        ("Sexual", "Prompt"): "Low",
        ("Sexual", "Completion"): "Low",
        ("Violence", "Prompt"): "Low",
        ("Violence", "Completion"): "Low",
        ("Indirect Attack", "Prompt"): None,
        ("Jailbreak", "Prompt"): None,
        ("Protected Material Code", "Completion"): None,
        ("Protected Material Text", "Completion"): None,
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "phi"}, "must be one of deidentification, inference"),
        ({"models": {"chat": {"model": "gpt-4o", "version": "1", "sku": "GlobalStandard"}}}, "models.chat.sku: given 'GlobalStandard'"),
        ({"models": {"chat": {"model": "gpt-4o"}}}, "models.chat.version: is required"),
        ({"allowed_fqdns": ["*.example.org"]}, "a full name without wildcard"),
        ({"key": KEY}, "identity_client_id: is required here"),
        ({"key": {**CLIENT_KEY, "versioned_key_uri": None}}, "versioned_key_uri: is required here"),
    ],
)
def test_accounts_that_would_open_a_road_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        models(**changes)


def test_the_search_service_is_private_and_demands_our_key() -> None:
    recording = search()
    built = recording.one("search:Service")
    expected = {
        "sku": {"name": "standard"},
        "replicaCount": 3,
        "partitionCount": 1,
        "disableLocalAuth": True,
        "publicNetworkAccess": "Disabled",
        "networkRuleSet": {"bypass": "None", "ipRules": []},
        "dataExfiltrationProtections": ["BlockAll"],
        "semanticSearch": "disabled",
        "encryptionWithCmk": {"enforcement": "Enabled"},
        "tags": {"ai-zone": "inference", "data-class": "deidentified"},
    }
    assert {name: built.inputs[name] for name in expected} == expected
    assert "authOptions" not in built.inputs
    assert built.protect
    assert recording.of("search:SharedPrivateLinkResource") == []


def test_indexers_read_by_named_links_one_after_the_other() -> None:
    store = group_path("Microsoft.Storage/storageAccounts", "notes")
    recording = search(
        shared_private_links={"a": {"resource_id": store, "group_id": "blob"}, "b": {"resource_id": store, "group_id": "dfs"}}
    )
    first, second = recording.of("search:SharedPrivateLinkResource")
    assert first.inputs["properties"]["privateLinkResourceId"] == store
    assert recording.waits(second, first)


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"zone": "phi"}, "must be inference: no other zone searches"), ({"partitions": 5}, "given 5 with 3 replicas"), ({"sku": "free"}, "sku: given 'free'")],
)  # fmt: skip
def test_search_services_that_azure_or_we_would_refuse_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        search(**changes)
