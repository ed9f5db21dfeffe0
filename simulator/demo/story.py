"""The demo's steps. Each runs the command that a user would run, and ends in `UnexpectedError` when it does not do what it must."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.demo import aws
from simulator.demo.shown import Shown, counted
from simulator.demo.stage import Done, Stage, columns
from simulator.world import World

LEAK = "stacks/leaking"
"""The stack's program with a road too many."""


@dataclass
class Story:
    """One stack's life in one simulated world."""

    stage: Stage
    stack: str
    folder: Path
    """Folder of the world."""
    cloud: Shown = aws
    """What tells of the cloud that the stack is built on."""

    @property
    def state(self) -> Path:
        """The exported state of the built stack."""
        return self.folder / "state.json"

    @property
    def world(self) -> World:
        """What exists."""
        return World(self.folder / "world.sqlite")

    def build(self, *options: str) -> None:
        """Preview with every pack, then create. `options`: more for `up`."""
        with self.stage.step("Preview, judged by the policy packs; then build"):
            done = self.simulate("up", self.stack, *options)
            self.stage.expect(done.code == 0, f"`up` ended with exit code {done.code}", done)

    def look(self) -> None:
        """What was built, by zone, and the links between zones."""
        with self.stage.step("What was built"):
            done = self.simulate("export", self.stack, "--file", str(self.state))
            self.stage.expect(done.code == 0, f"`export` ended with exit code {done.code}", done)
            resources = self._resources()
            missing = self.cloud.not_built(resources, self.world)
            self.stage.expect(not missing, f"the state holds what the world does not: {', '.join(missing)}")
            zones = self.cloud.zones_built(resources, self.world)
            for line in columns([zone.row() for zone in zones]):
                self.stage.say(line)
            self.stage.say("Private links, the only roads between zones:")
            linked = self.cloud.services_linked(resources, [zone.zone for zone in zones])
            for line in columns([(one.target, f"by {one.by},", f"from {', '.join(one.sources)}") for one in linked]):
                self.stage.say(f"  {line}")

    def prove(self) -> None:
        """Judge the exported state apart from the engine."""
        with self.stage.step("What is proved, of the exported state"):
            where = str(self.state)
            told = "posture check state.json --pack all"
            done = self.stage.run(
                "posture", "check", where, "--pack", "all", show=lambda line: line.replace(where, "state.json"), told=told
            )
            self.stage.expect(done.code == 0, f"`posture check` ended with exit code {done.code}", done)

    def leak(self) -> None:
        """A road out of the PHI subnets is refused in preview; the world is as it was."""
        with self.stage.step(self.cloud.LEAK):
            before = _contents(self.world)
            done = self.simulate("preview", self.stack, "--program", LEAK, "-v")
            path = [line for line in done.lines if "→ 0.0.0.0/0 →" in line and line.endswith("internet")]
            refused = done.code == 1 and "violated phi-exit" in done.text and bool(path)
            self.stage.expect(refused, "the leak was not refused with its path", done)
            planned = [line for line in done.lines if re.match(rf" +[{self.cloud.LEAK_MARKS}] {self.cloud.PACKAGE}", line)]
            self.stage.expect(all(" break-" in line for line in planned), "more would change than the leak adds", done)
            self.stage.expect(_contents(self.world) == before, "the refused preview changed the world")
            account = next(zone.account for zone in self.cloud.zones_built(self._resources(), self.world) if zone.zone == "phi")
            roads = self.cloud.roads_out(self.world, account)
            self.stage.expect(not roads, f"the PHI {self.cloud.ACCOUNT} has a road out: {', '.join(roads)}")
            tables = self.cloud.tables(self.world, account)
            self.stage.say(
                f"The world of {self.cloud.ACCOUNT} {account}: {counted(tables, self.cloud.ROUTED)}, {self.cloud.NO_ROADS}.", "green"
            )

    def refuse_to_take_down(self) -> None:
        """`destroy` names what is protected, and deletes nothing."""
        with self.stage.step("Take it down: refused while data is protected"):
            before = _contents(self.world)
            done = self.simulate("destroy", self.stack, tally=True)
            self.stage.expect(done.code == 1 and "are protected" in done.text, "`destroy` was not refused", done)
            self.stage.expect(_contents(self.world) == before, "the refused destroy changed the world")

    def take_down(self) -> None:
        """With the explicit argument nothing is left but what the cloud itself keeps."""
        with self.stage.step("Take it down, told that the data may go"):
            done = self.simulate("destroy", self.stack, "--remove-protected", only="SIMULATED destroy")
            self.stage.expect(done.code == 0, f"`destroy` ended with exit code {done.code}", done)
            left = self.cloud.kept(self.world)
            unexplained = [f"{type_} {one.id}" for (type_, why), held in left.items() if not why for one in held]
            self.stage.expect(not unexplained, f"left behind without a reason: {', '.join(unexplained)}")
            self.stage.say(self.cloud.KEPT if left else "The world is empty.", "" if left else "green")
            for (type_, why), held in left.items():
                one = held[0]
                which = (
                    f"{one.id} ({one.account})"
                    if len(held) == 1
                    else f"×{len(held)}, in {len({one.account for one in held})} {self.cloud.ACCOUNT}s"
                )
                self.stage.say(f"  {_short_type(type_)} {which}: {why}")
            for type_, _, words, until in self.world.reserved():
                self.stage.say(f"  the name {words} of a {_short_type(type_)} is reserved until {until:%Y-%m-%d}")

    def simulate(self, *arguments: str, tally: bool = False, only: str = "") -> Done:
        """A command of the simulator in this world. `tally` counts the resources that are named line by line, instead of showing each."""
        kinds = Counter[str]()

        def show(line: str) -> str | None:
            if line.startswith("SIMULATED: ") or not line.startswith(only):
                return None
            named = re.match(rf" +{self.cloud.PACKAGE}([a-z0-9]+)(?:/\w+)?:(\w+) ", line)
            if named is not None and tally:
                kinds[f"{named[1]}.{named[2]}"] += 1
                return None
            if kinds:
                self.stage.say(f"    {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}")
                kinds.clear()
            return line

        told = " ".join(["python -m simulator", *arguments, "--world", str(self.folder)]).replace(f"{self.stage.root}/", "")
        return self.stage.run("simulator", *arguments, "--world", str(self.folder), show=show, told=told)

    def _resources(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.state.read_text(encoding="utf-8"))["deployment"]["resources"]
        return found


def _contents(world: World) -> list[tuple[str, str, str, str]]:
    """Everything that exists, to compare."""
    return [(one.type, one.id, one.account, json.dumps(one.outputs, sort_keys=True)) for one in world.remaining()]


def _short_type(type_: str) -> str:
    """`aws:kms/key:Key (pending deletion)` as `Key (pending deletion)`."""
    return type_.rsplit(":", 1)[-1].rsplit("/", 1)[-1]
