"""A mesh in which everything is written for one namespace.

Modelled on Istio documentation, "Mutual TLS Migration", "Authentication Policy" (namespace-wide policy).
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
# The mesh itself says nothing: all of it is written for the namespace.
k8s.core.v1.Namespace("istio-system", metadata={"name": house.ROOT}, opts=cluster.opts)
zone = house.meshed(cluster, "laboratory", "phi")
for name in ("results", "reader"):
    zone.deployment(name, port=9443)
zone.service("results", 9443)
zone.flow("reader", "results", 9443)
zone.custom("default", "security.istio.io/v1", "PeerAuthentication", {"mtls": {"mode": "STRICT"}})
zone.custom("deny-all", "security.istio.io/v1", "AuthorizationPolicy", {})
house.allow(zone, "results", "reader", 9443)
zone.custom(
    "default",
    "networking.istio.io/v1",
    "Sidecar",
    {"outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}, "egress": [{"hosts": ["./*", "istio-system/*"]}]},
)
zone.custom("logs", "telemetry.istio.io/v1", "Telemetry", {"accessLogging": [{"providers": [{"name": "otel"}]}]})
zone.custom("results", "networking.istio.io/v1", "DestinationRule", {"host": "results", "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}})
zone.custom(
    "results",
    "networking.istio.io/v1",
    "VirtualService",
    {"hosts": ["results"], "http": [{"route": [{"destination": {"host": "results"}}]}]},
)
