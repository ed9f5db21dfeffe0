"""Reviewers read records by an eligible role that they must activate.

Modelled on Microsoft Entra ID Governance, "Assign Azure resource roles in Privileged Identity Management", and Azure RBAC, "Best practices".
"""

from pulumi_azure_native import authorization

from tests.mutation.bases import azure_house as house

phi = house.ground("review", "phi", "10.55.0.0/16")
account = phi.store("streviewrecords", "phi")
phi.endpoint("pe-review-blob", account, "blob")
reviewer = authorization.RoleDefinition(
    "reviewer",
    scope=phi.rg.id,
    role_definition_id="6c0b9bd1-7b93-4f28-af87-19fc36ad61b6",
    role_name="Read one container",
    role_type="CustomRole",
    assignable_scopes=[phi.rg.id],
    permissions=[
        {
            "actions": ["Microsoft.Storage/storageAccounts/blobServices/containers/read"],
            "not_actions": [],
            "data_actions": ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"],
            "not_data_actions": ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/read"],
        }
    ],
)
authorization.PimRoleEligibilitySchedule(
    "reviewers",
    scope=account.id,
    role_definition_id=reviewer.id,
    principal_id=house.PEOPLE,
    justification="Reviews of admissions",
    schedule_info={"start_date_time": "2026-01-01T00:00:00Z", "expiration": {"type": "AfterDuration", "duration": "P180D"}},
)
