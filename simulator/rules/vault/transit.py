"""Keys that encrypt without leaving the server.

Sources: Vault API documentation, "Transit secrets engine" ("Create key", "Update key configuration", "Delete key", "Configure cache"); Terraform Vault
provider, vault_transit_secret_backend_key (what replaces; `exportable` and `allow_plaintext_backup` can't be taken back),
vault_transit_secret_cache_config; messages of OpenBao 2.7.
"""

from collections.abc import Iterator

from simulator.packages.vault_paths import PathId
from simulator.rules import Action, Allowed, Between, Fault, Properties, Protection, Rules
from simulator.rules.vault.common import BAD, FAILED, holder, stands_in
from simulator.rules.vault.kinds import TRANSIT_CACHE, TRANSIT_KEY

_TRANSIT = "Vault API documentation, 'Transit secrets engine'"
_SYMMETRIC = ("aes128-gcm96", "aes256-gcm96", "chacha20-poly1305", "xchacha20-poly1305")
_DERIVES = (*_SYMMETRIC, "ed25519")
_ENCRYPTS = (*_SYMMETRIC, "rsa-2048", "rsa-3072", "rsa-4096")
_SIGNS = ("ed25519", "ecdsa-p256", "ecdsa-p384", "ecdsa-p521", "rsa-2048", "rsa-3072", "rsa-4096", "ml-dsa", "hybrid", "slh-dsa")
_TYPES = (*_ENCRYPTS, *(one for one in _SIGNS if one not in _ENCRYPTS), "hmac", "managed_key", "aes128-cmac", "aes192-cmac", "aes256-cmac")
_HOUR = 3600

key = Rules(
    TRANSIT_KEY,
    source=f"{_TRANSIT}; Terraform Vault provider, vault_transit_secret_backend_key",
    checks=(
        Allowed("type", _TYPES, source="Terraform Vault provider, vault_transit_secret_backend_key: type"),
        Between(
            "minDecryptionVersion", 1, None, source="Terraform Vault provider, vault_transit_secret_backend_key: min_decryption_version"
        ),
    ),
    immutable={"convergentEncryption", "derived", "type", "context", "managedKeyName", "managedKeyId"},
    defaults={
        "type": "aes256-gcm96",
        **dict.fromkeys(("deletionAllowed", "convergentEncryption", "derived", "exportable", "allowPlaintextBackup"), False),
        "minDecryptionVersion": 1,
        "minEncryptionVersion": 0,
        "keySize": 0,
    },
    id=PathId("{backend}/keys/{name}"),
    outputs={"autoRotatePeriod": 0, "keys": [], "latestVersion": 1, "minAvailableVersion": 0},
    protections=(Protection("deletionAllowed", (False,), code=BAD, message="deletion is not allowed for this key", off=True),),
)
cache = Rules(
    TRANSIT_CACHE,
    source=f"{_TRANSIT}, 'Configure cache'; Terraform Vault provider, vault_transit_secret_cache_config",
    id=PathId("{backend}/cache-config"),
)
stands_in(key, "backend", "transit")
stands_in(cache, "backend", "transit")


@key.computes
def abilities(action: Action) -> Properties:
    """What a key of this type can do; its versions by the time at which they were made."""
    kind = str(action.inputs.get("type", "aes256-gcm96"))
    before = action.old.outputs.get("keys") if action.old else None
    return {
        "keys": before or [{"id": str(int(action.now().timestamp()))}],
        "supportsEncryption": kind in _ENCRYPTS,
        "supportsDecryption": kind in _ENCRYPTS,
        "supportsDerivation": kind in _DERIVES,
        "supportsSigning": kind in _SIGNS,
    }


@key.check(source="OpenBao 2.7, builtin/logical/transit: convergent encryption requires derivation")
def convergent_needs_derived(inputs: Properties) -> Iterator[Fault]:
    """Equal ciphertexts only within one context."""
    if inputs.get("convergentEncryption") and not inputs.get("derived"):
        yield "convergentEncryption", "convergent encryption requires derivation to be enabled: set derived"


@key.before("create")
@key.before("update")
def refuse_key(action: Action) -> None:
    """Derivation of what can't be derived, rotation more often than hourly, versions that are not there yet."""
    given = action.inputs
    if given.get("derived") and given.get("type") not in _DERIVES:
        action.refuse(FAILED, f"key derivation and convergent encryption not supported for keys of type {given.get('type')}")
    period = given.get("autoRotatePeriod") or 0
    if 0 < period < _HOUR:
        action.refuse(BAD, "auto rotate period must be 0 to disable or at least an hour")
    latest = int(action.old.outputs.get("latestVersion", 1)) if action.old else 1
    for name, words in (("minDecryptionVersion", "decryption"), ("minEncryptionVersion", "encryption")):
        if (given.get(name) or 0) > latest:
            action.refuse(BAD, f"cannot set min {words} version of {given[name]}, latest key version is {latest}")


@key.before("update")
def refuse_taking_back(action: Action) -> None:
    """'cannot be disabled on a key that already has it enabled' (Terraform Vault provider, CustomizeDiff)."""
    for name, field in (("exportable", "exportable"), ("allowPlaintextBackup", "allow_plaintext_backup")):
        if action.old and action.old.outputs.get(name) and not action.inputs.get(name):
            action.refuse(BAD, f"'{field}' cannot be disabled on a key that already has it enabled")


@cache.before("create")
@cache.before("update")
def refuse_cache(action: Action) -> None:
    """None, or ten at least."""
    holder(action, "backend", "transit")
    if 0 < action.inputs["size"] < 10:
        action.refuse(BAD, "size must be 0 or a value greater or equal to 10")
