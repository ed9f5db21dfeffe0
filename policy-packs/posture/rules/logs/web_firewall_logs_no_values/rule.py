"""The log of a zone's web application firewall does not hold what people typed."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import ENABLED, az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell
from posture.values import is_unknown

POLICY: Final = az("network:WebApplicationFirewallPolicy")
_SCRUBBING: Final = "policySettings.logScrubbing"
_CARRYING: Final = {
    "RequestHeaderNames": "headers",
    "RequestCookieNames": "cookies",
    "RequestArgNames": "arguments",
    "RequestPostArgNames": "posted fields",
    "RequestJSONArgNames": "fields of JSON",
}
"""Variables of scrubbing rules, and what they are."""


@rule(*POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is turned on, and what is scrubbed is what rules name.

    Source: Azure Web Application Firewall documentation, "What is Azure WAF sensitive data protection?" (log scrubbing rules).
    """
    if look.zone is not None or zone_in_use(look) is not None:
        fault = "writes what it finds in a request, as it was typed, into its log"
        # The state of what is there is Enabled where it is not said (REST API reference, PolicySettings).
        given = look.value(_SCRUBBING) not in (None, {})
        yield from must_say(look, f"{_SCRUBBING}.state", ENABLED, fault, default="Enabled" if given else "Disabled")
        if given:
            yield from _scrubbed(look)


def _scrubbed(look: Look) -> Iterator[Fault]:
    """Each part of a request that carries what people typed has a rule of its own that is on."""
    rules = f"{_SCRUBBING}.scrubbingRules"
    if is_unknown(look.value(rules)):
        yield cannot_tell(rules, "what is scrubbed from its log")
        return
    seen = set()
    for block in blocks_of(look, rules):
        yield from must_say(look, f"{block}.state", ENABLED, "has a scrubbing rule that is switched off", default="Enabled")
        variable = look.text(f"{block}.matchVariable")
        if is_unknown(variable):
            return
        seen.add(variable)
    missing = [words for variable, words in _CARRYING.items() if variable not in seen]
    if missing:
        yield Fault(f"writes {' and '.join(missing)} into its log as they were typed: no scrubbing rule names them", rules)
