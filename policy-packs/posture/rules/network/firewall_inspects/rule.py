"""The inspecting firewall reads what passes: Premium, intrusions denied, TLS opened."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_be_empty, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_set, must_be_true

FIREWALL: Final = az("network:AzureFirewall")
POLICY: Final = az("network:FirewallPolicy")
GROUP: Final = az("network:FirewallPolicyRuleCollectionGroup")
_IDPS: Final = "intrusionDetection"


@rule(*FIREWALL, *POLICY, *GROUP)
def check(look: Look) -> Iterator[Fault]:
    """A policy that is based on another may leave things to it."""
    zone = zone_in_use(look) or (zone_in_use(look.parent) if look.parent is not None else None)
    if zone is None:
        return
    if look.resource.type in FIREWALL:
        yield from must_say(look, "sku.tier", ("premium",), "can't open TLS or see intrusions: it is not Premium", default="Standard")
    elif look.resource.type in POLICY:
        yield from must_say(look, "sku.tier", ("premium",), "can't open TLS or see intrusions: it is not Premium", default="Standard")
        if look.value("basePolicy") in (None, {}) or look.value(_IDPS) is not None:
            yield from must_say(look, f"{_IDPS}.mode", ("deny",), "lets intrusions pass", default="Off")
        yield from must_be_empty(
            look, f"{_IDPS}.configuration.bypassTrafficSettings", "lets some traffic pass without looking for intrusions"
        )
        # Left out, every signature counts that counted before there were profiles.
        if says(look, f"{_IDPS}.profile", "emerging"):
            yield Fault("knows only the newest intrusions", f"{_IDPS}.profile")
        for block in blocks_of(look, f"{_IDPS}.configuration.signatureOverrides"):
            yield from must_say(look, f"{block}.mode", ("deny",), "does not deny some intrusions that it knows")
        yield from must_be_set(look, "transportSecurity.certificateAuthority", "can't open TLS: it has no certificate authority")
    else:
        yield from _opened(look)


def _opened(look: Look) -> Iterator[Fault]:
    """Rules by name over TLS: without termination only the name is seen, not what is sent."""
    for collection in blocks_of(look, "ruleCollections"):
        action = look.text(f"{collection}.action.type")
        if isinstance(action, str) and action.lower() == "deny":
            continue
        for block in blocks_of(look, f"{collection}.rules"):
            kinds = [look.text(f"{protocol}.protocolType") for protocol in blocks_of(look, f"{block}.protocols")]
            named = any(look.value(f"{block}.{one}") not in (None, []) for one in ("targetFqdns", "targetUrls"))
            if named and "Http" not in kinds:
                yield from must_be_true(look, f"{block}.terminateTLS", "lets sealed traffic pass: it does not open TLS")
