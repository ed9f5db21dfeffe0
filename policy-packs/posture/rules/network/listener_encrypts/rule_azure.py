"""Listeners of application gateways, Front Door and API Management speak TLS 1.2 or later; one without TLS only sends on to one with it."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_fronts import FRONTS, faults
from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

GATEWAY: Final = az("network:ApplicationGateway")
_NEW: Final = ("tlsv1_2", "tlsv1_3")
_POLICIES: Final = ("appgwsslpolicy20170401s", "appgwsslpolicy20220101", "appgwsslpolicy20220101s")
"""Predefined policies whose least version is TLS 1.2."""


@rule(*GATEWAY, *FRONTS)
def check(look: Look) -> Iterator[Fault]:
    """Back ends too: records pass them."""
    if look.zone is None:
        return
    if look.resource.type in FRONTS:
        yield from faults(look)
        return
    redirecting = {
        look.text(f"{block}.httpListener.id")
        for block in blocks_of(look, "requestRoutingRules")
        if look.value(f"{block}.redirectConfiguration") not in (None, {})
    }
    for block in blocks_of(look, "httpListeners"):
        name = look.text(f"{block}.name")
        sends_on = any(isinstance(one, str) and one.endswith(f"/{name}") for one in redirecting)
        if not sends_on:
            yield from must_say(look, f"{block}.protocol", ("https",), "listens without TLS")
    for block in blocks_of(look, "backendHttpSettingsCollection"):
        yield from must_say(look, f"{block}.protocol", ("https",), "sends what it takes on without TLS")
    policy, least = look.text("sslPolicy.policyName"), look.text("sslPolicy.minProtocolVersion")
    if is_unknown(policy) or is_unknown(least):
        return
    if str(policy).lower() not in _POLICIES and str(least).lower() not in _NEW:
        yield Fault("speaks versions of TLS before 1.2", "sslPolicy")
