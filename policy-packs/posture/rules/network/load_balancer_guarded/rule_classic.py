"""Classic load balancers of zones are internal outside access, and pass no ambiguous requests on.

Source: User Guide for Classic Load Balancers, "Internal Classic Load Balancers", "Configure desync mitigation mode" (`defensive` by default).
"""

from collections.abc import Iterator

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.listener_encrypts.rule_aws_fronts import CLASSIC
from posture.rules.words import cannot_tell, must_be_one_of
from posture.values import is_unknown


@rule(*CLASSIC)
def check(look: Look) -> Iterator[Fault]:
    """It knows no deletion protection."""
    if look.zone is None:
        return
    internal = look.flag("internal")
    if look.zone is not ZoneName.ACCESS:
        if is_unknown(internal):
            yield cannot_tell("internal", "whether it is internal")
        elif internal is not True:
            yield Fault(f"faces the internet, in zone {look.zone}", "internal")
    yield from must_be_one_of(
        look, "desyncMitigationMode", ("defensive", "strictest"), "passes ambiguous requests on to its targets", default="defensive"
    )
