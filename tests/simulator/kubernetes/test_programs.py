"""Where a cluster's programs come from, and what is said where they can't be had."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.clusters import ServersUnavailableError, programs
from simulator.clusters.policy_controller import POLICY_CONTROLLER
from simulator.clusters.processes import end, free_ports, runs
from simulator.clusters.programs import CERT_MANAGER, KUBERNETES, cluster_programs, toolchain
from simulator.engine.errors import WayUnavailableError

Make = Callable[[str, str], None]


@pytest.fixture
def path(tmp_path: Path) -> Make:
    """Puts programs on a PATH of their own, which answer with a version."""
    (tmp_path / "bin").mkdir()

    def made(name: str, version: str) -> None:
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\necho '{version}'\n")
        program.chmod(0o755)

    return made


@pytest.fixture(autouse=True)
def no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is compiled: it would take minutes, where Go or PyPI can be reached."""

    def refuse(*_: object, **__: object) -> Path:
        raise WayUnavailableError("Go is not here")

    monkeypatch.setattr(programs, "compiled", refuse)


def environment(folder: Path) -> dict[str, str]:
    """Nothing on PATH but what a test puts there, and an empty cache."""
    return {"PATH": str(folder / "bin"), "AI_ZONES_CACHE": str(folder / "cache"), "HOME": str(folder)}


def test_programs_on_the_path_are_used(path: Make, tmp_path: Path) -> None:
    for name, version in (
        ("etcd", "etcd Version: 3.6.8"),
        ("kube-apiserver", "Kubernetes v1.36.3"),
        ("kube-controller-manager", "Kubernetes v1.36.3"),
    ):
        path(name, version)
    assert cluster_programs(environment(tmp_path)).apiserver == tmp_path / "bin" / "kube-apiserver"


def test_programs_that_are_too_old_are_not_used(path: Make, tmp_path: Path) -> None:
    for name, version in (
        ("etcd", "etcd Version: 3.6.8"),
        ("kube-apiserver", "Kubernetes v1.29.1"),
        ("kube-controller-manager", "Kubernetes v1.29.1"),
    ):
        path(name, version)
    with pytest.raises(ServersUnavailableError):
        cluster_programs(environment(tmp_path))


def test_without_go_and_programs_it_is_said_how_to_get_them(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    with pytest.raises(
        ServersUnavailableError, match=r"Install Go 1\.26.*, or put etcd, kube-apiserver and kube-controller-manager .* on PATH"
    ):
        cluster_programs(environment(tmp_path))


def test_nothing_is_built_where_that_is_forbidden(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    with pytest.raises(ServersUnavailableError, match="AI_ZONES_NO_BUILD is set"):
        cluster_programs({**environment(tmp_path), "AI_ZONES_NO_BUILD": "1"})


def test_the_pinned_modules_are_the_versions_that_the_code_names() -> None:
    servers = (toolchain("kubernetes") / "go.mod").read_text()
    assert re.search(rf"k8s\.io/kubernetes v{re.escape(KUBERNETES)}\b", servers)
    replaced = re.findall(r"^\s*(?:replace )?k8s\.io/(\S+) => k8s\.io/(\S+) v0\.(\S+)$", servers, re.MULTILINE)
    assert len(replaced) >= 30
    assert {version for _, _, version in replaced} == {KUBERNETES.removeprefix("1.")}
    assert all(name == other for name, other, _ in replaced)
    for name in ("cert-manager", "crds"):
        assert f"github.com/cert-manager/cert-manager v{CERT_MANAGER}" in (toolchain(name) / "go.mod").read_text()
    for name in ("policy-controller", "crds"):
        assert f"github.com/sigstore/policy-controller v{POLICY_CONTROLLER}" in (toolchain(name) / "go.mod").read_text()


def test_free_ports_differ() -> None:
    assert len({*free_ports(20)}) == 20


def test_a_process_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    assert not runs(os.getpid(), tmp_path)
    end(os.getpid(), tmp_path)  # Would end the tests themselves.
