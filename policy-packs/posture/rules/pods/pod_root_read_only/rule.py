"""The root filesystem of containers in zones is read only."""

from collections.abc import Iterator

from posture.pod_security.reading import flag, on_windows
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_pods import PODS, zone_pods
from posture.rules.look import Look
from posture.values import Unknown

_PROP = "securityContext.readOnlyRootFilesystem"


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """Windows has no such setting. What debugs a pod by hand (an ephemeral container) is asked too."""
    for pod in zone_pods(look):
        for one in pod.containers if not on_windows(pod.spec) else ():
            value = flag(one.at(_PROP))
            if isinstance(value, Unknown):
                yield pod.untold(f"{one.path}.{_PROP}", "whether a container can change its own programs")
            elif value is not True:
                yield pod.fault(f"lets a container change its own programs: {one.name}", f"{one.path}.{_PROP}")
