"""Address blocks are widened: to everything, and by eight bits."""

import ipaddress
from collections.abc import Iterator
from typing import Any

from tests.mutation.edits import put
from tests.mutation.mutant import Mutant
from tests.mutation.operators.azure_places import says_itself
from tests.mutation.operators.azure_words import in_denial
from tests.mutation.operators.gcp_shapes import in_denial as in_denial_of_google
from tests.mutation.program import Program, Row
from tests.mutation.sites import sites


def _network(value: Any) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    if not isinstance(value, str) or "/" not in value:
        return None
    try:
        return ipaddress.ip_network(value)
    except ValueError:
        return None


def widen_cidr(program: Program, row: Row) -> Iterator[Mutant]:
    """`10.1.0.0/16` becomes `0.0.0.0/0`, and `10.0.0.0/8`."""
    for site in sites(row):
        value = site.plain if not isinstance(site.value, dict | list) else None
        network = _network(value)
        if network is None or network.prefixlen == 0:
            continue
        if row.type.startswith("azure-native:") and (in_denial(row, site) or says_itself(row, site.where)):
            continue
        if row.type.startswith("gcp:") and in_denial_of_google(row, site.where):
            continue
        everything = "0.0.0.0/0" if network.version == 4 else "::/0"
        wider = str(network.supernet(prefixlen_diff=min(8, network.prefixlen)))
        for operator, block in (("widen-cidr-to-all", everything), ("widen-cidr-by-8", wider)):

            def change(mutated: Program, urn: str = row.urn, where: Any = site.where, block: str = block) -> set[str]:
                put(mutated, urn, where, block)
                return set()

            yield Mutant(operator, row.type, site.path, row.urn, change)


OPERATORS = (widen_cidr,)
