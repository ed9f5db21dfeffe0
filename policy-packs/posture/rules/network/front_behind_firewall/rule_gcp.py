"""What faces the internet in a zone stands behind Cloud Armor."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_set

BACKEND: Final = gcp("compute:BackendService", "compute:RegionBackendService")
_WEB: Final = ("HTTP", "HTTPS", "HTTP2", "H2C")
_SCHEMES: Final = ("EXTERNAL", "EXTERNAL_MANAGED")
_FAULT: Final = "stands on the internet without Cloud Armor"


@rule(*BACKEND)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Armor documentation, "Security policy overview": a backend without a policy takes every request."""
    if look.zone is not None and look.text("protocol") in _WEB and look.text("loadBalancingScheme") in (None, *_SCHEMES):
        yield from must_be_set(look, "securityPolicy", _FAULT)
