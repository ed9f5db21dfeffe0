"""A scheduler makes tokens for its jobs by a role that names the policies they may have.

Modelled on Vault documentation, "Tokens" (token roles); Vault documentation, "Nomad integration" (token role).
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

job = grounds.hcl_policy("batch-scoring", {"transit/decrypt/phi-fields": ["update"]})
role = vault.tokenauth.AuthBackendRole(
    "scheduler",
    role_name="scheduler",
    allowed_policies=[job.name],
    disallowed_policies=["default"],
    orphan=False,
    renewable=False,
    token_ttl=900,
    token_max_ttl=3600,
    token_no_default_policy=True,
    path_suffix="jobs",
)
method = vault.AuthBackend("kubernetes", type="kubernetes", path="kubernetes")
reader = grounds.hcl_policy("scheduler", {"auth/token/lookup-self": ["read"], "auth/token/renew-self": ["update"]})
vault.kubernetes.AuthBackendRole(
    "scheduler",
    backend=method.path,
    role_name="scheduler",
    bound_service_account_names=["scheduler"],
    bound_service_account_namespaces=["training"],
    audience="vault",
    **grounds.token([reader.name]),
)
grounds.field_key()
