"""Keys for fields of records, for signatures of decisions, and who may use which.

Modelled on Vault documentation, "Transit secrets engine"; Vault tutorials, "Encryption as a service: transit secrets engine".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

fields = grounds.field_key()
vault.transit.SecretBackendKey(
    "phi-tokens",
    backend=fields.backend,
    name="phi-tokens",
    type="aes256-gcm96",
    derived=True,
    convergent_encryption=True,
    auto_rotate_period=7776000,
    min_decryption_version=1,
)
vault.transit.SecretBackendKey("decisions", backend=fields.backend, name="decisions", type="ecdsa-p384", auto_rotate_period=31536000)
vault.transit.SecretCacheConfig("transit", backend=fields.backend, size=500)
grounds.hcl_policy("ingest", {"transit/encrypt/phi-fields": ["update"], "transit/encrypt/phi-tokens": ["update"]})
grounds.hcl_policy("reidentify", {"transit/decrypt/phi-fields": {"capabilities": ["update"], "required_parameters": ["context"]}})
grounds.hcl_policy("decide", {"transit/sign/decisions": ["update"]})
grounds.hcl_policy(
    "review", {"transit/verify/decisions": ["update"], "transit/keys/decisions": ["read"], "transit/keys/phi-fields": ["deny"]}
)
