"""A diagnostic setting names a vendor's workspace."""

from pulumi_azure_native import monitor

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg)
monitor.DiagnosticSetting(
    "to-the-vendor",
    name="vendor",
    resource_uri=records.id.apply(lambda one: f"{one}/blobServices/default"),
    workspace_id=f"/subscriptions/{shared.VENDOR}/resourceGroups/vendor/providers/Microsoft.OperationalInsights/workspaces/vendor",
    logs=[{"category_group": "allLogs", "enabled": True}],
)
