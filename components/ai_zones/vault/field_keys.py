"""Keys for single fields that hold PHI: programs send a value and get it encrypted, and the key never leaves Vault.

Who encrypts and who decrypts hold different policies: an ingesting job need not be able to read what it wrote.
Sources: Vault documentation, "Transit secrets engine" (derivation, convergent encryption, key versions, rewrapping); API, "Create key", "Update key
configuration", "Automatic rotation"; NIST SP 800-38D 8.3 (at most 2^32 encryptions under one key with random nonces), SP 800-57 part 1, 5.3.6
(cryptoperiods); 45 CFR 164.312(a)(2)(iv).
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic
from pulumi_vault import transit

from ai_zones.inputs import one_of
from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.policy_text import Grant, policy_text
from ai_zones.vault.validation import ComponentInput, Label, MountPath, ProtectedInput

DAY_SECONDS: Final = 86_400
MAX_ROTATION_DAYS: Final = 90


class VaultFieldKeyArgs(TypedDict):
    """One key."""

    derived: NotRequired[bool]
    """Each value is encrypted under a key derived with a context that the caller gives, such as a patient's id. Default: false."""
    convergent: NotRequired[bool]
    """The same value and context give the same text, so that one can look for it, and anybody who sees the texts sees which are alike. With `derived`
    alone. Default: false."""
    rotation_days: NotRequired[int]
    """Days after which it gets a new version, 1 to 90. Default: 30."""
    min_decryption_version: NotRequired[int]
    """Oldest version that still decrypts: raise it when everything older is rewrapped. Default: 1."""
    type: NotRequired[str]
    """`aes256-gcm96` or `chacha20-poly1305`. Default: `aes256-gcm96`."""


class VaultFieldKeysArgs(TypedDict):
    """Inputs of `VaultFieldKeys`."""

    keys: dict[str, VaultFieldKeyArgs]
    """Name, such as `patient-name` → key."""
    mount: NotRequired[str]
    """Path of the mount. Default: `transit`."""
    removable: NotRequired[bool]
    """Lets Pulumi and the server delete keys: what they encrypted is lost then. Default: false."""


class FieldKey(ComponentInput):
    """Parsed `VaultFieldKeyArgs`."""

    derived: bool = False
    convergent: bool = False
    rotation_days: int = pydantic.Field(default=30, ge=1, le=MAX_ROTATION_DAYS)
    min_decryption_version: int = pydantic.Field(default=1, ge=1)
    type: Annotated[str, one_of("aes256-gcm96", "chacha20-poly1305")] = "aes256-gcm96"

    @pydantic.model_validator(mode="after")
    def _convergence_needs_a_context(self) -> Self:
        if self.convergent and not self.derived:
            raise ValueError("convergent: needs derived too, so that values are alike within one context only")
        return self


class FieldKeys(ProtectedInput):
    """Parsed `VaultFieldKeysArgs`."""

    keys: Annotated[dict[Label, FieldKey], pydantic.Field(min_length=1)]
    mount: MountPath = "transit"


class VaultFieldKeys(pulumi.ComponentResource):
    """Mount, keys that nobody exports or deletes, and two policies for each. Protected by Pulumi and by the server."""

    mount: str
    """Path of the mount."""
    encrypt_policies: dict[str, str]
    """Policy that encrypts with a key, by the key."""
    decrypt_policies: dict[str, str]
    """Policy that decrypts with a key, by the key."""

    def __init__(self, name: str, args: VaultFieldKeysArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = FieldKeys.parse(name, args)
        super().__init__("ai-zones:index:VaultFieldKeys", name, {}, children_wait(opts))
        self.mount = given.mount
        self.encrypt_policies = {key: f"encrypt-{key}" for key in sorted(given.keys)}
        self.decrypt_policies = {key: f"decrypt-{key}" for key in sorted(given.keys)}
        mount = vault.Mount(
            child(name, "mount"),
            path=given.mount,
            type="transit",
            description="Keys for fields that hold PHI",
            opts=after(self, protect=given.protects()),
        )
        for key, wanted in sorted(given.keys.items()):
            made = transit.SecretBackendKey(
                child(name, "key", key),
                backend=given.mount,
                name=key,
                type=wanted.type,
                derived=wanted.derived,
                convergent_encryption=wanted.convergent,
                exportable=False,
                allow_plaintext_backup=False,
                deletion_allowed=given.removable,
                auto_rotate_period=wanted.rotation_days * DAY_SECONDS,
                min_decryption_version=wanted.min_decryption_version,
                # The newest version alone encrypts.
                min_encryption_version=0,
                opts=after(self, mount, protect=given.protects()),
            )
            for policy, verb in ((self.encrypt_policies[key], "encrypt"), (self.decrypt_policies[key], "decrypt")):
                vault.Policy(
                    child(name, verb, key),
                    name=policy,
                    policy=policy_text({f"{given.mount}/{verb}/{key}": Grant(("update",))}),
                    opts=after(self, made),
                )
        self.register_outputs({"mount": self.mount, "encryptPolicies": self.encrypt_policies, "decryptPolicies": self.decrypt_policies})
