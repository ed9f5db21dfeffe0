"""Random sets of NetworkPolicies, each over two namespaces with a few pods, drawn from a seed.

Left out is what cyclonus reads wrongly: `NotIn` of a key that somebody lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

APPS: Final = ("web", "db", "model")
TIERS: Final = ("front", "back")
TEAMS: Final = ("care", "lab")
OUTSIDE: Final = ("10.200.1.7", "10.200.9.7", "203.0.113.9", "192.0.2.1")
"""Addresses outside of the cluster."""
BLOCKS: Final = ("0.0.0.0/0", "10.0.0.0/8", "10.200.0.0/16", "203.0.113.0/24", "192.0.2.1/32", "10.1.0.0/16")
EXCEPTIONS: Final = {
    "0.0.0.0/0": ("10.0.0.0/8", "203.0.113.0/28", "192.0.2.0/24"),
    "10.0.0.0/8": ("10.200.1.0/24", "10.1.0.0/24", "10.1.1.0/24"),
    "10.200.0.0/16": ("10.200.9.0/24",),
    "203.0.113.0/24": ("203.0.113.9/32",),
    "10.1.0.0/16": ("10.1.0.0/24",),
}
PORTS: Final = ((80, "TCP"), (443, "TCP"), (5432, "TCP"), (53, "UDP"), (9, "SCTP"))
NAMES: Final = ("http", "postgres", "dns")


@dataclass(frozen=True)
class Pod:
    """One pod, with one address."""

    namespace: str
    labels: Mapping[str, str]
    address: str
    ports: Mapping[tuple[int, str], str]
    """Port and protocol → name."""


@dataclass
class PolicySet:
    """Pods, and the policies over them."""

    namespaces: dict[str, dict[str, str]]
    pods: list[Pod]
    policies: list[dict[str, Any]] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    """What it has of that which is easily read wrongly."""


def draw(number: int) -> PolicySet:
    """One set; the same for the same number."""
    random = Random(number)
    names = [f"s{number}-a", f"s{number}-b"]
    namespaces = {name: {"team": random.choice(TEAMS), **({"audited": "yes"} if random.random() < 0.5 else {})} for name in names}
    pods = [_pod(random, names, index) for index in range(4)]
    drawn = PolicySet(namespaces, pods)
    for index in range(random.randint(1, 4)):
        drawn.policies.append(_policy(random, drawn, random.choice(names), f"p{index}"))
    return drawn


def _pod(random: Random, names: list[str], index: int) -> Pod:
    labels = {"app": random.choice(APPS), "tier": random.choice(TIERS)}
    if random.random() < 0.4:
        labels["legacy"] = "true"
    ports: dict[tuple[int, str], str] = {}
    if random.random() < 0.7:
        ports[random.choice([(80, "TCP"), (443, "TCP")])] = "http"
    if random.random() < 0.5:
        ports[5432, "TCP"] = "postgres"
    if random.random() < 0.4:
        ports[53, "UDP"] = "dns"
    return Pod(names[index % 2], labels, f"10.1.{index % 2}.{10 + index}", ports)


def _policy(random: Random, drawn: PolicySet, namespace: str, name: str) -> dict[str, Any]:
    spec: dict[str, Any] = {}
    chosen = random.random()
    if chosen < 0.3:
        spec["podSelector"] = {}
        drawn.features.add("empty selector")
    elif chosen < 0.4:
        drawn.features.add("missing selector")
    else:
        spec["podSelector"] = _selector(random, drawn, pods=True)
    if random.random() < 0.75:
        spec["ingress"] = [_rule(random, drawn, "from") for _ in range(random.randint(0, 2))]
    if random.random() < 0.65:
        spec["egress"] = [_rule(random, drawn, "to") for _ in range(random.randint(0, 2))]
    if random.random() < 0.3:
        drawn.features.add("missing types")
    else:
        spec["policyTypes"] = random.choice([["Ingress"], ["Egress"], ["Ingress", "Egress"]])
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": spec,
    }


def _rule(random: Random, drawn: PolicySet, side: str) -> dict[str, Any]:
    rule: dict[str, Any] = {}
    if random.random() < 0.85:
        rule[side] = [_peer(random, drawn) for _ in range(random.randint(0 if random.random() < 0.15 else 1, 2))]
    if random.random() < 0.7:
        rule["ports"] = [_port(random, drawn) for _ in range(random.randint(0 if random.random() < 0.15 else 1, 2))]
    return rule


def _peer(random: Random, drawn: PolicySet) -> dict[str, Any]:
    if random.random() < 0.35:
        cidr = random.choice(BLOCKS)
        block: dict[str, Any] = {"cidr": cidr}
        if cidr in EXCEPTIONS and random.random() < 0.7:
            known = EXCEPTIONS[cidr]
            block["except"] = random.sample(known, random.randint(1, len(known)))
            drawn.features.add("block with exceptions")
        return {"ipBlock": block}
    kind = random.randint(0, 2)
    peer: dict[str, Any] = {}
    if kind != 0:
        peer["namespaceSelector"] = _selector(random, drawn, pods=False)
    if kind != 1:
        peer["podSelector"] = _selector(random, drawn, pods=True)
    if kind != 2:
        drawn.features.add("missing selector")
    return peer


def _selector(random: Random, drawn: PolicySet, *, pods: bool) -> dict[str, Any]:
    if random.random() < 0.25:
        drawn.features.add("empty selector")
        return {}
    key, values = random.choice([("app", APPS), ("tier", TIERS)]) if pods else ("team", TEAMS)
    optional = "legacy" if pods else "audited"
    found: dict[str, Any] = {}
    if random.random() < 0.5:
        found["matchLabels"] = {key: random.choice(values)}
    if not found or random.random() < 0.4:
        operator = random.choice(["In", "NotIn", "Exists", "DoesNotExist"])
        if operator in ("In", "NotIn"):
            expression = {"key": key, "operator": operator, "values": random.sample(values, random.randint(1, len(values) - 1))}
        else:
            expression = {"key": optional, "operator": operator}
        found["matchExpressions"] = [expression]
    return found


def _port(random: Random, drawn: PolicySet) -> dict[str, Any]:
    kind = random.random()
    if kind < 0.3:
        drawn.features.add("named port")
        name = random.choice(NAMES)
        return {"port": name, **({"protocol": "UDP"} if name == "dns" else {"protocol": "TCP"} if random.random() < 0.5 else {})}
    if kind < 0.45:
        return {"protocol": random.choice(["TCP", "UDP", "SCTP"])}
    if kind < 0.65:
        drawn.features.add("range")
        low = random.choice([1, 80, 400])
        return {"protocol": "TCP", "port": low, "endPort": low + random.choice([0, 50, 400, 6000])}
    port, protocol = random.choice(PORTS)
    return {"protocol": protocol, "port": port} if protocol != "TCP" or random.random() < 0.5 else {"port": port}
