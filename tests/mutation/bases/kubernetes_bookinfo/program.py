"""Four programs in a mesh, each called by those that a policy names.

Modelled on Istio documentation, "Bookinfo Application", "HTTP Traffic" (authorization).
"""

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
house.mesh(cluster)
zone = house.meshed(cluster, "bookinfo", "phi")
for name in ("productpage", "details", "reviews", "ratings"):
    zone.deployment(name, port=9080)
    zone.service(name, 9080)
for source, target in (("productpage", "details"), ("productpage", "reviews"), ("reviews", "ratings")):
    zone.flow(source, target, 9080)
    house.allow(zone, target, source, 9080)
