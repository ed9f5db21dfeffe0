"""Who reaches whom in a cluster, on which ports: what the sender's egress and the receiver's ingress both leave.

The order of the tiers: Admin, then NetworkPolicies for pods that one isolates, then Baseline, then everything passes.
Sources: Kubernetes documentation, "Network Policies" ("The two sorts of pod isolation"); SIG Network, "Network Policy API".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import reduce

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.kubernetes.cluster_policies import ClusterPolicy, Tier, decide
from posture.kubernetes.network_policies import Direction, NetworkPolicy, isolation
from posture.kubernetes.parties import Outside, Party, Pod
from posture.kubernetes.permits import EVERYTHING, Permit
from posture.kubernetes.rules import blocks
from posture.kubernetes.truth import Truth
from posture.record import record


@record
class Verdict:
    """What passes in one direction, and the policies that had a say in it."""

    permit: Permit
    by: tuple[NetworkPolicy | ClusterPolicy, ...] = ()


@dataclass
class Policies:
    """All policies of one cluster; asked many times, so it remembers."""

    network: tuple[NetworkPolicy, ...] = ()
    cluster: tuple[ClusterPolicy, ...] = ()
    _known: dict[tuple[object, ...], Verdict] = field(default_factory=dict)
    _heard: dict[tuple[object, ...], tuple[tuple[tuple[NetworkPolicy, Truth], ...], tuple[ClusterPolicy, ...]]] = field(
        default_factory=dict
    )
    _cut: dict[tuple[object, ...], list[AddressSet]] = field(default_factory=dict)

    def one_way(self, subject: Pod, direction: Direction, other: Party) -> Verdict:
        """What the policies of one end let pass."""
        key = (direction, subject.signature, other.signature)
        if key not in self._known:
            self._known[key] = self._wherever(subject, direction, other)
        return self._known[key]

    def between(self, source: Party, target: Party) -> Permit:
        """Ports of the target on which the source can open connections. Of two ends outside of the cluster nothing is said."""
        out = self.one_way(source, Direction.EGRESS, target).permit if isinstance(source, Pod) else EVERYTHING
        return out & self.one_way(target, Direction.INGRESS, source).permit if out.may and isinstance(target, Pod) else out

    def cells(self, pod: Pod, direction: Direction) -> Iterator[tuple[AddressSet, Verdict]]:
        """Addresses outside of the cluster, cut so that every policy says one thing of each part."""
        for part in self._parts(pod, direction, ANY):
            yield part, self.one_way(pod, direction, Outside(part))

    def _wherever(self, subject: Pod, direction: Direction, other: Party) -> Verdict:
        """A pod at an address that nobody knows yet: it has one of them, and all rules speak of that one.

        Whether a block means pods at all is left to the network plugin ("These should be cluster-external IPs"), so what passes by blocks alone only may.
        """
        if isinstance(other, Outside) or other.exact or not other.addresses or not self._speaking(subject, direction)[1]:
            # NetworkPolicies only add, so that rules of blocks add to what may pass, whichever address it is.
            return self._judge(subject, direction, other)
        parts = self._parts(subject, direction, other.addresses)
        unseen = self._judge(subject, direction, replace(other, addresses=EMPTY))
        permits = [self._judge(subject, direction, replace(other, addresses=part, exact=True)).permit for part in parts]
        return Verdict(reduce(Permit.either, permits, unseen.permit), unseen.by)

    def _judge(self, subject: Pod, direction: Direction, other: Party) -> Verdict:
        network, cluster = self._speaking(subject, direction)
        middle = isolation(network, subject, direction, other)
        if not cluster:
            return Verdict(middle.effective, middle.by)
        by: tuple[NetworkPolicy | ClusterPolicy, ...] = (*middle.by, *cluster)
        first = decide(cluster, Tier.ADMIN, subject, direction, other, EVERYTHING)
        if middle.isolated is True:
            return Verdict(first.allowed | (first.onward & middle.permit), by)
        last = decide(cluster, Tier.BASELINE, subject, direction, other, EVERYTHING)
        behind = last.allowed | last.onward
        rest = behind if middle.isolated is False else middle.permit.either(behind)
        return Verdict(first.allowed | (first.onward & rest), by)

    def _speaking(self, subject: Pod, direction: Direction) -> tuple[tuple[tuple[NetworkPolicy, Truth], ...], tuple[ClusterPolicy, ...]]:
        """Policies that speak of a pod, or may."""
        key = (direction, subject.signature)
        if key not in self._heard:
            network = ((policy, policy.selects(subject, direction)) for policy in self.network)
            cluster = (policy for policy in self.cluster if policy.rules[direction] != () and policy.selects(subject) is not False)
            self._heard[key] = tuple(pair for pair in network if pair[1] is not False), tuple(cluster)
        return self._heard[key]

    def _parts(self, pod: Pod, direction: Direction, whole: AddressSet) -> list[AddressSet]:
        """Addresses cut by every block that a rule for the pod names."""
        key = (direction, pod.signature, whole)
        if key in self._cut:
            return self._cut[key]
        network, cluster = self._speaking(pod, direction)
        named = [block for policy, _ in network for block in blocks(policy.rules[direction])]
        named.extend(
            peer.block
            for policy in cluster
            for rule in policy.rules[direction] or ()
            for peer in rule.peers or ()
            if peer.block is not None
        )
        parts = [whole]
        for block in dict.fromkeys(named):
            parts = [half for part in parts for half in (part & block, part - block) if half]
        self._cut[key] = parts
        return parts
