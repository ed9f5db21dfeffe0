"""Root of a certificate hierarchy: it signs intermediates and nothing else.

Its key never leaves the server: it is made inside Vault, or stands in a managed key (an HSM or a cloud's key service; Vault Enterprise). A root that is
kept offline is not built at all: `VaultPki` without `root_mount` gives a request to sign by hand.
Sources: Vault documentation, "PKI secrets engine: considerations" (root and intermediates on mounts of their own, long maximum lease for the root
alone), "Managed keys"; API, "Generate root" (`not_after`, `max_path_length`), "Issuer" (`leaf_not_after_behavior`, `usage`); NIST SP 800-57 part 1,
5.3.6 (a CA's signing key: one to three years; trust anchors longer), table 2 (strength); RFC 5280 4.2.1.9 (path length), 4.2.1.10 (name constraints).
"""

import datetime
from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic
from pulumi_vault import pkisecret

from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.validation import Day, KeyBits, KeyType, MountPath, Name, ProtectedInput, Server, instant, key_fault

MAX_ROOT_YEARS: Final = 10
YEAR_DAYS: Final = 366
HOUR_SECONDS: Final = 3600
ISSUER: Final = "root"


class VaultPkiRootArgs(TypedDict):
    """Inputs of `VaultPkiRoot`."""

    common_name: str
    """Name of the root, as certificates show it."""
    expires_on: str
    """Day on which it ends, such as `2034-01-31`: at most ten years from now, and after every intermediate."""
    mount: NotRequired[str]
    """Path of its mount, which holds nothing else. Default: `pki-root`."""
    organization: NotRequired[str]
    """Organization that its subject names. Default: none."""
    managed_key: NotRequired[str]
    """Name of a managed key that the server knows (Vault Enterprise): the root's key then stands in an HSM. Default: a key made inside the server."""
    key_type: NotRequired[str]
    """`ec`, `rsa` or `ed25519`. Default: `ec`."""
    key_bits: NotRequired[int]
    """Size of the key. Default: 384 for `ec`, 4,096 for `rsa`."""
    crl_hours: NotRequired[int]
    """Hours for which its list of revoked intermediates holds, 24 to 720. Default: 168."""
    server: NotRequired[str]
    """`openbao` or `vault` (HashiCorp). Managed keys are known to `vault` alone. Default: `openbao`."""
    as_of: NotRequired[str]
    """Day on which its life is judged. Default: today."""
    removable: NotRequired[bool]
    """Lifts the protection of mount and root. Default: false."""


class PkiRoot(ProtectedInput):
    """Parsed `VaultPkiRootArgs`."""

    common_name: str = pydantic.Field(min_length=1, max_length=64)
    expires_on: Day
    mount: MountPath = "pki-root"
    organization: str | None = None
    managed_key: Name | None = None
    key_type: KeyType = "ec"
    key_bits: KeyBits | None = None
    crl_hours: int = pydantic.Field(default=168, ge=24, le=720)
    server: Server = "openbao"
    as_of: Day = pydantic.Field(default_factory=datetime.date.today)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if fault := key_fault(self.key_type, self.bits):
            raise ValueError(fault)
        if self.managed_key and self.server == "openbao":
            raise ValueError("managed_key: OpenBao has no managed keys; leave it out, keep the root offline, or give server: vault")
        if not self.as_of < self.expires_on <= self.as_of + datetime.timedelta(days=MAX_ROOT_YEARS * YEAR_DAYS):
            raise ValueError(f"expires_on: given {self.expires_on}, allowed is a day after {self.as_of}, at most {MAX_ROOT_YEARS} years on")
        return self

    @property
    def bits(self) -> int:
        """Size of the key, given or usual."""
        return {"ec": 384, "rsa": 4096, "ed25519": 0}[self.key_type] if self.key_bits is None else self.key_bits


class VaultPkiRoot(pulumi.ComponentResource):
    """Mount and root, which may issue no leaf that outlives it. Protected: `destroy` refuses both."""

    mount: str
    """Path of the mount: `VaultPki.root_mount`."""
    certificate: pulumi.Output[str]
    """The root in PEM: what everybody who checks certificates trusts."""
    expires_on: str
    """Day on which it ends."""

    def __init__(self, name: str, args: VaultPkiRootArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PkiRoot.parse(name, args)
        super().__init__("ai-zones:index:VaultPkiRoot", name, {}, children_wait(opts))
        mount = vault.Mount(
            child(name, "mount"),
            path=given.mount,
            type="pki",
            description="Root of the certificate hierarchy: signs intermediates alone",
            # What a mount may give at most; a root outlives every lease of the server.
            default_lease_ttl_seconds=HOUR_SECONDS,
            max_lease_ttl_seconds=MAX_ROOT_YEARS * YEAR_DAYS * 24 * HOUR_SECONDS,
            **({"allowed_managed_keys": [given.managed_key]} if given.managed_key else {}),
            opts=after(self, protect=given.protects()),
        )
        root = pkisecret.SecretBackendRootCert(
            child(name, "root"),
            backend=given.mount,
            type="kms" if given.managed_key else "internal",
            common_name=given.common_name,
            not_after=instant(given.expires_on),
            issuer_name=ISSUER,
            max_path_length=1,
            exclude_cn_from_sans=True,
            **({"organization": given.organization} if given.organization else {}),
            **(
                {"managed_key_name": given.managed_key}
                if given.managed_key
                else {"key_name": ISSUER, "key_type": given.key_type, "key_bits": given.bits}
            ),
            opts=after(self, mount, protect=given.protects()),
        )
        pkisecret.SecretBackendIssuer(
            child(name, "issuer"),
            backend=given.mount,
            issuer_ref=root.issuer_id,
            issuer_name=ISSUER,
            leaf_not_after_behavior="err",
            usage="read-only,issuing-certificates,crl-signing,ocsp-signing",
            opts=after(self, root),
        )
        pkisecret.SecretBackendCrlConfig(
            child(name, "crl"),
            backend=given.mount,
            expiry=f"{given.crl_hours}h",
            auto_rebuild=True,
            auto_rebuild_grace_period=f"{given.crl_hours // 4}h",
            enable_delta=True,
            delta_rebuild_interval="60m",
            opts=after(self, mount),
        )
        self.mount, self.certificate, self.expires_on = given.mount, root.certificate, given.expires_on.isoformat()
        self.register_outputs({"mount": self.mount, "certificate": self.certificate, "expiresOn": self.expires_on})
