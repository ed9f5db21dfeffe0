"""What can be written to Vault: by a type of its own, or by a generic endpoint at the path that the API gives it.

Source: Vault and OpenBao documentation, "HTTP API", the page of each engine and method.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from posture.readers.vault.tokens import ENDPOINT, tokens


@dataclass(frozen=True)
class Kind:
    """A thing of Vault's, however it is written."""

    name: str
    types: tuple[str, ...]
    """Type tokens of its own."""
    path: str = ""
    """Regular expression of its API path, with groups `mount` and `name`; empty: no endpoint writes it."""
    engines: tuple[str, ...] = ()
    """Types of the mount at which that path means it; empty: the path says it all."""
    marks: frozenset[str] = frozenset()
    """Fields that only this kind has, where the mount is not in sight."""
    default_mount: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """Types that a rule about it looks at."""
        return (*self.types, ENDPOINT) if self.path else self.types


_ROLES: Final = r"(?P<mount>.+?)/roles?/(?P<name>[^/]+)"
_AUTH: Final = r"auth/(?P<mount>.+?)"


def _kind(name: str, types: str, path: str = "", engines: str = "", marks: str = "", default: str = "") -> Kind:
    return Kind(name, tokens(*types.split()), path, tuple(engines.split()), frozenset(marks.split()), default)


PKI_ROLE: Final = _kind(
    "PKI role", "pkiSecret:SecretBackendRole", _ROLES, "pki",
    "allowed_domains allowed_uri_sans allow_any_name not_after_bound enforce_hostnames allow_ip_sans allow_subdomains no_store",
)  # fmt: skip
PKI_CRL: Final = _kind(
    "revocation list", "pkiSecret:SecretBackendCrlConfig", r"(?P<mount>.+)/config/crl", "pki", "auto_rebuild ocsp_disable"
)
PKI_URLS: Final = _kind(
    "certificate addresses",
    "pkiSecret:SecretBackendConfigUrls",
    r"(?P<mount>.+)/config/urls",
    "pki",
    "ocsp_servers crl_distribution_points",
)
PKI_TIDY: Final = _kind("tidying", "pkiSecret:BackendConfigAutoTidy", r"(?P<mount>.+)/config/auto-tidy", "pki", "tidy_cert_store")
PKI_ACME: Final = _kind("ACME", "pkiSecret:BackendConfigAcme", r"(?P<mount>.+)/config/acme", "pki", "eab_policy default_directory_policy")
PKI_ENROL: Final = _kind(
    "enrolment", "pkiSecret:BackendConfigEst pkiSecret:BackendConfigCmpv2 pkiSecret:BackendConfigScep",
    r"(?P<mount>.+)/config/(?:est|cmp|scep)", "pki", "default_path_policy",
)  # fmt: skip
PKI_ISSUER: Final = _kind(
    "issuer", "pkiSecret:SecretBackendIssuer", r"(?P<mount>.+)/issuer/(?P<name>[^/]+)", "pki", "leaf_not_after_behavior usage"
)
PKI_ROOT: Final = _kind(
    "root", "pkiSecret:SecretBackendRootCert", r"(?P<mount>.+)/(?:root/generate|issuers/generate/root)/(?P<name>\w+)", "pki", "common_name"
)
PKI_REQUEST: Final = _kind(
    "request", "pkiSecret:SecretBackendIntermediateCertRequest", r"(?P<mount>.+)/(?:intermediate/generate|issuers/generate/intermediate)/(?P<name>\w+)",
    "pki", "common_name",
)  # fmt: skip
PKI_KEY: Final = _kind("key", "pkiSecret:SecretBackendKey", r"(?P<mount>.+)/keys/generate/(?P<name>\w+)", "pki", "key_name")
PKI_INTERMEDIATE: Final = _kind(
    "intermediate", "pkiSecret:SecretBackendRootSignIntermediate", r"(?P<mount>.+?)/(?:issuer/[^/]+|root)/sign-intermediate", "pki", "csr"
)
PKI_SIGNED: Final = _kind(
    "signed intermediate", "pkiSecret:SecretBackendIntermediateSetSigned", r"(?P<mount>.+)/intermediate/set-signed", "pki", "certificate"
)
PKI_LEAF: Final = _kind("certificate", "pkiSecret:SecretBackendCert pkiSecret:SecretBackendSign")
PKI_IMPORT: Final = _kind(
    "imported authority", "pkiSecret:SecretBackendConfigCa", r"(?P<mount>.+)/(?:config/ca|issuers/import/bundle)", "pki", "pem_bundle"
)

KUBERNETES_ROLE: Final = _kind("Kubernetes role", "kubernetes:AuthBackendRole", _AUTH + r"/role/(?P<name>[^/]+)", "kubernetes",
    "bound_service_account_names bound_service_account_namespaces", "kubernetes")  # fmt: skip
