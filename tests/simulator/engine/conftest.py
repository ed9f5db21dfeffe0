"""A machine of our own: a PATH with only fake programs on it, and a cache folder in the test's folder."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from simulator.engine.cache import engine_folder
from simulator.engine.versions import ENGINE_VERSION

# The folders of `sh` and friends, which the fakes need; copied as links so that a real pulumi or go beside them stays unseen.
_TOOLS = ("sh", "cat", "chmod", "sleep", "mkdir")


class Machine:
    """What the finder may see: `environment`, made of fake programs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / "bin"
        self.bin.mkdir()
        for tool in _TOOLS:
            real = next(Path(folder) / tool for folder in os.defpath.split(os.pathsep) if (Path(folder) / tool).exists())
            (self.bin / tool).symlink_to(real)
        self.environment: dict[str, str] = {"PATH": str(self.bin), "HOME": str(root / "home"), "AI_ZONES_CACHE": str(root / "cache")}

    @property
    def cached(self) -> Path:
        """Where the cached engine belongs."""
        return engine_folder(ENGINE_VERSION, self.environment) / "pulumi"

    def has_pulumi(self, version: str) -> Path:
        """Put a `pulumi` of that version on PATH."""
        return fake_pulumi(self.bin / "pulumi", version)

    def has(self, program: str, script: str) -> Path:
        """Put a program on PATH: a shell script."""
        return executable(self.bin / program, script)

    def leftovers(self) -> list[str]:
        """What lies beside the cached engine, but for the lock that is meant to stay."""
        folder = self.cached.parent.parent
        return sorted(entry.name for entry in folder.iterdir() if entry != self.cached.parent and not entry.name.endswith(".lock"))


class FakeWay:
    """A way that brings a fake engine, or gives a reason why it cannot."""

    def __init__(self, name: str = "fake way", version: str = ENGINE_VERSION, fails: Exception | None = None) -> None:
        self.name = name
        self.calls = 0
        self._version = version
        self._fails = fails

    def make(self, scratch: Path, version: str, environment: Mapping[str, str]) -> Path:
        """Leave a fake `pulumi` of the given version in the scratch folder."""
        self.calls += 1
        (scratch / "half-made").write_text("something that must not be left behind")
        if self._fails is not None:
            raise self._fails
        fake_pulumi(scratch / "made" / "pulumi", self._version)
        return scratch / "made"


def executable(path: Path, script: str) -> Path:
    """Write a shell script that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def fake_pulumi(path: Path, version: str) -> Path:
    """A program that answers `version` as the CLI does."""
    return executable(path, f'[ "$1" = version ] && echo v{version}')


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with nothing on it."""
    return Machine(tmp_path)
