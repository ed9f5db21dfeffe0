"""Namespaces of zones deny what no policy allows, in both directions."""

from collections.abc import Iterator
from typing import Final

from posture.kubernetes.selectors import parse_selector
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import NAMESPACE, fault, others, texts, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_BOTH: Final = ("Ingress", "Egress")
_WIDER: Final = (
    "AdminNetworkPolicy",
    "BaselineAdminNetworkPolicy",
    "ClusterNetworkPolicy",
    "CiliumClusterwideNetworkPolicy",
    "GlobalNetworkPolicy",
    "CiliumNetworkPolicy",
)
"""Kinds that may close a namespace in a way of their own."""


@rule(*NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """A policy that selects every pod isolates each in its directions, whatever else it allows; one that allows everything closes nothing."""
    for one, _ in zoned(look):
        policies = ground(look.scene).beside(one, "NetworkPolicy")
        closed = {direction for policy in policies for direction in _BOTH if _closes(policy, direction)}
        open_ = [direction for direction in _BOTH if direction not in closed]
        if not open_:
            continue
        words = " and ".join("coming in" if direction == "Ingress" else "going out" for direction in open_)
        if _undecided(look, one, policies):
            yield untold(one, "metadata.name", f"whether it denies by default what is {words}")
        else:
            yield fault(one, f"allows by default all that is {words}: no policy selects every pod", "metadata.name")


def _closes(policy: KubernetesObject, direction: str) -> bool:
    selector = policy.value("spec.podSelector")
    if not policy.whole or not (parse_selector(selector).empty and isinstance(policy.spec, dict)):
        return False
    rules = policy.items(f"spec.{direction.lower()}")
    types = texts(policy.value("spec.policyTypes"))
    if isinstance(rules, Unknown) or isinstance(types, Unknown):
        return False
    isolates = direction in types if types else direction == "Ingress" or bool(rules)
    return isolates and not any(_all(rule) for rule in rules)


def _all(rule: object) -> bool:
    """An empty rule allows everything."""
    return isinstance(rule, dict) and not any(is_unknown(part) or part for part in map(rule.get, ("from", "to", "ports")))


def _undecided(look: Look, namespace: KubernetesObject, policies: list[KubernetesObject]) -> bool:
    unread = any(isinstance(policy.spec, Unknown) or not policy.whole for policy in policies)
    wider = others(look, *_WIDER, cluster=namespace.cluster)
    return unread or bool(wider) or ground(look.scene).maybe_beside(namespace, "NetworkPolicy")
