"""File shares with records are mounted from named ranges alone, and by nobody as root."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_addresses import too_wide
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_one_of
from posture.values import is_unknown

FILES: Final = gcp("filestore:Instance")
_OPTIONS: Final = "fileShares.nfsExportOptions"
_EVERYBODY: Final = ("0.0.0.0/0", "::/0")


@rule(*FILES)
def check(look: Look) -> Iterator[Fault]:
    """Filestore documentation, "Configure IP-based access control": without options every client of the network mounts it, as root too."""
    if not look.holds_records:
        return
    if is_unknown(look.value("fileShares")) or is_unknown(look.value(_OPTIONS)):
        yield cannot_tell(_OPTIONS, "who mounts it")
        return
    blocks = items(look, _OPTIONS)
    if not blocks:
        yield Fault("is mounted by every client of its network, as root too: it names no ranges", _OPTIONS)
    for block in blocks:
        ranges = look.texts(f"{block}.ipRanges")
        if isinstance(ranges, list) and (not ranges or any(one in _EVERYBODY for one in ranges)):
            yield Fault("is mounted by every client of its network", f"{block}.ipRanges")
        for one in ranges if isinstance(ranges, list) else []:
            if isinstance(one, str) and one not in _EVERYBODY and too_wide(look.scene, one):
                yield Fault(f"is mounted from {one}, more than any known network", f"{block}.ipRanges")
        yield from must_be_one_of(look, f"{block}.squashMode", ("ROOT_SQUASH",), "lets clients be root", default="NO_ROOT_SQUASH")
