"""Signatures by a key of the clinic's, asked for by Kyverno.

Modelled on Kyverno documentation, "Verify Images".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi", guard=False)
zone = house.space(cluster, "records", "phi")
zone.deployment("api")
k8s.apiextensions.CustomResource(
    "verified",
    api_version="kyverno.io/v1",
    kind="ClusterPolicy",
    metadata={"name": "verified"},
    spec={
        "failurePolicy": "Fail",
        "rules": [
            {
                "name": "verified",
                "match": {"any": [{"resources": {"kinds": ["Pod"]}}]},
                "verifyImages": [
                    {
                        "imageReferences": ["*"],
                        "required": True,
                        "failureAction": "Enforce",
                        "attestors": [{"entries": [{"keys": {"kms": "awskms:///alias/images"}}]}],
                    }
                ],
            }
        ],
    },
    opts=cluster.opts,
)
