"""Who reaches whom in a cluster, on which ports: what the sender's egress and the receiver's ingress both leave.

The order of the tiers: Admin, then NetworkPolicies for pods that one isolates, then Baseline, then everything passes.
Sources: Kubernetes documentation, "Network Policies" ("The two sorts of pod isolation"); SIG Network, "Network Policy API".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from posture.graph.addresses import ANY, AddressSet
from posture.kubernetes.cluster_policies import ClusterPolicy, Tier, decide
from posture.kubernetes.network_policies import Direction, NetworkPolicy, isolation
from posture.kubernetes.parties import Outside, Party, Pod
from posture.kubernetes.permits import EVERYTHING, Permit
from posture.kubernetes.rules import blocks


@dataclass(frozen=True, slots=True)
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

    def one_way(self, subject: Pod, direction: Direction, other: Party) -> Verdict:
        """What the policies of one end let pass."""
        key = (direction, subject.signature, other.signature)
        if key not in self._known:
            self._known[key] = self._judge(subject, direction, other)
        return self._known[key]

    def between(self, source: Party, target: Party) -> Permit:
        """Ports of the target on which the source can open connections. Of two ends outside of the cluster nothing is said."""
        out = self.one_way(source, Direction.EGRESS, target).permit if isinstance(source, Pod) else EVERYTHING
        return out & self.one_way(target, Direction.INGRESS, source).permit if out.may and isinstance(target, Pod) else out

    def cells(self, pod: Pod, direction: Direction) -> Iterator[tuple[AddressSet, Verdict]]:
        """Addresses outside of the cluster, cut so that every policy says one thing of each part."""
        for part in self._parts(pod, direction):
            yield part, self.one_way(pod, direction, Outside(part))

    def _judge(self, subject: Pod, direction: Direction, other: Party) -> Verdict:
        first = decide(self.cluster, Tier.ADMIN, subject, direction, other, EVERYTHING)
        middle = isolation(self.network, subject, direction, other)
        by: list[NetworkPolicy | ClusterPolicy] = list(middle.by)
        by.extend(policy for policy in self.cluster if policy.selects(subject) is not False and policy.rules[direction] != ())
        if middle.isolated is True:
            return Verdict(first.allowed | (first.onward & middle.permit), tuple(by))
        last = decide(self.cluster, Tier.BASELINE, subject, direction, other, EVERYTHING)
        behind = last.allowed | last.onward
        rest = behind if middle.isolated is False else middle.permit.either(behind)
        return Verdict(first.allowed | (first.onward & rest), tuple(by))

    def _parts(self, pod: Pod, direction: Direction) -> list[AddressSet]:
        named = [
            block for policy in self.network if policy.selects(pod, direction) is not False for block in blocks(policy.rules[direction])
        ]
        named.extend(
            peer.block
            for policy in self.cluster
            if policy.selects(pod) is not False
            for rule in policy.rules[direction] or ()
            for peer in rule.peers or ()
            if peer.block is not None
        )
        parts = [ANY]
        for block in dict.fromkeys(named):
            parts = [half for part in parts for half in (part & block, part - block) if half]
        return parts
