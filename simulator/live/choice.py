"""Which packages of a world are real, and where their servers are. Kept in the world's folder, so that later commands know.

A choice is a file `live/<package>.json`, readable by its owner alone, because it holds the server's token. No choice means in memory. Each package
that can be real has a module `simulator.live.<package>` with `begin(folder)`, which brings its server up and answers with what `connect` needs,
`connect(settings)`, which answers with a `Backend`, and `end(folder, settings)`.
"""

import importlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from simulator.cloud import Cloud
from simulator.errors import UserError
from simulator.live.through import Through
from simulator.world import World

REAL, MEMORY = "real", "memory"
Settings = dict[str, Any]


def settings_of(folder: Path, package: str) -> Settings | None:
    """What was kept of a package's server; None where the package is in memory."""
    file = _file(folder, package)
    if not file.exists():
        return None
    read: Settings = json.loads(file.read_text())
    return read


def keep(folder: Path, package: str, settings: Settings) -> None:
    """Remember a server. The file is its owner's alone."""
    file = _file(folder, package)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(settings))


def choose(folder: Path, package: str, mode: str | None) -> Settings | None:
    """Take a choice, or the one of an earlier command, and bring the server up. Raises `UserError`.

    A world that holds resources of the package stays what it is: they stand on one side only.
    """
    if mode not in (None, REAL, MEMORY):
        raise UserError(f"--{package}: {mode!r} is not allowed; allowed: {MEMORY}, {REAL}")
    kept = settings_of(folder, package)
    if mode is None or (mode == REAL) == (kept is not None):
        wanted = kept is not None
    else:
        _refuse_if_filled(folder, package, mode)
        wanted = mode == REAL
    if not wanted:
        if kept is not None:
            end(folder, package)
        return None
    settings: Settings = _module(package).begin(folder)
    keep(folder, package, settings)
    return settings


def bring_up(folder: Path, modes: Mapping[str, str | None]) -> list[str]:
    """Take the choices of a command; every server that the world has must answer. Says of each where it is. Raises `UserError`."""
    kept = {file.stem: None for file in (folder / "live").glob("*.json")}
    found = {package: choose(folder, package, mode) for package, mode in sorted({**kept, **modes}.items())}
    return [f"{package}: {settings.get('said') or settings.get('address', '')}" for package, settings in found.items() if settings]


def end(folder: Path, package: str) -> None:
    """Stop the package's server and forget it, with all that it holds."""
    settings = settings_of(folder, package)
    if settings is not None:
        _module(package).end(folder, settings)
        _file(folder, package).unlink()


def end_if_empty(folder: Path, world: World) -> list[str]:
    """Stop the servers of those packages of which nothing is left; answers with their names."""
    ended = []
    for file in sorted((folder / "live").glob("*.json")):
        package = file.stem
        if not any(one.type.startswith(f"{package}:") for one in world.remaining()):
            end(folder, package)
            ended.append(package)
    return ended


def cloud_of(package: str, world: World) -> Cloud:
    """The cloud that a provider's plugin serves: in memory, or through a server."""
    settings = settings_of(world.path.parent, package)
    return Cloud(package, world) if settings is None else Through(package, world, _module(package).connect(settings))


def _module(package: str) -> ModuleType:
    return importlib.import_module(f"simulator.live.{package}")


def _file(folder: Path, package: str) -> Path:
    return folder / "live" / f"{package}.json"


def _refuse_if_filled(folder: Path, package: str, mode: str) -> None:
    file = folder / "world.sqlite"
    if not file.exists():
        return
    world = World(file)
    held = [one for one in world.remaining() if one.type.startswith(f"{package}:")]
    world.close()
    if held:
        raise UserError(
            f"--{package} {mode}: the world in {folder} holds {len(held)} resources of {package} that are {MEMORY if mode == REAL else REAL}; "
            "destroy them first, or name another folder with --world"
        )
