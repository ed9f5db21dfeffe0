"""In a mesh with zones, callers encrypt and verify whom they call."""

from collections.abc import Iterator, Mapping
from typing import Any

from posture.readers.kubernetes.objects import KubernetesObject, value_at
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import DESTINATIONS, concerned
from posture.rules.kubernetes_words import fault, rows, untold, word
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_VERIFIES = ("caCertificates", "credentialName", "subjectAltNames")


@rule(*DESTINATIONS)
def check(look: Look) -> Iterator[Fault]:
    """The rule's own policy, those of its ports, and those of its subsets."""
    for one in concerned(look):
        policies = [("spec.trafficPolicy", one.value("spec.trafficPolicy"))]
        subsets = rows(one, "spec.subsets")
        for path, item in [] if isinstance(subsets, Unknown) else subsets:
            policies.append((f"{path}.trafficPolicy", value_at(item, "trafficPolicy")))
        for path, policy in policies:
            yield from _policy(one, path, policy)


def _policy(one: KubernetesObject, path: str, policy: Any) -> Iterator[Fault]:
    if is_unknown(policy):
        yield untold(one, path, "whether it encrypts")
        return
    places = [(f"{path}.tls", value_at(policy, "tls"))]
    ports = value_at(policy, "portLevelSettings")
    for index, setting in enumerate(ports if isinstance(ports, (list, tuple)) else ()):
        places.append((f"{path}.portLevelSettings[{index}].tls", value_at(setting, "tls")))
    for place, tls in places:
        if is_unknown(tls) or is_unknown(word(tls, "mode")):
            yield untold(one, place, "whether it encrypts")
        elif isinstance(tls, Mapping):
            yield from _tls(one, place, tls)


def _tls(one: KubernetesObject, place: str, tls: Mapping[str, Any]) -> Iterator[Fault]:
    mode = tls.get("mode") or "DISABLE"
    if mode == "DISABLE":
        yield fault(one, "switches TLS off", f"{place}.mode")
    elif tls.get("insecureSkipVerify") is True:
        yield fault(one, "verifies nobody: it trusts whoever answers", f"{place}.insecureSkipVerify")
    elif mode in ("SIMPLE", "MUTUAL") and not any(is_unknown(tls.get(part)) or tls.get(part) for part in _VERIFIES):
        yield fault(one, "trusts whoever answers: it names no authority and no names", place)
