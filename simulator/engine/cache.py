"""Where the engine is kept, outside any checkout, and how it gets there in one piece.

Sources: XDG Base Directory Specification, `$XDG_CACHE_HOME`; rename(2): replacing a name is atomic within a file system;
flock(2): the kernel drops the lock when its holder dies, so no stale lock can remain.
"""

import contextlib
import fcntl
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from simulator.engine.errors import WayUnavailableError

_POLL_SECONDS = 0.2


def cache_root(environment: Mapping[str, str] | None = None) -> Path:
    """The user's cache folder of AI Zones: `AI_ZONES_CACHE`, else `ai-zones` in the platform's user cache folder."""
    env = os.environ if environment is None else environment
    if own := env.get("AI_ZONES_CACHE"):
        return Path(own).expanduser().absolute()
    xdg = env.get("XDG_CACHE_HOME", "")
    # The specification: a relative path in XDG_CACHE_HOME is invalid and is to be ignored.
    if xdg and Path(xdg).is_absolute():
        return Path(xdg) / "ai-zones"
    home = Path(env["HOME"]) if env.get("HOME") else Path.home()
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ai-zones"


def engine_folder(version: str, environment: Mapping[str, str] | None = None) -> Path:
    """The folder that holds `pulumi` of this version (and its language hosts, where the official installer brought them)."""
    return cache_root(environment) / "engine" / f"v{version}"


@contextlib.contextmanager
def exclusive(lock: Path, patience_seconds: float, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold `lock` against every other process of this user; `waiting` is called once if another one holds it.

    Raises WayUnavailableError when the other one is not done after `patience_seconds`.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        give_up = time.monotonic() + patience_seconds
        told = False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not told:
                    waiting()
                    told = True
                if time.monotonic() > give_up:
                    raise WayUnavailableError(f"another process has held {lock} for {patience_seconds:.0f} s") from None
                time.sleep(_POLL_SECONDS)
        yield


@contextlib.contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A scratch folder beside `target`, hence on the same file system, gone afterwards whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield scratch
    finally:
        _remove(scratch)


def put_in_place(made: Path, target: Path) -> None:
    """Make the folder `made` known as `target`; a reader sees the old folder, none, or the whole new one."""
    if target.exists() or target.is_symlink():
        discard(target)
    made.rename(target)


def discard(target: Path) -> None:
    """Take a folder away in one step, then delete it: no one starts a program that is half deleted."""
    grave = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(grave / "old")
    _remove(grave)


def _remove(folder: Path) -> None:
    # Go marks its module cache read-only; a folder must be writable for its entries to go.
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
