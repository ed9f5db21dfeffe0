"""A job outside of any platform logs in by a wrapped secret id that is good once.

Modelled on Vault documentation, "AppRole recommended pattern and best practices".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

method = vault.AuthBackend("approle", type="approle", path="approle")
job = grounds.hcl_policy("feed", {"transit/encrypt/phi-fields": ["update"]})
role = vault.approle.AuthBackendRole(
    "feed",
    backend=method.path,
    role_name="feed",
    bind_secret_id=True,
    secret_id_ttl=600,
    secret_id_num_uses=1,
    secret_id_bound_cidrs=["10.3.7.0/28"],
    token_bound_cidrs=["10.3.7.0/28"],
    **grounds.token([job.name], token_num_uses=20),
)
broker = grounds.hcl_policy(
    "feed-broker",
    {"auth/approle/role/feed/secret-id": {"capabilities": ["create", "update"], "min_wrapping_ttl": "100s", "max_wrapping_ttl": "300s"}},
)
pods = vault.AuthBackend("kubernetes", type="kubernetes", path="kubernetes")
vault.kubernetes.AuthBackendRole(
    "broker",
    backend=pods.path,
    role_name="broker",
    bound_service_account_names=["broker"],
    bound_service_account_namespaces=["management"],
    audience="vault",
    **grounds.token([broker.name]),
)
vault.approle.AuthBackendRoleSecretId("feed", backend=method.path, role_name=role.role_name, wrapping_ttl="60s", cidr_lists=["10.3.7.0/28"])
grounds.field_key()
