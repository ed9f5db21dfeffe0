"""What the mesh may call outside: one name, known in one namespace, verified.

Modelled on Istio documentation, "Accessing External Services", "Egress TLS Origination".
"""

from tests.mutation.bases import kubernetes_house as house

house.space(house.cluster("phi"), "records", "phi").deployment("api")
cluster = house.cluster("inference")
house.mesh(cluster)
zone = house.meshed(cluster, "models", "inference")
zone.deployment("router", runtime_class_name="gvisor")
zone.custom(
    "store",
    "networking.istio.io/v1",
    "ServiceEntry",
    {
        "hosts": ["store.models.internal"],
        "exportTo": ["."],
        "location": "MESH_EXTERNAL",
        "resolution": "DNS",
        "ports": [{"number": 443, "name": "tls", "protocol": "TLS"}],
    },
)
zone.custom(
    "store",
    "networking.istio.io/v1",
    "DestinationRule",
    {
        "host": "store.models.internal",
        "exportTo": ["."],
        "trafficPolicy": {"tls": {"mode": "SIMPLE", "caCertificates": "/etc/clinic/ca.pem", "subjectAltNames": ["store.models.internal"]}},
    },
)
