"""Packets of the forwarding walk, and which of them each route of a table takes.

Packets are two sets of destination addresses: those that *may* come this far, and those that certainly do. What is uncertain
adds to the first and takes from the second, so "may" over-approximates and "must" under-approximates every road.
Sources: Amazon VPC User Guide, "Route priority"; AWS Transit Gateway Guide, "How transit gateways work"; RFC 1918, 6598, 3927, 4193, 4291.
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.topology import Route, Table
from posture.record import record

PRIVATE: Final = AddressSet.parse(
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "224.0.0.0/4",
    "fc00::/7",
    "fe80::/10",
)
"""Addresses that the internet does not route (RFC 1918, 6598, 3927, 4193, 4291)."""
PUBLIC: Final = ANY - PRIVATE


@record
class Packets:
    """Destination addresses of packets."""

    may: AddressSet
    must: AddressSet

    def only(self, addresses: AddressSet) -> "Packets":
        """Those to the given addresses."""
        return Packets(self.may & addresses, self.must & addresses)

    def unsure(self, certain: bool = False) -> "Packets":
        """None of them certain, unless `certain`."""
        return self if certain else Packets(self.may, EMPTY)


def asked(table: Table, packets: Packets, own: AddressSet | None) -> Iterator[tuple[Route, Packets]]:
    """Which packets each route takes: longest prefix first, then preference."""
    for route in table.open_routes:
        if route.local is not None:
            # Addresses of the network are unknown: some packets stay, and all may go on.
            yield route, packets.unsure(route.certain)
        elif route.service is not None:
            yield route, packets.unsure(route.certain)
        else:
            yield route, Packets(packets.may - route.besides if route.besides is not None else packets.may, EMPTY)
    unknown = sum(1 for route in table.open_routes if route.local is None and route.service is None)
    # One route with an unknown prefix takes some of the packets, never all of another route's: two routes of one prefix are refused.
    rest = packets if unknown <= 1 else packets.unsure()
    for group in table.entries:
        hits: list[tuple[AddressSet, bool]] = []
        for entry in group:
            part = rest.only(entry.prefix)
            if not part.may:
                continue
            if entry.route.propagated and own is not None and table.hub is None:
                # AWS prefers the local route to propagated ones, even to more specific ones.
                part = Packets(part.may - own, part.must - own)
            if part.may:
                yield entry.route, part.unsure(entry.route.certain)
            hits.append((entry.prefix, entry.route.certain))
        for prefix, certain in hits:
            rest = Packets(rest.may - prefix if certain else rest.may, rest.must - prefix)
        if not rest.may:
            return
