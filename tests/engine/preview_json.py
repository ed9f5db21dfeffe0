"""`python -m tests.engine.preview_json <stack> <world> <folder> [<project>]`: the engine's preview JSON as a file, `whole.json` with
`--show-sames`; of another project than the checkout's also `part.json`, without it.
"""

import sys
from pathlib import Path

from simulator.home import Home
from simulator.project import Project
from simulator.runner import Rehearsal
from tests.engine.commands import ROOT

if __name__ == "__main__":
    stack, world, folder, *project = sys.argv[1:]
    rehearsal = Rehearsal(Project.load(Path(*project) if project else ROOT), stack, Home(Path(world)))
    Path(folder, "whole.json").write_text(rehearsal.preview_json(), encoding="utf-8")
    if project:
        Path(folder, "part.json").write_text(str(rehearsal.stack.preview(json=True).stdout), encoding="utf-8")
