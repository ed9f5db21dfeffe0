"""`python -m tests.mutation.bases.record [name…]`: record bases with the real engine on the simulated cloud, and say whether each is sound."""

import sys
import tempfile
from pathlib import Path

from simulator.runner import FailedError, quiet_about_abandoned_coroutines
from tests.mutation.base import CLOUDS, Base, written_bases
from tests.posture.topologies.record import record


def main(names: list[str]) -> int:
    """Exit code 1 where a base is refused by the cloud, or is not sound."""
    quiet_about_abandoned_coroutines()
    known = {topology.name: topology for cloud in CLOUDS for topology in written_bases(cloud)}
    if unknown := set(names) - set(known):
        sys.stderr.write(f"no such base: {', '.join(sorted(unknown))}; there are: {', '.join(known)}\n")
        return 3
    wrong = 0
    for name in names or known:
        with tempfile.TemporaryDirectory(prefix="base-") as scratch:
            try:
                record(known[name], Path(scratch))
                faults = Base(name, known[name].folder, own=False).faults()
            except FailedError as error:
                faults = [f"REFUSED {error}"]
        wrong += bool(faults)
        sys.stdout.write(f"{name}: {'recorded and sound' if not faults else 'NOT SOUND'}\n" + "".join(f"   {fault}\n" for fault in faults))
        sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
