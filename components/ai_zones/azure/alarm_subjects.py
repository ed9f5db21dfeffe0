"""What alarms watch: operations on Azure itself by subject, searches of the archive, and whether stores are there at all.

Sources: Azure Monitor documentation, "Azure activity log event schema" (operation names; category `Administrative`), Azure resource provider
operations, "Supported metrics with Azure Monitor"; Azure Key Vault, "Azure Key Vault logging" (operations of AZKVAuditLogs); Azure Firewall,
"Structured logs" (AZFWIdpsSignature); Microsoft Entra, "Manage emergency access admin accounts" (every sign-in is to be seen); CIS Microsoft Azure
Foundations Benchmark, "Monitoring using Activity Log Alerts"; 45 CFR 164.308(a)(1)(ii)(D), 164.312(b).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


def _of(provider: str, *kinds: str, verbs: Sequence[str] = ("delete", "write")) -> tuple[str, ...]:
    return tuple(f"{provider}/{kind}/{verb}" for kind in kinds for verb in verbs)


OPERATIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "security-groups": _of("Microsoft.Network", "networkSecurityGroups", "networkSecurityGroups/securityRules"),
        "routes": _of("Microsoft.Network", "routeTables", "routeTables/routes"),
        "firewall": _of("Microsoft.Network", "azureFirewalls", "firewallPolicies", "firewallPolicies/ruleCollectionGroups"),
        "private-links": _of(
            "Microsoft.Network", "privateEndpoints", "privateLinkServices", "privateLinkServices/privateEndpointConnections"
        ),
        "roads-out": _of(
            "Microsoft.Network",
            "connections",
            "natGateways",
            "publicIPAddresses",
            "virtualNetworkGateways",
            "virtualNetworks/virtualNetworkPeerings",
        ),
        "names": _of(
            "Microsoft.Network", "dnsForwardingRulesets", "dnsResolverPolicies", "privateDnsZones", "privateDnsZones/virtualNetworkLinks"
        ),
        "records": (
            "Microsoft.Insights/actionGroups/delete",
            "Microsoft.Insights/activityLogAlerts/delete",
            "Microsoft.Insights/diagnosticSettings/delete",
            "Microsoft.Insights/diagnosticSettings/write",
            "Microsoft.Insights/scheduledQueryRules/delete",
            "Microsoft.OperationalInsights/workspaces/dataExports/delete",
            "Microsoft.OperationalInsights/workspaces/delete",
        ),
        "roles": (
            "Microsoft.Authorization/elevateAccess/action",
            "Microsoft.Authorization/roleAssignments/delete",
            "Microsoft.Authorization/roleAssignments/write",
            "Microsoft.Authorization/roleDefinitions/delete",
            "Microsoft.Authorization/roleDefinitions/write",
            "Microsoft.ManagedServices/registrationAssignments/write",
        ),
        "guardrails": (
            "Microsoft.Authorization/locks/delete",
            "Microsoft.Authorization/policyAssignments/delete",
            "Microsoft.Authorization/policyAssignments/write",
            "Microsoft.Authorization/policyExemptions/write",
        ),
        "keys": ("Microsoft.KeyVault/vaults/accessPolicies/write", *_of("Microsoft.KeyVault", "vaults")),
        "stores": (
            "Microsoft.DBforPostgreSQL/flexibleServers/delete",
            "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules/write",
            "Microsoft.DataProtection/backupVaults/backupInstances/delete",
            "Microsoft.DataProtection/backupVaults/delete",
            "Microsoft.DocumentDB/databaseAccounts/delete",
            "Microsoft.DocumentDB/databaseAccounts/listKeys/action",
            "Microsoft.Storage/storageAccounts/delete",
            "Microsoft.Storage/storageAccounts/listKeys/action",
            "Microsoft.Storage/storageAccounts/regenerateKey/action",
        ),
    }
)
"""Subject → operations, each of which is told at once."""


@dataclass(frozen=True)
class Search:
    """A search of the archive whose first row is an alarm."""

    query: str
    severity: int
    """0 is critical, 4 verbose."""
    why: str


SEARCHES: Final[Mapping[str, Search]] = MappingProxyType(
    {
        "key-deletions": Search(
            'AZKVAuditLogs | where OperationName in ("KeyDelete", "KeyPurge", "SecretDelete", "SecretPurge", "VaultDelete", "VaultPurge")',
            0,
            "Somebody deletes keys or secrets",
        ),
        "attacks": Search('AZFWIdpsSignature | where Action =~ "deny"', 1, "The firewall stopped what looks like an attack"),
        "strangers-at-stores": Search(
            'StorageBlobLogs | where StatusText in ("AnonymousAccessDisallowed", "AuthorizationFailure", "AuthorizationPermissionMismatch")',
            2,
            "Somebody is refused at a store",
        ),
    }
)
"""Searches by subject; that for break-glass is made from the accounts."""


def break_glass(user_ids: Sequence[str]) -> Search:
    """Any sign-in, successful or not, of the accounts for emergencies."""
    listed = ", ".join(f'"{user}"' for user in sorted(user_ids))
    return Search(f"SigninLogs | where UserId in ({listed})", 0, "Somebody breaks the glass")


@dataclass(frozen=True)
class Health:
    """A metric that says whether a resource is there."""

    metric: str
    aggregation: str
    below: float


HEALTH: Final[Mapping[str, Health]] = MappingProxyType(
    {
        "Microsoft.DBforPostgreSQL/flexibleServers": Health("is_db_alive", "Maximum", 1),
        "Microsoft.DocumentDB/databaseAccounts": Health("ServiceAvailability", "Average", 99),
        "Microsoft.KeyVault/vaults": Health("Availability", "Average", 99),
        "Microsoft.Storage/storageAccounts": Health("Availability", "Average", 99),
    }
)
"""Types whose loss is told."""
