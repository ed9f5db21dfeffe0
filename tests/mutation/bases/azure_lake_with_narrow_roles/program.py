"""A data lake of records with narrow roles: a container each, with conditions on paths.

Modelled on Azure Storage, "Best practices for using Azure Data Lake Storage", and "Example Azure role assignment conditions for Blob Storage".
"""

from pulumi_azure_native import authorization, managedidentity, storage

from tests.mutation.bases import azure_house as house

READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
WRITER = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
phi = house.ground("lake", "phi", "10.51.0.0/16")
account = phi.store("stlakerecords", "phi", containers=("raw", "curated"))
for kind in ("blob", "dfs"):
    phi.endpoint(f"pe-lake-{kind}", account, kind)
for name, role, container in (("loader", WRITER, "raw"), ("reader", READER, "curated")):
    identity = managedidentity.UserAssignedIdentity(
        f"id-{name}", resource_group_name=phi.name, resource_name_=f"id-{name}", tags={"ai-zone": "phi"}
    )
    authorization.RoleAssignment(
        f"{name}-{container}",
        scope=account.id,
        role_definition_id=house.role(role),
        principal_id=identity.principal_id,
        principal_type="ServicePrincipal",
        condition=(
            "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'})) OR "
            "(@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike 'admissions/*'))"
        ),
        condition_version="2.0",
        description="Admissions alone",
    )
storage.ManagementPolicy(
    "stlakerecords",
    resource_group_name=phi.name,
    account_name=account.name,
    management_policy_name="default",
    policy={
        "rules": [
            {
                "name": "raw-cools",
                "enabled": True,
                "type": "Lifecycle",
                "definition": {
                    "filters": {"blob_types": ["blockBlob"], "prefix_match": ["raw/"]},
                    "actions": {"base_blob": {"tier_to_cool": {"days_after_modification_greater_than": 30}}},
                },
            }
        ]
    },
)
