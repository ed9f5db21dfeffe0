"""Private endpoints stand behind security groups and route tables."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import ENDPOINT, NETWORK, SUBNET
from posture.rules.azure_words import blocks_of, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.doubt import any_pointing, if_concerned
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import cannot_tell

_FILTERED: Final = ("enabled", "networksecuritygroupenabled")
_PROP: Final = "privateEndpointNetworkPolicies"
_FAULT: Final = "lets everybody in its network reach its private endpoints: security groups don't count for them"


@rule(*SUBNET, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Of subnets in which an endpoint stands; inline subnets that say it is off."""
    if look.zone is None:
        return
    if look.resource.type in SUBNET:
        yield from if_concerned(
            any_pointing(look, ENDPOINT, "subnet", SUBNET), must_say(look, _PROP, _FILTERED, _FAULT, default="Disabled")
        )
    elif given(look, "subnets") is not None:
        blocks, names = blocks_of(look, "subnets"), _named(look)
        closed = [block for block in blocks if says(look, f"{block}.{_PROP}", *_FILTERED)]
        for block in blocks:
            if look.text(f"{block}.name") in names or (None in names and not closed):
                yield from must_say(look, f"{block}.{_PROP}", _FILTERED, _FAULT, default="Disabled")
            elif None in names and block not in closed:
                # Which subnet it is, the update tells: perhaps one that is filtered, perhaps this one.
                yield cannot_tell(f"{block}.{_PROP}", "whether an endpoint stands in a subnet that is not filtered")


def _named(look: Look) -> set[str | None]:
    """Names of the inline subnets in which endpoints stand; None: one whose name is not known."""
    kinds = (*NETWORK, *SUBNET)
    ids = [endpoint.text("subnet.id") for endpoint in look.companions(ENDPOINT, "subnet", kinds)]
    known = {one.rstrip("/").rsplit("/", 1)[-1] if isinstance(one, str) else None for one in ids}
    return known | ({None} if look.maybe_companions(ENDPOINT, "subnet", kinds) else set())
