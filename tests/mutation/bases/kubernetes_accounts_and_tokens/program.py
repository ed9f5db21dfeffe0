"""A program that shows Vault who it is by a token of ten minutes, made for Vault alone.

Modelled on Kubernetes documentation, "Configure Service Accounts for Pods" (ServiceAccount token volume projection).
"""

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "leases", "phi", spelled=True)
zone.deployment(
    "api",
    volumes=[
        {
            "name": "vault",
            "projected": {
                "default_mode": 288,
                "sources": [{"service_account_token": {"path": "token", "audience": "vault", "expiration_seconds": 600}}],
            },
        }
    ],
    mounts=[{"name": "vault", "mount_path": "/var/run/vault"}],
)
zone.service("api", 8443)
