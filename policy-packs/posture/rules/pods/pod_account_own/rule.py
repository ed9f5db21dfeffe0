"""Pods of zones act as a service account of their own."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_pods import PODS, zone_pods
from posture.rules.look import Look


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """An unknown name is one that the program gives."""
    for pod in zone_pods(look):
        if pod.account == "default":
            yield pod.fault("acts as the default service account of its namespace", "spec.serviceAccountName")
