"""`AzureDocumentStore` and `AzureMessaging`: one region, no keys."""

from typing import Any

import pytest

from ai_zones.azure.document_store import DATA_CONTRIBUTOR, DATA_READER, AzureDocumentStore
from ai_zones.azure.messaging import AzureMessaging
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import BUILT, IDENTITY, KEY_URI, OBJECT
from tests.azure.recording import LOCATION, Recording, record


def documents(**changes: Any) -> Recording:
    args: Any = {"zone": "deidentification", **BUILT, **changes}
    return record(lambda: AzureDocumentStore("documents", args).account_id)


def messages(**changes: Any) -> Recording:
    args: Any = {"zone": "deidentification", **BUILT, **changes}
    return record(lambda: AzureMessaging("messages", args).queue_ids)


def test_documents_stay_in_one_region_behind_closed_doors() -> None:
    recording = documents()
    built = recording.one("cosmosdb:DatabaseAccount")
    expected = {
        "locations": [{"locationName": LOCATION, "failoverPriority": 0, "isZoneRedundant": True}],
        "enableMultipleWriteLocations": False,
        "disableLocalAuth": True,
        "disableKeyBasedMetadataWriteAccess": True,
        "publicNetworkAccess": "Disabled",
        "networkAclBypass": "None",
        "ipRules": [],
        "virtualNetworkRules": [],
        "minimalTlsVersion": "Tls12",
        "backupPolicy": {"type": "Continuous", "continuousModeProperties": {"tier": "Continuous30Days"}},
        "defaultIdentity": f"UserAssignedIdentity={IDENTITY}",
        "keyVaultKeyUri": KEY_URI,
        "tags": {"ai-zone": "deidentification", "data-class": "deidentified"},
    }
    assert {name: built.inputs[name] for name in expected} == expected
    assert built.protect
    assert recording.result == built.id


def test_identities_get_data_roles_under_the_account() -> None:
    principals = {"agent": {"principal_id": OBJECT, "writable": True}, "auditor": {"principal_id": OBJECT}}
    recording = documents(principals=principals)
    grants = {grant.name: grant.inputs for grant in recording.of("cosmosdb:SqlResourceSqlRoleAssignment")}
    assert grants["documents-for-agent"]["roleDefinitionId"] == f"{recording.result}/sqlRoleDefinitions/{DATA_CONTRIBUTOR}"
    assert grants["documents-for-auditor"]["roleDefinitionId"] == f"{recording.result}/sqlRoleDefinitions/{DATA_READER}"
    assert {grant["scope"] for grant in grants.values()} == {recording.result}
    assert len({grant["roleAssignmentId"] for grant in grants.values()}) == 2


def test_databases_hold_their_containers() -> None:
    recording = documents(databases={"sessions": {"turns": {"partition_key": "/session", "ttl_seconds": 3600}}})
    container = recording.one("cosmosdb:SqlResourceSqlContainer")
    assert container.inputs["resource"] == {
        "id": "turns",
        "partitionKey": {"kind": "Hash", "paths": ["/session"], "version": 2},
        "defaultTtl": 3600,
    }
    assert container.inputs["options"] == {"autoscaleSettings": {"maxThroughput": 1000}}
    assert recording.waits(container, recording.one("cosmosdb:SqlResourceSqlDatabase"))


def test_the_audit_of_documents_shows_no_keys_and_no_queries() -> None:
    logs = documents().one("monitor:DiagnosticSetting").inputs["logs"]
    assert [log["category"] for log in logs] == ["ControlPlaneRequests", "DataPlaneRequests"]


def test_messages_wait_behind_closed_doors() -> None:
    recording = messages(queues={"redact": {}})
    built = recording.one("servicebus:Namespace")
    expected = {
        "sku": {"name": "Premium", "tier": "Premium", "capacity": 1},
        "disableLocalAuth": True,
        "minimumTlsVersion": "1.2",
        "publicNetworkAccess": "Disabled",
        "zoneRedundant": True,
        "tags": {"ai-zone": "deidentification", "data-class": "phi"},
    }
    assert {name: built.inputs[name] for name in expected} == expected
    encryption = built.inputs["encryption"]
    assert encryption["requireInfrastructureEncryption"] is True
    assert encryption["keyVaultProperties"][0]["identity"] == {"userAssignedIdentity": IDENTITY}
    rules = recording.one("servicebus:NamespaceNetworkRuleSet").inputs
    assert (rules["defaultAction"], rules["publicNetworkAccess"], rules["trustedServiceAccessEnabled"]) == ("Deny", "Disabled", False)
    assert built.protect


def test_no_message_is_lost_without_a_trace() -> None:
    recording = messages(queues={"redact": {"ttl_days": 7}})
    queue = recording.one("servicebus:Queue")
    assert queue.inputs["defaultMessageTimeToLive"] == "P7D"
    assert queue.inputs["deadLetteringOnMessageExpiration"] is True
    assert queue.inputs["requiresDuplicateDetection"] is True
    assert recording.result == {"redact": queue.id}


@pytest.mark.parametrize(
    ("build", "changes", "message"),
    [
        (documents, {"zone": "egress"}, "other zones keep no documents"),
        (documents, {"databases": {"a": {"b": {"partition_key": "id"}}}}, "a path, such as /tenantId"),
        (documents, {"databases": {"a": {"b": {"partition_key": "/id", "max_throughput": 1500}}}}, "max_throughput: given 1500"),
        (messages, {"zone": "egress"}, "other zones pass no messages"),
        (messages, {"capacity": 3}, "must be 1, 2, 4, 8 or 16"),
    ],
)
def test_stores_that_azure_or_we_would_refuse_are_refused(build: Any, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        build(**changes)
