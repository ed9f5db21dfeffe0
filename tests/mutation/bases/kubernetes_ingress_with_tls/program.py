"""One host, one certificate, one service behind it.

Modelled on Kubernetes documentation, "Ingress" (TLS).
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

house.space(house.cluster("phi"), "records", "phi").deployment("api")
zone = house.space(house.cluster("access"), "front", "access")
zone.deployment("portal")
zone.service("portal", 8443)
k8s.networking.v1.Ingress(
    "portal",
    metadata=zone.meta("portal"),
    spec={
        "ingress_class_name": "internal",
        "tls": [{"hosts": ["portal.clinic.example"], "secret_name": "portal-tls"}],
        "rules": [
            {
                "host": "portal.clinic.example",
                "http": {
                    "paths": [{"path": "/", "path_type": "Prefix", "backend": {"service": {"name": "portal", "port": {"number": 8443}}}}]
                },
            }
        ],
    },
    opts=zone.opts,
)
