"""What each role of people may do on Azure, as plain permissions: whoever deploys can't approve, whoever approves can't deploy, nobody who
administers keys reads what they guard.

Azure has no denies that a custom role could carry: `NotActions` only takes away from the role's own `Actions`. So each role is a closed list, and
what must be apart is never in one of them; that two roles do not meet in one person is held by groups of their own (`people_access`).
Sources: Microsoft Learn, "Understand Azure role definitions" (a role's permissions are `Actions` less `NotActions`; data actions apart), "Azure
custom roles" (no data actions at a management group), "Azure permissions" (resource provider operations); 45 CFR 164.308(a)(3) (workforce
security), 164.308(a)(4) (access management), 164.312(a)(2)(ii) (emergency access); NIST SP 800-53 AC-5, AC-6, SC-12.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from ai_zones.plan.names import ZoneName


class AzurePeopleRole(StrEnum):
    """A role of people."""

    PLATFORM_ENGINEER = "platform-engineer"
    """Builds the zones. Reads no PHI, approves nothing, grants nothing."""
    SECURITY_REVIEWER = "security-reviewer"
    """Reads configuration, findings and logs; approves activations and waivers outside of these roles. Changes nothing."""
    DATA_STEWARD = "data-steward"
    """Approves private connections to stores, and images. Deploys nothing."""
    ML_ENGINEER = "ml-engineer"
    """Trains and serves models, in training and inference alone. Sees no PHI."""
    BREAK_GLASS = "break-glass"
    """Repairs what nobody else can, for an hour, with an alarm; records are within reach, so keys, roles and logs are not. Approves nothing."""


@dataclass(frozen=True)
class Permissions:
    """One role's permissions."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()

    def may(self, action: str) -> bool:
        """Whether the role permits an operation on Azure Resource Manager."""
        return _matches(action, self.actions) and not _matches(action, self.not_actions)

    def may_with_data(self, action: str) -> bool:
        """Whether the role permits an operation on data."""
        return _matches(action, self.data_actions) and not _matches(action, self.not_data_actions)


def _matches(action: str, patterns: Iterable[str]) -> bool:
    """Azure compares operations without regard to case; `*` stands for any text."""
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


GRANTING: Final = (
    "Microsoft.Authorization/elevateAccess/action",
    "Microsoft.Authorization/roleAssignments/delete",
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Authorization/roleDefinitions/delete",
    "Microsoft.Authorization/roleDefinitions/write",
    "Microsoft.Authorization/roleEligibilityScheduleRequests/write",
    "Microsoft.Authorization/roleManagementPolicies/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
    "Microsoft.ManagedServices/registrationAssignments/write",
)
"""Ways to another right or identity."""

LIFTING: Final = (
    "Microsoft.Authorization/locks/delete",
    "Microsoft.Authorization/locks/write",
    "Microsoft.Authorization/policyAssignments/delete",
    "Microsoft.Authorization/policyAssignments/write",
    "Microsoft.Authorization/policyDefinitions/write",
    "Microsoft.Authorization/policyExemptions/write",
    "Microsoft.Authorization/policySetDefinitions/write",
)
"""Ways around guardrails."""

APPROVING: Final = (
    "Microsoft.CognitiveServices/accounts/privateEndpointConnectionsApproval/action",
    "Microsoft.ContainerRegistry/registries/privateEndpointConnectionsApproval/action",
    "Microsoft.ContainerRegistry/registries/quarantine/write",
    "Microsoft.DBforPostgreSQL/flexibleServers/privateEndpointConnectionsApproval/action",
    "Microsoft.DocumentDB/databaseAccounts/privateEndpointConnectionsApproval/action",
    "Microsoft.HealthcareApis/workspaces/privateEndpointConnectionsApproval/action",
    "Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action",
    "Microsoft.Search/searchServices/privateEndpointConnectionsApproval/action",
    "Microsoft.Storage/storageAccounts/privateEndpointConnectionsApproval/action",
)
"""Letting a connection into a store, or an image out of quarantine."""

APPROVING_DATA: Final = (
    "Microsoft.ContainerRegistry/registries/quarantinedArtifacts/read",
    "Microsoft.ContainerRegistry/registries/quarantinedArtifacts/write",
)

