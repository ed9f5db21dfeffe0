"""VPN tunnels of zones speak IKEv2, and propose nothing that is broken where they name their ciphers."""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_at_least
from posture.values import is_unknown

TUNNEL: Final = gcp("compute:VPNTunnel")
_WEAK: Final = {
    "encryptions": re.compile(r"(?i).*\b(?:3?DES|NULL|RC4|BLOWFISH)\b.*"),
    "integrities": re.compile(r"(?i).*(?:MD5|SHA-?1)\b.*"),
    "prves": re.compile(r"(?i).*(?:MD5|SHA-?1)\b.*"),
    "dhs": re.compile(r"(?i)group-(?:1|2|5|22)"),
    "pfs": re.compile(r"(?i)group-(?:1|2|5|22)"),
}
_PHASES: Final = {"phase1": ("encryptions", "integrities", "prves", "dhs"), "phase2": ("encryptions", "integrities", "pfs")}


@rule(*TUNNEL)
def check(look: Look) -> Iterator[Fault]:
    """Cloud VPN documentation, "Supported IKE ciphers": version 2 unless it is given; SHA-1 and groups under 2,048 bits are taken still."""
    if look.zone is None:
        return
    yield from must_be_at_least(look, "ikeVersion", 2, "speaks IKE of version 1", default=2)
    for phase, roles in _PHASES.items():
        for role in roles:
            yield from _proposed(look, f"cipherSuite.{phase}.{role}", _WEAK[role])


def _proposed(look: Look, path: str, weak: re.Pattern[str]) -> Iterator[Fault]:
    named = look.texts(path)
    if is_unknown(named) or any(is_unknown(one) for one in named):
        yield cannot_tell(path, "which ciphers it proposes")
        return
    for one in named:
        if isinstance(one, str) and weak.fullmatch(one):
            yield Fault(f"proposes {one}, which is broken", path)
