"""Two namespaces of one zone; one publishes, the other asks, over a boundary with a policy on both sides.

Modelled on Kubernetes documentation, "Network Policies" (Targeting a Namespace by its name).
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
wards, archive = house.space(cluster, "wards", "phi"), house.space(cluster, "archive", "phi")
wards.deployment("asks")
archive.deployment("keeps", port=5432)
archive.service("keeps", 5432)
for zone, other, app, peer, direction, side in (
    (wards, "archive", "asks", "keeps", "Egress", "to"),
    (archive, "wards", "keeps", "asks", "Ingress", "from_"),
):
    k8s.networking.v1.NetworkPolicy(
        zone.key("over"),
        metadata=zone.meta("over"),
        spec={
            "pod_selector": {"match_labels": {"app": app}},
            "policy_types": [direction],
            direction.lower(): [
                {
                    side: [
                        {
                            "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": other}},
                            "pod_selector": {"match_labels": {"app": peer}},
                        }
                    ],
                    "ports": [{"protocol": "TCP", "port": 5432}],
                }
            ],
        },
        opts=zone.opts,
    )
