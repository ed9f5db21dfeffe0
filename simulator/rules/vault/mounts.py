"""Secrets engines and auth methods: where they are mounted, what is reserved, how long things in them live.

Another path replaces a mount here. The real provider remounts instead, and what it holds keeps its data.

Sources: Vault API documentation, "/sys/mounts", "/sys/auth", "/sys/remount"; Terraform Vault provider, vault_mount, vault_auth_backend,
vault_jwt_auth_backend, vault_database_secrets_mount; OpenBao 2.7, vault/mount.go (`protectedMounts`, "path is already in use").
"""

from simulator.packages.vault import namespace_of
from simulator.packages.vault_paths import PathId, trimmed
from simulator.rules import Action, Allowed, AtMostOneOf, Between, Length, Rules
from simulator.rules.vault.common import BAD
from simulator.rules.vault.kinds import (
    AUTH,
    AUTH_MOUNTS,
    DATABASE_MOUNT,
    JWT_AUTH,
    KUBERNETES_MOUNT,
    MOUNT,
    NAMESPACE,
    SECRET_MOUNTS,
)

_MOUNTS = "Vault API documentation, '/sys/mounts'"
_PROTECTED = ("audit", "auth", "sys", "cubbyhole", "identity")
_AUTH_PROTECTED = ("token",)
_FORCES_NEW = {"local", "sealWrap", "externalEntropyAccess", "allowedManagedKeys"}
_TUNED = {
    "accessor": "{type}_{hex8}",
    "auditNonHmacRequestKeys": [],
    "auditNonHmacResponseKeys": [],
    "defaultLeaseTtlSeconds": 0,
    "maxLeaseTtlSeconds": 0,
    "sealWrap": False,
    "forceNoCache": False,
}

mount = Rules(
    MOUNT,
    source=f"{_MOUNTS}; Terraform Vault provider, vault_mount",
    checks=(
        Between("defaultLeaseTtlSeconds", 0, None, source=_MOUNTS),
        Between("maxLeaseTtlSeconds", 0, None, source=_MOUNTS),
        Length("path", 1, source=_MOUNTS),
        Allowed("listingVisibility", ("unauth", "hidden"), source="Terraform Vault provider, vault_mount: listing_visibility"),
    ),
    immutable={"type", *_FORCES_NEW},
    defaults={"externalEntropyAccess": False},
    id=PathId("{path}"),
    outputs=_TUNED,
)
database_mount = Rules(
    DATABASE_MOUNT,
    source=f"{_MOUNTS}; Terraform Vault provider, vault_database_secrets_mount",
    immutable=_FORCES_NEW,
    defaults={"externalEntropyAccess": False},
    id=PathId("{path}"),
    outputs={**_TUNED, "accessor": "database_{hex8}", "engineCount": 0},
)
kubernetes_mount = Rules(
    KUBERNETES_MOUNT,
    source=f"{_MOUNTS}; Terraform Vault provider, vault_kubernetes_secret_backend",
    immutable=_FORCES_NEW,
    defaults={"externalEntropyAccess": False},
    id=PathId("{path}"),
    outputs={**_TUNED, "accessor": "kubernetes_{hex8}"},
)
auth = Rules(
    AUTH,
    source="Vault API documentation, '/sys/auth'; Terraform Vault provider, vault_auth_backend",
    immutable={"type", "local", "path"},
    defaults={"disableRemount": False},
    id=lambda action: trimmed(action.inputs.get("path")) or str(action.inputs["type"]),
    outputs={"accessor": "auth_{type}_{hex8}", "path": "{id}"},
)
jwt_auth = Rules(
    JWT_AUTH,
    source="Vault API documentation, 'JWT/OIDC auth method'; Terraform Vault provider, vault_jwt_auth_backend",
    checks=(
        Allowed("type", ("jwt", "oidc"), source="Terraform Vault provider, vault_jwt_auth_backend: type"),
        AtMostOneOf(
            ("oidcDiscoveryUrl", "jwksUrl", "jwksPairs", "jwtValidationPubkeys"),
            source="Vault API documentation, 'JWT/OIDC auth method: Configure' (exactly one key source)",
        ),
        Allowed("oidcResponseMode", ("query", "form_post"), source="Vault API documentation, 'JWT/OIDC auth method: Configure'"),
    ),
    immutable={"type", "local"},
    defaults={"path": "jwt", "type": "jwt", "disableRemount": False},
    id=PathId("{path}", {"path": "jwt"}),
    outputs={"accessor": "auth_{type}_{hex8}", "tune": {}},
)
namespace = Rules(
    NAMESPACE,
    source="OpenBao API documentation, '/sys/namespaces'; Terraform Vault provider, vault_namespace",
    id=lambda action: f"{trimmed(action.inputs.get('path'))}/",
    immutable={"path"},
    outputs={"namespaceId": "{hex5}", "pathFq": "{path}", "customMetadata": {}},
)


@database_mount.computes
def count_engines(action: Action) -> dict[str, object]:
    """`engine_count` is the number of connections that the mount was given (Terraform Vault provider, vault_database_secrets_mount)."""
    lists = [value for value in action.inputs.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return {"engineCount": sum(len(value) for value in lists)}


@mount.before("create")
@mount.before("update")
@database_mount.before("create")
@kubernetes_mount.before("create")
def refuse_path_of_secrets(action: Action) -> None:
    """'path is already in use': two mounts may not stand at one path, nor one below the other."""
    path = trimmed(action.inputs["path"])
    if path.partition("/")[0] in _PROTECTED:
        action.refuse(BAD, f'cannot mount "{path}/"')
    _refuse_if_used(action, path, SECRET_MOUNTS)
    _refuse_lifetimes(action)


@auth.before("create")
@auth.before("update")
@jwt_auth.before("create")
def refuse_path_of_auth(action: Action) -> None:
    """The same for auth methods; tokens have theirs from the beginning."""
    path = trimmed(action.inputs.get("path")) or str(action.inputs.get("type", "jwt"))
    if action.inputs.get("type") == "token":
        action.refuse(BAD, "token credential backend cannot be instantiated")
    if path in _AUTH_PROTECTED:
        action.refuse(BAD, f"path is already in use at {path}/")
    _refuse_if_used(action, path, AUTH_MOUNTS)


@jwt_auth.before("create")
def refuse_without_keys(action: Action) -> None:
    """'exactly one of … must be set' (OpenBao 2.7, auth/jwt/config)."""
    sources = ("oidcDiscoveryUrl", "jwksUrl", "jwksPairs", "jwtValidationPubkeys", "providerConfig")
    if not any(action.inputs.get(name) for name in sources):
        listed = "'jwt_validation_pubkeys', 'jwks_url', 'jwks_pairs', 'oidc_discovery_url', or 'provider_config'"
        action.refuse(BAD, f"exactly one of {listed} must be set")


def _refuse_if_used(action: Action, path: str, types: tuple[str, ...]) -> None:
    home = namespace_of(action)
    for one in action.find_anywhere(*types):
        if one.account != home or (action.old and one.id == action.old.id):
            continue
        other = trimmed(one.id)
        if f"{path}/".startswith(f"{other}/") or f"{other}/".startswith(f"{path}/"):
            action.refuse(BAD, f"path is already in use at {other}/")


def _refuse_lifetimes(action: Action) -> None:
    usual, most = action.inputs.get("defaultLeaseTtlSeconds") or 0, action.inputs.get("maxLeaseTtlSeconds") or 0
    if most and usual > most:
        action.refuse(BAD, "given default lease TTL greater than given max lease TTL")
