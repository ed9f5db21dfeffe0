"""Diagnostic settings: what each kind of resource logs, sent to our own workspace and, where asked, to the archive's account.

A resource without one logs nothing that says who read what. Logs that would carry a patient's data are left out by name.
Sources: Azure Monitor documentation, "Diagnostic settings in Azure Monitor" (five settings a resource; `retentionPolicy` is retired; a
category group follows what Azure adds), "Supported Resource log categories for Azure Monitor"; Azure Cosmos DB, "Monitor data by using Azure
Diagnostic settings" (`PartitionKeyStatistics` and `QueryRuntimeStatistics` show keys and query texts); 45 CFR 164.312(b) (audit controls).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import monitor

from ai_zones.azure import arm
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import StorageAccountId, WorkspaceId
from ai_zones.azure.validation import ComponentInput, SubscriptionId

ALL: Final = ("allLogs",)
ACTIVITY: Final = ("Administrative", "Alert", "Autoscale", "Policy", "Recommendation", "ResourceHealth", "Security", "ServiceHealth")
"""Categories of a subscription's activity log: "Categories in the Azure Monitor activity log"."""


@dataclass(frozen=True)
class LogTable:
    """What a type logs."""

    groups: tuple[str, ...] = ALL
    """Category groups."""
    categories: tuple[str, ...] = ()
    """Categories by name, where a group holds too much or the type has none."""
    metrics: tuple[str, ...] = ("AllMetrics",)
    dedicated: bool = False
    """Whether the type can write to tables of its own (`Dedicated`) in place of the shared table AzureDiagnostics."""


LOGS: Final[Mapping[str, LogTable]] = MappingProxyType(
    {
        "Microsoft.CognitiveServices/accounts": LogTable(),
        "Microsoft.ContainerRegistry/registries": LogTable(),
        # Who asked the API server for what; `kube-audit-admin` is the part of `kube-audit` that changes something.
        "Microsoft.ContainerService/managedClusters": LogTable(
            groups=(),
            categories=("cloud-controller-manager", "guard", "kube-apiserver", "kube-audit", "kube-controller-manager", "kube-scheduler"),
            dedicated=True,
        ),
        "Microsoft.DBforPostgreSQL/flexibleServers": LogTable(dedicated=True),
        "Microsoft.DataProtection/backupVaults": LogTable(dedicated=True),
        # Partition keys may be patients' ids, query texts hold their values: of the data plane who asked what for, not what for whom.
        "Microsoft.DocumentDB/databaseAccounts": LogTable(
            groups=(), categories=("ControlPlaneRequests", "DataPlaneRequests"), metrics=("Requests",), dedicated=True
        ),
        "Microsoft.HealthcareApis/workspaces/dicomservices": LogTable(groups=(), categories=("AuditLogs",)),
        "Microsoft.HealthcareApis/workspaces/fhirservices": LogTable(groups=(), categories=("AuditLogs",)),
        "Microsoft.KeyVault/vaults": LogTable(dedicated=True),
        "Microsoft.MachineLearningServices/workspaces": LogTable(),
        "Microsoft.Network/applicationGateways": LogTable(dedicated=True),
        "Microsoft.Network/azureFirewalls": LogTable(dedicated=True),
        "Microsoft.Network/dnsResolverPolicies": LogTable(metrics=()),
        "Microsoft.Network/expressRouteCircuits": LogTable(),
        "Microsoft.Network/loadBalancers": LogTable(),
        "Microsoft.Network/networkSecurityGroups": LogTable(metrics=()),
        "Microsoft.Network/networkSecurityPerimeters": LogTable(metrics=()),
        "Microsoft.Network/publicIPAddresses": LogTable(),
        "Microsoft.Network/virtualNetworkGateways": LogTable(),
        "Microsoft.Network/virtualNetworks": LogTable(),
        "Microsoft.OperationalInsights/workspaces": LogTable(groups=("audit",)),
        "Microsoft.Search/searchServices": LogTable(),
        "Microsoft.ServiceBus/namespaces": LogTable(dedicated=True),
        # The account itself logs nothing; its services do, each by a setting of its own.
        "Microsoft.Storage/storageAccounts": LogTable(groups=(), metrics=("Transaction",)),
        "Microsoft.Storage/storageAccounts/blobServices": LogTable(metrics=("Transaction",)),
        "Microsoft.Storage/storageAccounts/fileServices": LogTable(metrics=("Transaction",)),
        "Microsoft.Storage/storageAccounts/queueServices": LogTable(metrics=("Transaction",)),
        "Microsoft.Storage/storageAccounts/tableServices": LogTable(metrics=("Transaction",)),
    }
)
"""Types whose resources get a diagnostic setting."""

