"""`AzureTenantPolicies`: what the plan forbids is refused below the management group, and what it builds is not."""

from typing import Any

import pytest

from ai_zones.azure.tenant_documents import GUARDRAILS, OWN_KEYS, PUBLIC_NETWORK_ACCESS
from ai_zones.azure.tenant_policies import AzureTenantPolicies
from ai_zones.azure.validation import InvalidInputError
from tests.azure.policy_engine import Judge
from tests.azure.recording import OTHER_SUBSCRIPTION, SUBSCRIPTION, Recording, group_path, record

STRANGER = "77777777-7777-4777-8777-777777777777"
HUB = group_path("Microsoft.Network/virtualNetworks", "hub")
PARAMETERS = {"locations": ["westeurope"], "peeredNetworkIds": [HUB], "subscriptionIds": [SUBSCRIPTION], "zones": ["phi", "egress"]}
JUDGE = Judge(PARAMETERS)
BY_KEY = {guardrail.key: guardrail for guardrail in GUARDRAILS}
SUBNET = "Microsoft.Network/virtualNetworks/subnets"
PEERING = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
LINK = "Microsoft.Network/privateLinkServices"
ENDPOINT = "Microsoft.Network/privateEndpoints"
STORE = "Microsoft.Storage/storageAccounts"
SETTING = "Microsoft.Insights/diagnosticSettings"
DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments"
NIC = "Microsoft.Network/networkInterfaces"


def refuses(key: str, **fields: Any) -> bool:
    return JUDGE.refuses(BY_KEY[key].rule["if"], fields)


def tenant(**changes: Any) -> Recording:
    args: Any = {
        "management_group_id": "zones",
        "locations": ["westeurope"],
        "subscription_ids": [SUBSCRIPTION, OTHER_SUBSCRIPTION],
        **changes,
    }
    return record(lambda: AzureTenantPolicies("tenant", args).definition_ids)


