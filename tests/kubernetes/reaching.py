"""Who reaches whom by NetworkPolicies alone: a second reading of the API's documentation, small enough to check by eye.

Source: Kubernetes documentation, "Network policies": a pod that a policy selects for a direction is closed in it but for what its policies open; a
connection needs both ends; a peer with both selectors means both; no `from` or `ports` means any.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.kubernetes.recording import Recording


@dataclass(frozen=True)
class Pod:
    """A pod, and the labels of its namespace."""

    namespace: str
    labels: tuple[tuple[str, str], ...]
    namespace_labels: tuple[tuple[str, str], ...]


def matched(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    """Whether a label selector selects."""
    if any(labels.get(key) != value for key, value in selector.get("matchLabels", {}).items()):
        return False
    for one in selector.get("matchExpressions", []):
        key, values = one["key"], one.get("values", [])
        holds = {
            "In": labels.get(key) in values,
            "NotIn": labels.get(key) not in values,
            "Exists": key in labels,
            "DoesNotExist": key not in labels,
        }[one["operator"]]
        if not holds:
            return False
    return True


def connects(recording: Recording, source: Pod, target: Pod, port: int) -> bool:
    """Whether a TCP connection from one pod to a port of another passes."""
    policies = [(one.inputs["metadata"]["namespace"], one.spec) for one in recording.objects("NetworkPolicy").values()]
    return _open(policies, "Egress", source, target, port) and _open(policies, "Ingress", target, source, port)


def _open(policies: Iterable[tuple[str, dict[str, Any]]], way: str, subject: Pod, other: Pod, port: int) -> bool:
    applied = [
        spec
        for namespace, spec in policies
        if namespace == subject.namespace and way in spec["policyTypes"] and matched(spec["podSelector"], dict(subject.labels))
    ]
    rules = [rule for spec in applied for rule in spec.get(way.lower(), [])]
    return not applied or any(_passes(rule, "to" if way == "Egress" else "from", subject, other, port) for rule in rules)


def _passes(rule: dict[str, Any], end: str, subject: Pod, other: Pod, port: int) -> bool:
    ports, peers = rule.get("ports", []), rule.get(end, [])
    if ports and not any(one.get("protocol", "TCP") == "TCP" and one["port"] == port for one in ports):
        return False
    return not peers or any(_is_peer(peer, subject, other) for peer in peers)


def _is_peer(peer: dict[str, Any], subject: Pod, other: Pod) -> bool:
    if "ipBlock" in peer:
        return False
    if "namespaceSelector" in peer:
        place = matched(peer["namespaceSelector"], dict(other.namespace_labels))
    else:
        place = other.namespace == subject.namespace
    return place and ("podSelector" not in peer or matched(peer["podSelector"], dict(other.labels)))
