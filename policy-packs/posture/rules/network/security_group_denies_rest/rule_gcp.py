"""A network of a zone denies what no rule lets out: Google's implied rule lets everything pass."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import ASSOCIATION, EVERYWHERE, FIREWALL, NETWORK, POLICY, POLICY_RULE, ranges_of, switched_off
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.values import is_unknown

HIERARCHICAL: Final = gcp("compute:FirewallPolicyRule")


@rule(*NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "VPC firewall rules" (implied rules: egress is allowed)."""
    if look.zone in (None, ZoneName.EGRESS) or look.resource.external:
        return
    rules = [*look.companions(FIREWALL, "network", NETWORK)]
    maybe = [*look.maybe_companions(FIREWALL, "network", NETWORK)]
    for association in look.companions(ASSOCIATION, "attachmentTarget", NETWORK):
        policies = association.targets("firewallPolicy", POLICY)
        if not policies:
            maybe.append(association)
        rules.extend(found for policy in policies for found in policy.companions(POLICY_RULE, "firewallPolicy", POLICY))
    # A policy of the folder or organization holds for every network below it.
    rules.extend(look.scene.look(resource) for resource in look.scene.of(HIERARCHICAL))
    if not any(_denies_all(one) for one in rules):
        unsure = bool(maybe) or bool(look.maybe_companions(ASSOCIATION, "attachmentTarget", NETWORK)) or any(_untold(one) for one in rules)
        yield Fault("denies nothing that goes out", "egress", Verdict.UNPROVEN if unsure else Verdict.VIOLATED)


def _denies_all(look: Look) -> bool:
    """An egress rule against every address and protocol, for all machines."""
    if look.text("direction") != "EGRESS" or switched_off(look) or not any(one in EVERYWHERE for one in ranges_of(look)[1]):
        return False
    if look.resource.type in FIREWALL:
        everything = any(look.text(f"{block}.protocol") == "all" for block in items(look, "denies"))
        return everything and look.value("targetTags") in (None, []) and look.value("targetServiceAccounts") in (None, [])
    everything = any(look.text(f"{block}.ipProtocol") == "all" for block in items(look, "match.layer4Configs"))
    return look.text("action") == "deny" and everything and look.value("targetSecureTags") in (None, [])


def _untold(look: Look) -> bool:
    return is_unknown(look.value("match")) or is_unknown(look.value("denies")) or is_unknown(look.value(ranges_of(look)[0]))
