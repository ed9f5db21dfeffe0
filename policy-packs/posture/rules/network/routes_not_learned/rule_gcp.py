"""BGP sessions of zones believe the other side's own routes alone, and tell it of known networks alone."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.sessions import accepts
from posture.rules.contract import Fault, rule
from posture.rules.gcp_addresses import too_wide
from posture.rules.gcp_networks import EVERYWHERE
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.values import is_unknown

SESSION: Final = gcp("compute:RouterPeer")
ROUTER: Final = gcp("compute:Router")
INTERFACE: Final = gcp("compute:RouterInterface")
POLICY: Final = gcp("compute:RouterRoutePolicy")
_LINKS: Final = ("vpnTunnel", "interconnectAttachment", "subnetwork", "privateIpAddress", "redundantInterface")
_ALL: Final = ("ALL_SUBNETS", "ALL_VPC_SUBNETS", "ALL_PEER_VPC_SUBNETS")


@rule(*SESSION)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Router documentation, "BGP route policies overview" (without a policy every route is learned), "Advertised routes" (by default all
    subnetworks; a session's own mode goes before its router's)."""
    if look.zone is None or look.flag("enable") is False:
        return
    yield from _over_something(look)
    yield from _believes(look)
    yield from _tells(look)


def _over_something(look: Look) -> Iterator[Fault]:
    for interface in look.targets("interface", INTERFACE):
        if interface.resource.external or any(interface.value(prop) not in (None, "") for prop in _LINKS):
            continue
        yield Fault("runs over an interface of no tunnel and no attachment", "interface")
        yield Fault("is of no tunnel and no attachment", "vpnTunnel", urn=interface.urn)


def _believes(look: Look) -> Iterator[Fault]:
    fault = "believes whatever routes the other side announces"
    if look.value("importPolicies") in (None, []):
        yield Fault(fault, "importPolicies")
        return
    policies = look.targets("importPolicies", POLICY)
    # Of several, what the one lets by the next one may change; of one that is read as a whole, theorems say where its routes lead.
    if len(policies) != 1 or policies[0].resource.external or accepts(policies[0].view) is not None:
        return
    if not any(is_unknown(value) for value in _said(policies[0])):
        yield Fault(fault, "importPolicies")
        yield Fault("does not name each route that it accepts, or does not drop the rest", "terms", urn=policies[0].urn)


def _said(policy: Look) -> Iterator[object]:
    terms = policy.blocks("terms")
    yield terms
    for term in terms if isinstance(terms, list) else []:
        yield from (policy.value(f"{term}.priority"), policy.value(f"{term}.match.expression"), policy.blocks(f"{term}.actions"))


def _tells(look: Look) -> Iterator[Fault]:
    """What is announced, by the session itself or by its router."""
    routers = look.targets("router", ROUTER)
    if look.text("advertiseMode") not in (None, "DEFAULT"):
        yield from _announces(look, "")
    elif len(routers) == 1 and not routers[0].resource.external:
        if routers[0].text("bgp.advertiseMode") in (None, "DEFAULT"):
            fault = "tells the other side of every subnetwork"
            yield Fault(fault, "advertiseMode")
            yield Fault(fault, "bgp.advertiseMode", urn=routers[0].urn)
        else:
            yield from _announces(routers[0], "bgp.")


def _announces(look: Look, base: str) -> Iterator[Fault]:
    groups = look.texts(f"{base}advertisedGroups")
    if isinstance(groups, list) and any(one in _ALL for one in groups):
        yield Fault("tells the other side of every subnetwork", f"{base}advertisedGroups", urn=look.urn)
    for one in items(look, f"{base}advertisedIpRanges"):
        literal = look.value(f"{one}.range")
        if isinstance(literal, str) and (literal in EVERYWHERE or too_wide(look.scene, literal)):
            yield Fault(f"tells the other side of {literal}, more than any known network", f"{one}.range", urn=look.urn)
