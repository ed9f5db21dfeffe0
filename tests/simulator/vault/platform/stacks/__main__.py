"""A platform as its users write it: two authorities, roles, auth methods, a database, a key, policies."""

import json

import pulumi
import pulumi_vault as vault

HOST = "https://vault.hospital.example:8200"
YEAR = 31536000

root = vault.Mount("root", path="pki-root", type="pki", max_lease_ttl_seconds=10 * YEAR)
authority = vault.pkisecret.SecretBackendRootCert(
    "root",
    backend=root.path,
    type="internal",
    common_name="Hospital Root",
    ttl="87600h",
    key_type="ec",
    key_bits=384,
    issuer_name="root-2026",
)
mount = vault.Mount("zones", path="pki-zones", type="pki", max_lease_ttl_seconds=YEAR)
request = vault.pkisecret.SecretBackendIntermediateCertRequest(
    "zones", backend=mount.path, type="internal", common_name="Hospital Zones", key_type="ec", key_bits=256
)
signed = vault.pkisecret.SecretBackendRootSignIntermediate(
    "zones",
    backend=root.path,
    csr=request.csr,
    common_name="Hospital Zones",
    ttl="8760h",
    max_path_length=0,
    issuer_ref=authority.issuer_id,
)
chain = vault.pkisecret.SecretBackendIntermediateSetSigned("zones", backend=mount.path, certificate=signed.certificate_bundle)
issuers = vault.pkisecret.SecretBackendConfigIssuers("zones", backend=mount.path, default=chain.imported_issuers[0])
after = pulumi.ResourceOptions(depends_on=[issuers])
vault.pkisecret.SecretBackendConfigUrls(
    "zones",
    backend=mount.path,
    issuing_certificates=[f"{HOST}/v1/pki-zones/ca"],
    crl_distribution_points=[f"{HOST}/v1/pki-zones/crl"],
    ocsp_servers=[f"{HOST}/v1/pki-zones/ocsp"],
)
vault.pkisecret.SecretBackendCrlConfig(
    "zones",
    backend=mount.path,
    expiry="72h",
    auto_rebuild=True,
    auto_rebuild_grace_period="12h",
    enable_delta=True,
    delta_rebuild_interval="15m",
)
cluster = vault.pkisecret.BackendConfigCluster("zones", backend=mount.path, path=f"{HOST}/v1/pki-zones", aia_path=f"{HOST}/v1/pki-zones")
workload = vault.pkisecret.SecretBackendRole(
    "phi-inference",
    backend=mount.path,
    name="phi-inference",
    allowed_uri_sans=["spiffe://hospital.example/zone/phi/inference"],
    allow_any_name=False,
    allow_localhost=False,
    allow_ip_sans=False,
    allow_wildcard_certificates=False,
    require_cn=False,
    key_type="ec",
    key_bits=256,
    max_ttl="86400",
    ttl="43200",
)
bounded = vault.generic.Endpoint(
    "phi-gateway",
    path=mount.path.apply(lambda path: f"{path}/roles/phi-gateway"),
    data_json=json.dumps({"allow_any_name": False, "key_type": "ec", "key_bits": 256, "max_ttl": 86400, "not_after_bound": "forbid"}),
    ignore_absent_fields=True,
    opts=pulumi.ResourceOptions(depends_on=[mount]),
)
vault.pkisecret.BackendConfigAcme(
    "zones",
    backend=mount.path,
    enabled=True,
    eab_policy="always-required",
    allowed_roles=["phi-inference", "phi-gateway"],
    default_directory_policy="role:phi-inference",
    opts=pulumi.ResourceOptions(depends_on=[cluster, workload, bounded]),
)
vault.pkisecret.BackendAcmeEab("zones", backend=mount.path, role=workload.name)
vault.pkisecret.BackendConfigAutoTidy(
    "zones", backend=mount.path, enabled=True, tidy_cert_store=True, tidy_revoked_certs=True, interval_duration="12h", safety_buffer="72h"
)

policy = vault.Policy("agent", name="agent-summary", policy='path "transit/encrypt/phi-fields" {\n  capabilities = ["update"]\n}\n')
certificates = vault.AuthBackend("cert", type="cert", path="cert", tune={"max_lease_ttl": "1h"})
vault.CertAuthBackendRole(
    "agent",
    backend=certificates.path,
    name="agent-summary",
    certificate=authority.certificate,
    allowed_uri_sans=["spiffe://hospital.example/zone/phi/agent"],
    token_ttl=300,
    token_max_ttl=300,
    token_policies=[policy.name],
    token_no_default_policy=True,
)
cluster_auth = vault.AuthBackend("kubernetes", type="kubernetes")
vault.kubernetes.AuthBackendConfig(
    "kubernetes",
    backend=cluster_auth.path,
    kubernetes_host="https://10.0.0.1:6443",
    kubernetes_ca_cert=authority.certificate,
    disable_local_ca_jwt=True,
)
vault.kubernetes.AuthBackendRole(
    "inference",
    backend=cluster_auth.path,
    role_name="inference",
    bound_service_account_names=["inference"],
    bound_service_account_namespaces=["phi"],
    audience="vault",
    token_ttl=300,
    token_max_ttl=600,
    token_policies=[policy.name],
)
database = vault.Mount("database", path="database", type="database", default_lease_ttl_seconds=300, max_lease_ttl_seconds=900)
connection = vault.database.SecretBackendConnection(
    "vectors",
    backend=database.path,
    name="vectors",
    allowed_roles=["rag-reader"],
    verify_connection=False,
    postgresql={
        "connection_url": "postgresql://{{username}}:{{password}}@db.example:5432/vectors",
        "username": "vault",
        "password": "not-kept",
    },
)
vault.database.SecretBackendRole(
    "rag-reader",
    backend=database.path,
    name="rag-reader",
    db_name=connection.name,
    creation_statements=["CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';"],
    default_ttl=300,
    max_ttl=900,
)
transit = vault.Mount("transit", path="transit", type="transit")
fields = vault.transit.SecretBackendKey(
    "phi-fields", backend=transit.path, name="phi-fields", deletion_allowed=True, auto_rotate_period=2592000, min_decryption_version=1
)
pulumi.export("root", authority.certificate)
pulumi.export("rootIssuer", authority.issuer_id)
