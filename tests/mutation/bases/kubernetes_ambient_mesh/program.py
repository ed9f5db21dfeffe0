"""A namespace in an ambient mesh: the node's proxy proves who calls.

Modelled on Istio documentation, "Add workloads to an ambient mesh", "Use Layer 4 security policy".
"""

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
house.mesh(cluster)
zone = house.space(cluster, "wards", "phi", labels={"istio.io/dataplane-mode": "ambient"})
for name in ("front", "store"):
    zone.deployment(name, port=8443)
zone.service("store", 8443)
zone.flow("front", "store", 15008)
house.allow(zone, "store", "front", 8443)
