"""`make demo`: the clinical stack on a simulated cloud: built, proved, broken, refused, taken down.

Exit code: 0 every step did what it must; 1 one did not; 3 bad input.
"""

import argparse
import shutil
import sys
from pathlib import Path

from simulator.demo import aws, azure, gcp
from simulator.demo.shown import Shown
from simulator.demo.stage import Stage, UnexpectedError
from simulator.demo.story import Story
from simulator.errors import UserError
from simulator.project import Project

CLOUDS: dict[str, tuple[str, Shown]] = {"aws": ("aws-clinical", aws), "azure": ("azure-clinical", azure), "gcp": ("gcp-clinical", gcp)}
"""Cloud → the stack that is shown, and what tells of it."""


def main(arguments: list[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m simulator.demo", description="The main job from end to end, on a simulated cloud.")
    parser.add_argument("--cloud", default="aws", help=f"cloud to simulate: {', '.join(CLOUDS)}")
    parser.add_argument("--project", type=Path, default=Path(), help="folder of the Pulumi project")
    parser.add_argument("--world", type=Path, help="folder of the simulated world, made anew; default: .simulated/demo in the project")
    asked = parser.parse_args(arguments)
    try:
        if asked.cloud not in CLOUDS:
            raise UserError(f"--cloud: there is no demo on '{asked.cloud}' yet; there is: {', '.join(CLOUDS)}")
        root = Project.find(asked.project).root
        folder = _anew((asked.world or root / ".simulated" / "demo").resolve())
    except UserError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 3
    stack, cloud = CLOUDS[asked.cloud]
    return tell(Story(Stage(root), stack, folder, cloud))


def tell(story: Story) -> int:
    """The whole story, and how long it took."""
    console = story.stage.console
    console.print(
        f"[bold yellow]SIMULATED[/]: a stand-in for {story.cloud.NAME} runs on this machine. No account is touched, no credentials are needed."
    )
    console.print("Real are the Pulumi engine, the stack's program, the components and the policy packs.")
    try:
        further = story.cloud.further(story)
        for step in (story.build, story.look, story.prove, story.leak, *further, story.refuse_to_take_down, story.take_down):
            step()
    except UnexpectedError as error:
        console.print("\n[bold red]The demo failed[/]")
        console.print(str(error), markup=False)
        return 1
    story.stage.timings()
    return 0


def _anew(folder: Path) -> Path:
    """An empty folder in place of an earlier demo's; nothing else is ever deleted."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "world.sqlite").is_file() and not (folder / "pulumi").is_dir():
        raise UserError(f"--world: {folder} is not empty and holds no simulated world; name a folder that may be made anew")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
