"""Backends of load balancers in zones record who asked them."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_true

BACKEND: Final = gcp("compute:BackendService", "compute:RegionBackendService")
_WEB: Final = ("HTTP", "HTTPS", "HTTP2", "H2C")
_PASSES_THROUGH: Final = ("INTERNAL",)


@rule(*BACKEND)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Load Balancing documentation, "Global external Application Load Balancer logging and monitoring", "Internal passthrough Network Load
    Balancer logging and monitoring": off unless it is given."""
    if look.zone is None:
        return
    if look.text("protocol") in _WEB:
        yield from must_be_true(look, "logConfig.enable", "records no requests")
    elif look.text("loadBalancingScheme") in _PASSES_THROUGH:
        yield from must_be_true(look, "logConfig.enable", "records no connections")
