"""An engine of secrets of the zone phi, and a pod's login to it."""

import pulumi_vault as vault

notes = vault.Mount("phi-notes", path="phi-notes", type="kv", options={"version": "2"})
policy = vault.Policy("notes", name="notes", policy='path "phi-notes/data/*" { capabilities = ["read"] }')
pods = vault.AuthBackend("pods", type="kubernetes", path="kubernetes")
vault.kubernetes.AuthBackendRole(
    "notes",
    backend=pods.path,
    role_name="notes",
    bound_service_account_names=["notes"],
    bound_service_account_namespaces=["phi"],
    token_policies=[policy.name],
)
