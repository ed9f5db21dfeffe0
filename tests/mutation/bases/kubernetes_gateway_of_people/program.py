"""People come by TLS 1.3 to a gateway in access.

Modelled on Istio documentation, "Secure Gateways", "Gateway".
"""

from tests.mutation.bases import kubernetes_house as house

house.space(house.cluster("phi"), "records", "phi").deployment("api")
cluster = house.cluster("access")
house.mesh(cluster)
zone = house.meshed(cluster, "front", "access")
zone.deployment("gateway")
zone.service("gateway", 8443)
zone.custom(
    "people",
    "networking.istio.io/v1",
    "Gateway",
    {
        "selector": {"app": "gateway"},
        "servers": [
            {
                "port": {"number": 8443, "name": "https", "protocol": "HTTPS"},
                "hosts": ["portal.clinic.example"],
                "tls": {"mode": "SIMPLE", "credentialName": "portal", "minProtocolVersion": "TLSV1_3"},
            }
        ],
    },
)
zone.custom(
    "people",
    "security.istio.io/v1",
    "RequestAuthentication",
    {
        "selector": {"matchLabels": {"app": "gateway"}},
        "jwtRules": [{"issuer": "https://login.clinic.example", "jwksUri": "https://login.clinic.example/keys"}],
    },
)
zone.custom(
    "people",
    "security.istio.io/v1",
    "AuthorizationPolicy",
    {
        "selector": {"matchLabels": {"app": "gateway"}},
        "rules": [{"from": [{"source": {"requestPrincipals": ["https://login.clinic.example/*"]}}]}],
    },
)
