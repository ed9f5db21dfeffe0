"""Azure Firewall drops what none of its rules names: no rule allows everybody, and known evil is denied."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import WIDE, is_address, known, parsed
from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_set
from posture.values import is_unknown

FIREWALL: Final = az("network:AzureFirewall")
POLICY: Final = az("network:FirewallPolicy")
GROUP: Final = az("network:FirewallPolicyRuleCollectionGroup")
_WHERE: Final = ("destinationAddresses", "destinationFqdns", "targetFqdns", "targetUrls", "fqdnTags", "webCategories")
_TARGETS: Final = _WHERE[:4]


@rule(*FIREWALL, *POLICY, *GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Azure Firewall denies by default; its rules and its policy's mode can undo that."""
    zone = look.zone or zone_in_use(look) or (zone_in_use(look.parent) if look.parent is not None else None)
    if zone is None:
        return
    if look.resource.type in FIREWALL:
        classic = any(look.value(f"{kind}RuleCollections") not in (None, []) for kind in ("application", "network"))
        if not classic:
            yield from must_be_set(look, "firewallPolicy", "has no policy, and so no rules")
    elif look.resource.type in POLICY:
        if look.value("basePolicy") in (None, {}) or look.value("threatIntelMode") is not None:
            yield from must_say(look, "threatIntelMode", ("deny",), "lets addresses and names of known attackers pass", default="Alert")
        allowed = look.value("threatIntelWhitelist")
        if (
            allowed is not None
            and not is_unknown(allowed)
            and any(look.value(f"threatIntelWhitelist.{one}") not in (None, []) for one in ("fqdns", "ipAddresses"))
        ):
            yield Fault("lets some of the known attackers pass", "threatIntelWhitelist")
    else:
        yield from _wide(look)


def _wide(look: Look) -> Iterator[Fault]:
    for collection in blocks_of(look, "ruleCollections"):
        kind = look.text(f"{collection}.action.type")
        if isinstance(kind, str) and kind.lower() == "deny":
            continue
        for block in blocks_of(look, f"{collection}.rules"):
            for prop in _TARGETS:
                texts = look.texts(f"{block}.{prop}")
                for text in texts if isinstance(texts, list) else []:
                    if isinstance(text, str) and (text.lower() in WIDE or text.lower() in ("*/*", "*.*")):
                        yield Fault(f"lets everything pass ({text})", f"{block}.{prop}")
            sources = look.texts(f"{block}.sourceAddresses")
            for source in sources if isinstance(sources, list) else []:
                if isinstance(source, str) and (source in WIDE or (is_address(source) and not known(look.scene).contains(parsed(source)))):
                    yield Fault(f"lets {source} pass, more than any known network", f"{block}.sourceAddresses")
            ports = look.texts(f"{block}.destinationPorts")
            if isinstance(ports, list) and "*" in ports:
                yield Fault("lets every port pass", f"{block}.destinationPorts")
