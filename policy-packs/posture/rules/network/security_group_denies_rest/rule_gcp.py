"""A network of a zone denies what no rule lets pass, and records it; a policy above networks that hands some on denies the rest."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.rules.aws_networks import PRIVATE, block
from posture.rules.contract import Fault, rule
from posture.rules.gcp_addresses import too_wide
from posture.rules.gcp_networks import ASSOCIATION, EVERYWHERE, FIREWALL, NETWORK, POLICY, POLICY_RULE, SUBNET, ranges_of, switched_off
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.values import is_unknown

HIERARCHICAL: Final = gcp("compute:FirewallPolicyRule")
ABOVE: Final = gcp("compute:FirewallPolicy")
BOUND: Final = gcp("compute:FirewallPolicyAssociation")
ANY_V4: Final = "0.0.0.0/0"
ANY_V6: Final = "::/0"
_NARROW: Final = ("targetTags", "targetServiceAccounts", "targetSecureTags")


@rule(*NETWORK, *ABOVE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Next Generation Firewall documentation, "VPC firewall rules" (implied rules: egress is allowed, ingress denied), "VPC Firewall Rules
    Logging" (implied rules take no log), "Hierarchical firewall policies" (what no rule decides goes on to the next level)."""
    if look.resource.type in ABOVE:
        yield from _above(look)
        return
    if look.zone in (None, ZoneName.EGRESS) or look.resource.external:
        return
    rules = [*look.companions(FIREWALL, "network", NETWORK)]
    maybe = [*look.maybe_companions(FIREWALL, "network", NETWORK)]
    associations = look.companions(ASSOCIATION, "attachmentTarget", NETWORK)
    for association in associations:
        policies = association.targets("firewallPolicy", POLICY)
        if not policies:
            maybe.append(association)
        rules.extend(found for policy in policies for found in policy.companions(POLICY_RULE, "firewallPolicy", POLICY))
    # A policy of the folder or organization holds for every network below it.
    rules.extend(look.scene.look(resource) for resource in look.scene.of(HIERARCHICAL))
    unsure = bool(maybe) or bool(look.maybe_companions(ASSOCIATION, "attachmentTarget", NETWORK))
    needed = (ANY_V4, ANY_V6) if _speaks_v6(look) else (ANY_V4,)
    yield from _rest(rules, "EGRESS", needed, "denies nothing that goes out", unsure=unsure)
    # What a policy does not decide, rules beside it do: those of the network, which nobody reads together with it.
    beside = "rules beside its firewall policy" if associations else "the implied rule, which records nothing"
    yield from _rest(rules, "INGRESS", needed, f"leaves what comes in to {beside}", unsure=unsure)


def _above(look: Look) -> Iterator[Fault]:
    """To hand on means something only before a denial, and where the policy holds."""
    if not look.scene.classified or look.resource.external:
        return
    if not look.companions(BOUND, "firewallPolicy", ABOVE) and not look.maybe_companions(BOUND, "firewallPolicy", ABOVE):
        yield Fault("holds nowhere: no folder and no organization is associated with it", "association")
    rules = look.companions(HIERARCHICAL, "firewallPolicy", ABOVE)
    for direction in ("EGRESS", "INGRESS"):
        here = [one for one in rules if one.text("direction") == direction]
        handed = [one for one in here if one.text("action") == "goto_next" and not switched_off(one)]
        for one in handed:
            prop, ranges = ranges_of(one)
            for literal in ranges:
                if literal in EVERYWHERE or (too_wide(look.scene, literal) and not _private(literal)):
                    yield Fault(f"hands {literal} on, before anything is denied", prop, urn=one.urn)
        if not handed or any(_stops_the_rest(one) for one in here):
            continue
        verdict = Verdict.UNPROVEN if look.maybe_companions(HIERARCHICAL, "firewallPolicy", ABOVE) else Verdict.VIOLATED
        fault = f"hands some {direction.lower()} on to networks, and denies no rest"
        yield Fault(fault, direction.lower(), verdict)
        for one in here:
            yield Fault(fault, direction.lower(), verdict, one.urn)


def _stops_the_rest(look: Look) -> bool:
    return _denies(look) and not switched_off(look) and not any(look.value(prop) not in (None, []) for prop in _NARROW)


def _private(literal: str) -> bool:
    found = block(literal)
    return found is not None and PRIVATE.contains(found)


def _rest(rules: list[Look], direction: str, needed: tuple[str, ...], fault: str, *, unsure: bool) -> Iterator[Fault]:
    """A fault of the network, and of each denial that no longer is one."""
    if all(any(_denies_all(one, direction, addresses) for one in rules) for addresses in needed):
        return
    verdict = Verdict.UNPROVEN if unsure or any(_untold(one) for one in rules) else Verdict.VIOLATED
    yield Fault(fault, direction.lower(), verdict)
    for one in rules:
        if _denies(one) and one.text("direction") == direction and not all(_denies_all(one, direction, found) for found in needed):
            yield Fault(fault, direction.lower(), verdict, one.urn)


def _speaks_v6(network: Look) -> bool:
    return any(subnet.text("stackType") not in (None, "IPV4_ONLY") for subnet in network.companions(SUBNET, "network", NETWORK))


def _denies(look: Look) -> bool:
    return look.value("denies") not in (None, []) if look.resource.type in FIREWALL else look.text("action") == "deny"


def _denies_all(look: Look, direction: str, addresses: str) -> bool:
    """A rule against every address and protocol, for all machines."""
    if look.text("direction") != direction or not _denies(look) or switched_off(look) or not _covers(look, addresses):
        return False
    if any(look.value(prop) not in (None, []) for prop in _NARROW):
        return False
    list_, word = ("denies", "protocol") if look.resource.type in FIREWALL else ("match.layer4Configs", "ipProtocol")
    return any(look.text(f"{block}.{word}") == "all" for block in items(look, list_))


def _covers(look: Look, addresses: str) -> bool:
    prop, ranges = ranges_of(look)
    if not ranges and look.resource.type in FIREWALL and look.value(prop) in (None, []):
        return addresses == ANY_V4
    return addresses in ranges or (addresses == ANY_V6 and any(one in EVERYWHERE and ":" in one for one in ranges))


def _untold(look: Look) -> bool:
    return is_unknown(look.value("match")) or is_unknown(look.value("denies")) or is_unknown(look.value(ranges_of(look)[0]))
