"""Pods log in by their service account's token, and read their own secrets.

Modelled on Vault documentation, "Kubernetes auth method"; Vault tutorials, "Vault Agent with Kubernetes".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

method = vault.AuthBackend("kubernetes", type="kubernetes", path="kubernetes")
vault.kubernetes.AuthBackendConfig(
    "cluster",
    backend=method.path,
    kubernetes_host="https://kubernetes.default.svc",
    disable_local_ca_jwt=False,
    disable_iss_validation=True,
)
secrets = vault.Mount("kv-agents", path="kv-agents", type="kv", options={"version": "2"})
vault.kv.SecretBackendV2("kv-agents", mount=secrets.path, max_versions=10, cas_required=True)
for zone, agent in (("inference", "triage"), ("deidentification", "redactor")):
    job = grounds.hcl_policy(agent, {f"kv-agents/data/{agent}/*": ["read"], "auth/token/revoke-self": ["update"]})
    vault.kubernetes.AuthBackendRole(
        agent,
        backend=method.path,
        role_name=agent,
        bound_service_account_names=[agent],
        bound_service_account_namespaces=[zone],
        audience="vault",
        alias_name_source="serviceaccount_uid",
        **grounds.token([job.name]),
    )
grounds.field_key()
