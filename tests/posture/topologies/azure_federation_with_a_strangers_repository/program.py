"""A vendor's repository may act as an identity that reads records."""

from pulumi_azure_native import authorization, managedidentity

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg)
READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
robot = managedidentity.UserAssignedIdentity("robot", resource_group_name=rg.name, resource_name_="robot")
managedidentity.FederatedIdentityCredential(
    "robot-vendor",
    resource_group_name=rg.name,
    resource_name_=robot.name,
    federated_identity_credential_resource_name="vendor",
    issuer="https://token.actions.githubusercontent.com",
    subject="repo:vendor/tools:ref:refs/heads/main",
    audiences=["api://AzureADTokenExchange"],
)
authorization.RoleAssignment(
    "robot-reads",
    scope=records.id,
    role_definition_id=f"/subscriptions/{shared.SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{READER}",
    principal_id=robot.principal_id,
    principal_type="ServicePrincipal",
)
