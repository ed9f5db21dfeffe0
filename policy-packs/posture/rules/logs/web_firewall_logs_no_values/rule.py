"""The log of a zone's web application firewall does not hold what people typed."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import ENABLED, az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use

POLICY: Final = az("network:WebApplicationFirewallPolicy")
_SCRUBBING: Final = "policySettings.logScrubbing"


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
        scrubbing = f"{_SCRUBBING}.scrubbingRules"
        if given and look.value(scrubbing) in (None, []):
            yield Fault("scrubs nothing from its log: no scrubbing rule says what", scrubbing)
        for block in blocks_of(look, scrubbing):
            yield from must_say(look, f"{block}.state", ENABLED, f"{fault}: one of its scrubbing rules is off", default="Enabled")
