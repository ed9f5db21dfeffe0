"""Tokens that more than one module of rules names."""

MOUNT = "vault:index/mount:Mount"
DATABASE_MOUNT = "vault:database/secretsMount:SecretsMount"
KUBERNETES_MOUNT = "vault:kubernetes/secretBackend:SecretBackend"
AUTH = "vault:index/authBackend:AuthBackend"
JWT_AUTH = "vault:jwt/authBackend:AuthBackend"
NAMESPACE = "vault:index/namespace:Namespace"
ENDPOINT = "vault:generic/endpoint:Endpoint"

POLICY = "vault:index/policy:Policy"
PASSWORD_POLICY = "vault:index/passwordPolicy:PasswordPolicy"  # noqa: S105
AUDIT = "vault:index/audit:Audit"

ROOT = "vault:pkiSecret/secretBackendRootCert:SecretBackendRootCert"
REQUEST = "vault:pkiSecret/secretBackendIntermediateCertRequest:SecretBackendIntermediateCertRequest"
SIGNED = "vault:pkiSecret/secretBackendRootSignIntermediate:SecretBackendRootSignIntermediate"
SET_SIGNED = "vault:pkiSecret/secretBackendIntermediateSetSigned:SecretBackendIntermediateSetSigned"
CONFIG_CA = "vault:pkiSecret/secretBackendConfigCa:SecretBackendConfigCa"
ISSUER = "vault:pkiSecret/secretBackendIssuer:SecretBackendIssuer"
ISSUERS = "vault:pkiSecret/secretBackendConfigIssuers:SecretBackendConfigIssuers"
KEY = "vault:pkiSecret/secretBackendKey:SecretBackendKey"
URLS = "vault:pkiSecret/secretBackendConfigUrls:SecretBackendConfigUrls"
CRL = "vault:pkiSecret/secretBackendCrlConfig:SecretBackendCrlConfig"
PKI_ROLE = "vault:pkiSecret/secretBackendRole:SecretBackendRole"
CERTIFICATE = "vault:pkiSecret/secretBackendCert:SecretBackendCert"
SIGN = "vault:pkiSecret/secretBackendSign:SecretBackendSign"
ACME = "vault:pkiSecret/backendConfigAcme:BackendConfigAcme"
ACME_EAB = "vault:pkiSecret/backendAcmeEab:BackendAcmeEab"
CLUSTER = "vault:pkiSecret/backendConfigCluster:BackendConfigCluster"
AUTO_TIDY = "vault:pkiSecret/backendConfigAutoTidy:BackendConfigAutoTidy"

KUBERNETES_CONFIG = "vault:kubernetes/authBackendConfig:AuthBackendConfig"
KUBERNETES_ROLE = "vault:kubernetes/authBackendRole:AuthBackendRole"
JWT_ROLE = "vault:jwt/authBackendRole:AuthBackendRole"
CERT_ROLE = "vault:index/certAuthBackendRole:CertAuthBackendRole"
APP_ROLE = "vault:appRole/authBackendRole:AuthBackendRole"
APP_ROLE_SECRET = "vault:appRole/authBackendRoleSecretId:AuthBackendRoleSecretId"  # noqa: S105
TOKEN_ROLE = "vault:tokenauth/authBackendRole:AuthBackendRole"  # noqa: S105

CONNECTION = "vault:database/secretBackendConnection:SecretBackendConnection"
DATABASE_ROLE = "vault:database/secretBackendRole:SecretBackendRole"
STATIC_ROLE = "vault:database/secretBackendStaticRole:SecretBackendStaticRole"

TRANSIT_KEY = "vault:transit/secretBackendKey:SecretBackendKey"
TRANSIT_CACHE = "vault:transit/secretCacheConfig:SecretCacheConfig"

ENTITY = "vault:identity/entity:Entity"
ENTITY_ALIAS = "vault:identity/entityAlias:EntityAlias"
GROUP = "vault:identity/group:Group"
GROUP_ALIAS = "vault:identity/groupAlias:GroupAlias"
OIDC_KEY = "vault:identity/oidcKey:OidcKey"
OIDC_ROLE = "vault:identity/oidcRole:OidcRole"

RATE_LIMIT = "vault:index/quotaRateLimit:QuotaRateLimit"
LEASE_COUNT = "vault:index/quotaLeaseCount:QuotaLeaseCount"

KV_SECRET = "vault:kv/secretV2:SecretV2"  # noqa: S105
KV_CONFIG = "vault:kv/secretBackendV2:SecretBackendV2"
MANAGED_KEYS = "vault:managed/keys:Keys"

SECRET_MOUNTS = (MOUNT, DATABASE_MOUNT, KUBERNETES_MOUNT)
AUTH_MOUNTS = (AUTH, JWT_AUTH)

KEPT_ISSUER = "vault:pki/issuer"
"""An issuer that a mount holds; no resource of its own."""
KEPT_KEY = "vault:pki/key"
"""A private key that a mount holds."""
