"""Where a label cuts pods off, network policies that allow something leave such pods out: policies only add up, and none takes back what another allows.

Source: Kubernetes documentation, "Network Policies" (policies do not conflict; they are additive).
"""

from collections.abc import Iterator
from typing import Final

from posture.kubernetes.selectors import Selector, parse_selector
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import fault, k8s, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown

_SELECTOR: Final = "spec.podSelector"


@rule(*k8s("NetworkPolicy"))
def check(look: Look) -> Iterator[Fault]:
    """A label is meant to cut off where a policy of the namespace selects by it alone, whatever its value, and allows nothing, and where others leave
    pods with it out. A policy for every pod speaks of those too, and is left alone."""
    for one, _ in zoned(look):
        namespace = ground(look.scene).namespace(one)
        if one.kind != "NetworkPolicy" or namespace is None or not _allows(one):
            continue
        policies = ground(look.scene).beside(namespace, "NetworkPolicy")
        selector = parse_selector(one.value(_SELECTOR))
        for label in sorted({label for other in policies if (label := _cut_off(other)) is not None}):
            if not any(
                _leaves_out(parse_selector(other.value(_SELECTOR)), label) for other in policies if _allows(other) and other is not one
            ):
                continue
            if not selector.readable:
                yield untold(one, _SELECTOR, f"whether it leaves out pods that {label} cuts off")
            elif not selector.empty and not _leaves_out(selector, label):
                yield fault(one, f"keeps open a road of pods that the label {label} cuts off, where others leave them out", _SELECTOR)


def _allows(policy: KubernetesObject) -> bool:
    """Whether it has a rule, or may have one."""
    return any(isinstance(policy.value(f"spec.{part}"), Unknown) or bool(policy.value(f"spec.{part}")) for part in ("ingress", "egress"))


def _cut_off(policy: KubernetesObject) -> str | None:
    """The label that cuts off by this policy."""
    selector = parse_selector(policy.value(_SELECTOR))
    if not policy.whole or _allows(policy) or not selector.readable or len(selector.requirements) != 1:
        return None
    [only] = selector.requirements
    return only.key if only.operator == "Exists" else None


def _leaves_out(selector: Selector, label: str) -> bool:
    return any(one.key == label and one.operator == "DoesNotExist" for one in selector.requirements)
