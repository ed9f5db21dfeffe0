"""Names: whom the pods of a namespace may ask, and what the cluster's DNS does with questions about names outside of the cluster.

- Pods that may ask nobody are closed by their policies.
- Pods that may ask the cluster's DNS are as closed as its Corefile (ConfigMap `kube-system/coredns`, whole or as a patch) and the resolver that it forwards to.
- Where the Corefile is not in the program it counts as the default, which forwards to the node's resolver: closed where the program shows the cluster's network
  and that this one's resolver is closed, else not known.
- Pods that may ask any server on the internet are open.

Sources: Kubernetes documentation, "DNS for Services and Pods", "Customizing DNS Service"; MITRE ATT&CK T1071.004.
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ResolverFact
from posture.graph.packets import PUBLIC
from posture.graph.ports import common
from posture.graph.topology import choices
from posture.kubernetes.network_policies import Direction
from posture.kubernetes.parties import Namespace, Pod
from posture.kubernetes.selectors import Labels
from posture.kubernetes.truth import Truth
from posture.readers.kubernetes.beyond import Beyond
from posture.readers.kubernetes.corefile import asks_node, parse_corefile
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.namespaces import PART, Home
from posture.readers.kubernetes.nodes import standing_of
from posture.readers.kubernetes.objects import KubernetesObject
from posture.readers.kubernetes.roads import by_home
from posture.readers.kubernetes.strangers import DNS
from posture.record import record
from posture.reference import Reference

SYSTEM: Final = "kube-system"
_MAPS: Final = ("coredns", "coredns-custom")
_OWN_LABEL: Final = {"k8s-app": "kube-dns"}
"""The label of the cluster's DNS pods, whatever program they run (Kubernetes documentation, "Debugging DNS Resolution")."""


@record
class Answer:
    """Whether names are closed, and what decides it."""

    closed: Truth
    about: str
    text: str
    allows: tuple[str, ...] = ()
    prop: str = ""


def say_names(graph: GraphBuilder, layout: Layout, beyond: Beyond) -> None:
    """How names are answered in every namespace that has a zone."""
    pods = by_home(layout)
    dns = _dns_pods(layout)
    for home in layout.homes:
        if home.zone is None or (home.object is None and home.key not in pods):
            continue
        standing = [made.pod for made in pods.get(home.key, ())] or [_anybody(home)]
        for answer in _worst(list(_answers(graph, layout, beyond, dns, home, standing))):
            because = Because(answer.about, answer.prop, answer.text)
            graph.add(ResolverFact(answer.about, (Reference.to(home.key),), answer.closed, answer.allows, because))


def _worst(answers: list[Answer]) -> list[Answer]:
    """Each is another way of asking: one that is open opens all, one that nobody knows leaves all unknown."""
    least: Truth = False if any(one.closed is False for one in answers) else None if any(one.closed is None for one in answers) else True
    return [one for one in answers if one.closed is least]


def _anybody(home: Home) -> Pod:
    """A namespace without pods: whoever may come to stand there."""
    return Pod(f"anybody in {home.key}", home.name, home.party, Labels(complete=False), None)


def _dns_pods(layout: Layout) -> Pod:
    home = next((home for home in layout.homes if home.party.name == SYSTEM), None)
    party = home.party if home is not None else Namespace.make(f"{layout.key}{PART}{SYSTEM}", SYSTEM, Labels(complete=False))
    return Pod(f"dns of {layout.key}", "kube-dns", party, Labels(_OWN_LABEL, False), None)


def _answers(graph: GraphBuilder, layout: Layout, beyond: Beyond, dns: Pod, home: Home, standing: list[Pod]) -> Iterator[Answer]:
    """One answer for each way of asking; a namespace that asks nobody is closed."""
    silent = True
    if any(_asks(layout, pod, dns) for pod in standing):
        silent = False
        yield _cluster_dns(graph, layout, beyond)
    elsewhere, sure = _elsewhere(layout, standing)
    if elsewhere:
        silent = False
        yield _other_servers(graph, layout, beyond, home, elsewhere, sure)
    if silent:
        yield Answer(True, home.key, "policies let its pods ask nobody")


