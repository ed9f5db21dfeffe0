"""Identities of workloads: a role for each workload of a zone, by the URI in the certificate.

Modelled on Vault documentation, "PKI secrets engine considerations"; SPIFFE, "X.509-SVID".
"""

from tests.mutation.bases import vault_grounds as grounds

authority = grounds.Authority("pki-zones")
for zone, workload in (("inference", "agent"), ("deidentification", "proxy"), ("phi", "database")):
    authority.role(
        f"{zone}-{workload}",
        allowed_uri_sans=[f"spiffe://clinic.example/zone/{zone}/{workload}"],
        require_cn=False,
        use_csr_common_name=False,
        ext_key_usages=["ServerAuth", "ClientAuth"],
        allowed_domains=[],
    )
    grounds.hcl_policy(f"{zone}-{workload}", grounds.issue(f"pki-zones/sign/{zone}-{workload}"))
grounds.field_key()
