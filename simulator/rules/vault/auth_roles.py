"""Roles of auth methods: whose claim buys which token.

Sources: Vault API documentation, "Kubernetes auth method", "JWT/OIDC auth method", "TLS certificate auth method", "AppRole auth method",
"Token auth method"; Terraform Vault provider, vault_kubernetes_auth_backend_config, _role, vault_jwt_auth_backend_role,
vault_cert_auth_backend_role, vault_approle_auth_backend_role, _role_secret_id, vault_token_auth_backend_role; messages of OpenBao 2.7.
"""

from simulator.packages.vault_paths import PathId
from simulator.rules import Action, Allowed, AtMostOneOf, Rules
from simulator.rules.vault.common import BAD, FAILED, MISSING, gives_tokens, stands_in
from simulator.rules.vault.kinds import (
    APP_ROLE,
    APP_ROLE_SECRET,
    CERT_ROLE,
    JWT_ROLE,
    KUBERNETES_CONFIG,
    KUBERNETES_ROLE,
    TOKEN_ROLE,
)
from simulator.rules.vault.x509 import read

_KUBERNETES = "Vault API documentation, 'Kubernetes auth method'"
_JWT = "Vault API documentation, 'JWT/OIDC auth method: Create role'"

kubernetes_config = Rules(
    KUBERNETES_CONFIG,
    source=f"{_KUBERNETES}, 'Configure method'; Terraform Vault provider, vault_kubernetes_auth_backend_config",
    defaults={"backend": "kubernetes"},
    id=PathId("auth/{backend}/config", {"backend": "kubernetes"}),
    outputs={"disableIssValidation": True, "disableLocalCaJwt": False, "kubernetesCaCert": "", "useAnnotationsAsAliasMetadata": False},
)
kubernetes_role = Rules(
    KUBERNETES_ROLE,
    source=f"{_KUBERNETES}, 'Create/update role'; Terraform Vault provider, vault_kubernetes_auth_backend_role",
    checks=(Allowed("aliasNameSource", ("serviceaccount_uid", "serviceaccount_name"), source=f"{_KUBERNETES}, alias_name_source"),),
    defaults={"backend": "kubernetes", "tokenType": "default"},
    id=PathId("auth/{backend}/role/{roleName}", {"backend": "kubernetes"}),
    outputs={"aliasNameSource": "serviceaccount_uid"},
)
jwt_role = Rules(
    JWT_ROLE,
    source=f"{_JWT}; Terraform Vault provider, vault_jwt_auth_backend_role",
    checks=(
        Allowed("roleType", ("jwt", "oidc"), source=f"{_JWT}, role_type"),
        Allowed("boundClaimsType", ("string", "glob"), source=f"{_JWT}, bound_claims_type"),
    ),
    defaults={"backend": "jwt", "tokenType": "default", "disableBoundClaimsParsing": False, "userClaimJsonPointer": False},
    id=PathId("auth/{backend}/role/{roleName}", {"backend": "jwt"}),
    outputs={"roleType": "oidc", "boundClaimsType": "string"},
)
cert_role = Rules(
    CERT_ROLE,
    source="Vault API documentation, 'TLS certificate auth method'; Terraform Vault provider, vault_cert_auth_backend_role",
    checks=(
        AtMostOneOf(("certificate", "certificateWo"), source="Terraform Vault provider, vault_cert_auth_backend_role: certificate_wo"),
    ),
    defaults={"backend": "cert", "tokenType": "default"},
    id=PathId("auth/{backend}/certs/{name}", {"backend": "cert"}),
    outputs={
        "allowedCommonNames": [],
        "allowedDnsSans": [],
        "allowedEmailSans": [],
        "allowedNames": [],
        "allowedUriSans": [],
        "requiredExtensions": [],
        "certificate": "",
        "displayName": "{name}",
        "ocspEnabled": False,
        "ocspFailOpen": False,
        "ocspQueryAllServers": False,
    },
)
app_role = Rules(
    APP_ROLE,
    source="Vault API documentation, 'AppRole auth method'; Terraform Vault provider, vault_approle_auth_backend_role",
    defaults={"backend": "approle", "tokenType": "default", "bindSecretId": True},
    immutable={"localSecretIds"},
    id=PathId("auth/{backend}/role/{roleName}", {"backend": "approle"}),
    outputs={"roleId": "{uuid}"},
)
app_role_secret = Rules(
    APP_ROLE_SECRET,
    source="Vault API documentation, 'AppRole auth method: Generate secret id'; Terraform Vault provider, vault_approle_auth_backend_role_secret_id",
    immutable={"roleName", "backend", "secretId", "cidrLists", "metadata", "wrappingTtl", "numUses", "ttl", "tokenBoundCidrs"},
    defaults={"backend": "approle"},
    id=lambda action: f"backend={action.inputs.get('backend')}::role={action.inputs['roleName']}::accessor={action.uuid('accessor')}",
    outputs={"accessor": "{uuid}", "secretId": "{uuid}", "wrappingAccessor": "", "wrappingToken": ""},
)
token_role = Rules(
    TOKEN_ROLE,
    source="Vault API documentation, 'Token auth method: Create/update token role'; Terraform Vault provider, vault_token_auth_backend_role",
    checks=(
        Allowed(
            "tokenType",
            ("service", "batch", "default", "default-service", "default-batch"),
            source="Vault API documentation, 'Token auth method: Create/update token role': token_type",
        ),
    ),
    defaults={"renewable": True, "orphan": False, "tokenType": "default-service"},
    id=PathId("auth/token/roles/{roleName}"),
)
stands_in(kubernetes_config, "backend", "kubernetes", auth=True, default="kubernetes")
stands_in(kubernetes_role, "backend", "kubernetes", auth=True, default="kubernetes")
stands_in(jwt_role, "backend", "jwt", auth=True, default="jwt")
stands_in(cert_role, "backend", "cert", auth=True, default="cert")
stands_in(app_role, "backend", "approle", auth=True, default="approle")
stands_in(app_role_secret, "backend", "approle", auth=True, default="approle")
for _one in (kubernetes_role, jwt_role, cert_role, app_role):
    gives_tokens(_one)


