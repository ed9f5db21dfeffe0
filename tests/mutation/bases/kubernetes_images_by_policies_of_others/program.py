"""Signatures by Sigstore's controller and by Kyverno, both enforced.

Modelled on Sigstore documentation, "Policy Controller"; Kyverno documentation, "Verify Images".
"""

import pulumi_kubernetes as k8s

from tests.mutation.bases import kubernetes_house as house

cluster = house.cluster("phi")
zone = house.space(cluster, "records", "phi", **{"policy.sigstore.dev/include": "true"})
zone.deployment("api")
k8s.apiextensions.CustomResource(
    "signed",
    api_version="policy.sigstore.dev/v1beta1",
    kind="ClusterImagePolicy",
    metadata={"name": "signed"},
    spec={
        "mode": "enforce",
        "images": [{"glob": f"{house.REGISTRY}/**"}],
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
k8s.apiextensions.CustomResource(
    "verified",
    api_version="kyverno.io/v1",
    kind="ClusterPolicy",
    metadata={"name": "verified"},
    spec={
        "failurePolicy": "Fail",
        "validationFailureAction": "Enforce",
        "rules": [
            {
                "name": "verified",
                "match": {"any": [{"resources": {"kinds": ["Pod"]}}]},
                "verifyImages": [{"imageReferences": [f"{house.REGISTRY}/*"], "required": True, "failureAction": "Enforce"}],
            }
        ],
    },
    opts=cluster.opts,
)
