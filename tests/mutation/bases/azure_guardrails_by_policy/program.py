"""Guardrails of a landing zone: custom policies, an initiative and its assignment, beside the records' network.

Modelled on Cloud Adoption Framework, "Policies included in Azure landing zones reference implementations".
"""

from pulumi_azure_native import authorization, security

from tests.mutation.bases import azure_house as house

SUBSCRIPTION = f"/subscriptions/{house.SUBSCRIPTION}"
phi = house.ground("guarded", "phi", "10.46.0.0/16")
account = phi.store("stguardedrecords", "phi")
phi.endpoint("pe-guarded-blob", account, "blob")
denied = {
    "no-public-storage": {
        "allOf": [
            {"field": "type", "equals": "Microsoft.Storage/storageAccounts"},
            {"field": "Microsoft.Storage/storageAccounts/publicNetworkAccess", "notEquals": "Disabled"},
        ]
    },
    "no-public-addresses": {"field": "type", "equals": "Microsoft.Network/publicIPAddresses"},
    "no-shared-keys": {
        "allOf": [
            {"field": "type", "equals": "Microsoft.Storage/storageAccounts"},
            {"field": "Microsoft.Storage/storageAccounts/allowSharedKeyAccess", "notEquals": "false"},
        ]
    },
    "only-in-europe": {"field": "location", "notIn": ["westeurope", "global"]},
}
definitions = {
    name: authorization.PolicyDefinition(
        name,
        policy_definition_name=name,
        policy_type="Custom",
        mode="Indexed",
        display_name=name.replace("-", " "),
        metadata={"category": "Zones"},
        policy_rule={"if": condition, "then": {"effect": "deny"}},
    )
    for name, condition in denied.items()
}
initiative = authorization.PolicySetDefinition(
    "zones",
    policy_set_definition_name="zones",
    policy_type="Custom",
    display_name="Zones",
    policy_definitions=[
        {"policy_definition_id": definition.id, "policy_definition_reference_id": name} for name, definition in definitions.items()
    ],
)
authorization.PolicyAssignment(
    "zones",
    policy_assignment_name="zones",
    scope=SUBSCRIPTION,
    policy_definition_id=initiative.id,
    enforcement_mode="Default",
    display_name="Zones",
    not_scopes=[],
    non_compliance_messages=[{"message": "The plan of zones forbids this."}],
)
for plan, sub_plan in (("StorageAccounts", "DefenderForStorageV2"), ("KeyVaults", "PerKeyVault"), ("VirtualMachines", "P2")):
    security.Pricing(plan, scope_id=SUBSCRIPTION.lstrip("/"), pricing_name=plan, pricing_tier="Standard", sub_plan=sub_plan)
