"""A zone's namespace behind the rules of admission, and the sandbox that they ask for."""

import pulumi
import pulumi_kubernetes as k8s

from ai_zones.kubernetes import KubernetesAdmission, KubernetesZoneNamespace

rules = KubernetesAdmission("cluster", {"registries": ["registry.clinic.internal/signed"], "removable": True})
k8s.node.v1.RuntimeClass("gvisor", metadata={"name": "gvisor"}, handler="runsc")
KubernetesZoneNamespace(
    "models", {"zone": "inference", "namespace": "models", "removable": True}, opts=pulumi.ResourceOptions(depends_on=[rules])
)
