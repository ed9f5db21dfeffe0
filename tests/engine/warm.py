"""Commands of Python that begin with the SDKs read: four to five seconds of processor time less for each program that is run.

A process that has read them and nothing of ours forks for each command (`multiprocessing`, start method "forkserver"): what a command imports
of ours, and all that it does, happens in its own process, with its own environment.
"""

import importlib
import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_OURS = ("ai_zones", "posture", "simulator", "stacks")
_READING = "tests.engine.warm_sdks"


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float) -> "subprocess.CompletedProcess[str]":
    """`python -m <command>` in the folder, without an input."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_READING])
    with TemporaryDirectory() as scratch:
        out, err = Path(scratch, "out"), Path(scratch, "err")
        process = context.Process(target=_begin, args=(list(command), folder, dict(environment), out, err))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(command), seconds)
        return subprocess.CompletedProcess(list(command), process.exitcode, out.read_text(), err.read_text())


def _begin(command: list[str], folder: Path, environment: dict[str, str], out: Path, err: Path) -> None:
    """In the forked process: becomes the command."""
    for stream, file in ((1, out), (2, err)):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, stream)
        os.close(opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = list(command)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


def read_sdks() -> None:
    """In the process that forks: read what our components read, and forget what is ours."""
    for cloud in ("aws", "azure", "gcp"):
        importlib.import_module(f"ai_zones.{cloud}")
    for library in ("rich.console", "typer", "pulumi.automation"):
        importlib.import_module(library)
    for name in [name for name in sys.modules if name.split(".")[0] in _OURS]:
        del sys.modules[name]