SECRETS: Final = (
    "Microsoft.CognitiveServices/accounts/listKeys/action",
    "Microsoft.CognitiveServices/accounts/regenerateKey/action",
    "Microsoft.Compute/disks/beginGetAccess/action",
    "Microsoft.Compute/snapshots/beginGetAccess/action",
    "Microsoft.Compute/virtualMachines/extensions/write",
    "Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action",
    "Microsoft.Compute/virtualMachines/runCommand/action",
    "Microsoft.Compute/virtualMachines/runCommands/write",
    "Microsoft.ContainerRegistry/registries/listCredentials/action",
    "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
    "Microsoft.ContainerService/managedClusters/runCommand/action",
    "Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/action",
    "Microsoft.DocumentDB/databaseAccounts/listKeys/action",
    "Microsoft.DocumentDB/databaseAccounts/readonlykeys/action",
    "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write",
    "Microsoft.MachineLearningServices/workspaces/listKeys/action",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    "Microsoft.Search/searchServices/listAdminKeys/action",
    "Microsoft.Search/searchServices/listQueryKeys/action",
    "Microsoft.ServiceBus/namespaces/authorizationRules/listKeys/action",
    "Microsoft.Storage/storageAccounts/listAccountSas/action",
    "Microsoft.Storage/storageAccounts/listKeys/action",
    "Microsoft.Storage/storageAccounts/listServiceSas/action",
    "Microsoft.Storage/storageAccounts/regenerateKey/action",
)
"""Operations whose answer opens data: keys, signatures, disks, commands on machines, grants of a store's own."""

KEY_ADMINISTRATION: Final = (
    "Microsoft.KeyVault/locations/deletedVaults/purge/action",
    "Microsoft.KeyVault/vaults/accessPolicies/write",
    "Microsoft.KeyVault/vaults/delete",
    "Microsoft.KeyVault/vaults/keys/write",
    "Microsoft.KeyVault/vaults/write",
)
"""Deciding which keys there are."""

DEPLOYING: Final = (
    "Microsoft.CognitiveServices/accounts/deployments/write",
    "Microsoft.CognitiveServices/accounts/write",
    "Microsoft.Compute/virtualMachines/write",
    "Microsoft.ContainerService/managedClusters/write",
    "Microsoft.DBforPostgreSQL/flexibleServers/write",
    "Microsoft.DocumentDB/databaseAccounts/write",
    "Microsoft.Insights/diagnosticSettings/delete",
    "Microsoft.KeyVault/vaults/write",
    "Microsoft.MachineLearningServices/workspaces/write",
    "Microsoft.Network/azureFirewalls/write",
    "Microsoft.Network/networkSecurityGroups/securityRules/write",
    "Microsoft.Network/networkSecurityGroups/write",
    "Microsoft.Network/privateEndpoints/write",
    "Microsoft.Network/privateLinkServices/write",
    "Microsoft.Network/publicIPAddresses/write",
    "Microsoft.Network/routeTables/routes/write",
    "Microsoft.Network/virtualNetworks/subnets/write",
    "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write",
    "Microsoft.Network/virtualNetworks/write",
    "Microsoft.Resources/deployments/write",
    "Microsoft.Search/searchServices/write",
    "Microsoft.ServiceBus/namespaces/write",
    "Microsoft.Storage/storageAccounts/delete",
    "Microsoft.Storage/storageAccounts/write",
)
"""Changes of what is built: any one of them is deploying."""

READING_RECORDS: Final = (
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read",
    "Microsoft.HealthcareApis/services/fhir/resources/read",
    "Microsoft.HealthcareApis/workspaces/dicomservices/resources/read",
    "Microsoft.HealthcareApis/workspaces/fhirservices/resources/export/action",
    "Microsoft.HealthcareApis/workspaces/fhirservices/resources/read",
    "Microsoft.KeyVault/vaults/keys/decrypt/action",
    "Microsoft.KeyVault/vaults/secrets/getSecret/action",
    "Microsoft.Search/searchServices/indexes/documents/read",
    "Microsoft.ServiceBus/namespaces/messages/receive/action",
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    "Microsoft.Storage/storageAccounts/fileServices/fileshares/files/read",
    "Microsoft.Storage/storageAccounts/queueServices/queues/messages/read",
)
"""Reading what stores hold."""

_LOGS: Final = (
    "Microsoft.Insights/activityLogAlerts/delete",
    "Microsoft.Insights/diagnosticSettings/delete",
    "Microsoft.Insights/diagnosticSettings/write",
    "Microsoft.OperationalInsights/workspaces/dataExports/delete",
    "Microsoft.OperationalInsights/workspaces/delete",
    "Microsoft.OperationalInsights/workspaces/purge/action",
    "Microsoft.OperationalInsights/workspaces/tables/write",
)
_LOOKING: Final = ("*/read",)
_ASKING: Final = ("Microsoft.Support/*", "Microsoft.ResourceHealth/availabilityStatuses/read")

