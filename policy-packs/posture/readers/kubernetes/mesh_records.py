"""Whether the mesh records who called whom.

Source: Istio documentation, "Telemetry" (AccessLogging: a namespace's own, else the root namespace's), "Envoy Access Logs" (meshConfig.accessLogFile:
none by default).
"""

from posture.readers.kubernetes.mesh import ROOT, mesh_settings, root_is_here
from posture.readers.kubernetes.mesh_mtls import selects_all
from posture.readers.kubernetes.objects import KubernetesObject, of_kind
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, is_unknown


def calls_recorded(stack: Stack, namespace: KubernetesObject) -> bool | Unknown:
    """Whether calls of workloads in a namespace are written down. `UNKNOWN` where the mesh's own settings stand in another program."""
    found = [one for one in of_kind(stack, "Telemetry") if one.cluster == namespace.cluster and selects_all(one)]
    for one in found:
        listed = one.items("spec.accessLogging")
        if one.namespace not in (namespace.name, ROOT) or isinstance(listed, Unknown):
            continue
        if any(isinstance(item, dict) and item.get("disabled") is not True for item in listed):
            return True
    settings = list(mesh_settings(stack, namespace.cluster))
    if any(
        not isinstance(one, Unknown) and (one.get("accessLogFile") or one.get("enableEnvoyAccessLogService") is True) for one in settings
    ):
        return True
    unclear = any(isinstance(one, Unknown) for one in settings) or any(is_unknown(one.value("spec.accessLogging")) for one in found)
    return UNKNOWN if unclear or not (settings or root_is_here(stack, namespace.cluster)) else False
