"""A mesh whose modes are written for the namespace, and for one workload and its port.

Modelled on Istio documentation, "Mutual TLS Migration", "Authentication Policy" (workload-specific policy).
"""

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
house.mesh(cluster)
zone = house.meshed(cluster, "laboratory", "phi")
zone.deployment("results", port=9443)
zone.service("results", 9443)
zone.custom("default", "security.istio.io/v1", "PeerAuthentication", {"mtls": {"mode": "STRICT"}})
zone.custom(
    "results",
    "security.istio.io/v1",
    "PeerAuthentication",
    {"selector": {"matchLabels": {"app": "results"}}, "mtls": {"mode": "STRICT"}, "portLevelMtls": {"9443": {"mode": "STRICT"}}},
)
zone.custom("deny-all", "security.istio.io/v1", "AuthorizationPolicy", {})
zone.custom(
    "results",
    "security.istio.io/v1",
    "AuthorizationPolicy",
    {
        "selector": {"matchLabels": {"app": "results"}},
        "action": "DENY",
        "rules": [{"from": [{"source": {"notPrincipals": [house.principal(zone, "reader")]}}]}],
    },
)
zone.custom(
    "default",
    "networking.istio.io/v1",
    "Sidecar",
    {"outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}, "egress": [{"hosts": ["./*", "istio-system/*"]}]},
)
zone.custom("results", "networking.istio.io/v1", "DestinationRule", {"host": "results", "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}})
zone.custom(
    "results",
    "networking.istio.io/v1",
    "VirtualService",
    {"hosts": ["results"], "http": [{"route": [{"destination": {"host": "results"}}]}]},
)
