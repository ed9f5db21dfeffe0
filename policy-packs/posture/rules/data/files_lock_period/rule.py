"""A volume that is locked locks what is written to it, for six years where it holds PHI, and nobody deletes before.

Sources: Amazon FSx for NetApp ONTAP User Guide, "Working with SnapLock": "Committing files to WORM state" (by hand, unless there is an autocommit
period, which is NONE by default), "Working with the retention period in SnapLock", "SnapLock Enterprise" (privileged delete).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import SIX_YEARS_DAYS
from posture.rules.aws_files import on_phi, on_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

VOLUME: Final = ("aws:fsx/ontapVolume:OntapVolume",)
_LOCK: Final = "snaplockConfiguration"
_PERIOD: Final = f"{_LOCK}.retentionPeriod.defaultRetention"
_COMMIT: Final = f"{_LOCK}.autocommitPeriod.type"
_DELETE: Final = f"{_LOCK}.privilegedDelete"
_YEAR: Final = 365
_DAYS: Final = {"SECONDS": 1 / 86_400, "MINUTES": 1 / 1_440, "HOURS": 1 / 24, "DAYS": 1.0, "MONTHS": 30.0, "YEARS": 365.0}


@rule(*VOLUME)
def check(look: Look) -> Iterator[Fault]:
    """Which volumes are locked, their owner says. An audit log volume commits by itself."""
    if look.value(_LOCK) is None or not on_records(look):
        return
    yield from _kept(look, SIX_YEARS_DAYS if on_phi(look) else _YEAR)
    waits = look.text(_COMMIT)
    if is_unknown(waits):
        yield cannot_tell(_COMMIT, "whether files are locked by themselves")
    elif waits in (None, "NONE") and look.flag(f"{_LOCK}.auditLogVolume") is not True:
        yield Fault("leaves files open until somebody locks each of them", _COMMIT)
    deletes = look.text(_DELETE)
    if is_unknown(deletes):
        yield cannot_tell(_DELETE, "whether administrators delete files before their time")
    elif deletes == "ENABLED":
        yield Fault("lets administrators delete files before their time", _DELETE)


def _kept(look: Look, least: int) -> Iterator[Fault]:
    kind, value = look.text(f"{_PERIOD}.type"), look.number(f"{_PERIOD}.value")
    if is_unknown(kind) or is_unknown(value) or is_unknown(look.value(_PERIOD)):
        yield cannot_tell(_PERIOD, "how long files are kept")
    elif kind == "UNSPECIFIED":
        return  # until somebody says for how long; the minimum holds all the same
    elif kind != "INFINITE" and (value or 0) * _DAYS.get(str(kind), 0.0) < least:
        yield Fault(f"keeps its files for less than {least:,} days unless each says more", _PERIOD)
