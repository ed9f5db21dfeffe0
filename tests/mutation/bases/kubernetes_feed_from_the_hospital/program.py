"""A feed from the hospital's own network: one range of addresses, one port, one program that takes it in.

Modelled on Kubernetes documentation, "Network Policies" (ipBlock).
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

zone = house.space(house.cluster("phi"), "feed", "phi")
zone.deployment("receiver", port=2575)
zone.service("receiver", 2575)
k8s.networking.v1.NetworkPolicy(
    "feed-in",
    metadata=zone.meta("from-the-hospital"),
    spec={
        "pod_selector": {"match_labels": {"app": "receiver"}},
        "policy_types": ["Ingress"],
        "ingress": [{"from_": [{"ip_block": {"cidr": "192.168.40.0/24"}}], "ports": [{"protocol": "TCP", "port": 2575}]}],
    },
    opts=zone.opts,
)
