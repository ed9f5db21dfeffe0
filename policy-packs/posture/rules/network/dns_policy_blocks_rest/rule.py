"""The networks of closed zones have a DNS security policy that blocks every name which it does not allow."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.proofs.verdict import Verdict
from posture.rules.azure_networks import NETWORK
from posture.rules.azure_words import az, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

LINK: Final = az("dnsresolver:DnsResolverPolicyVirtualNetworkLink")
POLICY: Final = az("dnsresolver:DnsResolverPolicy")
RULE: Final = az("dnsresolver:DnsSecurityRule")
LIST: Final = az("dnsresolver:DnsResolverDomainList")
_EVERY: Final = (".", "*", "*.")


@rule(*NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """A link, and in its policy a rule for `.` that blocks, is enabled and comes last; no rule that allows everything."""
    if look.zone not in CLOSED_ZONES or look.resource.external:
        return
    links = look.companions(LINK, "virtualNetwork", NETWORK)
    if not links:
        maybe = bool(look.maybe_companions(LINK, "virtualNetwork", NETWORK))
        yield Fault(
            "answers every name: no DNS security policy is linked to it",
            "DNS security policy",
            Verdict.UNPROVEN if maybe else Verdict.VIOLATED,
        )
    for link in links:
        for policy in link.targets("dnsResolverPolicyName", POLICY):
            for fault in _closed(policy):
                yield Fault(fault.message, fault.prop, fault.verdict, fault.urn or policy.urn)


def _closed(policy: Look) -> Iterator[Fault]:
    rules = [one for one in policy.companions(RULE, "dnsResolverPolicyName", POLICY) if not says(one, "dnsSecurityRuleState", "disabled")]
    blocks = [one for one in rules if says(one, "action.actionType", "block") and _of_every_name(one)]
    if not blocks:
        unsure = bool(policy.maybe_companions(RULE, "dnsResolverPolicyName", POLICY)) or any(
            is_unknown(one.value("action.actionType")) or _untold(one) for one in rules
        )
        yield Fault("blocks not every name that it does not allow", "rules", Verdict.UNPROVEN if unsure else Verdict.VIOLATED)
    for one in rules:
        if not says(one, "action.actionType", "block") and _of_every_name(one):
            yield Fault("answers every name", "dnsResolverDomainLists", urn=one.urn)
    last = [number for one in blocks if isinstance(number := one.number("priority"), int)]
    for one in rules:
        number = one.number("priority")
        if last and says(one, "action.actionType", "allow") and isinstance(number, int) and number > min(last):
            yield Fault("allows names only after all are blocked", "priority", urn=one.urn)


def _of_every_name(look: Look) -> bool:
    return any(domain in _EVERY for listed in _lists(look) for domain in _domains(listed))


def _untold(look: Look) -> bool:
    return not _lists(look) or any(is_unknown(listed.value("domains")) for listed in _lists(look))


def _lists(look: Look) -> list[Look]:
    return look.targets("dnsResolverDomainLists[*]", LIST)


def _domains(look: Look) -> list[object]:
    found = look.texts("domains")
    return list(found) if isinstance(found, list) else []
