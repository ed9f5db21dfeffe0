"""An agent's certificate buys it a token of five minutes for one job.

Modelled on Vault documentation, "TLS certificates auth method".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

authority = grounds.Authority("pki-agents")
authority.role("triage", allowed_uri_sans=["spiffe://clinic.example/zone/inference/agent/triage"], require_cn=False)
grounds.hcl_policy("renew-triage", grounds.issue("pki-agents/issue/triage"))
method = vault.AuthBackend("cert", type="cert", path="cert")
job = grounds.hcl_policy("triage", {"transit/decrypt/phi-fields": ["update"], "database/creds/rag-reader": ["read"]})
vault.CertAuthBackendRole(
    "triage",
    backend=method.path,
    name="triage",
    certificate=authority.signed.certificate,
    allowed_uri_sans=["spiffe://clinic.example/zone/inference/agent/triage"],
    ocsp_enabled=True,
    ocsp_fail_open=False,
    ocsp_servers_overrides=[f"{grounds.ADDRESS}/v1/pki-agents/ocsp"],
    display_name="triage",
    **grounds.token([job.name], token_max_ttl=300, token_type="service"),
)
grounds.field_key()
