"""Security groups of closed zones name their ports and protocols."""

from collections.abc import Iterator

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.rules.aws_networks import ADMINISTRATION
from posture.rules.azure_networks import ANYTHING, FILTER, FILTER_RULE, filter_zone, ports, prefixes, rules_in, within_a_cluster, word
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot
from posture.values import is_unknown

_PLATFORM = ("azureloadbalancer", "gatewaymanager")


@rule(*FILTER, *FILTER_RULE)
def check(look: Look) -> Iterator[Fault]:
    """Rules that allow; a range may not take in a port of administration beside others."""
    zone = filter_zone(look)
    if zone is not None:
        for spot in rules_in(look).found:
            if spot.look is not look or word(spot, "access") != "allow" or within_a_cluster(spot):
                continue
            if zone in CLOSED_ZONES or not _from_the_platform(spot):
                yield from _range(spot)


def _from_the_platform(spot: Spot) -> bool:
    """Azure's own health probes and gateway managers come on ports of their own choice."""
    return any(isinstance(one, str) and one.lower() in _PLATFORM for one in prefixes(spot, "source"))


def _range(spot: Spot) -> Iterator[Fault]:
    prop = spot.at("destinationPortRange")
    for written in ports(spot):
        if is_unknown(written):
            continue
        if written.lower() in ANYTHING:
            yield Fault("lets every port pass", prop)
            continue
        first, _, last = written.partition("-")
        if last and first.isdigit() and last.isdigit():
            inside = [port for port in ADMINISTRATION if int(first) <= port <= int(last)]
            if inside:
                yield Fault(f"lets ports {written} pass, those of administration among them ({inside[0]})", prop)
    if word(spot, "protocol") in ("*", "any"):
        yield Fault("lets every protocol pass", spot.at("protocol"))
