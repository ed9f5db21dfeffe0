"""Firewall rules of zones record what they let pass and what they stop."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import FIREWALL, POLICY_RULE, switched_off
from posture.rules.look import Look
from posture.rules.words import must_be_set, must_be_true

_FAULT: Final = "records nothing of what it lets pass or stops"


@rule(*FIREWALL, *POLICY_RULE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Next Generation Firewall documentation, "Firewall Rules Logging overview": off unless it is given; a rule that says `goto_next` takes none."""
    if look.zone is None or switched_off(look) or look.text("action") == "goto_next":
        return
    if look.resource.type in POLICY_RULE:
        yield from must_be_true(look, "enableLogging", _FAULT)
    elif look.flag("enableLogging") is not True:
        yield from must_be_set(look, "logConfig", _FAULT)
