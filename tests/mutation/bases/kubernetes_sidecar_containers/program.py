"""A server with a helper that starts first and stays, and one that only prepares.

Modelled on Kubernetes documentation, "Sidecar Containers", "Init Containers", "Configure a Security Context for a Pod or Container".
"""

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "imaging", "phi", spelled=True)
zone.deployment(
    "viewer",
    init_containers=[
        house.container("prepare", spelled=True),
        {**house.container("shipper", spelled=True), "restart_policy": "Always"},
    ],
    host_users=False,
    enable_service_links=False,
)
zone.service("viewer", 8443)
