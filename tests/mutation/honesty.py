"""Is a mutant in the record the same as a mutant in the program? A seeded sample is made both ways, and the verdicts are compared."""

import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from posture.check import Judgement
from simulator.runner import FailedError, quiet_about_abandoned_coroutines
from tests.mutation.base import Base
from tests.mutation.forms import RefusedError, abroad, azure_abroad, gcp_abroad, preview_of, state_of
from tests.mutation.in_program import edits
from tests.mutation.judging import judged
from tests.mutation.run import Distinct
from tests.posture.topologies.corpus import PREVIEW, STATE, Topology
from tests.posture.topologies.record import record

SIZE = 25
PROLOGUE = "from tests.mutation.in_program import install\n\ninstall({text!r})\n"


@dataclass(frozen=True)
class Compared:
    """One mutant, made in the record and made in the program."""

    name: str
    base: str
    differs: str
    """Empty where both say the same in both forms."""


def sample(work: list[Distinct], seed: int, size: int = SIZE) -> Iterator[Compared]:
    """Draws until `size` mutants are compared; only bases with a program of their own, and changes of inputs, can be drawn."""
    quiet_about_abandoned_coroutines()
    drawn = list(work)
    random.Random(seed).shuffle(drawn)
    done = 0
    # One folder around them all: the engine writes a last line into its home after that is gone.
    with tempfile.TemporaryDirectory(prefix="honest-", ignore_cleanup_errors=True) as outer:
        for one in drawn:
            if done >= size:
                return
            found = _compared(one, outer)
            if found is not None:
                done += 1
                yield found


def _compared(one: Distinct, outer: str) -> Compared | None:
    base, mutant = one.places[0].base, one.places[0].variants[0]
    if not (base.folder / "program.py").exists():
        return None
    copied = base.program.copy()
    try:
        mutant.change(copied)
        recorded = {STATE: judged(state_of(copied), base.settings, "state"), PREVIEW: judged(preview_of(copied), base.settings, "preview")}
    except RefusedError:
        return None
    made = edits(base.program, copied)
    if made is None:
        return None
    with tempfile.TemporaryDirectory(prefix="honest-", dir=outer) as scratch:
        folder = Path(scratch) / base.folder.name  # The recorder knows a cloud by the name.
        shutil.copytree(base.folder, folder, ignore=shutil.ignore_patterns("*.json", "__pycache__"))
        program = folder / "program.py"
        program.write_text(PROLOGUE.format(text=json.dumps(made)) + program.read_text(encoding="utf-8"), encoding="utf-8")
        try:
            record(Topology(folder), Path(scratch), [*abroad(), *azure_abroad(copied), *gcp_abroad(copied)])
        except FailedError as error:
            return Compared(mutant.name, base.name, f"the engine refused it: {str(error).splitlines()[0][:200]}")
        differs = [
            f"{form}: {told}"
            for form, name in ((STATE, "state"), (PREVIEW, "preview"))
            if (told := _difference(recorded[form], judged(json.loads((folder / form).read_text(encoding="utf-8")), base.settings, name)))
        ]
    return Compared(mutant.name, base.name, "; ".join(differs))


def _difference(one: Judgement, other: Judgement) -> str:
    """Theorems and rules of which the two do not say the same."""
    first, second = ({result.theorem: result.verdict for result in judgement.results} for judgement in (one, other))
    return ", ".join(f"{name}: {first.get(name)}, in the program {second.get(name)}" for name in first if first[name] != second.get(name))


__all__ = ["SIZE", "Base", "Compared", "sample"]
