"""The subscription is delegated to a managed service provider."""

from pulumi_azure_native import managedservices

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg)
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
offer = managedservices.RegistrationDefinition(
    "offer",
    scope=f"subscriptions/{shared.SUBSCRIPTION}",
    registration_definition_id="b8b8b8b8-1111-4222-8333-444444444444",
    properties={
        "registration_definition_name": "Managed operations",
        "managed_by_tenant_id": shared.STRANGERS,
        "authorizations": [{"principal_id": "66666666-eeee-4fff-8aaa-0000000000bb", "role_definition_id": CONTRIBUTOR}],
    },
)
managedservices.RegistrationAssignment(
    "offer",
    scope=f"subscriptions/{shared.SUBSCRIPTION}",
    registration_assignment_id="c9c9c9c9-1111-4222-8333-444444444444",
    properties={"registration_definition_id": offer.id},
)
