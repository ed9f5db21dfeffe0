"""People log in by the hospital's identity provider, by their group, and run Vault by a policy that no workload has.

Modelled on Vault documentation, "OIDC provider setup"; Vault tutorials, "Vault policies" (admin).
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

method = vault.jwt.AuthBackend(
    "oidc",
    path="oidc",
    type="oidc",
    oidc_discovery_url="https://login.clinic.example",
    oidc_client_id="vault",
    default_role="reviewers",
    bound_issuer="https://login.clinic.example",
)
admin = grounds.hcl_policy(
    "platform-engineers",
    {
        "sys/policies/acl/*": ["create", "read", "update", "delete", "list"],
        "sys/mounts/*": ["create", "read", "update", "delete", "list"],
        "sys/auth/+": ["create", "read", "update", "delete", "sudo"],
        "auth/kubernetes/role/+": ["create", "read", "update", "delete"],
    },
)
reader = grounds.hcl_policy("reviewers", {"sys/policies/acl/*": ["read", "list"], "sys/auth": ["read"], "sys/audit": ["read", "sudo"]})
for role, policy, ttl in (("platform-engineers", admin, 3600), ("reviewers", reader, 28800)):
    vault.jwt.AuthBackendRole(
        role,
        backend=method.path,
        role_name=role,
        role_type="oidc",
        user_claim="sub",
        groups_claim="groups",
        bound_audiences=["vault"],
        bound_claims={"groups": role},
        allowed_redirect_uris=[f"{grounds.ADDRESS}/ui/vault/auth/oidc/oidc/callback"],
        oidc_scopes=["openid", "groups"],
        verbose_oidc_logging=False,
        token_policies=[policy.name],
        token_ttl=ttl,
        token_max_ttl=43200,
    )
grounds.field_key()
