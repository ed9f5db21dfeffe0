"""`python -m tests.engine.bare_preview <shape> <world> <pack> [<configuration>]`: the engine's own preview and exit code, without our runner's bar."""

import sys
from pathlib import Path

from pulumi import automation

from simulator.home import Home
from simulator.project import Project
from simulator.runner import Rehearsal, quiet_about_abandoned_coroutines
from tests.engine.commands import PROGRAMS

if __name__ == "__main__":
    quiet_about_abandoned_coroutines()
    shape, world, pack, *config = sys.argv[1:]
    stack = Rehearsal(Project.load(PROGRAMS / "small"), shape, Home(Path(world))).stack
    try:
        done = stack.preview(policy_packs=[pack], policy_pack_configs=config or None, color="never")
    except automation.CommandError as error:
        print(error)
        sys.exit(1)
    print(done.stdout)
