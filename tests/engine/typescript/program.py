"""Runs the TypeScript program beside this file on the simulated cloud: its packages, its engine home, its answer."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator.engine import cache_root, find_engine
from simulator.engine.cache import exclusive, put_in_place, workshop
from simulator.home import Home

HERE = Path(__file__).parent
SOURCES = ("main.ts", "clinic.ts", "package.json")
LOCK = "package-lock.json"
OLDEST_NODE = 20
_INSTALL_SECONDS = 300.0
_RUN_SECONDS = 120.0


@dataclass(frozen=True)
class Answer:
    """What the program prints."""

    planned: list[str]
    """Types of the resources that the preview got to, in no order."""
    findings: list[dict[str, str]]
    diagnostics: list[str]
    failure: str | None

    def of_policy(self, name: str) -> list[dict[str, str]]:
        """Findings of one policy."""
        return [finding for finding in self.findings if finding["policy"] == name]


def need_node() -> None:
    """Skips the test where Node.js or npm is missing or too old."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed: the TypeScript program cannot run")
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", said)
    if version is None or int(version[1]) < OLDEST_NODE:
        pytest.skip(f"Node.js {OLDEST_NODE} or later is needed for the Pulumi SDK, this one is {said.strip() or 'broken'}")


def packages() -> Path:
    """`node_modules` as the lock file pins it: installed once, outside the checkout, in a folder named by the lock's hash."""
    key = hashlib.sha256((HERE / LOCK).read_bytes()).hexdigest()[:16]
    target = cache_root() / "npm" / key
    with exclusive(target.parent / f".{key}.lock", _INSTALL_SECONDS, lambda: None):
        if not target.is_dir():
            with workshop(target) as scratch:
                project = scratch / "project"
                project.mkdir()
                for name in ("package.json", LOCK):
                    shutil.copyfile(HERE / name, project / name)
                # No install script is run: none of the packages needs one, and any could do anything.
                command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
                done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
                assert done.returncode == 0, f"npm ci failed: {done.stderr.strip()}"
                put_in_place(project, target)
    return target / "node_modules"


def preview(leak: str, folder: Path, packs: list[Path], posture: Path | None = None) -> Answer:
    """Previews the program with one of its leaks in a world of its own."""
    project, settings = folder / "project", folder / "settings"
    for made in (project, settings):
        made.mkdir()
    for name in SOURCES:
        shutil.copyfile(HERE / name, project / name)
    modules = packages()
    (project / "node_modules").symlink_to(modules)
    home = Home(folder / "home").prepare()
    _serve_as_version_of_the_npm_sdk(home, modules)
    environment = home.environment(find_engine()) | ({"POSTURE_CONFIG": str(posture)} if posture else {})
    command: list[str | Path] = [project / "node_modules" / ".bin" / "tsx", "main.ts", leak, settings, *packs]
    done = subprocess.run(
        [os.fspath(part) for part in command],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_RUN_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Answer(said["planned"], said["findings"], said["diagnostics"], said.get("failure"))


def _serve_as_version_of_the_npm_sdk(home: Home, modules: Path) -> None:
    """npm and PyPI get their releases of one provider at different times, and the engine asks for exactly the SDK's version.

    A copied folder, not a link: the engine looks for directories only.
    """
    version = json.loads((modules / "@pulumi" / "aws" / "package.json").read_text(encoding="utf-8"))["version"]
    plugins = home.pulumi / "plugins"
    asked = plugins / f"resource-aws-v{version}"
    if not asked.exists():
        shutil.copytree(next(plugins.glob("resource-aws-v*")), asked)
