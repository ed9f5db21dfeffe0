"""`AzureAlarms` and `AzureThreatDetection`: nothing that matters happens unheard."""

from typing import Any

import pytest

from ai_zones.azure.alarm_subjects import OPERATIONS, SEARCHES
from ai_zones.azure.alarms import AzureAlarms
from ai_zones.azure.threat_detection import PLANS, AzureThreatDetection
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import OBJECT, WORKSPACE
from tests.azure.recording import PLACE, SUBSCRIPTION, TENANT, Recording, group_path, record

VAULT = group_path("Microsoft.KeyVault/vaults", "kv-phi")
DATABASE = group_path("Microsoft.DBforPostgreSQL/flexibleServers", "phi")
HOOK = {"uri": "https://pager.example.org/alarm", "application_object_id": OBJECT, "identifier_uri": "api://pager"}


def alarms(**changes: Any) -> Recording:
    args: Any = {**PLACE, "workspace_id": WORKSPACE, "emails": {"security": "security@example.org"}, **changes}
    return record(lambda: AzureAlarms("alarms", args).action_group_id)


def detection(**changes: Any) -> Recording:
    args: Any = {"subscription_id": SUBSCRIPTION, "emails": ["security@example.org"], **changes}
    return record(lambda: AzureThreatDetection("detection", args).plan_names)


def test_named_people_are_told_and_programs_prove_who_calls_them() -> None:
    recording = alarms(hooks={"pager": HOOK}, tenant_id=TENANT)
    group = recording.one("monitor:ActionGroup")
    assert group.inputs["emailReceivers"] == [{"name": "security", "emailAddress": "security@example.org", "useCommonAlertSchema": True}]
    (hook,) = group.inputs["webhookReceivers"]
    assert (hook["useAadAuth"], hook["objectId"], hook["tenantId"]) == (True, OBJECT, TENANT)
    assert recording.result == group.id
    assert len(group.inputs["groupShortName"]) <= 12


def test_changes_of_roads_filters_roles_and_records_are_told() -> None:
    recording = alarms()
    rules = recording.of("monitor:ActivityLogAlert")
    watched = {leaf["equals"] for rule in rules for leaf in rule.inputs["condition"]["allOf"][1]["anyOf"]}
    assert watched == {operation for operations in OPERATIONS.values() for operation in operations}
    assert {
        "Microsoft.Network/networkSecurityGroups/delete",
        "Microsoft.Network/routeTables/routes/write",
        "Microsoft.Network/azureFirewalls/delete",
        "Microsoft.Network/privateEndpoints/write",
        "Microsoft.Insights/diagnosticSettings/delete",
        "Microsoft.Authorization/roleAssignments/write",
        "Microsoft.KeyVault/vaults/delete",
    } <= watched
    for rule in rules:
        assert rule.inputs["scopes"] == [f"/subscriptions/{SUBSCRIPTION}"]
        assert rule.inputs["enabled"] is True
        assert rule.inputs["actions"]["actionGroups"] == [{"actionGroupId": recording.result}]
        assert recording.waits(rule, recording.one("monitor:ActionGroup"))


def test_the_archive_is_searched_and_break_glass_is_critical() -> None:
    recording = alarms(break_glass_user_ids=[OBJECT])
    rules = {rule.name: rule.inputs for rule in recording.of("monitor:ScheduledQueryRule")}
    assert set(rules) == {f"alarms-found-{subject}" for subject in [*SEARCHES, "break-glass"]}
    glass = rules["alarms-found-break-glass"]
    assert glass["severity"] == 0
    assert OBJECT in glass["criteria"]["allOf"][0]["query"]
    assert glass["scopes"] == [WORKSPACE]
    assert glass["autoMitigate"] is False
    assert alarms(searches=False).of("monitor:ScheduledQueryRule") == []


def test_the_loss_of_a_store_is_told() -> None:
    recording = alarms(resource_ids={"vault": VAULT, "database": DATABASE})
    rules = {rule.inputs["scopes"][0]: rule.inputs["criteria"]["allOf"][0] for rule in recording.of("monitor:MetricAlert")}
    assert rules[VAULT]["metricName"] == "Availability"
    assert (rules[DATABASE]["metricName"], rules[DATABASE]["threshold"]) == ("is_db_alive", 1)


def test_another_subscriptions_people_can_be_told() -> None:
    group = group_path("Microsoft.Insights/actionGroups", "people", group="central")
    recording = alarms(emails={}, action_group_id=group)
    assert recording.of("monitor:ActionGroup") == []
    assert recording.result == group


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"emails": {}}, "give people or programs"),
        ({"hooks": {"pager": HOOK}}, "tenant_id: is required with hooks"),
        ({"emails": {"security": "nobody"}}, "an e-mail address"),
        ({"resource_ids": {"web": group_path("Microsoft.Web/sites", "a")}}, "nothing is known of how Microsoft.Web/sites"),
    ],
)
def test_alarms_that_nobody_would_hear_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        alarms(**changes)


def test_every_plan_is_on_and_what_copies_data_out_is_off() -> None:
    recording = detection()
    plans = {plan.inputs["pricingName"]: plan for plan in recording.of("security:Pricing")}
    assert sorted(plans) == sorted(PLANS) == sorted(recording.result)
    for plan in plans.values():
        assert (plan.inputs["pricingTier"], plan.inputs["enforce"]) == ("Standard", "True")
        assert plan.protect
    states = {
        (name, extension["name"]): extension["isEnabled"] for name, plan in plans.items() for extension in plan.inputs.get("extensions", [])
    }
    assert states["StorageAccounts", "OnUploadMalwareScanning"] == "True"
    assert states["StorageAccounts", "SensitiveDataDiscovery"] == "True"
    assert states["AI", "AIPromptEvidence"] == "False"
    assert {state for (_, extension), state in states.items() if extension == "AgentlessVmScanning"} == {"False"}


def test_alerts_reach_the_contact_from_the_lowest_severity() -> None:
    contact = detection(emails=["b@example.org", "a@example.org"]).one("security:SecurityContact").inputs
    assert contact["emails"] == "a@example.org;b@example.org"
    assert contact["notificationsSources"] == [
        {"sourceType": "Alert", "minimalSeverity": "Low"},
        {"sourceType": "AttackPath", "minimalRiskLevel": "Low"},
    ]


def test_detection_without_a_hearer_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="emails"):
        detection(emails=[])
