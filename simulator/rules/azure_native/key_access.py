"""Who may use a key: role assignments and access policies, as services find them when they are given a customer-managed key.

Sources: Azure documentation, "Provide access to Key Vault keys, certificates, and secrets with Azure role-based access control" (built-in
roles and their data actions), "Assign a Key Vault access policy", "Azure role definitions" (wildcards, NotDataActions), "Azure data
encryption at rest: customer-managed keys" (get, wrap key, unwrap key; soft delete and purge protection).
"""

import re
from fnmatch import fnmatchcase
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import KEY, MANAGED_HSM, ROLE_ASSIGNMENT, ROLE_DEFINITION, VAULT
from simulator.rules.azure_native.service_rules import at_id, get, same_text
from simulator.world import Object, World

KEY_URI = r"https://[A-Za-z0-9-]{3,24}\.(vault|managedhsm)\.azure\.net/keys/[A-Za-z0-9-]{1,127}(/[0-9a-f]{32})?"
KEY_ROLES = {
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": "Key Vault Crypto Service Encryption User",
    "12338af0-0e69-4776-bea7-57ae8d297424": "Key Vault Crypto User",
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": "Key Vault Crypto Officer",
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
}
"""Built-in roles that may wrap and unwrap. Owner and Contributor hold no data actions."""
_NEEDED = (
    "microsoft.keyvault/vaults/keys/read",
    "microsoft.keyvault/vaults/keys/wrap/action",
    "microsoft.keyvault/vaults/keys/unwrap/action",
)
_POLICY_NEEDS = {"get", "wrapkey", "unwrapkey"}
_ASSIGNMENT = "/providers/microsoft.authorization/roleassignments/"


def vault_of(world: World, uri: str) -> Object | None:
    """The vault or HSM of `https://<name>.vault.azure.net/…`."""
    match = re.match(r"https://([^./]+)\.(vault|managedhsm)\.azure\.net", uri, re.I)
    if not match:
        return None
    kind = VAULT if match[2].lower() == "vault" else MANAGED_HSM
    return next((one for one in world.find(kind) if same_text(one.outputs.get("name"), match[1])), None)


def key_of(world: World, uri: str) -> Object | None:
    """The key of an URI with or without a version."""
    vault = vault_of(world, uri)
    match = re.search(r"/keys/([^/]+)", uri)
    return at_id(world, f"{vault.id}/keys/{match[1]}", KEY) if vault and match else None


def key_uri(properties: Any, vault: str = "keyVaultUri", name: str = "keyName") -> str:
    """URI of a key that is given in parts; empty where one is missing."""
    at, key = get(properties, vault), get(properties, name)
    return f"{at.rstrip('/')}/keys/{key}" if isinstance(at, str) and isinstance(key, str) and at and key else ""


def may_use(world: World, vault: Object, key: str, principal: str) -> bool:
    """Whether a principal may read, wrap and unwrap with a key of the vault."""
    if get(vault.outputs, "properties.enableRbacAuthorization") is not True:
        return any(_policy_lets(policy, principal) for policy in get(vault.outputs, "properties.accessPolicies") or [])
    place = f"{vault.id}/keys/{key}".lower() + "/"
    for assignment in world.find(ROLE_ASSIGNMENT):
        scope = assignment.id.lower().split(_ASSIGNMENT)[0]
        inside = scope.startswith("/providers/microsoft.management/managementgroups/") or place.startswith(scope + "/")
        if inside and same_text(assignment.outputs.get("principalId"), principal) and _role_lets(world, assignment):
            return True
    return False


def _policy_lets(policy: Any, principal: str) -> bool:
    allowed = {str(word).lower() for word in get(policy, "permissions.keys") or []}
    return same_text(get(policy, "objectId"), principal) and ("all" in allowed or allowed >= _POLICY_NEEDS)


def _role_lets(world: World, assignment: Object) -> bool:
    role = str(assignment.outputs.get("roleDefinitionId", "")).lower().rsplit("/", 1)[-1]
    if role in KEY_ROLES:
        return True
    custom = next((one for one in world.find(ROLE_DEFINITION) if one.id.lower().endswith("/" + role)), None)
    for permission in custom.outputs.get("permissions") or [] if custom else []:
        grants = [str(one).lower() for one in permission.get("dataActions") or []]
        denies = [str(one).lower() for one in permission.get("notDataActions") or []]
        if all(_matches(grants, one) and not _matches(denies, one) for one in _NEEDED):
            return True
    return False


def _matches(patterns: list[str], action: str) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in patterns)


def needs_key(action: Action, uri: str, principals: list[str], code: str, *, purge_protection: bool = True) -> None:
    """Refuse a customer-managed key that is not there, whose vault may lose it, or that the resource's identity may not use."""
    vault = vault_of(action.world, uri)
    if vault is None:
        action.refuse(code, f"The key vault of '{uri}' was not found.")
    key = key_of(action.world, uri)
    name = uri.split("/keys/")[1].split("/")[0]
    if key is None and vault.type == VAULT:
        action.refuse(code, f"The key '{name}' was not found in key vault '{vault.id}'.")
    if purge_protection and get(vault.outputs, "properties.enablePurgeProtection") is not True:
        action.refuse(
            code, f"The key vault '{vault.id}' must have soft delete and purge protection enabled to hold a customer-managed key."
        )
    if vault.type == VAULT and is_shut(vault):
        action.refuse(
            code,
            f"The key vault '{vault.id}' lets no trusted Microsoft service past its firewall: networkAcls.bypass must be AzureServices.",
        )
    if vault.type == VAULT and not any(may_use(action.world, vault, name, one) for one in principals):
        action.refuse(
            code,
            f"The managed identity of the resource has no access to the key '{uri}': it needs get, wrap key and unwrap key (role Key Vault "
            "Crypto Service Encryption User) before the key is used.",
        )


def is_shut(vault: Object) -> bool:
    """Whether the firewall of a vault keeps trusted services out, too."""
    rules = get(vault.outputs, "properties.networkAcls")
    closed = same_text(get(vault.outputs, "properties.publicNetworkAccess"), "Disabled") or same_text(get(rules, "defaultAction"), "Deny")
    return closed and same_text(get(rules, "bypass"), "None")
