"""NetworkPolicies: whom each isolates, and what it lets pass.

Source: Kubernetes documentation, "Network Policies": policies are additive; a pod that one selects for a direction is isolated in it; an empty pod selector
selects every pod of the namespace; without `policyTypes` a policy is for ingress, and for egress if it has egress rules; and the API reference
of `NetworkPolicySpec`.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from posture.kubernetes.parties import Party, Pod
from posture.kubernetes.permits import EVERYTHING, Permit, union
from posture.kubernetes.rules import Rule, parse_rules
from posture.kubernetes.selectors import Selector, parse_selector
from posture.kubernetes.truth import Truth, every
from posture.record import record


class Direction(StrEnum):
    """Of a connection, as the pod that a policy selects sees it."""

    INGRESS = "ingress"
    EGRESS = "egress"


_TYPES = {Direction.INGRESS: "Ingress", Direction.EGRESS: "Egress"}


@record
class NetworkPolicy:
    """A policy of one namespace."""

    key: str
    name: str
    namespace: str | None
    """Key of its namespace; None when unknown."""
    pods: Selector
    isolates: Mapping[Direction, Truth]
    rules: Mapping[Direction, tuple[Rule, ...] | None]
    """None when they are unknown."""
    whole: bool = True
    """False for a patch of a policy that nobody shows."""

    def selects(self, pod: Pod, direction: Direction) -> Truth:
        """Whether it isolates a pod in a direction. Nothing isolates a pod in its node's network."""
        here = pod.namespace.key == self.namespace if self.namespace is not None else None
        on_host = None if pod.on_host is None else not pod.on_host
        found = every((self.isolates[direction], here, self.pods.matches(pod.labels), on_host))
        return found if self.whole or found is False else None

    def permit(self, subject: Pod, direction: Direction, other: Party) -> Permit:
        """What its rules let pass between a pod that it selects and somebody else."""
        rules = self.rules[direction]
        if rules is None or not self.whole:
            return EVERYTHING.perhaps()
        target: Party = subject if direction is Direction.INGRESS else other
        return union(rule.permit(other, target, self.namespace) for rule in rules)


@record
class Isolation:
    """What the policies of one direction say: whether any isolates the pod, and what passes if so."""

    isolated: Truth
    permit: Permit
    """What passes if any policy isolates the pod."""
    by: tuple[NetworkPolicy, ...] = ()
    """The policies that select it, or may."""

    @property
    def effective(self) -> Permit:
        """What passes where nothing but NetworkPolicies speaks."""
        if self.isolated is False:
            return EVERYTHING
        return self.permit if self.isolated else self.permit.either(EVERYTHING)


def isolation(speaking: Iterable[tuple[NetworkPolicy, Truth]], subject: Pod, direction: Direction, other: Party) -> Isolation:
    """All policies together, each with whether it selects the pod. Those that only may add to what may pass; alone they would take from what must."""
    sure: list[Permit] = []
    unsure: list[Permit] = []
    by: list[NetworkPolicy] = []
    for policy, selects in speaking:
        by.append(policy)
        (sure if selects else unsure).append(policy.permit(subject, direction, other))
    if not by:
        return Isolation(False, EVERYTHING)
    may = union((*sure, *unsure))
    if sure:
        return Isolation(True, Permit(may.may, union(sure).must), tuple(by))
    least = unsure[0]
    for one in unsure[1:]:
        least = least & one
    return Isolation(None, Permit(may.may, least.must), tuple(by))


def parse_policy(key: str, name: str, namespace: str | None, spec: Any, *, whole: bool = True) -> NetworkPolicy:
    """The `spec` of a NetworkPolicy."""
    if not isinstance(spec, Mapping):
        unknown: dict[Direction, Truth] = {Direction.INGRESS: None, Direction.EGRESS: None}
        return NetworkPolicy(key, name, namespace, parse_selector(spec if spec is not None else {}), unknown, dict.fromkeys(unknown), whole)
    rules = {
        Direction.INGRESS: parse_rules(spec.get("ingress"), "from", "spec.ingress"),
        Direction.EGRESS: parse_rules(spec.get("egress"), "to", "spec.egress"),
    }
    return NetworkPolicy(key, name, namespace, parse_selector(spec.get("podSelector")), _types(spec, rules), rules, whole)


def _types(spec: Mapping[str, Any], rules: Mapping[Direction, Sequence[Rule] | None]) -> dict[Direction, Truth]:
    given = spec.get("policyTypes")
    if given is None or given == [] or given == ():
        egress = rules[Direction.EGRESS]
        return {Direction.INGRESS: True, Direction.EGRESS: None if egress is None else bool(egress)}
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, str) for one in given):
        return {Direction.INGRESS: None, Direction.EGRESS: None}
    return {direction: word in given for direction, word in _TYPES.items()}
