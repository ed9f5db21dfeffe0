"""The web application firewall of a zone blocks what it knows to be an attack."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_true

POLICY: Final = az("network:WebApplicationFirewallPolicy")


FRONT_POLICY: Final = az("frontdoor:Policy", "cdn:Policy")
_LOG4J: Final = "944240"
"""The managed rule against CVE-2021-44228 in OWASP's set and Microsoft's. Azure Web Application Firewall documentation, "DRS and CRS rule groups"."""
_GROUPS: Final = "ruleGroupOverrides"


@rule(*POLICY, *FRONT_POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Prevention, enabled, with managed rules, for bodies too; and no rule of one's own that goes before them to let something in.

    Sources: Azure Web Application Firewall documentation, "Custom rules for Web Application Firewall v2" (an allow ends the evaluation),
    "Request and file upload size limits" (enforcement), "Create rate limiting custom rules".
    """
    if look.zone is None and zone_in_use(look) is None:
        return
    yield from _switched_off(look)
    if look.resource.type in FRONT_POLICY:
        yield from _of_front_door(look)
        return
    yield from must_say(look, "policySettings.mode", ("prevention",), "only watches attacks", default="Detection")
    yield from must_say(look, "policySettings.state", ("enabled",), "is switched off", default="Enabled")
    yield from must_be_true(look, "policySettings.requestBodyCheck", "does not look into bodies", default=True)
    for prop, what in (("requestBodyEnforcement", "bodies"), ("fileUploadEnforcement", "files")):
        yield from must_be_true(look, f"policySettings.{prop}", f"lets {what} through that are larger than it reads", default=True)
    if not blocks_of(look, "managedRules.managedRuleSets"):
        yield Fault("knows no attacks: it has no managed rules", "managedRules.managedRuleSets")
    for block in blocks_of(look, "customRules"):
        yield from must_say(look, f"{block}.state", ("enabled",), "has a rule that is switched off", default="Enabled")
        if says(look, f"{block}.action", "allow"):
            yield Fault("has a rule that lets requests in before any managed rule has read them", f"{block}.action")
        if says(look, f"{block}.ruleType", "ratelimitrule") and says(look, f"{block}.action", "log"):
            yield Fault("counts requests and stops none", f"{block}.action")


def _of_front_door(look: Look) -> Iterator[Fault]:
    """Front Door and the content network have the same ideas in other words. Source: REST API reference, "Policies" (Front Door WAF, CDN)."""
    yield from must_say(look, "policySettings.mode", ("prevention",), "only watches attacks", default="Detection")
    yield from must_say(look, "policySettings.enabledState", ("enabled",), "is switched off", default="Enabled")
    yield from must_say(look, "policySettings.requestBodyCheck", ("enabled",), "does not look into bodies", default="Enabled")
    if not blocks_of(look, "managedRules.managedRuleSets"):
        yield Fault("knows no attacks: it has no managed rules", "managedRules.managedRuleSets")
    for block in blocks_of(look, "customRules.rules"):
        yield from must_say(look, f"{block}.enabledState", ("enabled",), "has a rule that is switched off", default="Enabled")
        if says(look, f"{block}.action", "allow"):
            yield Fault("has a rule that lets requests in before any managed rule has read them", f"{block}.action")
        if says(look, f"{block}.ruleType", "ratelimitrule") and says(look, f"{block}.action", "log"):
            yield Fault("counts requests and stops none", f"{block}.action")


def _switched_off(look: Look) -> Iterator[Fault]:
    for rules in blocks_of(look, "managedRules.managedRuleSets"):
        for group in blocks_of(look, f"{rules}.{_GROUPS}"):
            for one in blocks_of(look, f"{group}.rules"):
                off = any(says(look, f"{one}.{state}", "disabled") for state in ("state", "enabledState"))
                if off and look.text(f"{one}.ruleId") == _LOG4J:
                    yield Fault("lets lookups of Log4j pass: the rule against them is switched off", f"{one}.ruleId")
