"""One API server for all live tests of a process, and stacks that are built on it. Where it can't be had the tests are skipped, with the reason."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.clusters import Cluster, ServersUnavailableError
from simulator.home import Home
from simulator.live.choice import keep
from simulator.project import Project
from simulator.runner import Rehearsal

Rehearse = Callable[[Path, str], Rehearsal]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """API server, controller manager and etcd, with the definitions of Istio and cert-manager."""
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        running.start()
        running.define()
    except ServersUnavailableError as fault:
        running.stop()
        pytest.skip(f"no Kubernetes API server: {fault}")
    yield running
    running.stop()


@pytest.fixture
def rehearse(cluster: Cluster, tmp_path: Path) -> Iterator[Rehearse]:
    """Makes rehearsals of a project's stack whose Kubernetes resources go to the cluster. What they leave in the environment is put back."""
    before = dict(os.environ)

    def made(project: Path, stack: str) -> Rehearsal:
        home = Home(tmp_path / project.name, {})
        keep(home.folder, "kubernetes", {"kubeconfig": str(cluster.kubeconfig), "pids": cluster.pids})
        return Rehearsal(Project.load(project), stack, home, ())

    yield made
    os.environ.clear()
    os.environ.update(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        gc.collect()
