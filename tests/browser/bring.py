"""Brings a headless Chromium, axe-core and two schemas of SARIF, where they are not there yet: `make browser`.

The browser: the program that `AI_ZONES_BROWSER` names; else one on PATH; else the npm package @sparticuz/chromium, which ships the program itself,
so that neither root nor a site beside the package registry is needed. It comes compressed, with the shared libraries that slim machines lack;
`node` unpacks it, once, into the user's cache. Debian's `chromium-headless-shell` works as well, where one is root.

Sources: @sparticuz/chromium, README; Node.js documentation, "Zlib: zlib.brotliDecompressSync"; fontconfig, "fonts-conf".
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from simulator.clusters.programs import brought, toolchain
from simulator.clusters.unavailable import ServersUnavailableError
from simulator.engine.cache import cache_root, exclusive, put_in_place, workshop
from simulator.engine.errors import WayUnavailableError
from simulator.engine.running import run

PACKAGES: Final = Path(__file__).parent / "packages"
_NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS: Final = 300.0
_UNPACK: Final = """
const { brotliDecompressSync } = require("node:zlib");
const { readFileSync, writeFileSync } = require("node:fs");
const [from, to] = process.argv.slice(1);
for (const name of ["chromium", "al2023.tar", "swiftshader.tar", "fonts.tar"]) writeFileSync(`${to}/${name}`, brotliDecompressSync(readFileSync(`${from}/${name}.br`)));
"""
_FONTS: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>
"""


class MissingError(Exception):
    """It is not here, and can't be brought. The text is the reason."""


@dataclass(frozen=True)
class Browser:
    """A program, and how it wants to be started."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


@cache
def browser() -> Browser:
    """A headless Chromium. Raises MissingError."""
    named = os.environ.get("AI_ZONES_BROWSER")
    if named:
        return Browser(Path(named))
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return Browser(Path(found)) if found else _packaged()


def axe() -> str:
    """axe-core's script. Raises MissingError."""
    return (modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def sarif_schema() -> str:
    """The JSON schema of SARIF 2.1.0 as OASIS published it, with errata 01. Raises MissingError."""
    try:
        folder = brought(
            "the schema of SARIF",
            "sarif",
            lambda scratch: _schema_out_of_module(scratch, os.environ),
            os.environ,
            otherwise="leave out the test that asks for it",
        )
    except ServersUnavailableError as fault:
        raise MissingError(str(fault)) from None
    return (folder / "schema.json").read_text(encoding="utf-8")


def _schema_out_of_module(scratch: Path, env: Mapping[str, str]) -> Path:
    """A folder with the schema that the module keeps as a raw string of Go."""
    shutil.copytree(toolchain("sarif"), module := scratch / "module", ignore=shutil.ignore_patterns("*.md"))
    go = shutil.which("go", path=env.get("PATH", ""))
    if go is None:
        raise WayUnavailableError("there is no Go on PATH")
    command = [go, "mod", "download", "-json", "github.com/owenrumney/go-sarif/v3"]
    answer = json.loads(run(command, timeout_seconds=_SECONDS, cwd=module, environment={**env, "GOWORK": "off"}))
    source = (Path(answer["Dir"]) / "pkg" / "report" / "v210" / "sarif" / "schema.go").read_text(encoding="utf-8")
    (out := scratch / "schema").mkdir()
    (out / "schema.json").write_text(source.split("`")[1], encoding="utf-8")
    return out


def sarif_candidate_schema() -> str:
    """The JSON schema of SARIF 2.1.0, release candidate 5, which many platforms still judge by. Raises MissingError.

    The final one adds kinds of values beside their enumerations, asks for a place in a region, and is stricter with languages.
    """
    return (modules() / "@microsoft" / "jest-sarif" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")


@cache
def modules() -> Path:
    """`node_modules` as the lock beside this file pins it. Raises MissingError."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise MissingError(f"{tool} is not installed")
    key = hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()[:16]
    target = cache_root() / "npm" / key
    with exclusive(target.parent / f".{key}.lock", _SECONDS, lambda: None):
        if not target.is_dir():
            with workshop(target) as scratch:
                project = scratch / "project"
                shutil.copytree(PACKAGES, project)
                # No script of a package is run, and jest, which one of them would like beside it, is left out.
                command = [
                    "npm",
                    "ci",
                    "--ignore-scripts",
                    "--omit=peer",
                    "--legacy-peer-deps",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error",
                ]
                done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
                if done.returncode != 0:
                    raise MissingError(f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}")
                put_in_place(project, target)
    return target / "node_modules"


def _packaged() -> Browser:
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise MissingError(f"no Chromium on PATH, and the npm package has none for {sys.platform} on {platform.machine()}")
    packed = modules() / "@sparticuz" / "chromium" / "bin"
    target = packed.parents[3] / "browser"
    with exclusive(target.parent / ".browser.lock", _SECONDS, lambda: None):
        if not target.is_dir():
            with workshop(target) as scratch:
                part = scratch / "browser"
                part.mkdir()
                done = subprocess.run(["node", "-e", _UNPACK, str(packed), str(part)], capture_output=True, text=True, check=False)
                if done.returncode != 0:
                    raise MissingError(f"the browser can't be unpacked: {done.stderr.strip().splitlines()[-1:]}")
                for name in ("al2023", "swiftshader", "fonts"):
                    with tarfile.open(part / f"{name}.tar") as packed_tar:
                        packed_tar.extractall(part, filter="data")
                    (part / f"{name}.tar").unlink()
                (part / "chromium").chmod(0o755)
                put_in_place(part, target)
        # Whole paths: fontconfig takes a cache's relative one from wherever the browser was started, and would leave it in the checkout.
        config = target / "fonts.conf"
        wanted = _FONTS.format(folder=escape(str(target)))
        if not config.is_file() or config.read_text(encoding="utf-8") != wanted:
            config.write_text(wanted, encoding="utf-8")
    environment = {"LD_LIBRARY_PATH": f"{target / 'lib'}:{target}", "FONTCONFIG_FILE": str(target / "fonts.conf")}
    return Browser(target / "chromium", environment, ("--no-zygote", "--use-gl=angle", "--use-angle=swiftshader"))


_WAYS: Final[dict[str, Callable[[], object]]] = {
    "browser": browser,
    "accessibility checker": axe,
    "schema of SARIF": sarif_schema,
    "release candidate of that schema": sarif_candidate_schema,
}


def main() -> int:
    """Always 0: what a machine can't have is no fault of it."""
    for what, bring in _WAYS.items():
        try:
            bring()
        except MissingError as fault:
            sys.stderr.write(f"browser: no {what} here, its tests will be skipped: {fault}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
