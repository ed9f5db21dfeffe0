"""Certificates by ACME, for accounts that were bound first, by one role.

Modelled on Vault tutorials, "Enable ACME with PKI secrets engine".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

authority = grounds.Authority("pki-acme")
servers = authority.role(
    "servers",
    allowed_domains=["egress.clinic.internal"],
    allow_subdomains=True,
    allow_wildcard_certificates=False,
    max_ttl="7776000",
    ttl="2592000",
)
vault.pkisecret.BackendConfigCluster(
    "cluster", backend=authority.mount.path, path=f"{grounds.ADDRESS}/v1/pki-acme", aia_path=f"{grounds.ADDRESS}/v1/pki-acme"
)
vault.pkisecret.BackendConfigAcme(
    "acme",
    backend=authority.mount.path,
    enabled=True,
    eab_policy="always-required",
    allowed_roles=[servers.name],
    allowed_issuers=["*"],
    default_directory_policy="forbid",
    allow_role_ext_key_usage=False,
)
vault.pkisecret.BackendAcmeEab("gateway", backend=authority.mount.path, role=servers.name)
grounds.field_key()
