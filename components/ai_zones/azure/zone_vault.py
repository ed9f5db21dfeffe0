"""Vault of a zone: a premium key vault without a public door, HSM keys that rotate, and for each key the one identity that may use it.

Sources: Azure Key Vault documentation, "Azure Key Vault soft-delete overview" (7 to 90 days, fixed at creation; purge protection can't be
taken back), "Configure cryptographic key auto-rotation in Azure Key Vault" (28 days of validity or more; rotation at least seven days
after creation and before expiry; the policy dates later versions alone), "Virtual network service endpoints for Azure Key Vault: trusted
services" (how a service reaches a key where public access is off), "Azure Key Vault secure key release policy grammar"; Azure Resource
Manager reference, "Microsoft.KeyVault vaults/keys" (makes a first version, never a later one, and deletes none); Azure confidential VM, "Create
a confidential VM with a customer-managed key"; 45 CFR 164.312(a)(2)(iv) (encryption); NIST SP 800-57 part 1. Inputs: `zone_vault_input`.
"""

import pulumi
from pulumi_azure_native import keyvault, managedidentity

from ai_zones.azure import arm
from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.protection import lock
from ai_zones.azure.zone_vault_input import AzureZoneVaultArgs, VaultKey, ZoneVault, release_policy

SOFT_DELETE_DAYS = 90
NOTICE_DAYS = 30
VAULT = "Microsoft.KeyVault/vaults"
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"


