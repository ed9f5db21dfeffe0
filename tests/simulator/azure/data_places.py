"""What tests of data services stand on: a vault with a key, an identity that may use it, a store, a workspace."""

from typing import Any

from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import SUBSCRIPTION, TENANT, Made, Subscription

STORE = "storage:StorageAccount"
VAULT = "keyvault:Vault"
KEY = "keyvault:Key"
ROLE = "authorization:RoleAssignment"
CRYPTO_USER = "/providers/Microsoft.Authorization/roleDefinitions/e147488a-f6f5-4113-8e2d-b22465e65bf6"
READER = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
PERSON = "99999999-9999-4999-8999-999999999999"
IN = {"resourceGroupName": GROUP}


def id_of(provider: str, *names: str) -> str:
    """An id in the tests' resource group: `id_of("Microsoft.Storage", "storageAccounts", "clinicstore")`."""
    return "/".join((f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/{provider}", *names))


def places(faults: list[str]) -> list[str]:
    """Where the faults are."""
    return [fault.split(": ", 1)[0] for fault in faults]


def vault(azure: Subscription, name: str = "clinic-keys", **properties: Any) -> Made:
    """A vault by roles, premium, that nothing can be purged from."""
    given = {
        "sku": {"family": "A", "name": "premium"},
        "tenantId": TENANT,
        "enableRbacAuthorization": True,
        "enablePurgeProtection": True,
        **properties,
    }
    return azure.make(VAULT, vaultName=name, properties={name: value for name, value in given.items() if value is not None}, **IN)


def key(azure: Subscription, vault: Made, name: str = "records", **properties: Any) -> Made:
    """An RSA key of an HSM."""
    return azure.make(KEY, vaultName=vault.name, keyName=name, properties={"kty": "RSA-HSM", "keySize": 3072, **properties}, **IN)


def identity(azure: Subscription, name: str = "clinic-reader") -> Made:
    """A user-assigned identity."""
    return azure.make("managedidentity:UserAssignedIdentity", resourceName=name, **IN)


def grant(azure: Subscription, principal: str, scope: str, role: str = CRYPTO_USER, **inputs: Any) -> Made:
    """A role for a service principal."""
    return azure.make(ROLE, principalId=principal, principalType="ServicePrincipal", roleDefinitionId=role, scope=scope, **inputs)


def assigned(*identities: Made) -> dict[str, Any]:
    """`identity` of a resource with assigned identities."""
    return {"type": "UserAssigned", "userAssignedIdentities": [one.id for one in identities]}


def readable_key(azure: Subscription) -> tuple[Made, Made]:
    """(key, identity that may use it), in a group that stands."""
    safe = vault(azure)
    made, reader = key(azure, safe), identity(azure)
    grant(azure, reader["principalId"], safe.id)
    return made, reader


def store(azure: Subscription, name: str = "clinicstore", **inputs: Any) -> Made:
    """A storage account."""
    return azure.make(STORE, accountName=name, **{"kind": "StorageV2", "sku": {"name": "Standard_ZRS"}, **IN, **inputs})


def blobs(azure: Subscription, account: Made, **inputs: Any) -> Made:
    """The blob service of an account."""
    return azure.make("storage:BlobServiceProperties", accountName=account.name, blobServicesName="default", **{**IN, **inputs})


def container(azure: Subscription, account: Made, name: str = "records", **inputs: Any) -> Made:
    """A container."""
    return azure.make("storage:BlobContainer", accountName=account.name, containerName=name, **IN, **inputs)


def workspace(azure: Subscription, name: str = "clinic-logs", **inputs: Any) -> Made:
    """A Log Analytics workspace."""
    return azure.make("operationalinsights:Workspace", workspaceName=name, **{"sku": {"name": "PerGB2018"}, **IN, **inputs})