@kubernetes_config.before("create")
@kubernetes_config.before("update")
def refuse_kubernetes_config(action: Action) -> None:
    """Outside of a pod there is no certificate to fall back to."""
    if action.inputs.get("disableLocalCaJwt") and not action.inputs.get("kubernetesCaCert"):
        action.refuse(BAD, "kubernetes_ca_cert must be given when disable_local_ca_jwt is true")


@kubernetes_role.before("create")
@kubernetes_role.before("update")
def refuse_kubernetes_role(action: Action) -> None:
    """Names and namespaces of service accounts are both needed."""
    if not action.inputs.get("boundServiceAccountNames"):
        action.refuse(BAD, '"bound_service_account_names" can not be empty')
    if not (action.inputs.get("boundServiceAccountNamespaces") or action.inputs.get("boundServiceAccountNamespaceSelector")):
        action.refuse(BAD, '"bound_service_account_namespaces" can not be empty if "bound_service_account_namespace_selector" is not set')


@jwt_role.before("create")
@jwt_role.before("update")
def refuse_jwt_role(action: Action) -> None:
    """A role of type jwt needs one bound; one of type oidc an address to return to."""
    bounds = ("boundAudiences", "boundSubject", "boundClaims", "tokenBoundCidrs")
    if action.inputs.get("roleType") == "jwt" and not any(action.inputs.get(name) for name in bounds):
        action.refuse(BAD, "must have at least one bound constraint when creating/updating a role")
    if action.inputs.get("roleType", "oidc") == "oidc" and not action.inputs.get("allowedRedirectUris"):
        action.refuse(BAD, "'allowed_redirect_uris' must be set if 'role_type' is 'oidc' or unspecified.")


@cert_role.before("create")
@cert_role.before("update")
def refuse_cert_role(action: Action) -> None:
    """The authority's certificate must be one."""
    if action.inputs.get("certificateWo"):
        return
    try:
        read(str(action.inputs.get("certificate")))
    except ValueError:
        action.refuse(BAD, "failed to parse certificate")


@app_role_secret.before("create")
def refuse_secret_without_role(action: Action) -> None:
    """A secret id is of a role that stands."""
    if not action.find_anywhere(APP_ROLE, id=f"auth/{action.inputs.get('backend')}/role/{action.inputs['roleName']}"):
        action.refuse(MISSING, f'role "{action.inputs["roleName"]}" does not exist')


@app_role.before("create")
@app_role.before("update")
def refuse_free_app_role(action: Action) -> None:
    """Without a secret id something else must bind it."""
    if action.inputs.get("bindSecretId") is False and not (action.inputs.get("secretIdBoundCidrs") or action.inputs.get("tokenBoundCidrs")):
        action.refuse(FAILED, "at least one constraint should be enabled on the role")
