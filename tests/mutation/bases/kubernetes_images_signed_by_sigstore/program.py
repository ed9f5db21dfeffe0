"""Signatures of one pipeline, asked for by Sigstore's controller.

Modelled on Sigstore documentation, "Policy Controller".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi", guard=False)
zone = house.space(cluster, "records", "phi", labels={"policy.sigstore.dev/include": "true"})
zone.deployment("api")
k8s.apiextensions.CustomResource(
    "signed",
    api_version="policy.sigstore.dev/v1beta1",
    kind="ClusterImagePolicy",
    metadata={"name": "signed"},
    spec={
        "mode": "enforce",
        "images": [{"glob": "**"}],
        "authorities": [
            {
                "name": "pipeline",
                "keyless": {
                    "url": "https://fulcio.clinic.example",
                    "identities": [{"issuer": "https://ci.clinic.example", "subject": "release"}],
                },
            }
        ],
    },
    opts=cluster.opts,
)
