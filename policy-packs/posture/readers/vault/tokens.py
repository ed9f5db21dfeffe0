"""Type tokens of Pulumi's vault package: the same in its majors 5 to 7."""

from typing import Final

PREFIX: Final = "vault:"


def tokens(*names: str) -> tuple[str, ...]:
    """`pkiSecret:SecretBackendRole` → `vault:pkiSecret/secretBackendRole:SecretBackendRole`; `Mount` → `vault:index/mount:Mount`."""
    made = []
    for name in names:
        module, _, kind = name.rpartition(":")
        made.append(f"{PREFIX}{module or 'index'}/{kind[:1].lower()}{kind[1:]}:{kind}")
    return tuple(made)


(ENDPOINT, MOUNT, POLICY, AUDIT, AUDIT_HEADER, TOKEN, PROVIDER_CORS) = tokens(
    "generic:Endpoint", "Mount", "Policy", "Audit", "AuditRequestHeader", "Token", "SysConfigCors"
)
PROVIDER: Final = "pulumi:providers:vault"
SECRET_MOUNTS: Final = (MOUNT, *tokens("database:SecretsMount"))
"""Types that mount a secrets engine at their `path`."""
AUTH_MOUNTS: Final = tokens(
    "AuthBackend", "jwt:AuthBackend", "ldap:AuthBackend", "github:AuthBackend", "okta:AuthBackend", "gcp:AuthBackend"
)
"""Types that mount an auth method at their `path`."""
