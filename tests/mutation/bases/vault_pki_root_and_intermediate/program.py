"""An authority of one's own: a root, an issuing authority below it, a role for servers of one domain.

Modelled on Vault tutorials, "Build your own certificate authority (CA)".
"""

import pulumi_vault as vault

from tests.mutation.bases import vault_grounds as grounds

authority = grounds.Authority()
authority.role(
    "servers",
    allowed_domains=["phi.clinic.internal"],
    allow_subdomains=True,
    allow_wildcard_certificates=False,
    require_cn=True,
    server_flag=True,
    client_flag=False,
)
vault.pkisecret.SecretBackendIssuer(
    "issuing",
    backend=authority.mount.path,
    issuer_ref=authority.signed.imported_issuers[0],
    issuer_name="issuing",
    leaf_not_after_behavior="err",
    usage="read-only,issuing-certificates,crl-signing,ocsp-signing",
)
grounds.hcl_policy("servers", grounds.issue("pki/issue/servers"))
grounds.field_key()
