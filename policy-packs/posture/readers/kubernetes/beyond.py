"""What lies at addresses outside of a cluster: the internet, a zone of the plan, a peer, the nodes' own subnets, or nobody knows what.

- The program shows the cluster and its subnets: whatever leaves a pod leaves by them, and their own roads are followed on.
- The reviewer asserts the cluster (by the provider's name): its network is what he says.
- Else the cluster's network is out of sight: what policies let go to public addresses goes to the internet. In the egress zone, which is
  there to have a road, it only may: its firewall stands in that network.

Sources: Kubernetes documentation, "Network Policies" (`ipBlock`: cluster-external addresses), "Cluster Networking" (pods reach nodes and beyond without
translation); RFC 6890 (special-purpose addresses).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ai_zones.plan import ZoneName
from posture.cached import cached_property
from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder, peer_key
from posture.graph.kinds import Outside
from posture.graph.packets import PRIVATE, PUBLIC
from posture.readers.kubernetes.nodes import node_subnets
from posture.record import record
from posture.reference import Reference

NODE_LOCAL: Final = AddressSet.parse("127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "::1/128", "fe80::/10", "ff00::/8")
"""Addresses that lead no further than the node: loopback, link-local, multicast."""


@record
class End:
    """Somebody outside of the cluster."""

    reference: Reference
    certain: bool = True


@dataclass
class Beyond:
    """The surroundings of one cluster."""

    graph: GraphBuilder
    cluster: str

    @cached_property
    def subnets(self) -> tuple[Reference, ...]:
        """Subnets of its nodes, where the program shows them."""
        return node_subnets(self.graph, self.cluster)

    @cached_property
    def asserted(self) -> Reference | None:
        """What the reviewer says of its network."""
        name = self.cluster.rsplit("::", 1)[-1]
        entry = next((one for one in self.graph.approved.asserted if one.literal in (name, self.cluster)), None)
        return self.graph.somewhere("cluster", entry.literal) if entry is not None else None

    def at(self, addresses: AddressSet, zone: ZoneName | None) -> Iterator[End]:
        """Whom a pod of a zone meets at addresses."""
        addresses = addresses - NODE_LOCAL
        public = addresses & PUBLIC
        if self.subnets:
            yield from (End(one, one.certain and bool(public)) for one in self.subnets if addresses)
            return
        if self.asserted is not None:
            yield from (End(self.asserted) for _ in (1,) if addresses)
            return
        rest = addresses
        for known, end in self._known:
            if rest.overlaps(known):
                yield end
                rest = rest - known
        if rest & PUBLIC:
            yield End(self.graph.internet(), zone is not ZoneName.EGRESS)
        if private := rest & PRIVATE:
            shown = private.prefixes()
            text = ", ".join(shown[:2]) + (f" and {len(shown) - 2} more" if len(shown) > 2 else "")
            key = f"addresses {text} around the cluster"
            yield End(self.graph.named_outside(f"{self.cluster}:{text}", key, Outside.UNKNOWN), False)

    def around(self, zone: ZoneName | None) -> Iterator[End]:
        """The private network that the cluster's nodes stand in."""
        if self.subnets:
            yield from (End(one, one.certain) for one in self.subnets)
        elif self.asserted is not None:
            yield End(self.asserted)
        elif zone is not None and zone in self.graph.approved.zone_networks:
            yield End(self.zone_network(zone))
        else:
            name = "the private network around the cluster"
            yield End(self.graph.named_outside(f"{self.cluster}:around", name, Outside.UNKNOWN), False)

    @cached_property
    def _known(self) -> list[tuple[AddressSet, End]]:
        """Addresses whose owner the reviewer names: peers first, for they may lie within a zone's block."""
        approved = self.graph.approved
        found = [
            (AddressSet.parse(peer.cidr), End(self.graph.named_outside(peer_key(peer.name), peer.name, Outside.OURS)))
            for peer in approved.peers
        ]
        for entry in approved.asserted:
            if (block := _block(entry.literal)) is not None:
                found.append((block, End(self.graph.somewhere("addresses", entry.literal))))
        for zone, cidr in approved.zone_networks.items():
            found.append((AddressSet.parse(cidr), End(self.zone_network(zone))))
        return found

    def zone_network(self, zone: ZoneName) -> Reference:
        """The network of a zone of the plan, which no resource of the program is."""
        return self.graph.named_outside(f"network of {zone}", f"network of {zone} (plan)", Outside.OURS, zone)


def _block(literal: str) -> AddressSet | None:
    try:
        return AddressSet.parse(literal)
    except ValueError:
        return None
