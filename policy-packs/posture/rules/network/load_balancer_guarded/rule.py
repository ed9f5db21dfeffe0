"""Load balancers of zones are internal outside access, protected, and refuse malformed requests."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.aws.tokens import LOAD_BALANCER
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

_NATIVE: Final = "aws-native"


@rule(*LOAD_BALANCER)
def check(look: Look) -> Iterator[Fault]:
    """Internal, deletion protection, and (application load balancers) invalid headers dropped."""
    if look.zone is None:
        return
    native = look.resource.type.startswith(_NATIVE)
    internal = look.text("scheme") if native else look.flag("internal")
    if look.zone is not ZoneName.ACCESS:
        if is_unknown(internal):
            yield cannot_tell("internal", "whether it is internal")
        elif internal not in (True, "internal"):
            yield Fault(f"faces the internet, in zone {look.zone}", "internal")
    if native:
        return
    yield from must_be_true(look, "enableDeletionProtection", "can be deleted by one call")
    if look.text("loadBalancerType") in (None, "application"):
        yield from must_be_true(look, "dropInvalidHeaderFields", "passes malformed headers on")