_BY_LOWER: Final = {kind.lower(): kind for kind in LOGS}


def log_table(resource_id: str) -> LogTable:
    """What the resource of this id logs. KeyError where its type has no row."""
    return LOGS[_BY_LOWER[arm.parse(resource_id).type.lower()]]


def diagnose(
    component: str,
    part: str,
    *,
    resource_id: str,
    workspace_id: pulumi.Input[str],
    archive_account_id: pulumi.Input[str] | None = None,
    parent: pulumi.Resource,
    depends_on: Sequence[pulumi.Resource] = (),
) -> monitor.DiagnosticSetting:
    """The diagnostic setting of one resource, named after the component and `part`."""
    table = log_table(resource_id)
    name = child(component, part)
    groups = [monitor.DiagnosticsLogSettingsArgs(category_group=group, enabled=True) for group in table.groups]
    categories = [monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True) for category in table.categories]
    return monitor.DiagnosticSetting(
        name,
        name=resource_name(Kind.DIAGNOSTIC_SETTING, name),
        resource_uri=resource_id,
        workspace_id=workspace_id,
        storage_account_id=archive_account_id,
        log_analytics_destination_type="Dedicated" if table.dedicated else None,
        logs=[*groups, *categories] or None,
        metrics=[monitor.DiagnosticsMetricSettingsArgs(category=category, enabled=True) for category in table.metrics] or None,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(depends_on), delete_before_replace=True),
    )


class AzureDiagnosticsArgs(TypedDict):
    """Inputs of `AzureDiagnostics`."""

    workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the logs; one of ours."""
    resource_ids: NotRequired[dict[str, str]]
    """Resources that log, by any stable key; their types must be among those of `LOGS`. Default: none."""
    subscription_id: NotRequired[str | None]
    """Subscription whose activity log (who changed what) is sent too; the provider must be of the same. Default: none."""
    archive_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account that takes the logs too. Default: none."""


class Diagnostics(ComponentInput):
    """Parsed `AzureDiagnosticsArgs`."""

    workspace_id: WorkspaceId
    resource_ids: dict[str, str] = pydantic.Field(default_factory=dict)
    subscription_id: SubscriptionId | None = None
    archive_account_id: StorageAccountId = None

    @pydantic.field_validator("resource_ids")
    @classmethod
    def _log_something(cls, given: dict[str, str]) -> dict[str, str]:
        for key, resource_id in given.items():
            try:
                log_table(resource_id)
            except ValueError as fault:
                raise ValueError(f"{key}: {fault}") from None
            except KeyError as unknown:
                raise ValueError(f"{key}: nothing is known of what {unknown.args[0]} logs; known are {', '.join(LOGS)}") from None
        return given

    @pydantic.model_validator(mode="after")
    def _something_logs(self) -> Self:
        if not self.resource_ids and self.subscription_id is None:
            raise ValueError("resource_ids, subscription_id: give one of them; nothing would be logged")
        return self


class AzureDiagnostics(pulumi.ComponentResource):
    """Diagnostic settings of resources that no component of ours made, or that have none yet."""

    setting_names: list[str]
    """Names of the settings, by resource key in order."""

    def __init__(self, name: str, args: AzureDiagnosticsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Diagnostics.parse(name, args)
        super().__init__("ai-zones:index:AzureDiagnostics", name, {}, children_wait(opts))
        for key, resource_id in sorted(given.resource_ids.items()):
            diagnose(
                name,
                key,
                resource_id=resource_id,
                workspace_id=given.workspace_id,
                archive_account_id=given.archive_account_id,
                parent=self,
            )
        if given.subscription_id is not None:
            monitor.SubscriptionDiagnosticSetting(
                child(name, "activity"),
                name=resource_name(Kind.DIAGNOSTIC_SETTING, child(name, "activity")),
                workspace_id=given.workspace_id,
                storage_account_id=given.archive_account_id,
                logs=[monitor.SubscriptionLogSettingsArgs(category=category, enabled=True) for category in ACTIVITY],
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        self.setting_names = [resource_name(Kind.DIAGNOSTIC_SETTING, child(name, key)) for key in sorted(given.resource_ids)]
        self.register_outputs({"settingNames": self.setting_names})
