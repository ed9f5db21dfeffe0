"""Roots end within ten years, intermediates within five. A fixed end is measured from today: when one was made, no program says."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import PKI_INTERMEDIATE, PKI_ROOT
from posture.readers.vault.times import DAY, SYSTEM_MAXIMUM
from posture.readers.vault.times import written as in_words
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each, mount_look
from posture.values import UNKNOWN, is_unknown

ROOT: Final = 3653 * DAY
INTERMEDIATE: Final = 1827 * DAY
"""With the leap days."""


@rule(*PKI_ROOT.tokens, *PKI_INTERMEDIATE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """A ttl beyond the mount's maximum is cut to that, so the smaller of both counts. Vault cuts no fixed end: `not_after` is what it says."""
    yield from each(look, PKI_ROOT, partial(_ends, most=ROOT))
    yield from each(look, PKI_INTERMEDIATE, partial(_ends, most=INTERMEDIATE))


def _ends(written: Written, most: int) -> Iterator[Fault]:
    fixed = written.text("not_after")
    if is_unknown(fixed):
        yield unclear(written, "not_after", "has a fixed end")
    elif fixed is not None:
        # The server takes it and no ttl beside it.
        yield from _fixed(written, fixed, most)
        return
    mount = mount_look(written)
    limit = mount.number("maxLeaseTtlSeconds") if mount is not None else None
    if isinstance(limit, int) and 0 < limit <= most:
        return
    asked = written.length("ttl")
    if is_unknown(asked):
        yield unclear(written, "ttl", "is valid for too long")
    elif not asked:
        yield from _by_default(written, mount, most)
    elif asked > most and is_unknown(limit):
        yield Fault(
            "is valid for too long unless its mount cuts it, whose maximum is unknown until the update",
            written.prop("ttl"),
            Verdict.UNPROVEN,
        )
    elif asked > most:
        yield Fault(_too_long(asked, most), written.prop("ttl"))


def _by_default(written: Written, mount: Look | None, most: int) -> Iterator[Fault]:
    """Without a ttl the mount's usual length counts, and without one there the server's, 32 days unless its configuration says otherwise."""
    usual = mount.number("defaultLeaseTtlSeconds") if mount is not None else UNKNOWN
    if is_unknown(usual):
        told = "is unknown until the update" if mount is not None else "is not in sight"
        yield Fault(f"names no end, and the mount whose usual length counts then {told}", written.prop("ttl"), Verdict.UNPROVEN)
    elif (usual or SYSTEM_MAXIMUM) > most:
        yield Fault(_too_long(usual or SYSTEM_MAXIMUM, most), written.prop("ttl"))


def _too_long(length: int, most: int) -> str:
    return f"is valid for too long: {in_words(length)}, and {in_words(most)} at most are allowed"


def _fixed(written: Written, end: str, most: int) -> Iterator[Fault]:
    if end.startswith("9999"):
        yield Fault("never ends", written.prop("not_after"))
        return
    try:
        day = datetime.fromisoformat(end)
    except ValueError:
        yield Fault("has an end that is no date", written.prop("not_after"), Verdict.UNPROVEN)
        return
    if ((day if day.tzinfo else day.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds() > most:
        yield Fault("is valid for too long", written.prop("not_after"))
