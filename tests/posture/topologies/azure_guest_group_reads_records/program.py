"""A foreign group reads the records."""

from pulumi_azure_native import authorization

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg)
READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
authorization.RoleAssignment(
    "guests-read",
    scope=records.id,
    role_definition_id=f"/subscriptions/{shared.SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{READER}",
    principal_id="66666666-eeee-4fff-8aaa-0000000000aa",
    principal_type="ForeignGroup",
)
