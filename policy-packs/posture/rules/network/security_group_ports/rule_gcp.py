"""Firewall rules of closed zones name their ports and protocols."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.rules.aws_networks import ADMINISTRATION
from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import FIREWALL, POLICY_RULE, allows, switched_off
from posture.rules.gcp_words import items
from posture.rules.look import Look
from posture.values import is_unknown
from posture.view import Path

_PORTED: Final = ("tcp", "udp", "sctp", "6", "17", "132")


@rule(*FIREWALL, *POLICY_RULE)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "VPC firewall rules" (protocols and ports: without ports a rule is for all of them)."""
    if look.zone not in CLOSED_ZONES or switched_off(look) or not allows(look):
        return
    list_, word = ("allows", "protocol") if look.resource.type in FIREWALL else ("match.layer4Configs", "ipProtocol")
    for block in items(look, list_):
        kind = look.text(f"{block}.{word}")
        if kind in ("all", "ALL"):
            yield Fault("lets every protocol and port pass", f"{block}.{word}")
        elif isinstance(kind, str) and kind.lower() in _PORTED:
            yield from _ports(look, f"{block}.ports")


def _ports(look: Look, prop: Path) -> Iterator[Fault]:
    found = look.texts(prop)
    if is_unknown(found) or not isinstance(found, list):
        return
    if not found:
        yield Fault("lets every port pass", prop)
    for written in found:
        if not isinstance(written, str):
            continue
        first, _, last = written.partition("-")
        if last and first.isdigit() and last.isdigit() and first != last:
            inside = [port for port in ADMINISTRATION if int(first) <= port <= int(last)]
            if inside:
                yield Fault(f"lets ports {written} pass, those of administration among them ({inside[0]})", prop)
