"""Our reading of NetworkPolicies is cyclonus's, connection by connection, over random sets of policies."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posture.graph.addresses import AddressSet
from posture.kubernetes import parties
from posture.kubernetes.network_policies import parse_policy
from posture.kubernetes.parties import NamedPort, Namespace, Outside, Party
from posture.kubernetes.reach import Policies
from posture.kubernetes.selectors import Labels
from tests.live.cyclonus import MissingError, allowed, find
from tests.live.policy_sets import OUTSIDE, PORTS, Pod, PolicySet, draw

pytestmark = pytest.mark.live

SETS = 240
EACH = ("block with exceptions", "named port", "empty selector", "missing selector", "missing types", "range")


@pytest.fixture(scope="module")
def cyclonus() -> Path:
    try:
        return find()
    except MissingError as missing:
        pytest.skip(str(missing))


def ends(drawn: PolicySet) -> Iterator[tuple[Pod | str, Pod | str, int, str]]:
    """Connections of one set: between its pods, and with addresses outside."""
    everybody: list[Pod | str] = [*drawn.pods, *OUTSIDE]
    for source in everybody:
        for target in everybody:
            if source is target or (isinstance(source, str) and isinstance(target, str)):
                continue
            for port, protocol in PORTS:
                yield source, target, port, protocol


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
        permit = self.policies.between(self.party(source), self.party(target))
        assert permit.exact, "nothing is unknown here"
        return any(name == protocol.lower() and low <= port <= high for name, low, high in permit.must)


def test_the_sets_have_what_is_easily_read_wrongly() -> None:
    found = Counter(feature for number in range(SETS) for feature in draw(number).features)
    assert all(found[feature] >= 20 for feature in EACH), found


def test_our_evaluator_equals_cyclonus_on_every_connection(cyclonus: Path, tmp_path: Path) -> None:
    sets = [draw(number) for number in range(SETS)]
    asked = [(drawn, end) for drawn in sets for end in ends(drawn)]
    said = allowed(
        cyclonus,
        (with_types(policy) for drawn in sets for policy in drawn.policies),
        [as_cyclonus_asks(drawn, *end) for drawn, end in asked],
        tmp_path,
    )
    ours = {id(drawn): Ours(drawn) for drawn in sets}
    differs = [
        (drawn.policies, end, theirs)
        for (drawn, end), theirs in zip(asked, said, strict=True)
        if ours[id(drawn)].allows(*end) is not theirs
    ]
    assert differs[:3] == []
    assert 0.2 < sum(said) / len(said) < 0.8, "both answers are common, so that neither is right by chance"
