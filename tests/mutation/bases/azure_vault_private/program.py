"""A vault with secrets and a certificate authority's key, read by one workload identity.

Modelled on Azure Key Vault, "Integrate Key Vault with Azure Private Link", and "Azure RBAC for Key Vault data plane operations".
"""

from pulumi_azure_native import keyvault, managedidentity

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
management = house.ground("trust", "management", "10.14.0.0/16")
management.endpoint("pe-kv-trust", management.key.vault, "vault")
secret = keyvault.Secret(
    "signing",
    resource_group_name=management.name,
    vault_name=management.key.vault.name,
    secret_name="signing",
    properties={
        "value": "made-elsewhere",
        "content_type": "text/plain",
        "attributes": {"enabled": True, "expires": 1893456000, "not_before": 1767225600},
    },
)
workload = managedidentity.UserAssignedIdentity("id-signer", resource_group_name=management.name, resource_name_="id-signer")
parts.granted("signer-reads", management, workload.principal_id, SECRETS_USER, secret.id)
parts.machine("vm-signer", management, parts.disk_keys("des-trust", management))

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=management)
