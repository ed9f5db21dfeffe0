"""Workspaces, diagnostic settings, alerts, collection, private link scopes."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import IN, places, store, vault, workspace
from tests.simulator.azure.places import GROUP, endpoint, group, standing
from tests.simulator.azure.subscription import SUBSCRIPTION, Made, Subscription

WORKSPACE = "operationalinsights:Workspace"
SETTING = "monitor:DiagnosticSetting"
EXPORT = "operationalinsights:DataExport"
ALERT = "monitor:MetricAlert"
QUERY = "monitor:ScheduledQueryRule"
ACTIVITY = "monitor:ActivityLogAlert"
ALL: dict[str, Any] = {"logs": [{"categoryGroup": "allLogs", "enabled": True}]}


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"workspaceName": "abc"}, "workspaceName"),
        ({"workspaceName": "-logs"}, "workspaceName"),
        ({"retentionInDays": 731}, "retentionInDays"),
        ({"retentionInDays": 3}, "retentionInDays"),
        ({"sku": {"name": "Free"}, "retentionInDays": 30}, "retentionInDays"),
        ({"sku": {"name": "CapacityReservation"}}, "sku.capacityReservationLevel"),
        ({"sku": {"name": "Gold"}}, "sku.name"),
        ({"workspaceCapping": {"dailyQuotaGb": 0.001}}, "workspaceCapping.dailyQuotaGb"),
        ({"publicNetworkAccessForQuery": "Closed"}, "publicNetworkAccessForQuery"),
    ],
)
def test_a_workspace_keeps_within_limits(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"workspaceName": "clinic-logs", "sku": {"name": "PerGB2018"}, **IN, **inputs}
    assert places(here.faults(WORKSPACE, **given)) == [place]


def test_a_workspace_fills_in_what_was_not_said(here: Subscription) -> None:
    made = workspace(here)
    assert (made["retentionInDays"], made["publicNetworkAccessForIngestion"]) == (30, "Enabled")
    assert made["workspaceCapping"]["dailyQuotaGb"] == -1
    before = made["customerId"]
    assert here.change(made, retentionInDays=365)["customerId"] == before


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"totalRetentionInDays": 4384}, "totalRetentionInDays"),
        ({"retentionInDays": 90, "totalRetentionInDays": 30}, "totalRetentionInDays"),
        ({"tableName": "Visits_CL"}, "schema.columns"),
        ({"tableName": "Visits_CL", "schema": {"name": "Visits_CL", "columns": [{"name": "A", "type": "string"}]}}, "schema.columns"),
        ({"plan": "Basic", "retentionInDays": 90}, "retentionInDays"),
        ({"plan": "Cheap"}, "plan"),
    ],
)
def test_a_table_keeps_within_limits(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"workspaceName": "clinic-logs", "tableName": "StorageBlobLogs", **IN, **inputs}
    assert places(here.faults("operationalinsights:Table", **given)) == [place]


def test_a_tables_days_are_its_workspaces_where_it_has_none(here: Subscription) -> None:
    workspace(here, retentionInDays=90)
    made = here.make("operationalinsights:Table", workspaceName="clinic-logs", tableName="Heartbeat", totalRetentionInDays=365, **IN)
    assert (made["retentionInDays"], made["archiveRetentionInDays"], made["retentionInDaysAsDefault"]) == (90, 275, True)


def test_an_export_has_a_destination_of_its_own_in_its_region(here: Subscription) -> None:
    workspace(here)
    account = store(here)
    inputs = {"workspaceName": "clinic-logs", "tableNames": ["Heartbeat"], **IN}
    here.make(EXPORT, dataExportName="archive", resourceId=account.id, **inputs)
    here.refuses("DestinationAlreadyInUse", EXPORT, dataExportName="again", resourceId=account.id, **inputs)
    far = store(here, "farstore", location="northeurope")
    here.refuses("DestinationRegionMismatch", EXPORT, dataExportName="far-away", resourceId=far.id, **inputs)
    here.refuses("DataExportDestinationNotFound", EXPORT, dataExportName="nobody", resourceId=account.id + "x", **inputs)


def test_a_dedicated_cluster_has_a_capacity_and_reads_its_key_by_an_identity(here: Subscription) -> None:
    kind = "operationalinsights:Cluster"
    assert places(here.faults(kind, clusterName="clinic-cluster", **IN)) == ["sku.capacity"]
    key = {"keyName": "records", "keyVaultUri": "https://clinic-keys.vault.azure.net"}
    given = {"clusterName": "clinic-cluster", "sku": {"name": "CapacityReservation", "capacity": 100}, **IN}
    assert places(here.faults(kind, keyVaultProperties=key, **given)) == ["identity"]
    made = here.make(kind, **given)
    linked = {"workspaceName": workspace(here).name, "linkedServiceName": "Cluster", **IN}
    here.refuses("InvalidParameter", "operationalinsights:LinkedService", **linked)
    here.make("operationalinsights:LinkedService", writeAccessResourceId=made.id, **linked)


# Diagnostic settings.


def setting(azure: Subscription, target: Made, name: str = "logs", **inputs: Any) -> Made:
    return azure.make(SETTING, resourceUri=target.id, name=name, **{**ALL, **inputs})


def test_a_setting_sends_something_somewhere(here: Subscription) -> None:
    assert places(here.faults(SETTING, resourceUri="/x", name="logs", **ALL)) == ["workspaceId"]
    to = {"workspaceId": workspace(here).id}
    assert places(here.faults(SETTING, resourceUri="/x", name="logs", **to)) == ["logs"]
    both = [{"category": "AuditEvent", "categoryGroup": "audit", "enabled": True}]
    assert "logs[0]" in places(here.faults(SETTING, resourceUri="/x", name="logs", logs=both, **to))
    assert "logs[0].categoryGroup" in places(
        here.faults(SETTING, resourceUri="/x", name="l", logs=[{"categoryGroup": "some", "enabled": True}], **to)
    )
    mixed = [{"category": "AuditEvent", "enabled": True}, {"categoryGroup": "audit", "enabled": True}]
    assert places(here.faults(SETTING, resourceUri="/x", name="logs", logs=mixed, **to)) == ["logs"]


def test_categories_are_those_of_the_resource(here: Subscription) -> None:
    safe, account, to = vault(here), store(here), {"workspaceId": workspace(here).id}
    wrong = [{"category": "StorageRead", "enabled": True}]
    here.refuses("BadRequest", SETTING, match="AuditEvent", resourceUri=safe.id, name="logs", logs=wrong, **to)
    here.refuses("BadRequest", SETTING, match="Category group", resourceUri=account.id, name="logs", **ALL, **to)
    here.make(SETTING, resourceUri=account.id, name="metrics", metrics=[{"category": "Transaction", "enabled": True}], **to)
    here.make(SETTING, resourceUri=f"{account.id}/blobServices/default", name="logs", logs=wrong, **to)
    known = [{"category": "AuditEvent", "enabled": True}]
    setting(here, safe, logs=known, **to)


def test_a_resource_has_five_settings_and_a_sink_one_of_a_category(here: Subscription) -> None:
    safe = vault(here)
    one = workspace(here)
    setting(here, safe, workspaceId=one.id)
    here.refuses("Conflict", SETTING, resourceUri=safe.id, name="again", workspaceId=one.id, **ALL)
    for i in range(4):
        setting(here, safe, f"more{i}", workspaceId=workspace(here, f"more-logs-{i}").id)
    last = workspace(here, "last-logs").id
    here.refuses("DiagnosticSettingsLimitReached", SETTING, resourceUri=safe.id, name="sixth", workspaceId=last, **ALL)


def test_what_is_sent_stands_and_so_does_where_it_goes(here: Subscription) -> None:
    safe = vault(here)
    to = {"workspaceId": workspace(here).id}
    here.refuses("ResourceNotFound", SETTING, resourceUri=safe.id + "x", name="logs", **ALL, **to)
    here.refuses("ResourceNotFound", SETTING, resourceUri=safe.id, name="logs", workspaceId=to["workspaceId"] + "x", **ALL)
    account = store(here)
    blobs = [{"category": "StorageRead", "enabled": True}]
    own = f"{account.id}/blobServices/default"
    here.refuses("BadRequest", SETTING, match="itself", resourceUri=own, name="logs", storageAccountId=account.id, logs=blobs)
    far = store(here, "farstore", location="northeurope")
    here.refuses("BadRequest", SETTING, match="same region", resourceUri=safe.id, name="logs", storageAccountId=far.id, **ALL)


def test_an_identity_has_no_settings(here: Subscription) -> None:
    made = here.make("managedidentity:UserAssignedIdentity", resourceName="clinic-reader", **IN)
    here.refuses("ResourceTypeNotSupported", SETTING, resourceUri=made.id, name="logs", workspaceId=workspace(here).id, **ALL)


def test_the_activity_log_has_categories_of_its_own(here: Subscription) -> None:
    to = {"workspaceId": workspace(here).id, "name": "activity"}
    wrong = [{"category": "AuditEvent", "enabled": True}]
    here.refuses("BadRequest", "monitor:SubscriptionDiagnosticSetting", logs=wrong, **to)
    here.make("monitor:SubscriptionDiagnosticSetting", logs=[{"category": "Policy", "enabled": True}], **to)


def test_settings_go_with_their_resource(here: Subscription) -> None:
    safe = vault(here)
    made = setting(here, safe, workspaceId=workspace(here).id)
    here.delete(safe)
    assert here.object(made.id) is None


# Alerts.


def people(azure: Subscription) -> Made:
    given = {"actionGroupName": "on-call", "groupShortName": "on-call", "enabled": True, "location": "global", **IN}
    return azure.make("monitor:ActionGroup", **given)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"groupShortName": "a" * 13}, "groupShortName"),
        ({"location": "westeurope"}, "location"),
        ({"emailReceivers": [{"name": "a", "emailAddress": "nobody"}]}, "emailReceivers[0].emailAddress"),
        (
            {"emailReceivers": [{"name": "a", "emailAddress": "a@b.c"}], "webhookReceivers": [{"name": "A", "serviceUri": "https://b.c"}]},
            "webhookReceivers[0].name",
        ),
        ({"webhookReceivers": [{"name": "a", "serviceUri": "https://b.c", "useAadAuth": True}]}, "webhookReceivers[0].objectId"),
    ],
)
def test_an_action_group_reaches_somebody(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"actionGroupName": "on-call", "groupShortName": "on-call", "enabled": True, "location": "global", **IN, **inputs}
    assert places(here.faults("monitor:ActionGroup", **given)) == [place]


def metric(*scopes: str, **inputs: Any) -> dict[str, Any]:
    criterion = {
        "criterionType": "StaticThresholdCriterion",
        "name": "slow",
        "metricName": "Latency",
        "operator": "GreaterThan",
        "threshold": 1,
        "timeAggregation": "Average",
    }
    base = {
        "ruleName": "slow",
        "location": "global",
        "enabled": True,
        "severity": 2,
        "scopes": list(scopes),
        "evaluationFrequency": "PT5M",
        "windowSize": "PT15M",
        "criteria": {"odataType": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", "allOf": [criterion]},
        **IN,
    }
    return {**base, **inputs}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"location": "westeurope"}, "location"),
        ({"severity": 5}, "severity"),
        ({"windowSize": "PT1M"}, "windowSize"),
        ({"windowSize": "PT2H"}, "windowSize"),
        ({"scopes": ["/a", "/b"]}, "scopes"),
    ],
)
def test_a_metric_alert_fits_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert places(here.faults(ALERT, **metric("/a", **inputs))) == [place]


def test_an_alert_watches_what_is_there_and_calls_whom_there_is(here: Subscription) -> None:
    account = store(here)
    here.refuses("ResourceNotFound", ALERT, **metric(account.id + "x"))
    nobody = [{"actionGroupId": f"/subscriptions/{SUBSCRIPTION}/nobody"}]
    here.refuses("ActionGroupNotFound", ALERT, **metric(account.id, actions=nobody))
    here.make(ALERT, **metric(f"{account.id}/blobServices/default", actions=[{"actionGroupId": people(here).id}]))


CONDITION: dict[str, Any] = {"query": "AzureActivity", "timeAggregation": "Count", "operator": "GreaterThan", "threshold": 0}


def query(scope: str, condition: dict[str, Any] | None = None, **inputs: Any) -> dict[str, Any]:
    base = {"ruleName": "asked", "scopes": [scope], "severity": 1, "evaluationFrequency": "PT5M", "windowSize": "PT5M", **IN}
    return {**base, "criteria": {"allOf": [condition or CONDITION]}, **inputs}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"evaluationFrequency": "PT7M"}, "evaluationFrequency"),
        ({"severity": None}, "severity"),
        ({"condition": {**CONDITION, "timeAggregation": "Average"}}, "criteria.allOf[0].metricMeasureColumn"),
        ({"condition": {**CONDITION, "query": ""}}, "criteria.allOf[0].query"),
        ({"muteActionsDuration": "PT5M", "autoMitigate": True}, "muteActionsDuration"),
        (
            {"condition": {**CONDITION, "failingPeriods": {"minFailingPeriodsToAlert": 3, "numberOfEvaluationPeriods": 2}}},
            "criteria.allOf[0].failingPeriods",
        ),
    ],
)
def test_a_log_alert_is_whole(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert places(here.faults(QUERY, **query("/a", **inputs))) == [place]


def test_a_log_alert_asks_a_workspace_that_is_there(here: Subscription) -> None:
    logs = workspace(here)
    here.refuses("ResourceNotFound", QUERY, **query(logs.id + "x"))
    assert here.make(QUERY, **query(logs.id))["kind"] == "LogAlert"


@pytest.mark.parametrize(
    ("conditions", "place"),
    [
        ([{"field": "operationName", "equals": "a"}], "condition.allOf"),
        ([{"field": "category", "equals": "Weather"}], "condition.allOf"),
        ([{"field": "category", "equals": "Administrative"}], "condition.allOf"),
        ([{"field": "category", "equals": "Policy"}, {"equals": "a"}], "condition.allOf[1]"),
    ],
)
def test_an_activity_alert_watches_a_category(here: Subscription, conditions: list[Any], place: str) -> None:
    given = {"activityLogAlertName": "watched", "location": "global", "scopes": ["/a"], "actions": {}, **IN}
    assert places(here.faults(ACTIVITY, condition={"allOf": conditions}, **given)) == [place]


def test_an_activity_alert_stays_in_its_subscription(here: Subscription, other: Subscription) -> None:
    given = {"activityLogAlertName": "watched", "location": "global", "actions": {}, **IN}
    condition = {"allOf": [{"field": "category", "equals": "Security"}]}
    here.refuses("BadRequest", ACTIVITY, scopes=[f"/subscriptions/{other.id}"], condition=condition, **given)
    here.make(ACTIVITY, scopes=[f"/subscriptions/{here.id}"], condition=condition, **given)


# Collection.


@pytest.mark.parametrize(
    ("flow", "place"),
    [
        ({"streams": ["Microsoft-Syslog"], "destinations": ["nobody"]}, "dataFlows[0].destinations[0]"),
        ({"streams": ["Syslog"], "destinations": ["logs"]}, "dataFlows[0].streams[0]"),
        ({"streams": ["Custom-Visits"], "destinations": ["logs"]}, "dataFlows[0].streams[0]"),
        ({"destinations": ["logs"]}, "dataFlows[0].streams"),
    ],
)
def test_a_flow_of_data_goes_where_its_rule_says(here: Subscription, flow: dict[str, Any], place: str) -> None:
    destinations = {"logAnalytics": [{"name": "logs", "workspaceResourceId": "/x"}]}
    given = {"dataCollectionRuleName": "clinic", "destinations": destinations, "dataFlows": [flow], **IN}
    assert places(here.faults("monitor:DataCollectionRule", **given)) == [place]


def test_an_association_is_of_a_rule_or_an_endpoint(here: Subscription) -> None:
    kind = "monitor:DataCollectionRuleAssociation"
    assert places(here.faults(kind, resourceUri="/x", associationName="a")) == ["dataCollectionRuleId"]
    assert places(here.faults(kind, resourceUri="/x", associationName="a", dataCollectionEndpointId="/y")) == ["associationName"]


def test_a_private_scope_is_global_and_holds_a_resource_once(azure: Subscription) -> None:
    _, place = standing(azure)
    modes = {"accessModeSettings": {"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "PrivateOnly"}, "scopeName": "clinic", **IN}
    assert places(azure.faults("monitor:PrivateLinkScope", location="westeurope", **modes)) == ["location"]
    scope = azure.make("monitor:PrivateLinkScope", location="global", **modes)
    logs = workspace(azure)
    held = {"scopeName": "clinic", "linkedResourceId": logs.id, **IN}
    azure.make("monitor:PrivateLinkScopedResource", name="logs", **held)
    azure.refuses("ScopedResourceAlreadyExists", "monitor:PrivateLinkScopedResource", name="again", **held)
    assert len(azure.read(logs)[0]["privateLinkScopedResources"]) == 1
    azure.refuses_delete("PrivateLinkScopedResourceInUse", logs)
    endpoint(azure, place, scope.id, ("azuremonitor",))
    assert len(azure.read(scope)[0]["privateEndpointConnections"]) == 1


def test_insights_write_to_a_workspace(here: Subscription) -> None:
    given = {"resourceName": "clinic", "kind": "web", "applicationType": "web", **IN}
    assert places(here.faults("applicationinsights:Component", **given)) == ["workspaceResourceId"]
    assert places(here.faults("applicationinsights:Component", workspaceResourceId="/x", retentionInDays=31, **given)) == [
        "retentionInDays"
    ]
    made = here.make("applicationinsights:Component", workspaceResourceId=workspace(here).id, **given)
    assert made["connectionString"].startswith(f"InstrumentationKey={made['instrumentationKey']};")


def test_sentinel_is_turned_on_in_a_workspace(here: Subscription) -> None:
    kind, given = (
        "securityinsights:SentinelOnboardingState",
        {"sentinelOnboardingStateName": "default", "workspaceName": "clinic-logs", **IN},
    )
    here.refuses("ResourceNotFound", kind, **given)
    workspace(here)
    here.make(kind, **given)


# Defender.


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"pricingName": "Everything"}, "pricingName"),
        ({"pricingName": "VirtualMachines", "subPlan": "P3"}, "subPlan"),
        ({"pricingName": "Containers", "subPlan": "P1"}, "subPlan"),
        ({"pricingTier": "Free", "subPlan": "DefenderForStorageV2"}, "subPlan"),
    ],
)
def test_a_plan_of_defender_is_known(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"scopeId": f"subscriptions/{SUBSCRIPTION}", "pricingName": "StorageAccounts", "pricingTier": "Standard", **inputs}
    assert places(here.faults("security:Pricing", **given)) == [place]


def test_storage_is_protected_by_the_newer_plan_unless_said_otherwise(here: Subscription) -> None:
    given = {"scopeId": f"subscriptions/{SUBSCRIPTION}", "pricingTier": "Standard"}
    assert here.make("security:Pricing", pricingName="StorageAccounts", **given)["subPlan"] == "DefenderForStorageV2"
    assert places(here.faults("security:SecurityContact", securityContactName="default")) == ["emails"]
    nowhere = {"settingName": "current", "properties": {"isEnabled": True}}
    missing = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.Storage/storageAccounts/nobody"
    here.refuses("ResourceNotFound", "security:DefenderForStorage", resourceId=missing, **nowhere)
    made = here.make("security:DefenderForStorage", resourceId=store(here).id, **nowhere)
    assert made["properties"]["malwareScanning"]["onUpload"]["isEnabled"] is False
