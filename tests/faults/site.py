"""A stack that is rehearsed again and again: its settings in variants, its world and state kept aside and put back by copying files."""

import os
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from simulator.faults import Faults
from simulator.home import Home
from simulator.project import Project
from simulator.recovery import Leftovers, find_leftovers
from simulator.runner import FailedError, Rehearsal

ROOT = Path(__file__).resolve().parents[2]
STACK = "aws-dev"
Settings = dict[str, Any]


def stack_settings(stack: str = STACK) -> Settings:
    """Configuration of one of the repository's stacks."""
    settings: Settings = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))["config"]
    return settings


ANOTHER_SERVICE = {"aws": "sts", "azure": "monitor", "gcp": "monitoring"}
"""A service of the zone phi that the stacks for development do without."""


ACCOUNTS = {"aws": "ai-zones:accounts", "azure": "ai-zones:subscriptions", "gcp": "ai-zones:projects"}
"""The key that says in which account each zone stands."""


def cloud_of(settings: Settings) -> str:
    """`aws`, `azure` or `gcp`."""
    return str(settings.get("ai-zones:cloud", "aws"))


def within(settings: Settings, zones: Collection[str]) -> Settings:
    """The same stack with these zones alone, and the flows between them."""
    new = deepcopy(settings)
    plan, accounts = new["ai-zones:plan"], ACCOUNTS[cloud_of(settings)]
    new[accounts] = {zone: new[accounts][zone] for zone in zones}
    plan["zones"] = {zone: plan["zones"][zone] for zone in zones}
    plan["flows"] = {name: flow for name, flow in plan["flows"].items() if {flow["source"], flow["target"]} <= set(zones)}
    return new


def changed(settings: Settings) -> Settings:
    """The same stack a little different, in as many resources as settings reach without replacing any."""
    new = deepcopy(settings)
    on_gcp = cloud_of(settings) == "gcp"
    new["ai-zones:labels" if on_gcp else "ai-zones:tags"] = {"cost-centre": "research"}
    if not on_gcp:  # A log bucket that is locked can't be changed at all.
        new["ai-zones:log_retention_days"] = 400
    new["ai-zones:store_retention_days"] = 2557
    new["ai-zones:plan"]["providers"]["anthropic"]["fqdns"].append("console.anthropic.com")
    new["ai-zones:plan"]["zones"]["phi"]["services"].append(ANOTHER_SERVICE[cloud_of(settings)])
    return new


def removable(settings: Settings) -> Settings:
    """The same stack, told that its data may go."""
    return {**settings, "ai-zones:deletion_protection": False}


@dataclass
class Site:
    """One place in which the stack is built."""

    folder: Path
    stack: str = STACK
    _last: tuple[Settings, Rehearsal] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def home(self) -> Home:
        """Engine home, state and world."""
        return Home(self.folder / "home")

    def rehearsal(self, settings: Settings) -> Rehearsal:
        """The stack with these settings, over what stands; the last one again where nothing else was asked for in between."""
        here = os.environ.get("SIMULATOR_WORLD") == str(self.home.world.resolve())  # A rehearsal elsewhere leaves its own environment.
        if self._last is None or self._last[0] != settings or not here:
            config = self.folder / "config"
            config.mkdir(exist_ok=True)
            (config / f"Pulumi.{self.stack}.yaml").write_text(yaml.safe_dump({"config": settings}, sort_keys=False))
            made = Rehearsal(replace(Project.load(ROOT), config_folder=config), self.stack, self.home)
            self._last = deepcopy(settings), made
        return self._last[1]

    def keep(self, name: str) -> None:
        """Keep world and state aside."""
        _copy(self.folder / "home", self.folder / "kept" / name)

    def put_back(self, name: str) -> None:
        """World and state as they were kept; with `(nothing)` an empty world."""
        self._last = None
        if name == NOTHING:
            shutil.rmtree(self.folder / "home", ignore_errors=True)
        else:
            _copy(self.folder / "kept" / name, self.folder / "home")

    def up(self, settings: Settings, faults: list[dict[str, Any]] | None = None, *, unchanged: bool = False) -> list[str]:
        """Update; answers with the errors."""
        rehearsal = self.rehearsal(settings)
        _ = rehearsal.stack
        Faults(rehearsal.world).plan(faults or [])
        try:
            rehearsal.up(keep_going=bool(faults) or not unchanged, expect_no_changes=unchanged)
        except FailedError as error:
            return error.errors
        return []

    def destroy(self, settings: Settings, faults: list[dict[str, Any]] | None = None) -> list[str]:
        """Delete everything; answers with the errors."""
        rehearsal = self.rehearsal(settings)
        _ = rehearsal.stack
        Faults(rehearsal.world).plan(faults or [])
        try:
            # On Azure's stack the engine (3.250) does not come back from a failed deletion with `--continue-on-error`: it computes on, for
            # longer than anybody waits. Without it a run ends at the first failure, and the next one goes on.
            rehearsal.destroy(keep_going=not self.stack.startswith("azure"))
        except FailedError as error:
            return error.errors
        return []

    def not_struck(self) -> list[dict[str, Any]]:
        """Planned faults whose call never came."""
        return Faults(self.rehearsal_world()).planned()

    def rehearsal_world(self) -> Any:
        """The world as it stands."""
        from simulator.world import World

        return World(self.home.world)

    def leftovers(self, settings: Settings) -> Leftovers:
        """What exists and no state knows."""
        rehearsal = self.rehearsal(settings)
        return find_leftovers(rehearsal.export()["deployment"], rehearsal.preview_json(), rehearsal.world)

    def recover(self, settings: Settings) -> tuple[Leftovers, list[str]]:
        """What the documentation tells a user to do: take the lost over by the settings, delete the doubles by hand."""
        left = self.leftovers(settings)
        errors = self.up({**settings, "ai-zones:recover": left.lost}) if left.lost else []
        world = self.rehearsal_world()
        for item in left.doubles:
            world.remove(item)
        return left, errors


NOTHING = "(nothing)"


def _copy(source: Path, target: Path) -> None:
    """Everything; the world by SQLite itself, as plugins of the last run may still have it open."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("world.sqlite*"))
    with closing(sqlite3.connect(source / "world.sqlite")) as old, closing(sqlite3.connect(target / "world.sqlite")) as new:
        old.backup(new)
