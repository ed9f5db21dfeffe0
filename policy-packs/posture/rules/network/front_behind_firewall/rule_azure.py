"""An application gateway or Front Door of a zone stands behind a web application firewall."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_fronts import CLASSIC, PROFILE, without_firewall
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

GATEWAY: Final = az("network:ApplicationGateway")
_OLDER: Final = "webApplicationFirewallConfiguration"


@rule(*GATEWAY, *CLASSIC, *PROFILE)
def check(look: Look) -> Iterator[Fault]:
    """A policy, or the older configuration inline, switched on and preventing."""
    if look.zone is None:
        return
    if look.resource.type not in GATEWAY:
        yield from without_firewall(look)
        return
    yield from must_say(look, "sku.tier", ("waf", "waf_v2"), "has no web application firewall (its tier has none)", default="Standard_v2")
    if look.value("firewallPolicy") in (None, {}):
        if look.value(_OLDER) in (None, {}):
            yield Fault("names no policy of a web application firewall", "firewallPolicy")
        else:
            yield from must_be_true(look, f"{_OLDER}.enabled", "has a web application firewall that is switched off")
            yield from must_say(look, f"{_OLDER}.firewallMode", ("prevention",), "only watches attacks")
