"""The log archive of the management zone, behind an Azure Monitor private link scope.

Modelled on Azure Monitor, "Design your Azure Private Link setup", and "Configure your private link".
"""

from pulumi_azure_native import monitor, operationalinsights

from tests.mutation.bases import azure_house as house

management = house.ground("watch", "management", "10.43.0.0/16")
scope = monitor.PrivateLinkScope(
    "ampls-watch",
    resource_group_name=management.name,
    scope_name="ampls-watch",
    location="global",
    access_mode_settings={"ingestion_access_mode": "PrivateOnly", "query_access_mode": "PrivateOnly"},
    tags={"ai-zone": "management"},
)
endpoint_for_data = monitor.DataCollectionEndpoint(
    "dce-watch",
    resource_group_name=management.name,
    data_collection_endpoint_name="dce-watch",
    network_acls={"public_network_access": "Disabled"},
)
for name, target in (("workspace", management.logs.workspace), ("collection", endpoint_for_data)):
    monitor.PrivateLinkScopedResource(
        name, resource_group_name=management.name, scope_name=scope.name, name=name, linked_resource_id=target.id
    )
management.endpoint("pe-watch-monitor", scope, "azuremonitor")
archive = management.store("stwatcharchive", "internal", containers=("am-auditlogs",))
operationalinsights.Table(
    "audit",
    resource_group_name=management.name,
    workspace_name=management.logs.workspace.name,
    table_name="Audit_CL",
    plan="Analytics",
    retention_in_days=730,
    total_retention_in_days=2556,
    schema={"name": "Audit_CL", "columns": [{"name": "TimeGenerated", "type": "datetime"}, {"name": "What", "type": "string"}]},
)
operationalinsights.DataExport(
    "audit",
    resource_group_name=management.name,
    workspace_name=management.logs.workspace.name,
    data_export_name="audit",
    resource_id=archive.id,
    table_names=["AuditLogs"],
    enable=True,
)
rule = monitor.DataCollectionRule(
    "dcr-watch",
    resource_group_name=management.name,
    data_collection_rule_name="dcr-watch",
    data_collection_endpoint_id=endpoint_for_data.id,
    destinations={"log_analytics": [{"name": "workspace", "workspace_resource_id": management.logs.workspace.id}]},
    data_sources={
        "syslog": [
            {
                "name": "system",
                "facility_names": ["auth", "authpriv"],
                "log_levels": ["Info", "Warning", "Error"],
                "streams": ["Microsoft-Syslog"],
            }
        ]
    },
    data_flows=[{"streams": ["Microsoft-Syslog"], "destinations": ["workspace"]}],
)

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=management)
