"""`make faults`: fails every create, update and delete of a stack for development, loses answers, and prints what became of each type.

Exit code 1 when anything did not converge, by a second run or by the documented recovery, or when a planned fault never struck.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from simulator.runner import quiet_about_abandoned_coroutines
from tests.faults.campaign import KINDS, Campaign
from tests.faults.outcomes import needing_recovery, table
from tests.faults.rounds import Round, add
from tests.faults.site import STACK, Site, stack_settings


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description="Fail every call of a stack and look at what is left.")
    parser.add_argument("--stack", default=STACK)
    parser.add_argument("--verbs", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--kinds", nargs="*", default=[], help="kinds of fault; default: all of each verb")
    parser.add_argument("--size", type=int, default=0, help="largest group; 1: one by one (hours); default: as the dependencies allow")
    parser.add_argument("--rolling", action="store_true", help="each run repairs the last and is struck at the next layer: quicker")
    parser.add_argument("--folder", type=Path, help="where the worlds stand; default: a temporary folder")
    parser.add_argument("--record", type=Path, help="file to add each round to, as a line; python -m tests.faults.figures writes them up")
    given = parser.parse_args()
    quiet_about_abandoned_coroutines()
    began = time.monotonic()

    def done(one: Round) -> None:
        if given.record:
            add(given.record, one)

    with tempfile.TemporaryDirectory(prefix="faults-") as scratch:
        site = Site(given.folder or Path(scratch), given.stack)
        campaign = Campaign(site, stack_settings(given.stack), given.size, given.rolling, say=_say, done=done)
        campaign.run(given.verbs, given.kinds)
    for line in table(campaign.outcomes):
        _say(line)
    _say("\nA second run alone does not do for these; the recovery of docs/faults.md does:")
    for line in needing_recovery(campaign.outcomes):
        _say(f"  {line}")
    lost = [one for one in campaign.outcomes if not one.converged]
    for line in campaign.never:
        _say(f"never struck: {line}")
    _say(
        f"\n{len(campaign.outcomes)} faults struck {len({one.urn for one in campaign.outcomes})} resources of"
        f" {len({one.type for one in campaign.outcomes})} types; {len(lost)} did not converge; {len(campaign.never)} never struck;"
        f" {len(campaign.wrong)} remarks; {(time.monotonic() - began) / 60:.0f} min"
    )
    return 1 if lost or campaign.never or campaign.wrong else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
