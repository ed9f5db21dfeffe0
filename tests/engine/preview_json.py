"""`python -m tests.engine.preview_json <stack> <world> <folder>`: the engine's preview JSON with `--show-sames`, and without it, as files."""

import sys
from pathlib import Path

from simulator.home import Home
from simulator.project import Project
from simulator.runner import Rehearsal
from tests.engine.commands import ROOT

if __name__ == "__main__":
    stack, world, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    rehearsal = Rehearsal(Project.load(ROOT), stack, Home(world))
    (folder / "whole.json").write_text(rehearsal.preview_json(), encoding="utf-8")
    if rehearsal.world.remaining():
        (folder / "part.json").write_text(str(rehearsal.stack.preview(json=True).stdout), encoding="utf-8")
