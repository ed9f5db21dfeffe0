"""A front, an API and a database, and exactly the connections between them.

Modelled on Kubernetes documentation, "Declare Network Policy", "Network Policies".
"""

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "clinic", "phi")
for name, port in (("front", 8443), ("api", 9443), ("database", 5432)):
    zone.deployment(name, port=port)
    zone.service(name, port)
zone.flow("front", "api", 9443)
zone.flow("api", "database", 5432)
