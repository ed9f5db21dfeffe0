"""One OpenBao for all live tests of a process, and stacks that are built on one of their own. Where there is no binary the tests are skipped."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hvac  # type: ignore[import-untyped]
import pytest

from simulator.home import Home
from simulator.live import openbao as server
from simulator.live.choice import keep
from simulator.project import Project
from simulator.runner import Rehearsal


@dataclass(frozen=True)
class OpenBao:
    """A server that answers, and its root."""

    running: server.Running
    client: hvac.Client

    @property
    def address(self) -> str:
        """`http://127.0.0.1:<port>`."""
        return self.running.address

    @property
    def token(self) -> str:
        """Root token."""
        return self.running.token

    def anonymous(self) -> hvac.Client:
        """A client without a token."""
        return hvac.Client(url=self.address)


def opened(folder: Path, *settings: str, audit: bool = False) -> OpenBao:
    """A new server in memory; skips the test where there is none to be had."""
    try:
        running = server.start(folder, stored=False, audit=audit, settings=settings)
    except server.ServerMissingError as missing:
        pytest.skip(f"no OpenBao: {missing}")
    return OpenBao(running, hvac.Client(url=running.address, token=running.token))


@pytest.fixture(scope="session")
def openbao(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBao]:
    """A server that tests share: each mounts what it needs at a path of its own."""
    made = opened(tmp_path_factory.mktemp("openbao") / "server")
    yield made
    server.stop(made.running.pid, Path(made.running.folder))


@pytest.fixture
def empty_openbao(tmp_path: Path) -> Iterator[OpenBao]:
    """A server of the test's own, with nothing mounted, a file of audit records, and audit devices over the API as a Vault has them."""
    made = opened(tmp_path / "openbao", server.AUDIT_BY_API, audit=True)
    yield made
    server.stop(made.running.pid, Path(made.running.folder))


VaultStack = Callable[[Path, str, OpenBao], Rehearsal]


@pytest.fixture
def on_openbao(tmp_path: Path) -> Iterator[VaultStack]:
    """Makes rehearsals of a project's stack whose Vault resources go to a server. What they leave in the environment is put back."""
    before = dict(os.environ)

    def made(project: Path, stack: str, bao: OpenBao) -> Rehearsal:
        home = Home(tmp_path / f"{project.name}-{stack}", {})
        keep(home.folder, "vault", bao.running.settings())
        return Rehearsal(Project.load(project), stack, home, ())

    yield made
    os.environ.clear()
    os.environ.update(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        gc.collect()
