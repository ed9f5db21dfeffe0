"""`make demo`: the clinical stack on a simulated cloud: built, proved, broken, refused, taken down. Exit code 1 when a step does not behave."""

import argparse
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from simulator.demo import aws
from simulator.demo.stage import Stage, UnexpectedError, columns
from simulator.errors import UserError
from simulator.project import Project
from simulator.world import World

CLOUDS = {"aws": "aws-clinical"}
"""Cloud → the stack that is shown."""
LEAK = "stacks/leaking"
"""The same program with a NAT route too many."""


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m simulator.demo", description=__doc__)
    parser.add_argument("--cloud", default="aws", help=f"cloud to simulate: {', '.join(CLOUDS)}")
    parser.add_argument("--project", type=Path, default=Path(), help="folder of the Pulumi project")
    parser.add_argument("--world", type=Path, help="folder of the simulated world, made anew; default: .simulated/demo in the project")
    asked = parser.parse_args()
    try:
        if asked.cloud not in CLOUDS:
            raise UserError(f"--cloud: there is no demo on '{asked.cloud}' yet; there is: {', '.join(CLOUDS)}")
        project = Project.find(asked.project)
        folder = _anew((asked.world or project.root / ".simulated" / "demo").resolve())
    except UserError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 3
    stage = Stage(project.root)
    try:
        _tell(stage, CLOUDS[asked.cloud], folder)
    except UnexpectedError as error:
        stage.console.print("\n[bold red]The demo failed[/]")
        stage.console.print(str(error), markup=False)
        return 1
    stage.timings()
    return 0


def _anew(folder: Path) -> Path:
    """An empty folder in place of an earlier demo's; nothing else is ever deleted."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "world.sqlite").is_file() and not (folder / "pulumi").is_dir():
        raise UserError(f"--world: {folder} is not empty and holds no simulated world; name a folder that may be made anew")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _tell(stage: Stage, stack: str, folder: Path) -> None:
    stage.console.print(
        "[bold yellow]SIMULATED[/]: a stand-in for AWS runs on this machine. No account is touched, no credentials are needed."
    )
    stage.console.print("Real are the Pulumi engine, the stack's program, the components and the policy packs.")
    shown = f"--world {folder.relative_to(stage.root)}" if folder.is_relative_to(stage.root) else f"--world {folder}"
    world = ["--world", str(folder)]

    with stage.step("Preview, judged by both policy packs; then build"):
        done = stage.run("simulator", "up", stack, *world, show=_but_the_heading, told=f"python -m simulator up {stack} {shown}")
        stage.expect(done.code == 0, f"`up` ended with exit code {done.code}", done)

    state = folder / "state.json"
    with stage.step("What was built"):
        done = stage.run(
            "simulator",
            "export",
            stack,
            *world,
            "--file",
            str(state),
            show=_but_the_heading,
            told=f"python -m simulator export {stack} {shown} > state.json",
        )
        stage.expect(done.code == 0, f"`export` ended with exit code {done.code}", done)
        opened = World(folder / "world.sqlite")
        phi = _built(stage, json.loads(state.read_text())["deployment"]["resources"], opened)

    with stage.step("What is proved, of the exported state"):
        done = stage.run(
            "posture", "check", str(state), show=lambda line: line.replace(str(state), "state.json"), told="posture check state.json"
        )
        stage.expect(done.code == 0, f"`posture check` ended with exit code {done.code}", done)

    with stage.step("Somebody adds a NAT route to the PHI subnets: refused in preview, with its path"):
        before = _contents(opened)
        done = stage.run(
            "simulator",
            "preview",
            stack,
            "--program",
            LEAK,
            "-v",
            *world,
            show=_but_the_heading,
            told=f"python -m simulator preview {stack} --program {LEAK} -v {shown}",
        )
        refused = [line for line in done.lines if "→ 0.0.0.0/0 →" in line and line.endswith("internet")]
        stage.expect(done.code == 1 and "violated phi-exit" in done.text and bool(refused), "the leak was not refused with its path", done)
        stage.expect(_contents(opened) == before, "the refused preview changed the world")
        roads = aws.roads_out(opened, phi.account)
        stage.expect(not roads, f"the PHI account has a road out: {', '.join(roads)}")
        stage.say(
            f"The world of account {phi.account}: {aws.tables(opened, phi.account)} route tables, no route to 0.0.0.0/0, no NAT gateway.",
            "green",
        )

    with stage.step("Take it down: refused while data is protected"):
        done = stage.run("simulator", "destroy", stack, *world, show=_short_types, told=f"python -m simulator destroy {stack} {shown}")
        stage.expect(done.code == 1 and "are protected" in done.text, "`destroy` was not refused", done)
        stage.expect(_contents(opened) == before, "the refused destroy changed the world")

    with stage.step("Take it down, told that the data may go"):
        told = f"python -m simulator destroy {stack} --remove-protected {shown}"
        done = stage.run(
            "simulator",
            "destroy",
            stack,
            "--remove-protected",
            *world,
            show=lambda line: line if line.startswith("SIMULATED destroy") else None,
            told=told,
        )
        stage.expect(done.code == 0, f"`destroy` ended with exit code {done.code}", done)
        _left(stage, opened)


def _built(stage: Stage, resources: list[dict[str, Any]], world: World) -> aws.ZoneBuilt:
    missing = aws.not_built(resources, world)
    stage.expect(not missing, f"the state holds what the world does not: {', '.join(missing)}")
    zones = aws.zones_built(resources, world)
    for line in columns([zone.row() for zone in zones]):
        stage.say(line)
    stage.say("Private links, the only roads between zones:")
    for line in columns([(link.source, "→", link.target, f"by {link.by}") for link in aws.links_built(resources)]):
        stage.say(f"  {line}")
    return next(zone for zone in zones if zone.zone == "phi")


def _left(stage: Stage, world: World) -> None:
    left = list(aws.kept(world))
    unexplained = [f"{one.type} {one.id}" for one, why in left if not why]
    stage.expect(not unexplained, f"left behind without a reason: {', '.join(unexplained)}")
    stage.say("What AWS itself keeps:" if left else "The world is empty.", "" if left else "green")
    for one, why in left:
        stage.say(_short_types(f"  {one.type} {one.id} ({one.account}): {why}") or "")
    for type_, _, words, until in world.reserved():
        stage.say(f"  reserved until {until:%Y-%m-%d}: the name {words} of {type_}")


def _contents(world: World) -> list[tuple[str, str, str, str]]:
    """Everything that exists, to compare."""
    return [(one.type, one.id, one.account, json.dumps(one.outputs, sort_keys=True)) for one in world.remaining()]


def _short_types(line: str) -> str | None:
    """`aws:kms/key:Key name: why` as `Key name: why`."""
    return _but_the_heading(re.sub(r"^( +)aws:\w+/\w+:", r"\1", line))


def _but_the_heading(line: str) -> str | None:
    return None if line.startswith("SIMULATED: ") else line


if __name__ == "__main__":
    sys.exit(main())
