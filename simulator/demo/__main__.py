"""`make demo`: the clinical stack on a simulated cloud: built, proved, broken, refused, taken down.

Exit code: 0 every step did what it must; 1 one did not; 3 bad input.
"""

import argparse
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
    parser.add_argument(
        "--world", type=Path, help="folder of the simulated world, made anew; default: .simulated/demo/<cloud> in the project"
    )
    asked = parser.parse_args(arguments)
    try:
        if asked.cloud not in CLOUDS:
            raise UserError(f"--cloud: there is no demo on '{asked.cloud}' yet; there is: {', '.join(CLOUDS)}")
        root = Project.find(asked.project).root
        stack, cloud = CLOUDS[asked.cloud]
        with anew((asked.world or root / ".simulated" / "demo" / asked.cloud).resolve()) as folder:
            return tell(Story(Stage(root), stack, folder, cloud))
    except UserError as error:
        sys.stderr.write(f"demo: {error}\n")
        return 3


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


@contextmanager
def anew(folder: Path) -> Iterator[Path]:
    """An empty folder in place of an earlier demo's, for one demo at a time; nothing else is ever deleted.

    The lock is on the folder itself and ends with the process, so a demo that was killed locks nobody out.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"--world: {folder} is a file; name a folder that may be made anew")
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(f"--world: another demo is running in {folder}; wait for it, or name another folder") from None
        if any(folder.iterdir()) and not (folder / "world.sqlite").is_file() and not (folder / "pulumi").is_dir():
            raise UserError(f"--world: {folder} is not empty and holds no simulated world; name a folder that may be made anew")
        for inside in folder.iterdir():
            shutil.rmtree(inside) if inside.is_dir() and not inside.is_symlink() else inside.unlink()
        yield folder
    finally:
        os.close(held)


if __name__ == "__main__":
    sys.exit(main())
