"""Types of inputs that are ids of Azure resources, and of what a component needs to use a key of the zone's vault.

Sources: Azure Resource Manager documentation, "Understand the structure and syntax of Bicep files: resource id"; Azure Key Vault,
"About keys" (an identifier without a version means the newest: what follows a rotation by itself).
"""

import re
from typing import Annotated, Any, Final, NotRequired, TypedDict

import pulumi
import pydantic

from ai_zones.azure.validation import ComponentInput, arm_id_of
from ai_zones.inputs import matches

ApplicationInsightsId: Any = arm_id_of("Microsoft.Insights/components", "an Application Insights component")
BackupVaultId: Any = arm_id_of("Microsoft.DataProtection/backupVaults", "a backup vault")
DiskEncryptionSetId: Any = arm_id_of("Microsoft.Compute/diskEncryptionSets", "a disk encryption set")
IdentityId: Any = arm_id_of("Microsoft.ManagedIdentity/userAssignedIdentities", "a user-assigned identity")
KeyVaultId: Any = arm_id_of("Microsoft.KeyVault/vaults", "a key vault")
PostgreSqlId: Any = arm_id_of("Microsoft.DBforPostgreSQL/flexibleServers", "a PostgreSQL flexible server")
RegistryId: Any = arm_id_of("Microsoft.ContainerRegistry/registries", "a container registry")
StorageAccountId: Any = arm_id_of("Microsoft.Storage/storageAccounts", "a storage account")
SubnetId: Any = arm_id_of("Microsoft.Network/virtualNetworks/subnets", "a subnet")
WorkspaceId: Any = arm_id_of("Microsoft.OperationalInsights/workspaces", "a Log Analytics workspace")
ActionGroupId: Any = arm_id_of("Microsoft.Insights/actionGroups", "an action group")

ObjectId = Annotated[str, matches(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "an object id of Microsoft Entra ID: a UUID in lower case")]

Name = Annotated[str, matches(r"[a-z][a-z0-9-]{0,38}", "a short name: lower-case letters, digits and hyphens, beginning with a letter")]
"""Organization or environment."""

_KEY_URI: Final = re.compile(r"https://(?P<vault>[a-z0-9-]{3,24}\.vault\.[a-z.]+)/keys/(?P<key>[A-Za-z0-9-]{1,127})(/[0-9a-f]{32})?/?")


class AzureKeyArgs(TypedDict):
    """A key of a zone's vault, and the identity that may use it."""

    key_uri: str
    """Identifier of the key without a version, `https://<vault>.vault.azure.net/keys/<key>`: the newest version is used."""
    identity_id: str
    """User-assigned identity that may wrap and unwrap with the key."""
    versioned_key_uri: NotRequired[pulumi.Input[str] | None]
    """Identifier with a version, for services that follow no rotation by themselves. Default: none."""
    identity_client_id: NotRequired[pulumi.Input[str] | None]
    """Client id of the identity, for services that know it by that. Default: none."""


class SubResourceInput(ComponentInput):
    """Parsed: a resource of any kind, and the part of it that a private link leads to."""

    resource_id: Annotated[str, matches(r"/subscriptions/[^/]+/resourceGroups/[^/]+/providers/.+", "the id of a resource")]
    group_id: Annotated[str, matches(r"[A-Za-z_]{2,40}", "a sub-resource, such as blob")]


def _with(key: "KeyInput", field: str, why: str) -> "KeyInput":
    if getattr(key, field) is None:
        raise ValueError(f"{field}: is required here, {why}; take it from the vault's output of the same name")
    return key


class KeyInput(ComponentInput):
    """Parsed `AzureKeyArgs`."""

    key_uri: str
    identity_id: IdentityId
    versioned_key_uri: Any = None
    identity_client_id: Any = None

    @pydantic.field_validator("key_uri")
    @classmethod
    def _names_a_key(cls, given: str) -> str:
        found = _KEY_URI.fullmatch(given)
        if not found or found.group(3):
            raise ValueError("must be a key's identifier without a version, such as https://<vault>.vault.azure.net/keys/<key>")
        return given.rstrip("/")

    @property
    def vault_uri(self) -> str:
        """`https://<vault>.vault.azure.net`."""
        return self.key_uri.partition("/keys/")[0]

    @property
    def key_name(self) -> str:
        """The key's name."""
        return self.key_uri.rpartition("/")[2]

    @property
    def exact_uri(self) -> pulumi.Input[str]:
        """Identifier with a version where one is given, else the one without."""
        return self.versioned_key_uri if self.versioned_key_uri is not None else self.key_uri


def _known_by_client(key: KeyInput) -> KeyInput:
    return _with(key, "identity_client_id", "the service knows the identity by its client id")


def _of_a_version(key: KeyInput) -> KeyInput:
    return _with(key, "versioned_key_uri", "the service follows no rotation by itself")


ClientKey = Annotated[KeyInput, pydantic.AfterValidator(_known_by_client)]
"""A key whose identity is named by client id."""

VersionedKey = Annotated[KeyInput, pydantic.AfterValidator(_of_a_version)]
"""A key of a version."""

VersionedClientKey = Annotated[KeyInput, pydantic.AfterValidator(_known_by_client), pydantic.AfterValidator(_of_a_version)]
"""A key of a version whose identity is named by client id."""
