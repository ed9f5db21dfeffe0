"""A project of a zone is made without Google's default network, whose rules let SSH, RDP and pings in from everywhere."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_guardrails import demanded
from posture.rules.gcp_projects import PROJECT
from posture.rules.look import Look
from posture.rules.words import must_be_false

_FAULT = "comes with a default network, whose rules let SSH and RDP in from everywhere"


@rule(*PROJECT)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "Default network": made with the project, unless it is told otherwise or a constraint skips it."""
    if look.zone is not None and not look.resource.external and not demanded(look, "compute.skipDefaultNetworkCreation"):
        yield from must_be_false(look, "autoCreateNetwork", _FAULT, default=True)