BUILDING: Final = (
    "Microsoft.CognitiveServices/*",
    "Microsoft.Compute/*",
    "Microsoft.ContainerRegistry/*",
    "Microsoft.ContainerService/*",
    "Microsoft.DBforPostgreSQL/*",
    "Microsoft.DataProtection/*",
    "Microsoft.DocumentDB/*",
    "Microsoft.HealthcareApis/*",
    "Microsoft.Insights/*",
    "Microsoft.KeyVault/*",
    "Microsoft.MachineLearningServices/*",
    "Microsoft.ManagedIdentity/*",
    "Microsoft.Network/*",
    "Microsoft.OperationalInsights/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/*",
    "Microsoft.Resources/tags/*",
    "Microsoft.Search/*",
    "Microsoft.ServiceBus/*",
    "Microsoft.Storage/*",
)
"""What zones are made of. A closed list: `*` would hold whatever Azure adds, rights to grant among it."""

PERMISSIONS: Final[dict[AzurePeopleRole, Permissions]] = {
    AzurePeopleRole.PLATFORM_ENGINEER: Permissions(
        actions=(*_LOOKING, *_ASKING, *BUILDING),
        not_actions=tuple(sorted({*GRANTING, *LIFTING, *APPROVING, *SECRETS, "Microsoft.KeyVault/locations/deletedVaults/purge/action",
            "Microsoft.OperationalInsights/workspaces/purge/action", "Microsoft.OperationalInsights/workspaces/query/*"})),
    ),
    AzurePeopleRole.SECURITY_REVIEWER: Permissions(
        actions=(
            *_LOOKING,
            *_ASKING,
            "Microsoft.OperationalInsights/workspaces/analytics/query/action",
            "Microsoft.OperationalInsights/workspaces/search/action",
            "Microsoft.PolicyInsights/policyStates/queryResults/action",
            "Microsoft.PolicyInsights/policyStates/summarize/action",
            "Microsoft.Security/*/read",
        ),
        not_actions=SECRETS,
    ),
    AzurePeopleRole.DATA_STEWARD: Permissions(
        actions=(*_LOOKING, *APPROVING),
        not_actions=("Microsoft.OperationalInsights/workspaces/query/*",),
        data_actions=APPROVING_DATA,
        not_data_actions=READING_RECORDS,
    ),
    AzurePeopleRole.ML_ENGINEER: Permissions(
        actions=(
            *_LOOKING,
            "Microsoft.MachineLearningServices/workspaces/computes/start/action",
            "Microsoft.MachineLearningServices/workspaces/computes/stop/action",
            "Microsoft.MachineLearningServices/workspaces/data/*",
            "Microsoft.MachineLearningServices/workspaces/environments/*",
            "Microsoft.MachineLearningServices/workspaces/experiments/*",
            "Microsoft.MachineLearningServices/workspaces/jobs/*",
            "Microsoft.MachineLearningServices/workspaces/metrics/*",
            "Microsoft.MachineLearningServices/workspaces/models/*",
        ),
        not_actions=("Microsoft.OperationalInsights/workspaces/query/*",),
        data_actions=(
            "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action",
            "Microsoft.CognitiveServices/accounts/OpenAI/deployments/completions/action",
            "Microsoft.CognitiveServices/accounts/OpenAI/deployments/embeddings/action",
            "Microsoft.CognitiveServices/accounts/OpenAI/deployments/read",
            "Microsoft.CognitiveServices/accounts/OpenAI/models/read",
        ),
        not_data_actions=READING_RECORDS,
    ),
    AzurePeopleRole.BREAK_GLASS: Permissions(
        actions=(*_LOOKING, *_ASKING, *BUILDING),
        not_actions=tuple(sorted({*GRANTING, *LIFTING, *APPROVING, *KEY_ADMINISTRATION, *_LOGS, "Microsoft.KeyVault/*/delete",
            "Microsoft.KeyVault/*/write"})),
        data_actions=tuple(action for action in READING_RECORDS if not action.startswith("Microsoft.KeyVault")),
    ),
}  # fmt: skip
"""Permissions of each role."""

ZONES: Final = {
    AzurePeopleRole.PLATFORM_ENGINEER: frozenset(ZoneName),
    AzurePeopleRole.SECURITY_REVIEWER: frozenset(ZoneName),
    AzurePeopleRole.DATA_STEWARD: frozenset(
        {ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.TRAINING, ZoneName.CONTROL, ZoneName.MANAGEMENT}
    ),
    AzurePeopleRole.ML_ENGINEER: frozenset({ZoneName.TRAINING, ZoneName.INFERENCE}),
    AzurePeopleRole.BREAK_GLASS: frozenset(ZoneName),
}
"""Zones in whose subscriptions a role works."""

ACTIVE_HOURS: Final = {
    AzurePeopleRole.PLATFORM_ENGINEER: 4,
    AzurePeopleRole.SECURITY_REVIEWER: 8,
    AzurePeopleRole.DATA_STEWARD: 4,
    AzurePeopleRole.ML_ENGINEER: 8,
    AzurePeopleRole.BREAK_GLASS: 1,
}
"""Hours for which a role can be activated."""
