"""The inspecting firewall records what it drops and what it lets pass."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_have_companion
from posture.values import is_unknown

FIREWALL: Final = ("aws:networkfirewall/firewall:Firewall", "aws-native:networkfirewall:Firewall")
LOGGING: Final = ("aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "aws-native:networkfirewall:LoggingConfiguration")
_WANTED: Final = frozenset({"ALERT", "FLOW"})


@rule(*FIREWALL)
def check(look: Look) -> Iterator[Fault]:
    """A logging configuration with alert and flow logs."""
    if look.zone is None:
        return
    yield from must_have_companion(look, LOGGING, "firewallArn", "records nothing")
    for logging in look.companions(LOGGING, "firewallArn"):
        blocks = logging.blocks("loggingConfiguration.logDestinationConfigs")
        kinds = blocks if is_unknown(blocks) else {logging.text(f"{block}.logType") for block in blocks}
        if is_unknown(kinds) or any(is_unknown(kind) for kind in kinds):
            yield cannot_tell("loggingConfiguration", "whether it records alerts and flows")
        elif missing := sorted(_WANTED - kinds):
            yield Fault(
                f"does not record {' and '.join(missing).lower()} events", "loggingConfiguration.logDestinationConfigs", urn=logging.urn
            )
