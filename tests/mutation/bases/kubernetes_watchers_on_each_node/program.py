"""A program on each node, hardened like the others, and a bare replica set behind it.

Modelled on Kubernetes documentation, "DaemonSet", "ReplicaSet".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "watchers", "phi", spelled=True)
zone.account("watcher")
k8s.apps.v1.DaemonSet(
    "watcher",
    metadata=zone.meta("watcher"),
    spec={"selector": {"match_labels": {"app": "watcher"}}, "template": house.pod("watcher", spelled=True)},
    opts=zone.opts,
)
zone.account("collector")
k8s.apps.v1.ReplicaSet(
    "collector",
    metadata=zone.meta("collector"),
    spec={"replicas": 2, "selector": {"match_labels": {"app": "collector"}}, "template": house.pod("collector", spelled=True)},
    opts=zone.opts,
)
zone.service("collector", 8443)
zone.flow("watcher", "collector", 8443)
