"""The log of a zone's web application firewall does not hold what people typed."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import ENABLED, az, blocks_of, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use

POLICY: Final = az("network:WebApplicationFirewallPolicy")


@rule(*POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is turned on, and what is scrubbed is what rules name.

    Source: Azure Web Application Firewall documentation, "What is Azure WAF sensitive data protection?" (log scrubbing rules).
    """
    if look.zone is not None or zone_in_use(look) is not None:
        fault = "writes what it finds in a request, as it was typed, into its log"
        yield from must_say(look, "policySettings.logScrubbing.state", ENABLED, fault, default="Disabled")
        scrubbing = "policySettings.logScrubbing.scrubbingRules"
        if look.value(scrubbing) in (None, []) and says(look, "policySettings.logScrubbing.state", *ENABLED):
            yield Fault("scrubs nothing from its log: no scrubbing rule says what", scrubbing)
        for block in blocks_of(look, scrubbing):
            yield from must_say(look, f"{block}.state", ENABLED, f"{fault}: one of its scrubbing rules is off", default="Enabled")
