"""Routes of the Gateway API, with TLS at each listener.

Modelled on Kubernetes documentation, "Gateway API"; Gateway API documentation, "TLS Configuration".
"""

from tests.mutation.bases import kubernetes_house as house

house.space(house.cluster("phi"), "records", "phi").deployment("api")
zone = house.space(house.cluster("access"), "front", "access")
zone.deployment("portal")
zone.service("portal", 8443)
zone.custom(
    "people",
    "gateway.networking.k8s.io/v1",
    "Gateway",
    {
        "gatewayClassName": "internal",
        "listeners": [
            {
                "name": "https",
                "port": 443,
                "protocol": "HTTPS",
                "hostname": "portal.clinic.example",
                "tls": {"mode": "Terminate", "certificateRefs": [{"name": "portal"}]},
                "allowedRoutes": {"namespaces": {"from": "Same"}},
            }
        ],
    },
)
zone.custom(
    "portal",
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    {
        "parentRefs": [{"name": "people"}],
        "hostnames": ["portal.clinic.example"],
        "rules": [{"backendRefs": [{"name": "portal", "port": 8443}]}],
    },
)
