"""What the label of quarantine does in one namespace: at the network, and in the mesh.

Sources: Kubernetes documentation, "Network policies"; Istio documentation, "Authorization Policy" (DENY before ALLOW), "Sidecar" (`workloadSelector`
before the namespace's own; `~/*`).
"""

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.networking import v1 as networking

from ai_zones.kubernetes import mesh_rules, selectors
from ai_zones.kubernetes.naming import QUARANTINE, child, metadata
from ai_zones.ordering import after


def cut_off(
    parent: pulumi.ComponentResource, name: str, zone: str, namespace: str, *waits: pulumi.Resource, in_mesh: bool = True
) -> list[pulumi.Resource]:
    """Register it under a component. `in_mesh=False` leaves the mesh's half out."""
    about = metadata("quarantine", namespace, zone=zone)
    network = networking.NetworkPolicy(
        child(name, "network"),
        metadata=about,
        spec=selectors.nothing({"matchExpressions": [{"key": QUARANTINE, "operator": "Exists"}]}),
        opts=after(parent, *waits),
    )
    made: list[pulumi.Resource] = [network]
    if in_mesh:
        for version, kind, spec in (
            (mesh_rules.SECURITY, "AuthorizationPolicy", mesh_rules.deny_quarantined()),
            (mesh_rules.NETWORKING, "Sidecar", mesh_rules.sidecar_of_quarantined()),
        ):
            opts = after(parent, *waits)
            made.append(CustomResource(child(name, kind.lower()), api_version=version, kind=kind, metadata=about, spec=spec, opts=opts))
    return made
