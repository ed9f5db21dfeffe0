"""Private endpoints stand behind security groups and route tables."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import ENDPOINT, NETWORK, SUBNET
from posture.rules.azure_words import blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given

_FILTERED: Final = ("enabled", "networksecuritygroupenabled")
_PROP: Final = "privateEndpointNetworkPolicies"
_FAULT: Final = "lets everybody in its network reach its private endpoints: security groups don't count for them"


@rule(*SUBNET, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Of subnets in which an endpoint stands; inline subnets that say it is off."""
    if look.zone is None:
        return
    if look.resource.type in SUBNET:
        if look.companions(ENDPOINT, "subnet", SUBNET):
            yield from must_say(look, _PROP, _FILTERED, _FAULT, default="Disabled")
    elif given(look, "subnets") is not None:
        blocks = blocks_of(look, "subnets")
        stands = bool(look.companions(ENDPOINT, "subnet", (*NETWORK, *SUBNET)))
        for block in blocks:
            if look.value(f"{block}.{_PROP}") is not None or (stands and len(blocks) == 1):
                yield from must_say(look, f"{block}.{_PROP}", _FILTERED, _FAULT, default="Disabled")
