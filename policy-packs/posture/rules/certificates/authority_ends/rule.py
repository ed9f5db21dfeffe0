"""Roots end within ten years, intermediates within five."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import PKI_INTERMEDIATE, PKI_ROOT
from posture.readers.vault.times import DAY, SYSTEM_MAXIMUM
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_end, unclear
from posture.rules.vault_written import Written, each, mount_look
from posture.values import is_unknown

ROOT: Final = 3653 * DAY
INTERMEDIATE: Final = 1827 * DAY
"""With the leap days."""


@rule(*PKI_ROOT.tokens, *PKI_INTERMEDIATE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """A ttl beyond the mount's maximum is cut to that, so the smaller of both counts."""
    yield from each(look, PKI_ROOT, partial(_ends, most=ROOT))
    yield from each(look, PKI_INTERMEDIATE, partial(_ends, most=INTERMEDIATE))


def _ends(written: Written, most: int) -> Iterator[Fault]:
    fixed = written.text("not_after")
    if is_unknown(fixed):
        yield unclear(written, "not_after", "has a fixed end")
    elif fixed is not None and fixed.startswith("9999"):
        yield Fault("never ends", written.prop("not_after"))
    elif fixed is not None:
        yield Fault("has a fixed end; a ttl says how long it is valid", written.prop("not_after"), Verdict.UNPROVEN)
    mount = mount_look(written)
    limit = mount.number("maxLeaseTtlSeconds") if mount is not None else None
    if isinstance(limit, int) and 0 < limit <= most:
        return
    yield from must_end(written, ("ttl",), most, "is valid for too long", absent=SYSTEM_MAXIMUM)
