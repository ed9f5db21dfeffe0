"""One set of NetworkPolicies in the two readings that are held against each other: as cyclonus is asked, and as our evaluator answers."""

from typing import Any

from posture.graph.addresses import AddressSet
from posture.kubernetes import parties
from posture.kubernetes.network_policies import parse_policy
from posture.kubernetes.parties import NamedPort, Namespace, Outside, Party
from posture.kubernetes.permits import Permit
from posture.kubernetes.reach import Policies
from posture.kubernetes.selectors import Labels
from tests.live.policy_sets import Pod, PolicySet


def as_cyclonus_asks(drawn: PolicySet, source: Pod | str, target: Pod | str, port: int, protocol: str) -> dict[str, Any]:
    name = target.ports.get((port, protocol), "") if isinstance(target, Pod) else ""
    return {
        "Source": _peer(drawn, source),
        "Destination": _peer(drawn, target),
        "ResolvedPort": port,
        "ResolvedPortName": name,
        "Protocol": protocol,
    }


def _peer(drawn: PolicySet, end: Pod | str) -> dict[str, Any]:
    if isinstance(end, str):
        return {"IP": end}
    labels = {"PodLabels": dict(end.labels), "NamespaceLabels": drawn.namespaces[end.namespace], "Namespace": end.namespace}
    return {"Internal": labels, "IP": end.address}


def with_types(policy: dict[str, Any]) -> dict[str, Any]:
    """As the server stores it: it fills in the types, which cyclonus wants to see."""
    spec = policy["spec"]
    types = spec.get("policyTypes") or ["Ingress", *(["Egress"] if spec.get("egress") else [])]
    return {**policy, "spec": {"podSelector": {}, **spec, "policyTypes": types}}


class Ours:
    """Our evaluator over one set."""

    def __init__(self, drawn: PolicySet) -> None:
        homes = {name: Namespace.make(name, name, Labels(labels)) for name, labels in drawn.namespaces.items()}
        self.policies = Policies(
            tuple(parse_policy(p["metadata"]["name"], p["metadata"]["name"], p["metadata"]["namespace"], p["spec"]) for p in drawn.policies)
        )
        self._between: dict[tuple[int, int], Permit] = {}
        self.parties: dict[int, Party] = {
            id(pod): parties.Pod(
                pod.address,
                pod.address,
                homes[pod.namespace],
                Labels(pod.labels),
                tuple(NamedPort(name, protocol.lower(), port) for (port, protocol), name in pod.ports.items()),
                addresses=AddressSet.parse(pod.address),
                exact=True,
            )
            for pod in drawn.pods
        }

    def party(self, end: Pod | str) -> Party:
        return Outside(AddressSet.parse(end)) if isinstance(end, str) else self.parties[id(end)]

    def allows(self, source: Pod | str, target: Pod | str, port: int, protocol: str) -> bool:
        pair = id(source), id(target)
        if pair not in self._between:
            self._between[pair] = self.policies.between(self.party(source), self.party(target))
        permit = self._between[pair]
        assert permit.exact, "nothing is unknown here"
        return any(name == protocol.lower() and low <= port <= high for name, low, high in permit.must)
