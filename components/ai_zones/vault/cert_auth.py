"""Login by certificate: who shows an identity of the zones, and holds its key, gets a token of minutes.

The server must ask for client certificates (a TLS listener, `tls_disable_client_certs` false). A token is bound to its certificate, as the
server does by default: no other renews it.
Sources: Vault documentation, "TLS certificates auth method"; API, "TLS certificate auth method", "Configure TLS certificate method"
(`disable_binding`); "Tune auth method"; NIST SP 800-207 2.1, tenet 6 (authentication before each access).
"""

from typing import Final, NotRequired, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic

from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.validation import MountPath, ProtectedInput

MAX_TOKEN_MINUTES: Final = 60


class VaultCertAuthArgs(TypedDict):
    """Inputs of `VaultCertAuth`."""

    mount: NotRequired[str]
    """Path of the login below `auth/`. Default: `cert`."""
    max_token_minutes: NotRequired[int]
    """Minutes that no token of it outlives, 1 to 60. Default: 5."""
    removable: NotRequired[bool]
    """Lifts the protection. Default: false."""


class CertAuth(ProtectedInput):
    """Parsed `VaultCertAuthArgs`."""

    mount: MountPath = "cert"
    max_token_minutes: int = pydantic.Field(default=5, ge=1, le=MAX_TOKEN_MINUTES)


class VaultCertAuth(pulumi.ComponentResource):
    """The login, without anybody who may use it: agents come by `VaultAgent`. Protected."""

    mount: str
    """Path of the login below `auth/`."""
    login_path: str
    """Where one logs in."""

    def __init__(self, name: str, args: VaultCertAuthArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = CertAuth.parse(name, args)
        super().__init__("ai-zones:index:VaultCertAuth", name, {}, children_wait(opts))
        longest = f"{given.max_token_minutes}m"
        vault.AuthBackend(
            child(name, "login"),
            type="cert",
            path=given.mount,
            description="Workloads by their certificates",
            # Not listed to whoever has not logged in.
            tune=vault.AuthBackendTuneArgs(default_lease_ttl=longest, max_lease_ttl=longest, listing_visibility="hidden"),
            opts=after(self, protect=given.protects()),
        )
        self.mount, self.login_path = given.mount, f"auth/{given.mount}/login"
        self.register_outputs({"mount": self.mount, "loginPath": self.login_path})
