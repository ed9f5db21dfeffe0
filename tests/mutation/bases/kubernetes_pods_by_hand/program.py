"""A pod that somebody runs by hand, and one of an older kind of controller.

Modelled on Kubernetes documentation, "Pods", "ReplicationController".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "hand", "phi", spelled=True)
account = zone.account("check")
k8s.core.v1.Pod(
    "check",
    metadata={**zone.meta("check"), "labels": {"app": "check"}},
    spec=house.pod("check", spelled=True)["spec"],
    # The API server refuses a pod whose account is not there yet.
    opts=zone.cluster.after(account),
)
zone.account("older")
k8s.core.v1.ReplicationController(
    "older",
    metadata=zone.meta("older"),
    spec={"replicas": 1, "selector": {"app": "older"}, "template": house.pod("older", spelled=True)},
    opts=zone.opts,
)
zone.flow("check", "older", 8443)
