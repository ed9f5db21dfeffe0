"""Diagnostic settings, activity logs, exports of workspaces; services that carry files."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import OUR_TENANT, THEIR_TENANT, Clinic, vouched
from tests.posture.readers.azure.networks import OTHER, THEIRS, Made

FOREIGN_LOGS = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.OperationalInsights/workspaces/vendor"
OUR_LOGS = f"/subscriptions/{OTHER}/resourceGroups/x/providers/Microsoft.OperationalInsights/workspaces/ours"
FOREIGN_HUB = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.EventHub/namespaces/n/authorizationRules/r"
FOREIGN_ACCOUNT = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/vendor"
PARTNER = f"/subscriptions/{OTHER}/resourceGroups/x/providers/Microsoft.Datadog/monitors/d"
ENABLED = [{"category": "StorageRead", "enabled": True}]


def test_logs_into_a_workspace_of_the_stack_stay_with_us(clinic: Clinic, form: str) -> None:
    records, logs = clinic.account(), clinic.workspace(zone="management")
    clinic.part("monitor:DiagnosticSetting", "logging", resourceUri=records.id, workspaceId=logs.id, logs=ENABLED)
    assert ("replicate", "records", "logs", True) in clinic.edges(form)
    assert (clinic.exit(form), clinic.segmentation(form)) == ("proven", "proven")


@pytest.mark.parametrize(
    ("destination", "verdict"),
    [
        ({"workspaceId": FOREIGN_LOGS}, "violated"),
        ({"workspaceId": OUR_LOGS}, "proven"),
        ({"eventHubAuthorizationRuleId": FOREIGN_HUB}, "violated"),
        ({"storageAccountId": FOREIGN_ACCOUNT}, "violated"),
        ({"marketplacePartnerId": PARTNER}, "violated"),
    ],
)
def test_logs_of_records_lead_to_whoever_owns_the_destination(clinic: Clinic, form: str, destination: dict[str, Any], verdict: str) -> None:
    records = clinic.account()
    clinic.part("monitor:DiagnosticSetting", "logging", resourceUri=records.id, logs=ENABLED, **destination)
    assert clinic.exit(form) == verdict


def test_logs_of_a_part_are_those_of_its_account(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    service = records.part("blobServices/default")
    clinic.part("monitor:DiagnosticSetting", "logging", resourceUri=service, logs=ENABLED, workspaceId=FOREIGN_LOGS)
    assert clinic.exit(form) == "violated"


def test_logs_of_a_part_that_is_a_resource_of_the_stack_are_those_of_its_account(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    service = clinic.part("storage:BlobServiceProperties", "default", accountName=records.name, blobServicesName="default")
    whole = f"{records.arm}/blobServices/default" if form == "state" else service.id
    clinic.part("monitor:DiagnosticSetting", "logging", resourceUri=whole, logs=ENABLED, workspaceId=FOREIGN_LOGS)
    assert ("replicate", "records", f"subscription:{THEIRS}", True) in clinic.edges(form)


def test_a_partner_that_the_reviewer_vouches_for_is_ours(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    clinic.part("monitor:DiagnosticSetting", "logging", resourceUri=records.id, logs=ENABLED, marketplacePartnerId=PARTNER)
    assert clinic.exit(form, vouched(PARTNER)) == "proven"


def test_an_event_hub_is_told_by_its_authorization_rule(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    hubs = clinic.put("eventhub:Namespace", "hubs", publicNetworkAccess="Disabled")
    rule = clinic.part("eventhub:NamespaceAuthorizationRule", "send", namespaceName=hubs.name, rights=["Send"])
    clinic.part("monitor:DiagnosticSetting", "logging", resourceUri=records.id, logs=ENABLED, eventHubAuthorizationRuleId=rule.id)
    assert ("replicate", "records", "hubs", True) in clinic.edges(form)


@pytest.mark.parametrize(("destination", "verdict"), [(FOREIGN_LOGS, "violated"), (OUR_LOGS, "proven")])
def test_the_activity_log_of_a_subscription_tells_of_its_stores(clinic: Clinic, form: str, destination: str, verdict: str) -> None:
    clinic.account()
    clinic.part("monitor:SubscriptionDiagnosticSetting", "activity", logs=ENABLED, workspaceId=destination)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("destination", "verdict"), [(FOREIGN_ACCOUNT, "violated"), (None, "proven")])
def test_an_export_of_a_workspace_goes_to_its_destination(clinic: Clinic, form: str, destination: str | None, verdict: str) -> None:
    logs = clinic.workspace(zone="phi")
    where: Any = destination or clinic.account("archive").id
    clinic.part("operationalinsights:DataExport", "export", workspaceName=logs.name, resourceId=where, tableNames=["A"], enable=True)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"publicNetworkAccessForQuery": "Enabled"}, "violated"),
        ({"publicNetworkAccessForIngestion": "Enabled"}, "proven"),
    ],
)
def test_a_workspace_of_records_is_asked_over_the_internet_unless_that_is_off(
    clinic: Clinic, form: str, settings: dict[str, Any], verdict: str
) -> None:
    clinic.workspace(zone="phi", **settings)
    assert clinic.exit(form) == verdict


def test_a_workspace_is_public_where_the_program_is_silent(clinic: Clinic, form: str) -> None:
    clinic.put("operationalinsights:Workspace", "logs", zone="phi")
    assert clinic.exit(form) == "violated"


def rule(clinic: Clinic, workspace: Any) -> Made:
    destinations = {"logAnalytics": [{"name": "w", "workspaceResourceId": workspace}]}
    return clinic.put("monitor:DataCollectionRule", "rule", destinations=destinations, dataFlows=[])


@pytest.mark.parametrize(("workspace", "verdict"), [(FOREIGN_LOGS, "violated"), (OUR_LOGS, "proven")])
def test_what_a_rule_collects_on_a_machine_goes_to_its_destinations(clinic: Clinic, form: str, workspace: str, verdict: str) -> None:
    machine = clinic.machine("host", clinic.nic("nic", clinic.zone("phi")), zone="phi")
    made = rule(clinic, workspace)
    inputs = {"resourceUri": machine.id, "dataCollectionRuleId": made.id}
    clinic.part("monitor:DataCollectionRuleAssociation", "association", **inputs)
    assert clinic.exit(form) == verdict


def test_a_rule_outside_of_the_stack_is_its_subscriptions(clinic: Clinic, form: str) -> None:
    machine = clinic.machine("host", clinic.nic("nic", clinic.zone("phi")), zone="phi")
    theirs = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Insights/dataCollectionRules/r"
    clinic.part("monitor:DataCollectionRuleAssociation", "association", resourceUri=machine.id, dataCollectionRuleId=theirs)
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(("destination", "verdict"), [(FOREIGN_LOGS, "violated"), (OUR_LOGS, "proven")])
def test_telemetry_of_applications_is_kept_in_its_workspace(clinic: Clinic, form: str, destination: str, verdict: str) -> None:
    closed = {"publicNetworkAccessForQuery": "Disabled", "publicNetworkAccessForIngestion": "Disabled"}
    clinic.put("applicationinsights:Component", "telemetry", zone="phi", kind="web", workspaceResourceId=destination, **closed)
    assert clinic.exit(form) == verdict


def mover(clinic: Clinic, target: Any) -> None:
    records = clinic.account()
    for name, account in (("from", records.id), ("to", target)):
        properties = {"endpointType": "AzureStorageBlobContainer", "storageAccountResourceId": account, "blobContainerName": "c"}
        clinic.part("storagemover:Endpoint", name, storageMoverName="mover", properties=properties)
    names = {"storageMoverName": "mover", "projectName": "p", "sourceName": "from", "targetName": "to", "copyMode": "Mirror"}
    clinic.part("storagemover:JobDefinition", "job", **names)


@pytest.mark.parametrize(("account", "verdict"), [(FOREIGN_ACCOUNT, "violated"), (None, "proven")])
def test_files_are_moved_to_the_account_of_the_target(clinic: Clinic, form: str, account: str | None, verdict: str) -> None:
    mover(clinic, account or clinic.account("archive").id)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("kind", "verdict"), [("ExportFromAzure", "violated"), ("ImportToAzure", "proven")])
def test_a_box_that_is_filled_goes_to_a_street(clinic: Clinic, form: str, kind: str, verdict: str) -> None:
    records = clinic.account()
    account = {"dataAccountType": "StorageAccount", "storageAccountId": records.id}
    details = {"jobDetailsType": "DataBox", "dataExportDetails": [{"accountDetails": account}]}
    clinic.put("databox:Job", "box", transferType=kind, details=details)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("kind", "verdict"), [("Export", "violated"), ("Import", "proven")])
def test_drives_that_are_filled_go_to_a_street(clinic: Clinic, form: str, kind: str, verdict: str) -> None:
    records = clinic.account()
    clinic.put("importexport:Job", "drives", properties={"jobType": kind, "storageAccountId": records.id})
    assert clinic.exit(form) == verdict


def test_a_server_that_is_kept_alike_with_a_share_is_not_known(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    names = {"storageSyncServiceName": "sync", "syncGroupName": "group"}
    clinic.part("storagesync:CloudEndpoint", "cloud", storageAccountResourceId=records.id, azureFileShareName="s", **names)
    clinic.part("storagesync:ServerEndpoint", "server", serverResourceId="registered/1", serverLocalPath="D:", **names)
    assert clinic.exit(form) == "unproven"


@pytest.mark.parametrize(
    ("guest", "verdict"),
    [
        ({"targetActiveDirectoryId": THEIR_TENANT, "targetObjectId": "o"}, "violated"),
        ({"targetActiveDirectoryId": OUR_TENANT, "targetObjectId": "o"}, "proven"),
        ({"targetEmail": "somebody@vendor.example"}, "unproven"),
    ],
)
def test_whoever_is_invited_to_a_share_reads_it(clinic: Clinic, form: str, guest: dict[str, Any], verdict: str) -> None:
    clinic.account()
    share = {"accountName": "shares", "shareName": "share"}
    clinic.put("datashare:Account", "shares")
    clinic.part("datashare:Share", "share", accountName="shares", shareKind="CopyBased")
    names = {"containerName": "c", "storageAccountName": "records", "resourceGroup": "rg", "subscriptionId": OTHER, "kind": "Container"}
    clinic.part("datashare:BlobContainerDataSet", "data", **share, **names)
    clinic.part("datashare:Invitation", "guest", **share, **guest)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(
    ("uri", "verdict"), [("https://vendor.blob.core.windows.net/", "unproven"), ("https://archive.blob.core.windows.net/", "proven")]
)
def test_boot_diagnostics_go_to_the_account_that_is_named(clinic: Clinic, form: str, uri: str, verdict: str) -> None:
    clinic.account("archive")
    machine = clinic.machine("host", clinic.nic("nic", clinic.zone("phi")), zone="phi")
    machine.inputs["diagnosticsProfile"] = {"bootDiagnostics": {"enabled": True, "storageUri": uri}}
    assert clinic.exit(form) == verdict


def test_an_agent_sends_logs_to_the_workspace_that_it_is_given(clinic: Clinic, form: str) -> None:
    machine = clinic.machine("host", clinic.nic("nic", clinic.zone("phi")), zone="phi")
    settings = {"workspaceId": "77777777-0000-4000-8000-000000000007"}
    inputs = {"vmName": machine.name, "publisher": "Microsoft.EnterpriseCloud.Monitoring", "type": "OmsAgentForLinux", "settings": settings}
    clinic.put("compute:VirtualMachineExtension", "agent", **inputs)
    assert clinic.exit(form) == "unproven"


def test_an_agent_of_a_workspace_of_the_stack_stays_with_us(clinic: Clinic, form: str) -> None:
    machine = clinic.machine("host", clinic.nic("nic", clinic.zone("phi")), zone="phi")
    settings = {"workspaceId": clinic.workspace().out("customerId")}
    inputs = {"vmName": machine.name, "publisher": "Microsoft.EnterpriseCloud.Monitoring", "type": "OmsAgentForLinux", "settings": settings}
    clinic.put("compute:VirtualMachineExtension", "agent", **inputs)
    assert ("replicate", "host", "logs", True) in clinic.edges(form)
    assert clinic.exit(form) == "proven"
