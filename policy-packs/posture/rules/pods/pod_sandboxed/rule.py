"""Pods of inference run in a sandbox."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_pods import PODS, zone_pods
from posture.rules.kubernetes_words import others
from posture.rules.look import Look
from posture.values import is_unknown

_SANDBOXES: Final = ("runsc", "gvisor", "kata", "io.containerd.kata", "io.containerd.runsc", "katavm")
"""What handlers of gVisor and Kata are called, and the classes that clouds bring: `gvisor` (GKE), `kata-vm-isolation` (AKS)."""
_PROP: Final = "spec.runtimeClassName"


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """A class of the stack is judged by its handler; one that a cloud brings, by its documented name."""
    for pod in zone_pods(look):
        if pod.zone is not ZoneName.INFERENCE:
            continue
        name = pod.spec.get("runtimeClassName")
        if is_unknown(name):
            yield pod.untold(_PROP, "whether it runs in a sandbox")
            continue
        if not name:
            yield pod.fault("runs on its node's kernel, without a sandbox", _PROP)
            continue
        classes = [one for one in others(look, "RuntimeClass", cluster=pod.owner.cluster) if one.name == name]
        said = [one.value("handler") if one.value("handler") is not None else one.value("spec.runtimeHandler") for one in classes]
        if any(is_unknown(handler) for handler in said):
            yield pod.untold(_PROP, "which sandbox it runs in")
        elif said and not all(str(handler).startswith(_SANDBOXES) for handler in said):
            yield pod.fault("runs in a class that is no sandbox: its handler is neither gVisor's nor Kata's", _PROP)
        elif not said and not str(name).startswith(_SANDBOXES):
            message = "can't be told to run in a sandbox: its RuntimeClass stands elsewhere, and bears no known name"
            yield Fault(message, pod.owner.prop(pod.path(_PROP)), Verdict.UNPROVEN)
