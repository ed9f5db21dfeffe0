"""Backends of load balancers in zones record requests."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_true

BACKEND: Final = gcp("compute:BackendService", "compute:RegionBackendService")
_WEB: Final = ("HTTP", "HTTPS", "HTTP2", "H2C")
_SCHEMES: Final = ("EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED")
_FAULT: Final = "records no requests"


@rule(*BACKEND)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Load Balancing documentation, "Global external Application Load Balancer logging and monitoring": off unless it is given."""
    if look.zone is not None and look.text("protocol") in _WEB and look.text("loadBalancingScheme") in (None, *_SCHEMES):
        yield from must_be_true(look, "logConfig.enable", _FAULT)
