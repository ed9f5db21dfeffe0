"""Certificates of a day, by cert-manager from Vault.

Modelled on cert-manager documentation, "Vault", "Certificate resource".
"""

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "records", "phi")
zone.deployment(
    "api",
    volumes=[{"name": "tls", "secret": {"secret_name": "api-tls"}}],
    mounts=[{"name": "tls", "mount_path": "/tls"}],
)
zone.account("issuer")
zone.custom(
    "vault",
    "cert-manager.io/v1",
    "Issuer",
    {
        "vault": {
            "server": "https://vault.management.internal:8200",
            "path": "pki/sign/phi",
            "caBundleSecretRef": {"name": "vault-ca", "key": "ca.crt"},
            "auth": {"kubernetes": {"role": "issuer", "mountPath": "/v1/auth/kubernetes", "serviceAccountRef": {"name": "issuer"}}},
        }
    },
)
zone.custom(
    "api",
    "cert-manager.io/v1",
    "Certificate",
    {
        "secretName": "api-tls",
        "duration": "24h",
        "renewBefore": "8h",
        "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"},
        "uris": ["spiffe://clinic.example/zone/phi/api"],
        "dnsNames": ["api.records.svc"],
        "issuerRef": {"name": "vault", "kind": "Issuer"},
    },
)
