"""Built-in roles of Azure that components grant, and how a grant is written: one role, on the narrowest scope, to one principal.

Sources: Microsoft Learn, "Azure built-in roles" (names and ids), "Assign Azure roles using Azure Resource Manager templates" (a role
assignment's name is a GUID that must not change between deployments; `principalType` keeps a fresh identity from being "not found");
"Steps to assign an Azure role".
"""

import uuid
from collections.abc import Sequence
from enum import StrEnum

import pulumi
from pulumi_azure_native import authorization


class BuiltInRole(StrEnum):
    """Id of a built-in role's definition, under its documented name."""

    READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
    """Reader."""
    ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
    """AcrPull."""
    KEY_VAULT_CONTRIBUTOR = "f25e0fa2-a7c8-4377-a976-54943a77a395"
    """Key Vault Contributor: the vault's settings, none of its keys or secrets."""
    KEY_VAULT_CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
    """Key Vault Crypto User: encrypt, decrypt and read with a key."""
    KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
    """Key Vault Crypto Service Encryption User: wrap, unwrap and read a key; nothing else."""
    KEY_VAULT_CRYPTO_SERVICE_RELEASE_USER = "08bbd89e-9f13-488c-ac41-acfcb10c90ab"
    """Key Vault Crypto Service Release User: have a key released to attested hardware."""
    KEY_VAULT_SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
    """Key Vault Secrets User."""
    LOG_ANALYTICS_DATA_READER = "3b03c2da-16b3-4a49-8834-0f8130efdd3b"
    """Log Analytics Data Reader: queries, nothing of the workspace's settings."""
    MANAGED_IDENTITY_OPERATOR = "f1a07417-d97a-45cb-824c-7a7467783830"
    """Managed Identity Operator: give a machine the identity."""
    MONITORING_READER = "43d0d8ad-25c7-4714-9337-8ba259a9fe05"
    """Monitoring Reader."""
    POSTGRESQL_LONG_TERM_RETENTION_BACKUP = "c088a766-074b-43ba-90d4-1fb21feae531"
    """PostgreSQL Flexible Server Long Term Retention Backup Role."""
    NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
    """Network Contributor."""
    PRIVATE_DNS_ZONE_CONTRIBUTOR = "b12aa53e-6015-4669-85d0-8515ebb3ae7f"
    """Private DNS Zone Contributor."""
    STORAGE_ACCOUNT_BACKUP_CONTRIBUTOR = "e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1"
    """Storage Account Backup Contributor."""
    STORAGE_BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
    """Storage Blob Data Contributor."""
    STORAGE_BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
    """Storage Blob Data Reader."""
    VIRTUAL_MACHINE_ADMINISTRATOR_LOGIN = "1c0163c0-47e6-4577-8991-ea5c82e286e4"
    """Virtual Machine Administrator Login."""
    VIRTUAL_MACHINE_USER_LOGIN = "fb879df8-f326-4884-b1cf-06f3ad86be52"
    """Virtual Machine User Login."""


class PrincipalType(StrEnum):
    """What a role is granted to. Users are left out: people get roles through groups, and for a time."""

    GROUP = "Group"
    """A group of Microsoft Entra ID."""
    SERVICE_PRINCIPAL = "ServicePrincipal"
    """A managed identity or application."""


def role_definition_id(subscription_id: str, role: str) -> str:
    """Id of a role's definition as seen from a subscription: the form in which role assignments name it, built-in or custom."""
    return f"/subscriptions/{subscription_id}/providers/Microsoft.Authorization/roleDefinitions/{role}"


def assignment_name(scope: str, role: str, principal: str) -> str:
    """The GUID that names an assignment: the same for the same scope, role and `principal`, a stable word for who gets it.

    A principal's object id is often known only after it is made, so that a name made from it would be unknown in a preview.
    """
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\x00".join((scope.lower(), role.lower(), principal))))


def grant(
    name: str,
    *,
    subscription_id: str,
    scope: str,
    role: BuiltInRole,
    principal: str,
    principal_id: pulumi.Input[str],
    principal_type: PrincipalType,
    parent: pulumi.Resource,
    depends_on: Sequence[pulumi.Resource] = (),
) -> authorization.RoleAssignment:
    """The assignment of one role on one scope. `principal` is a stable word for who gets it; the object id may still be unknown."""
    return authorization.RoleAssignment(
        name,
        role_assignment_name=assignment_name(scope, role, principal),
        scope=scope,
        role_definition_id=role_definition_id(subscription_id, role),
        principal_id=principal_id,
        principal_type=principal_type.value,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(depends_on), delete_before_replace=True),
    )
