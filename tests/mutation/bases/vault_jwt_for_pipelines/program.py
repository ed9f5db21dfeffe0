"""A pipeline logs in by the token that its platform gives each job.

Modelled on Vault documentation, "JWT/OIDC auth method"; GitHub documentation, "Configuring OpenID Connect in HashiCorp Vault".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

method = vault.jwt.AuthBackend(
    "ci",
    path="ci",
    type="jwt",
    oidc_discovery_url="https://token.actions.githubusercontent.com",
    bound_issuer="https://token.actions.githubusercontent.com",
    jwt_supported_algs=["RS256"],
)
job = grounds.hcl_policy("models-publish", {"transit/sign/models": ["update"], "kv-models/data/registry": ["read"]})
vault.jwt.AuthBackendRole(
    "models",
    backend=method.path,
    role_name="models",
    role_type="jwt",
    user_claim="repository",
    bound_audiences=[grounds.ADDRESS],
    bound_subject="repo:clinic/models:environment:production",
    **grounds.token([job.name]),
)
vault.jwt.AuthBackendRole(
    "releases",
    backend=method.path,
    role_name="releases",
    role_type="jwt",
    user_claim="repository",
    bound_audiences=[grounds.ADDRESS],
    bound_claims_type="glob",
    bound_claims={"repository": "clinic/models", "ref": "refs/tags/v*"},
    **grounds.token([job.name]),
)
engine = vault.Mount("transit", path="transit", type="transit")
vault.transit.SecretBackendKey("models", backend=engine.path, name="models", type="ecdsa-p256", auto_rotate_period=7776000)
vault.Mount("phi-notes", path="phi-notes", type="kv-v2")
