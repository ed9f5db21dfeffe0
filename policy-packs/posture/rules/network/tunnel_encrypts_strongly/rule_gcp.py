"""VPN tunnels of zones speak IKEv2."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

TUNNEL: Final = gcp("compute:VPNTunnel")


@rule(*TUNNEL)
def check(look: Look) -> Iterator[Fault]:
    """Cloud VPN documentation, "Supported IKE ciphers": version 2 unless it is given."""
    if look.zone is not None:
        yield from must_be_at_least(look, "ikeVersion", 2, "speaks IKE of version 1", default=2)
