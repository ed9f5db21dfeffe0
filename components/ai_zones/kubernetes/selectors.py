"""Whom a NetworkPolicy is about. Every policy of ours leaves out quarantined pods, so that one label takes all roads from them.

NetworkPolicies only ever add roads: no policy can close what another opens, so a quarantine is what the opening ones don't select.
Sources: Kubernetes documentation, "Network policies" (a peer with both selectors means both; a missing selector is not an empty one; policies
add up), "Labels and selectors" (set-based requirements).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ai_zones.kubernetes.naming import NAMESPACE_NAME, QUARANTINE, SERVICE, ZONE

Document = dict[str, Any]


def pods(services: Sequence[str] = (), labels: Mapping[str, str] | None = None) -> Document:
    """Pods of these services (none given: all), but those in quarantine."""
    wanted = [{"key": SERVICE, "operator": "In", "values": sorted(services)}] if len(services) > 1 else []
    found: Document = {"matchExpressions": [*wanted, {"key": QUARANTINE, "operator": "DoesNotExist"}]}
    exact = {**(labels or {}), **({SERVICE: services[0]} if len(services) == 1 else {})}
    if exact:
        found["matchLabels"] = exact
    return found


def zone_namespaces(zone: str, namespaces: Sequence[str]) -> Document:
    """Namespaces by their names, and only while they belong to the zone: a label alone, anybody who makes namespaces could set."""
    return {
        "matchLabels": {ZONE: zone},
        "matchExpressions": [{"key": NAMESPACE_NAME, "operator": "In", "values": sorted(namespaces)}],
    }


def namespace(name: str) -> Document:
    """One namespace by its name."""
    return {"matchLabels": {NAMESPACE_NAME: name}}


def port(number: int, protocol: str = "TCP") -> Document:
    """One port."""
    return {"protocol": protocol, "port": number}


def blocks(cidrs: Sequence[str]) -> list[Document]:
    """Peers outside of the cluster."""
    return [{"ipBlock": {"cidr": cidr}} for cidr in sorted(cidrs)]


def ingress(selected: Document, peers: Sequence[Document], ports: Sequence[Document]) -> Document:
    """Spec of a policy by which these peers enter the selected pods."""
    return {"podSelector": selected, "policyTypes": ["Ingress"], "ingress": [{"from": list(peers), "ports": list(ports)}]}


def egress(selected: Document, peers: Sequence[Document], ports: Sequence[Document]) -> Document:
    """Spec of a policy by which the selected pods reach these peers."""
    return {"podSelector": selected, "policyTypes": ["Egress"], "egress": [{"to": list(peers), "ports": list(ports)}]}


def nothing(selected: Document) -> Document:
    """Spec of a policy that opens nothing, both ways, and so closes what it selects."""
    return {"podSelector": selected, "policyTypes": ["Ingress", "Egress"]}
