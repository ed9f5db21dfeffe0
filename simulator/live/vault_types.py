"""How each type of resource is applied to a server. A type that is not here can't be, and says so.

Source: Terraform Vault provider, the resource of each type; properties whose field is another than their name in snake_case stand in `fields`.
"""

from simulator.live.vault_handlers import Handler, Named, Setting
from simulator.live.vault_mounts import Audit, Auth, DatabaseMount, JwtAuth, Mount, Namespace
from simulator.live.vault_others import AppRole, AppRoleSecret, Connection, Endpoint, Identity, KvSecret, TransitKey
from simulator.live.vault_pki import Binding, Kept, Leaf, Root, Shot, Signed
from simulator.rules.vault import kinds
from simulator.rules.vault.databases import PLUGINS
from simulator.rules.vault.pki_roles import FIELDS

_KUBERNETES, _JWT, _CERT, _APP = ({"backend": name} for name in ("kubernetes", "jwt", "cert", "approle"))
_WRITE_ONLY = (
    "certificateWo",
    "certificateWoVersion",
    "tokenReviewerJwtWo",
    "tokenReviewerJwtWoVersion",
    "passwordWo",
    "passwordWoVersion",
)

HANDLERS: dict[str, Handler] = {
    kinds.MOUNT: Mount(),
    kinds.DATABASE_MOUNT: DatabaseMount(PLUGINS),
    kinds.AUTH: Auth(),
    kinds.JWT_AUTH: JwtAuth(),
    kinds.NAMESPACE: Namespace(),
    kinds.AUDIT: Audit(),
    kinds.ENDPOINT: Endpoint(),
    kinds.POLICY: Named("sys/policies/acl/"),
    kinds.PASSWORD_POLICY: Named("sys/policies/password/"),
    # PKI.
    kinds.ROOT: Root("{backend}/issuers/generate/root/{type}", "{backend}/issuer/{issuerId}"),
    kinds.REQUEST: Shot("{backend}/issuers/generate/intermediate/{type}", "{backend}/issuers/generate/intermediate/{type}"),
    kinds.SIGNED: Signed(),
    kinds.SET_SIGNED: Shot("{backend}/intermediate/set-signed", "{backend}/intermediate/set-signed"),
    kinds.CONFIG_CA: Shot("{backend}/config/ca", "{backend}/config/ca"),
    kinds.KEY: Kept("{backend}/keys/generate/{type}", "key_id", "key"),
    kinds.ISSUER: Kept("{backend}/issuer/{issuerRef}", "issuer_id", "issuer"),
    kinds.ISSUERS: Setting("{backend}/config/issuers"),
    kinds.URLS: Setting("{backend}/config/urls"),
    kinds.CRL: Setting("{backend}/config/crl"),
    kinds.CLUSTER: Setting("{backend}/config/cluster"),
    kinds.AUTO_TIDY: Setting("{backend}/config/auto-tidy"),
    kinds.ACME: Setting("{backend}/config/acme"),
    kinds.ACME_EAB: Binding(),
    kinds.PKI_ROLE: Handler("{backend}/roles/{name}", fields=FIELDS),
    kinds.CERTIFICATE: Leaf("issue"),
    kinds.SIGN: Leaf("sign"),
    # Auth methods.
    kinds.KUBERNETES_CONFIG: Setting("auth/{backend}/config", _KUBERNETES, left_out=_WRITE_ONLY),
    kinds.KUBERNETES_ROLE: Handler("auth/{backend}/role/{roleName}", _KUBERNETES),
    kinds.JWT_ROLE: Handler("auth/{backend}/role/{roleName}", _JWT, left_out=("disableBoundClaimsParsing",)),
    kinds.CERT_ROLE: Handler(
        "auth/{backend}/certs/{name}", _CERT, left_out=_WRITE_ONLY, fields={"ocspServersOverrides": "ocsp_servers_override"}
    ),
    kinds.APP_ROLE: AppRole("auth/{backend}/role/{roleName}", _APP),
    kinds.APP_ROLE_SECRET: AppRoleSecret("auth/{backend}/role/{roleName}", _APP),
    kinds.TOKEN_ROLE: Handler(
        "auth/token/roles/{roleName}",
        fields={"allowedPoliciesGlobs": "allowed_policies_glob", "disallowedPoliciesGlobs": "disallowed_policies_glob"},
    ),
    # Engines.
    kinds.CONNECTION: Connection("{backend}/config/{name}"),
    kinds.DATABASE_ROLE: Handler("{backend}/roles/{name}"),
    kinds.STATIC_ROLE: Handler("{backend}/static-roles/{name}", left_out=_WRITE_ONLY),
    kinds.TRANSIT_KEY: TransitKey("{backend}/keys/{name}"),
    kinds.TRANSIT_CACHE: Setting("{backend}/cache-config"),
    kinds.KV_SECRET: KvSecret(),
    kinds.KV_CONFIG: Setting("{mount}/config"),
    # Identity and limits.
    kinds.ENTITY: Identity("entity", left_out=("externalPolicies",)),
    kinds.ENTITY_ALIAS: Identity("entity-alias"),
    kinds.GROUP: Identity("group", left_out=("externalPolicies", "externalMemberEntityIds", "externalMemberGroupIds")),
    kinds.GROUP_ALIAS: Identity("group-alias"),
    kinds.OIDC_KEY: Named("identity/oidc/key/"),
    kinds.OIDC_ROLE: Named("identity/oidc/role/"),
    kinds.RATE_LIMIT: Named("sys/quotas/rate-limit/"),
    kinds.LEASE_COUNT: Named("sys/quotas/lease-count/"),
}
