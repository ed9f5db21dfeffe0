"""`python -m tests.posture.several.topologies.record [name…]`: run the programs of each set in one simulated world, and keep what it exports."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from simulator.home import Home
from simulator.project import Project
from simulator.runner import FailedError, Rehearsal, quiet_about_abandoned_coroutines
from tests.posture.several.topologies.corpus import Set, sets
from tests.posture.topologies.record import _steady_preview, _steady_state, _write


def record(chosen: Set, scratch: Path) -> None:
    """Program after program: preview, bring up, nothing to change; then all states, for a later stack may act on an earlier one's."""
    home = Home(scratch / "simulated")
    handed: dict[str, Any] = {"aws:region": "eu-west-1"}
    made: dict[str, Rehearsal] = {}
    for program in chosen.programs:
        made[program] = one = rehearsal(chosen, program, scratch / program, handed, home)
        preview = json.loads(one.preview_json())
        one.up()
        handed |= {f"corpus:{name}": output.value for name, output in one.stack.outputs().items()}
        _write(chosen.recorded(program, "preview"), _steady_preview(preview))
    for program, one in made.items():
        _write(chosen.recorded(program, "state"), _steady_state(one.export()))


def rehearsal(chosen: Set, program: str, folder: Path, config: dict[str, Any], home: Home) -> Rehearsal:
    """A stack of its own, in the shared world."""
    folder.mkdir(parents=True)
    (folder / "__main__.py").write_text((chosen.folder / f"{program}.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump({"name": project(program), "runtime": "python"}), encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")
    return Rehearsal(Project.load(folder), "dev", home)


def project(program: str) -> str:
    """`1_core` → `core`."""
    return program.partition("_")[2]


def main(names: list[str]) -> int:
    """Record all, or those named; says which programs the simulated cloud refuses."""
    quiet_about_abandoned_coroutines()
    known = {one.name: one for one in sets()}
    if unknown := set(names) - set(known):
        sys.stderr.write(f"no such set: {', '.join(sorted(unknown))}; there are: {', '.join(known)}\n")
        return 3
    refused = 0
    for name in names or known:
        with tempfile.TemporaryDirectory(prefix="several-") as scratch:
            try:
                record(known[name], Path(scratch))
                sys.stdout.write(f"{name}: recorded\n")
            except FailedError as error:
                refused += 1
                sys.stdout.write(f"{name}: REFUSED\n{error}\n")
            sys.stdout.flush()
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
