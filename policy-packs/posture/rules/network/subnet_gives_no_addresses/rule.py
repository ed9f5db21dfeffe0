"""No subnet of a zone gives public addresses by itself."""

from collections.abc import Iterator

from posture.readers.aws.tokens import SUBNET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false


@rule(*SUBNET)
def check(look: Look) -> Iterator[Fault]:
    """Also in egress and access: what is public there is so by an address of its own, never because it was put there."""
    if look.zone is not None:
        yield from must_be_false(look, "mapPublicIpOnLaunch", "gives a public address to whatever is started in it")
