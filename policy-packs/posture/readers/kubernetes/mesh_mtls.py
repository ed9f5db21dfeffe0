"""Which callers a workload takes: those that prove who they are, or anybody.

Source: Istio documentation, "PeerAuthentication": a port's own mode, then the workload's, the namespace's, the mesh's; without any it is PERMISSIVE.
"""

from collections.abc import Iterator
from typing import Any, Final

from posture.readers.kubernetes.mesh import ROOT, root_is_here
from posture.readers.kubernetes.objects import KubernetesObject, of_kind
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, is_unknown

STRICT: Final = "STRICT"
_INHERITS: Final = (None, "", "UNSET")


def mode_of(policy: KubernetesObject) -> str | Unknown | None:
    """The mode of a policy; None where it takes that of what is above it."""
    mode = policy.value("spec.mtls.mode")
    if is_unknown(mode):
        return UNKNOWN
    return None if mode in _INHERITS else str(mode)


def weak_ports(policy: KubernetesObject) -> Iterator[tuple[str, Any]]:
    """Ports whose own mode is not strict."""
    ports = policy.mapping("spec.portLevelMtls")
    if isinstance(ports, Unknown):
        yield "spec.portLevelMtls", UNKNOWN
        return
    for port, setting in ports.items():
        mode = setting.get("mode") if isinstance(setting, dict) else UNKNOWN
        if is_unknown(mode) or (mode not in _INHERITS and mode != STRICT):
            yield f"spec.portLevelMtls.{port}", mode


def selects_all(policy: KubernetesObject) -> bool:
    """Whether a policy is its namespace's, and no single workload's."""
    return policy.value("spec.selector") in (None, {}) or policy.value("spec.selector.matchLabels") in (None, {})


def namespace_mode(stack: Stack, namespace: KubernetesObject) -> str | Unknown:
    """The mode that holds in a namespace where no workload has its own: the namespace's, else the mesh's.

    `UNKNOWN` where the mesh's own policy may stand in another program. Of several policies at one place the weakest counts.
    """
    policies = [one for one in of_kind(stack, "PeerAuthentication") if one.cluster == namespace.cluster and selects_all(one)]
    for place in (namespace.name, ROOT):
        modes = [mode for one in policies if one.namespace == place and (mode := mode_of(one)) is not None]
        if any(isinstance(mode, Unknown) for mode in modes):
            return UNKNOWN
        if modes:
            return next((str(mode) for mode in modes if mode != STRICT), STRICT)
    if any(is_unknown(one.namespace) for one in policies) or not root_is_here(stack, namespace.cluster):
        return UNKNOWN
    return "PERMISSIVE"