class AzureZoneVault(pulumi.ComponentResource):
    """Vault, keys, identities. Protected by Pulumi, by a lock, and by Azure: what is deleted can be recovered for 90 days."""

    vault_id: str
    """Id of the vault."""
    vault_name: str
    """Name of the vault."""
    vault_uri: str
    """`https://<vault>.vault.azure.net`."""
    key_uris: dict[str, str]
    """Identifier of each key, without a version."""
    identity_ids: dict[str, str]
    """Identity of each key: what encrypts with the key runs as it."""
    identity_principal_ids: pulumi.Output[dict[str, str]]
    """Object id of each key's identity."""
    identity_client_ids: pulumi.Output[dict[str, str]]
    """Client id of each key's identity."""
    versioned_key_uris: pulumi.Output[dict[str, str]]
    """Identifier of each key's first version, for services that want one."""

    def __init__(self, name: str, args: AzureZoneVaultArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ZoneVault.parse(name, args)
        super().__init__("ai-zones:index:AzureZoneVault", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.vault_name = given.vault_name
        self.vault_id = given.id_of(VAULT, given.vault_name)
        self.vault_uri = f"https://{given.vault_name}.vault.azure.net"
        vault = self._vault()
        keys = {label: self._key(label, key, vault) for label, key in sorted(given.keys.items())}
        identities = {label: self._identity(label, keys[label]) for label in sorted(given.keys)}
        self.key_uris = {label: f"{self.vault_uri}/keys/{self._key_name(label)}" for label in sorted(given.keys)}
        self.identity_ids = {label: given.id_of(IDENTITY, self._identity_name(label)) for label in sorted(given.keys)}
        self.identity_principal_ids = pulumi.Output.all(**{label: identity.principal_id for label, identity in identities.items()})
        self.identity_client_ids = pulumi.Output.all(**{label: identity.client_id for label, identity in identities.items()})
        self.versioned_key_uris = pulumi.Output.all(**{label: key.key_uri_with_version for label, key in keys.items()})
        self.register_outputs(
            {
                "vaultId": self.vault_id,
                "vaultName": self.vault_name,
                "vaultUri": self.vault_uri,
                "keyUris": self.key_uris,
                "identityIds": self.identity_ids,
                "identityPrincipalIds": self.identity_principal_ids,
                "identityClientIds": self.identity_client_ids,
                "versionedKeyUris": self.versioned_key_uris,
            }
        )

    def _vault(self) -> keyvault.Vault:
        given = self._given
        vault = keyvault.Vault(
            child(self._name, "vault"),
            vault_name=given.vault_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            properties=keyvault.VaultPropertiesArgs(
                tenant_id=given.tenant_id,
                sku=keyvault.SkuArgs(family="A", name=keyvault.SkuName.PREMIUM),
                enable_rbac_authorization=True,
                # Nobody deploys certificates, templates' secrets or disk keys from it by a flag that no role limits.
                enabled_for_deployment=False,
                enabled_for_disk_encryption=False,
                enabled_for_template_deployment=False,
                enable_soft_delete=True,
                soft_delete_retention_in_days=SOFT_DELETE_DAYS,
                enable_purge_protection=True,
                public_network_access="Disabled",
                network_acls=keyvault.NetworkRuleSetArgs(
                    # Services that encrypt with a key come as trusted services; nobody comes so to a vault whose keys no service uses.
                    bypass="AzureServices" if given.trusted else "None",
                    default_action="Deny",
                    ip_rules=[],
                    virtual_network_rules=[],
                ),
            ),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        lock(self._name, "lock", scope=self.vault_id, of=vault, removable=given.removable, parent=self)
        if given.log_workspace_id is not None:
            diagnose(
                self._name,
                "diagnostics",
                resource_id=self.vault_id,
                workspace_id=given.log_workspace_id,
                archive_account_id=given.log_account_id,
                parent=self,
                depends_on=[vault],
            )
        return vault

    def _key(self, label: str, key: VaultKey, vault: keyvault.Vault) -> keyvault.Key:
        given = self._given
        return keyvault.Key(
            child(self._name, "key", label),
            key_name=self._key_name(label),
            vault_name=given.vault_name,
            resource_group_name=given.resource_group_name,
            properties=keyvault.KeyPropertiesArgs(
                kty="RSA-HSM",
                key_size=key.key_size,
                key_ops=["wrapKey", "unwrapKey"],
                attributes=keyvault.KeyAttributesArgs(enabled=True, exportable=key.confidential, expires=key.expires_seconds),
                rotation_policy=_rotation(key),
                release_policy=_release(key),
            ),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[vault], protect=not given.removable),
        )

    def _identity(self, label: str, key: keyvault.Key) -> managedidentity.UserAssignedIdentity:
        given = self._given
        name = child(self._name, "identity", label)
        identity = managedidentity.UserAssignedIdentity(
            name,
            resource_name_=self._identity_name(label),
            resource_group_name=given.resource_group_name,
            location=given.location,
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        scope = arm.child_id(self.vault_id, "keys", self._key_name(label))
        grant(
            child(name, "uses-key"),
            subscription_id=given.subscription_id,
            scope=scope,
            role=BuiltInRole.KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER,
            principal=self._identity_name(label),
            principal_id=identity.principal_id,
            principal_type=PrincipalType.SERVICE_PRINCIPAL,
            parent=self,
            depends_on=[key],
        )
        if (orchestrator := given.keys[label].orchestrator_object_id) is not None:
            grant(
                child(name, "releases-key"),
                subscription_id=given.subscription_id,
                scope=scope,
                role=BuiltInRole.KEY_VAULT_CRYPTO_SERVICE_RELEASE_USER,
                principal="confidential-vm-orchestrator",
                principal_id=orchestrator,
                principal_type=PrincipalType.SERVICE_PRINCIPAL,
                parent=self,
                depends_on=[key],
            )
        return identity

    def _key_name(self, label: str) -> str:
        return resource_name(Kind.KEY, self._name, label)

    def _identity_name(self, label: str) -> str:
        return resource_name(Kind.IDENTITY, self._name, label)


def _rotation(key: VaultKey) -> keyvault.RotationPolicyArgs:
    def action(kind: keyvault.KeyRotationPolicyActionType, trigger: keyvault.TriggerArgs) -> keyvault.LifetimeActionArgs:
        return keyvault.LifetimeActionArgs(action=keyvault.ActionArgs(type=kind), trigger=trigger)

    return keyvault.RotationPolicyArgs(
        attributes=keyvault.KeyRotationPolicyAttributesArgs(expiry_time=f"P{key.validity_days}D"),
        lifetime_actions=[
            action(keyvault.KeyRotationPolicyActionType.ROTATE, keyvault.TriggerArgs(time_after_create=f"P{key.rotation_days}D")),
            action(keyvault.KeyRotationPolicyActionType.NOTIFY, keyvault.TriggerArgs(time_before_expiry=f"P{NOTICE_DAYS}D")),
        ],
    )


def _release(key: VaultKey) -> keyvault.KeyReleasePolicyArgs | None:
    if key.attestation_authority is None:
        return None
    return keyvault.KeyReleasePolicyArgs(content_type="application/json; charset=utf-8", data=release_policy(key.attestation_authority))