JWT_ROLE: Final = _kind("JWT role", "jwt:AuthBackendRole", _AUTH + r"/role/(?P<name>[^/]+)", "jwt oidc",
    "user_claim bound_claims bound_audiences role_type", "jwt")  # fmt: skip
JWT_CONFIG: Final = _kind("JWT method", "jwt:AuthBackend", _AUTH + r"/config", "jwt oidc", "oidc_discovery_url jwks_url bound_issuer")
KUBERNETES_CONFIG: Final = _kind(
    "Kubernetes method", "kubernetes:AuthBackendConfig", _AUTH + r"/config", "kubernetes", "kubernetes_host", "kubernetes"
)
CERT_ROLE: Final = _kind("certificate role", "CertAuthBackendRole", _AUTH + r"/certs/(?P<name>[^/]+)", "cert", "certificate", "cert")
APPROLE: Final = _kind("AppRole", "appRole:AuthBackendRole", _AUTH + r"/role/(?P<name>[^/]+)", "approle",
    "bind_secret_id secret_id_ttl secret_id_num_uses", "approle")  # fmt: skip
TOKEN_ROLE: Final = _kind("token role", "tokenauth:AuthBackendRole", r"auth/token/roles/(?P<name>[^/]+)")
CLOUD_ROLE: Final = _kind(
    "role of a cloud's identities", "aws:AuthBackendRole azure:AuthBackendRole gcp:AuthBackendRole spiffe:AuthBackendRole"
)
USER: Final = _kind("user", "UserpassAuthBackendUser", _AUTH + r"/users/(?P<name>[^/]+)", "userpass ldap radius okta", "password")
LOGINS: Final = (KUBERNETES_ROLE, JWT_ROLE, CERT_ROLE, APPROLE, TOKEN_ROLE, CLOUD_ROLE, USER)
"""By which one gets a token; each has the fields `token_…`."""

ACL_POLICY: Final = _kind("policy", "Policy", r"sys/polic(?:y|ies/acl)/(?P<name>[^/]+)")
AUDIT_DEVICE: Final = _kind("audit device", "Audit", r"sys/audit/(?P<name>.+)")
SECRET_MOUNT: Final = _kind("secrets engine", "Mount", r"sys/mounts/(?P<name>.+?)(?:/tune)?")
AUTH_MOUNT: Final = _kind("auth method", "AuthBackend jwt:AuthBackend", r"sys/auth/(?P<name>.+?)(?:/tune)?")
DATABASE: Final = _kind(
    "database connection", "database:SecretBackendConnection", r"(?P<mount>.+)/config/(?P<name>[^/]+)", "database",
    "connection_url plugin_name allowed_roles",
)  # fmt: skip
DATABASE_ROLE: Final = _kind("database role", "database:SecretBackendRole", _ROLES, "database", "creation_statements db_name")
DATABASE_STATIC: Final = _kind(
    "static database role", "database:SecretBackendStaticRole", r"(?P<mount>.+)/static-roles/(?P<name>[^/]+)", "database", "rotation_period"
)
DATABASE_ROTATION: Final = _kind("rotation of a database's login", "", r"(?P<mount>.+)/rotate-root/(?P<name>[^/]+)", "database")
TRANSIT_KEY: Final = _kind(
    "encryption key", "transit:SecretBackendKey", r"(?P<mount>.+)/keys/(?P<name>[^/]+)(?:/config)?", "transit",
    "exportable allow_plaintext_backup deletion_allowed derived convergent_encryption auto_rotate_period",
)  # fmt: skip
SECRET: Final = _kind("secret", "kv:Secret kv:SecretV2 generic:Secret", r"(?P<mount>.+?)/(?:data|metadata)/(?P<name>.+)", "kv")
KV_CONFIG: Final = _kind("versions of secrets", "kv:SecretBackendV2", r"(?P<mount>[^/]+)/config", "kv", "max_versions cas_required")
IDENTITY: Final = _kind("identity", "identity:Entity identity:Group", r"identity/(?P<name>.+)")

KINDS: Final = tuple(value for value in list(globals().values()) if isinstance(value, Kind))
"""All kinds. Where several share a path, the mount's engine or a field of their own decides."""
_COMPILED: Final = {kind.name: re.compile(kind.path) for kind in KINDS if kind.path}


def kinds_at(path: str, engine: str | None, fields: Collection[str]) -> list[tuple[Kind, re.Match[str]]]:
    """The kinds that an API path can mean. `engine`: type of the mount that it is under, None where it is not in sight."""
    found = []
    for kind in KINDS:
        match = _COMPILED[kind.name].fullmatch(path.strip("/")) if kind.path else None
        if match is None:
            continue
        if not kind.engines or engine in kind.engines or (engine is None and kind.marks & set(fields)):
            found.append((kind, match))
    return found
