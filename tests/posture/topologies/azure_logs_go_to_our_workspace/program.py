"""A diagnostic setting names our own workspace."""

from pulumi_azure_native import monitor, operationalinsights

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg)
workspace = operationalinsights.Workspace(
    "ward-logs",
    resource_group_name=rg.name,
    workspace_name="ward-logs",
    sku={"name": "PerGB2018"},
    retention_in_days=730,
    public_network_access_for_ingestion="Disabled",
    public_network_access_for_query="Disabled",
    features={"disable_local_auth": True},
)
monitor.DiagnosticSetting(
    "to-ours",
    name="ours",
    resource_uri=records.id.apply(lambda one: f"{one}/blobServices/default"),
    workspace_id=workspace.id,
    logs=[{"category_group": "allLogs", "enabled": True}],
)
