"""`python -m tests.posture.several.topologies.judge [name…]`: the report on each set, together and each stack alone."""

import sys

from rich.console import Console

from posture.proofs.theorems import THEOREMS
from posture.report.text import print_judgement
from tests.posture.several.topologies.corpus import sets
from tests.posture.topologies.corpus import verdicts


def main(names: list[str]) -> None:
    """All, or those named in full."""
    console = Console(highlight=False)
    for one in sets():
        if names and one.name not in names:
            continue
        console.print(f"== {one.name}: {', '.join(f'{name} {label}' for name, label in one.expected.verdicts.items()) or 'sound'}")
        together = one.judged()
        print_judgement(together, console)
        for forms in ({program: form} for program in one.programs for form in ("state", "preview")):
            said = verdicts(one.judged(**forms))
            console.print(f"   alone {forms}: {', '.join(f'{name} {said[name]}' for name in THEOREMS)}")
        said = verdicts(one.judged(**{**dict.fromkeys(one.programs, "state"), one.programs[-1]: "preview"}))
        console.print(f"   last in preview: {', '.join(f'{name} {said[name]}' for name in THEOREMS)}")


if __name__ == "__main__":
    main(sys.argv[1:])
