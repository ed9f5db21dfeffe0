"""Two audit devices, hashed headers, and limits on how much anybody may ask.

Modelled on Vault documentation, "Audit devices"; Vault documentation, "Resource quotas"; Vault tutorials, "Protecting Vault with resource quotas".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

vault.Audit(
    "file",
    type="file",
    path="file",
    options={"file_path": "/vault/logs/audit.log", "log_raw": "false", "hmac_accessor": "true", "mode": "0600"},
)
vault.Audit(
    "socket", type="socket", path="collector", local=False, options={"address": "127.0.0.1:9090", "socket_type": "tcp", "log_raw": "false"}
)
vault.AuditRequestHeader("caller", name="X-Forwarded-For", hmac=True)
vault.QuotaRateLimit("all", name="all", rate=500, interval=1, block_interval=10)
pods = vault.AuthBackend("kubernetes", type="kubernetes", path="kubernetes")
vault.QuotaRateLimit("logins", name="logins", path=pods.path.apply(lambda path: f"auth/{path}/login"), rate=20, interval=1)
vault.SysConfigCors("pages", allowed_origins=["https://console.clinic.internal"], allowed_headers=["X-Vault-Token"])
vault.Mount(
    "pki",
    path="pki",
    type="pki",
    audit_non_hmac_response_keys=["serial_number", "certificate"],
    passthrough_request_headers=["If-Modified-Since"],
)
grounds.field_key()