def endpoint_to(subscription: str, connections: str) -> dict[str, Any]:
    target = group_path("Microsoft.Storage/storageAccounts", "store", subscription=subscription)
    return {"type": ENDPOINT, f"{ENDPOINT}/{connections}[*]": [{f"{ENDPOINT}/{connections}[*].privateLinkServiceId": target}]}


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("public-addresses", {"type": "Microsoft.Network/publicIPAddresses"}),
    ("public-addresses", {"type": NIC, f"{NIC}/ipconfigurations[*]": [{f"{NIC}/ipconfigurations[*].publicIpAddress.id": "x"}]}),
    ("public-network-access", {"type": STORE}),
    ("public-network-access", {"type": STORE, f"{STORE}/publicNetworkAccess": "Enabled"}),
    ("default-outbound-access", {"type": SUBNET, "name": "workload"}),
    ("default-outbound-access", {"type": SUBNET, "name": "workload", f"{SUBNET}/defaultOutboundAccess": True}),
    ("default-outbound-access", {"type": "Microsoft.Network/virtualNetworks", f"{SUBNET}[*]": [{f"{SUBNET}[*].name": "a"}]}),
    ("identity-only", {"type": STORE}),
    ("identity-only", {"type": "Microsoft.ContainerRegistry/registries", "Microsoft.ContainerRegistry/registries/adminUserEnabled": True}),
    ("own-keys", {"type": STORE, f"{STORE}/encryption.keySource": "Microsoft.Storage"}),
    ("own-keys", {"type": "Microsoft.DocumentDB/databaseAccounts"}),
    ("storage", {"type": STORE, f"{STORE}/allowBlobPublicAccess": True}),
    ("locations", {"type": STORE, "location": "eastus"}),
    ("resource-groups", {"type": "Microsoft.Resources/subscriptions/resourceGroups", "location": "eastus"}),
    ("zone-tags", {"type": STORE}),
    ("zone-tags", {"type": STORE, "tags['ai-zone']": "mine"}),
    ("peerings", {"type": PEERING, f"{PEERING}/remoteVirtualNetwork.id": group_path("Microsoft.Network/virtualNetworks", "inference")}),
    ("peerings", {"type": "Microsoft.Network/virtualNetworks", f"{PEERING}[*]": [{f"{PEERING}[*].remoteVirtualNetwork.id": "other"}]}),
    ("private-link-services", {"type": LINK, f"{LINK}/visibility.subscriptions[*]": ["*"]}),
    ("private-link-services", {"type": LINK, f"{LINK}/autoApproval.subscriptions[*]": [SUBSCRIPTION, STRANGER]}),
    ("private-endpoints", endpoint_to(STRANGER, "privateLinkServiceConnections")),
    ("private-endpoints", endpoint_to(STRANGER, "manualPrivateLinkServiceConnections")),
    ("log-destinations", {"type": SETTING, f"{SETTING}/workspaceId": f"/subscriptions/{STRANGER}/resourceGroups/x"}),
    ("delegation", {"type": "Microsoft.ManagedServices/registrationAssignments"}),
    ("roads-out", {"type": "Microsoft.Network/natGateways"}),
    ("model-places", {"type": DEPLOYMENT, f"{DEPLOYMENT}/sku.name": "GlobalStandard"}),
]
CLOSED = {
    "type": STORE,
    "location": "westeurope",
    "tags['ai-zone']": "phi",
    f"{STORE}/publicNetworkAccess": "Disabled",
    f"{STORE}/allowSharedKeyAccess": False,
    f"{STORE}/allowBlobPublicAccess": False,
    f"{STORE}/allowCrossTenantReplication": False,
    f"{STORE}/allowedCopyScope": "PrivateLink",
    f"{STORE}/minimumTlsVersion": "TLS1_2",
    f"{STORE}/supportsHttpsTrafficOnly": True,
    f"{STORE}/encryption.keySource": "Microsoft.KeyVault",
}
ALLOWED: list[dict[str, Any]] = [
    CLOSED,
    {"type": SUBNET, "name": "workload", f"{SUBNET}/defaultOutboundAccess": False},
    {"type": SUBNET, "name": "AzureFirewallSubnet"},
    {"type": PEERING, f"{PEERING}/remoteVirtualNetwork.id": HUB.upper()},
    {"type": LINK, f"{LINK}/visibility.subscriptions[*]": [SUBSCRIPTION], f"{LINK}/autoApproval.subscriptions[*]": [SUBSCRIPTION]},
    endpoint_to(SUBSCRIPTION, "privateLinkServiceConnections"),
    {"type": SETTING, f"{SETTING}/workspaceId": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/x"},
    {"type": DEPLOYMENT, f"{DEPLOYMENT}/sku.name": "Standard"},
    {"type": NIC, f"{NIC}/ipconfigurations[*]": [{}]},
]


@pytest.mark.parametrize(("key", "fields"), REFUSED)
def test_what_the_plan_forbids_is_refused(key: str, fields: dict[str, Any]) -> None:
    assert refuses(key, **fields)


@pytest.mark.parametrize("fields", ALLOWED, ids=lambda fields: fields["type"])
def test_what_components_build_is_not_refused(fields: dict[str, Any]) -> None:
    placed = {"location": "westeurope", "tags['ai-zone']": "phi", **fields}
    assert [guardrail.key for guardrail in GUARDRAILS if JUDGE.refuses(guardrail.rule["if"], placed)] == []


def test_every_guardrail_is_tried() -> None:
    assert {key for key, _ in REFUSED} == set(BY_KEY)


@pytest.mark.parametrize("kind", sorted({*PUBLIC_NETWORK_ACCESS, *OWN_KEYS}))
def test_a_store_of_any_known_type_with_nothing_said_is_refused(kind: str) -> None:
    expected = {"public-network-access"} if kind in PUBLIC_NETWORK_ACCESS else set()
    expected |= {"own-keys"} if kind in OWN_KEYS else set()
    assert expected <= {guardrail.key for guardrail in GUARDRAILS if JUDGE.refuses(guardrail.rule["if"], {"type": kind})}


def test_definitions_are_made_before_the_initiative_and_this_before_its_assignment() -> None:
    recording = tenant()
    definitions = recording.of("authorization:PolicyDefinitionAtManagementGroup")
    initiative = recording.one("authorization:PolicySetDefinitionAtManagementGroup")
    assignment = recording.one("authorization:PolicyAssignment", "tenant-assign-guardrails")
    assert {definition.id for definition in definitions} == set(recording.result.values())
    named = {reference["policyDefinitionId"] for reference in initiative.inputs["policyDefinitions"]}
    assert named == {definition.id for definition in definitions} - {recording.result["public-addresses"]}
    assert assignment.inputs["policyDefinitionId"] == initiative.id
    assert recording.waits(assignment, initiative)
    assert recording.waits(initiative, definitions[0])
    assert all(one.protect for one in [*definitions, initiative, assignment])
    for one in recording.of("authorization:PolicyAssignment"):
        assert len(one.inputs["policyAssignmentName"]) <= 24
        assert one.inputs["scope"] == "/providers/Microsoft.Management/managementGroups/zones"


def test_the_assignment_refuses_and_says_why() -> None:
    recording = tenant(peered_network_ids=[HUB])
    assignment = recording.one("authorization:PolicyAssignment", "tenant-assign-guardrails").inputs
    assert assignment["enforcementMode"] == "Default"
    assert {name: one["value"] for name, one in assignment["parameters"].items() if name != "zones"} == {
        "effect": "Deny",
        "locations": ["westeurope"],
        "peeredNetworkIds": [HUB],
        "subscriptionIds": [SUBSCRIPTION, OTHER_SUBSCRIPTION],
    }
    assert {message["policyDefinitionReferenceId"] for message in assignment["nonComplianceMessages"]} == set(BY_KEY) - {"public-addresses"}
    audited = tenant(audit_only=True).one("authorization:PolicyAssignment", "tenant-assign-guardrails").inputs
    assert audited["parameters"]["effect"] == {"value": "Audit"}


def test_only_named_scopes_may_have_public_addresses() -> None:
    scope = f"/subscriptions/{OTHER_SUBSCRIPTION}"
    recording = tenant(public_address_scopes=[scope])
    addresses = recording.one("authorization:PolicyAssignment", "tenant-assign-addresses").inputs
    assert addresses["notScopes"] == [scope]
    assert addresses["policyDefinitionId"] == recording.result["public-addresses"]
    assert recording.one("authorization:PolicyAssignment", "tenant-assign-guardrails").inputs["notScopes"] == []


def test_a_guardrail_can_be_left_out_by_name() -> None:
    recording = tenant(left_out=["private-link-services", "public-addresses"])
    assert set(recording.result) == set(BY_KEY) - {"private-link-services", "public-addresses"}
    named = recording.one("authorization:PolicySetDefinitionAtManagementGroup").inputs["policyDefinitions"]
    assert {one["policyDefinitionReferenceId"] for one in named} == set(recording.result)
    assert [one.name for one in recording.of("authorization:PolicyAssignment")] == ["tenant-assign-guardrails"]


def test_every_parameter_that_a_rule_reads_is_declared_and_passed() -> None:
    recording = tenant()
    references = {
        one["policyDefinitionReferenceId"]: set(one["parameters"])
        for one in recording.one("authorization:PolicySetDefinitionAtManagementGroup").inputs["policyDefinitions"]
    }
    for definition in recording.of("authorization:PolicyDefinitionAtManagementGroup"):
        text = str(definition.inputs["policyRule"])
        read = {part.split("')")[0] for part in text.split("parameters('")[1:]}
        assert read == set(definition.inputs["parameters"])
        key = definition.inputs["policyDefinitionName"].removeprefix("ai-zones-")
        assert references.get(key, read) == read


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"management_group_id": "/providers/x"}, "without a path"),
        ({"locations": []}, "locations"),
        ({"subscription_ids": ["mine"]}, "an Azure subscription id"),
        ({"public_address_scopes": ["egress"]}, "a subscription or resource group"),
        ({"left_out": ["roads"]}, "left_out: given .*must be some of public-addresses"),
        ({"left_out": list(BY_KEY)}, "must leave a guardrail to build"),
    ],
)
def test_guardrails_that_would_not_hold_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        tenant(**changes)
