"""What faces the internet in access asks who is there."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_true

BACKEND: Final = gcp("compute:BackendService", "compute:RegionBackendService")
_WEB: Final = ("HTTP", "HTTPS", "HTTP2", "H2C")
_SCHEMES: Final = ("EXTERNAL", "EXTERNAL_MANAGED")
_FAULT: Final = "asks nobody who they are: Identity-Aware Proxy is off"


@rule(*BACKEND)
def check(look: Look) -> Iterator[Fault]:
    """Identity-Aware Proxy documentation, "IAP overview": off unless it is given."""
    if look.zone is not None and look.text("protocol") in _WEB and look.text("loadBalancingScheme") in (None, *_SCHEMES):
        yield from must_be_true(look, "iap.enabled", _FAULT)
