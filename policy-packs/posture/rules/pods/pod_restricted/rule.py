"""Pods of zones keep Kubernetes' own level `restricted`: what its admission would refuse, said before anything is created."""

from collections.abc import Iterator

from posture.pod_security.level import Level, breaches
from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_pods import PODS, zone_pods
from posture.rules.look import Look


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """Kubernetes documentation, "Pod Security Standards": a wrong pod in a template is refused only when its controller makes it."""
    for pod in zone_pods(look):
        for breach in breaches(Level.RESTRICTED, pod.metadata, pod.spec):
            verdict = Verdict.VIOLATED if breach.known else Verdict.UNPROVEN
            yield Fault(breach.message, pod.owner.prop(pod.path(breach.path)), verdict)
