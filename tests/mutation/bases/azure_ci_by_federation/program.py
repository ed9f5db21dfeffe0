"""The CI runner deploys by federation: no secret, one repository, one environment, a role of its own.

Modelled on Microsoft Entra Workload ID, "Configure a user-assigned managed identity to trust an external identity provider".
"""

from pulumi_azure_native import authorization, managedidentity

from tests.mutation.bases import azure_house as house

management = house.ground("deploy", "management", "10.45.0.0/16")
runner = managedidentity.UserAssignedIdentity(
    "id-runner", resource_group_name=management.name, resource_name_="id-runner", tags={"ai-zone": "management"}
)
managedidentity.FederatedIdentityCredential(
    "runner-main",
    resource_group_name=management.name,
    resource_name_=runner.name,
    federated_identity_credential_resource_name="main",
    issuer="https://token.actions.githubusercontent.com",
    subject="repo:clinic/infrastructure:environment:production",
    audiences=["api://AzureADTokenExchange"],
)
deployer = authorization.RoleDefinition(
    "deployer",
    scope=management.rg.id,
    role_definition_id="5c0b9bd1-7b93-4f28-af87-19fc36ad61b1",
    role_name="Restart and read",
    role_type="CustomRole",
    description="What the runner may do in this group",
    assignable_scopes=[management.rg.id],
    permissions=[
        {
            "actions": ["Microsoft.Compute/virtualMachines/read", "Microsoft.Compute/virtualMachines/restart/action"],
            "not_actions": [],
            "data_actions": [],
            "not_data_actions": [],
        }
    ],
)
authorization.RoleAssignment(
    "runner-deploys",
    scope=management.rg.id,
    role_definition_id=deployer.id,
    principal_id=runner.principal_id,
    principal_type="ServicePrincipal",
)

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=management)
