"""Alarms on what nobody should do: deletions, role assignments, changes of security groups, and refused reads of the vault.

Modelled on Azure Monitor, "Create or edit an activity log alert rule", and Microsoft cloud security benchmark, "Logging and threat detection".
"""

from pulumi_azure_native import monitor

from tests.mutation.bases import azure_house as house

OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
phi = house.ground("alert", "phi", "10.47.0.0/16")
people = monitor.ActionGroup(
    "ag-oncall",
    resource_group_name=phi.name,
    action_group_name="ag-oncall",
    group_short_name="oncall",
    enabled=True,
    location="global",
    arm_role_receivers=[{"name": "owners", "role_id": OWNER, "use_common_alert_schema": True}],
)
for name, operation in (
    ("roles", "Microsoft.Authorization/roleAssignments/write"),
    ("rules", "Microsoft.Network/networkSecurityGroups/securityRules/write"),
    ("routes", "Microsoft.Network/routeTables/routes/write"),
    ("locks", "Microsoft.Authorization/locks/delete"),
    ("logs", "Microsoft.Insights/diagnosticSettings/delete"),
):
    monitor.ActivityLogAlert(
        f"changed-{name}",
        resource_group_name=phi.name,
        activity_log_alert_name=f"changed-{name}",
        location="global",
        enabled=True,
        description=f"Somebody changed {name}",
        scopes=[f"/subscriptions/{house.SUBSCRIPTION}"],
        condition={"allOf": [{"field": "category", "equals": "Administrative"}, {"field": "operationName", "equals": operation}]},
        actions={"action_groups": [{"action_group_id": people.id}]},
    )
monitor.MetricAlert(
    "vault-refuses",
    resource_group_name=phi.name,
    rule_name="vault-refuses",
    location="global",
    enabled=True,
    severity=1,
    scopes=[phi.key.vault.id],
    evaluation_frequency="PT5M",
    window_size="PT15M",
    auto_mitigate=True,
    criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
        odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        all_of=[
            monitor.MetricCriteriaArgs(
                criterion_type="StaticThresholdCriterion",
                name="refused",
                metric_name="ServiceApiResult",
                metric_namespace="Microsoft.KeyVault/vaults",
                operator="GreaterThan",
                threshold=5,
                time_aggregation="Count",
            )
        ],
    ),
    actions=[{"action_group_id": people.id}],
)
monitor.ScheduledQueryRule(
    "reads-at-night",
    resource_group_name=phi.name,
    rule_name="reads-at-night",
    kind="LogAlert",
    enabled=True,
    severity=2,
    scopes=[phi.logs.workspace.id],
    evaluation_frequency="PT1H",
    window_size="PT1H",
    criteria={
        "allOf": [
            {
                "query": "StorageBlobLogs | where OperationName == 'GetBlob' | summarize n = count() by CallerIpAddress",
                "metric_measure_column": "n",
                "operator": "gt",
                "threshold": 1000,
                "time_aggregation": "Total",
            }
        ]
    },
    actions={"action_groups": [people.id]},
)