def _asks(layout: Layout, pod: Pod, dns: Pod) -> bool:
    return pod.on_host is not False or bool(common(layout.policies.one_way(pod, Direction.EGRESS, dns).permit.may, DNS))


def _elsewhere(layout: Layout, standing: list[Pod]) -> tuple[AddressSet, bool]:
    """Addresses that pods may ask for names, and whether they certainly may ask any server on the internet."""
    found = AddressSet()
    sure = False
    for pod in standing:
        for addresses, verdict in layout.policies.cells(pod, Direction.EGRESS):
            free = pod.on_host is True
            if free or common(verdict.permit.may, DNS):
                found = found | addresses
                sure = sure or (bool(addresses & PUBLIC) and (free or bool(common(verdict.permit.must, DNS))))
    return found, sure


def _cluster_dns(graph: GraphBuilder, layout: Layout, beyond: Beyond) -> Answer:
    maps = [one for one in layout.of_kind("ConfigMap") if one.name in _MAPS and (home := layout.home_of(one)) and home.party.name == SYSTEM]
    shown = next((one for one in maps if one.name == "coredns"), None)
    if shown is None:
        key = f"{layout.key}{PART}cluster DNS"
        closed = _nodes_resolver(graph, layout, beyond)
        text = "its Corefile is not in the program: declare the ConfigMap kube-system/coredns (a ConfigMapPatch will do) without `forward`"
        if closed is True:
            text = "the resolver of the nodes' network is closed"
        return Answer(closed, key, text)
    return _by_corefile(graph, layout, beyond, shown, more=len(maps) > 1)


def _by_corefile(graph: GraphBuilder, layout: Layout, beyond: Beyond, shown: KubernetesObject, *, more: bool) -> Answer:
    prop = shown.prop("data")
    data = shown.mapping("data")
    text = data.get("Corefile") if not isinstance(data, str) and hasattr(data, "get") else None
    if not isinstance(text, str):
        return Answer(None, shown.urn, "its Corefile is unknown until the update", prop=prop)
    found = parse_corefile(text)
    if not found.readable or more:
        return Answer(None, shown.urn, "its Corefile imports or uses what nobody can see into", prop=prop)
    closed: Truth = True
    why = "its Corefile forwards nothing but listed names"
    for target in found.targets:
        answer = _nodes_resolver(graph, layout, beyond) if asks_node(target) else _server(target)
        if answer is not True and closed is not False:
            closed, why = answer, f"its Corefile forwards every name to {target}"
    return Answer(closed, shown.urn, why, found.allows, prop)


def _server(target: str) -> Truth:
    """A server by its address: one on the internet answers everything, another nobody knows."""
    bare = target.split("://", 1)[-1].rsplit("%", 1)[0]
    try:
        return False if AddressSet.parse(bare) & PUBLIC else None
    except ValueError:
        return None


def _other_servers(graph: GraphBuilder, layout: Layout, beyond: Beyond, home: Home, addresses: AddressSet, sure: bool) -> Answer:
    if sure and not beyond.subnets and beyond.asserted is None:
        return Answer(False, home.key, "its pods may ask every name server on the internet")
    key = f"{layout.key}{PART}name servers beside the cluster's"
    closed = _nodes_resolver(graph, layout, beyond)
    shown = ", ".join(addresses.prefixes()[:2])
    return Answer(closed, key, f"pods of {home.name} may ask name servers at {shown}")


def _nodes_resolver(graph: GraphBuilder, layout: Layout, beyond: Beyond) -> Truth:
    """Whether the resolver of the network that the nodes stand in is closed; not known where that network is out of sight."""
    if not beyond.subnets:
        return None
    standing = set(standing_of(graph, layout.key))
    speaking = [
        (fact.closed, choice.certain)
        for fact in graph.of(ResolverFact)
        for reference in fact.networks
        for choice in choices(reference)
        if choice.key in standing
    ]
    if not speaking:
        return False
    if any(closed is True and certain for closed, certain in speaking) and not any(closed is False for closed, _ in speaking):
        return True
    return False if all(closed is False for closed, _ in speaking) else None
