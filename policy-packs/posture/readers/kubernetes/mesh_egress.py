"""Where a workload may call to: any address, or what the mesh knows.

Sources: Istio documentation, "Sidecar" (the namespace's own, else the root namespace's), "Global Mesh Options" (outboundTrafficPolicy: ALLOW_ANY by
default), "Accessing External Services". What keeps a program in is the network; a sidecar is in the program's own pod.
"""

from typing import Final

from posture.readers.kubernetes.mesh import ROOT, mesh_settings, root_is_here
from posture.readers.kubernetes.objects import KubernetesObject, of_kind, value_at
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, is_unknown

REGISTRY_ONLY: Final = "REGISTRY_ONLY"
ALLOW_ANY: Final = "ALLOW_ANY"


def outbound_mode(stack: Stack, namespace: KubernetesObject) -> str | Unknown:
    """The mode that holds for workloads of a namespace: its Sidecar's, else the root namespace's, else the mesh's."""
    sidecars = [one for one in of_kind(stack, "Sidecar", group="networking.istio.io") if one.cluster == namespace.cluster]
    for place in (namespace.name, ROOT):
        for one in sidecars:
            if one.namespace != place or one.value("spec.workloadSelector") not in (None, {}):
                continue
            policy = one.value("spec.outboundTrafficPolicy")
            mode = value_at(policy, "mode")
            if is_unknown(policy) or is_unknown(mode):
                return UNKNOWN
            if policy is not None:
                # "OutboundTrafficPolicy.Mode": REGISTRY_ONLY is the first of the enumeration, and taken where a policy names none.
                return str(mode or REGISTRY_ONLY)
    told = [
        UNKNOWN if isinstance(found, Unknown) else value_at(found, "outboundTrafficPolicy.mode")
        for found in mesh_settings(stack, namespace.cluster)
    ]
    if any(is_unknown(mode) for mode in told) or any(is_unknown(one.namespace) for one in sidecars):
        return UNKNOWN
    if told:
        return next((str(mode) for mode in told if mode is not None), ALLOW_ANY)
    return UNKNOWN if not root_is_here(stack, namespace.cluster) else ALLOW_ANY
