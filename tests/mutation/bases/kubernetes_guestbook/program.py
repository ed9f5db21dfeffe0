"""A web front and its cache, in one namespace of phi.

Modelled on Kubernetes documentation, "Example: Deploying PHP Guestbook application with Redis".
"""

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "guestbook", "phi")
zone.deployment("frontend", replicas=3)
zone.deployment("redis-leader", port=6379, replicas=1)
zone.service("redis-leader", 6379)
zone.service("frontend", 8443)
zone.flow("frontend", "redis-leader", 6379)
