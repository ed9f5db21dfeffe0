"""What administers, forbids, locks or rates resources of Azure, and moves nothing that they hold.

A policy of a tenant only takes away, so no road is excused by one (docs/decisions/0010): a road that stands in the stack is followed
although a policy may forbid it.
Sources: Azure documentation, "What is Azure Policy?", "Lock your Azure resources to protect your infrastructure", "What is Microsoft
Defender for Cloud?", "Understand deny assignments", "What is Microsoft Sentinel?".
"""

from posture.readers.azure.data_tokens import tokens
from posture.readers.registry import inert

inert(
    "Only forbids or locks; no path is excused by a guardrail (Azure documentation, 'What is Azure Policy?', 'Lock your Azure resources')",
    *tokens(
        "authorization:ManagementLockAtResourceGroupLevel",
        "authorization:ManagementLockAtResourceLevel",
        "authorization:ManagementLockAtSubscriptionLevel",
        "authorization:ManagementLockByScope",
        "authorization:DenyAssignment",
        "authorization:PolicyAssignment",
        "authorization:PolicyDefinition",
        "authorization:PolicyDefinitionAtManagementGroup",
        "authorization:PolicyDefinitionVersion",
        "authorization:PolicyDefinitionVersionAtManagementGroup",
        "authorization:PolicyExemption",
        "authorization:PolicySetDefinition",
        "authorization:PolicySetDefinitionAtManagementGroup",
        "authorization:PolicySetDefinitionVersion",
        "authorization:PolicySetDefinitionVersionAtManagementGroup",
        "authorization:Variable",
        "authorization:VariableAtManagementGroup",
        "authorization:VariableValue",
        "authorization:VariableValueAtManagementGroup",
        "policyinsights:AttestationAtResource",
        "policyinsights:AttestationAtResourceGroup",
        "policyinsights:AttestationAtSubscription",
    ),
)
inert(
    "Watches, rates or warns within the tenant; where findings are sent on to is read (Azure documentation, 'Microsoft Defender for Cloud')",
    *tokens(
        "security:AdvancedThreatProtection",
        "security:AlertsSuppressionRule",
        "security:Assessment",
        "security:AssessmentMetadataInSubscription",
        "security:AssessmentsMetadataSubscription",
        "security:AzureServersSetting",
        "security:CustomRecommendation",
        "security:DefenderForStorage",
        "security:GovernanceAssignment",
        "security:GovernanceRule",
        "security:JitNetworkAccessPolicy",
        "security:Pricing",
        "security:SecurityContact",
        "security:SecurityOperator",
        "security:SecurityStandard",
        "security:ServerVulnerabilityAssessment",
        "security:SqlVulnerabilityAssessmentBaselineRule",
        "security:Standard",
        "security:StandardAssignment",
        "security:WorkspaceSetting",
        "securityinsights:SentinelOnboardingState",
        "securityinsights:FusionAlertRule",
        "securityinsights:ScheduledAlertRule",
        "securityinsights:MicrosoftSecurityIncidentCreationAlertRule",
        "securityinsights:Anomalies",
        "securityinsights:EntityAnalytics",
        "securityinsights:Ueba",
        "securityinsights:Watchlist",
        "securityinsights:AADDataConnector",
        "securityinsights:ASCDataConnector",
        "securityinsights:Metadata",
    ),
)
inert(
    "Holds resources together, names or prices them; whose they are and where they lie is read with each "
    "(Azure documentation, 'What is Azure Resource Manager?', 'What are Azure management groups?')",
    *tokens(
        "resources:ResourceGroup",
        "resources:TagAtScope",
        "management:ManagementGroup",
        "management:ManagementGroupSubscription",
        "management:HierarchySetting",
        "subscription:Alias",
        "consumption:Budget",
        "portal:Dashboard",
        "maintenance:MaintenanceConfiguration",
        "maintenance:ConfigurationAssignment",
    ),
)
