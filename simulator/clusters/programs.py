"""Finds the programs of a cluster, or brings them: PATH, then the user's cache, then a build from their public Go modules.

`etcd`, `kube-apiserver` and `kube-controller-manager` come from `toolchain/kubernetes` (module k8s.io/kubernetes with its staging modules at
the same release, and etcd's own module), cert-manager's controllers from `toolchain/cert-manager`. A build takes minutes, once for a machine.
Sources: Kubernetes, "Version Skew Policy"; go.etcd.io/etcd/server/v3, `main.go`; Go, "Go Modules Reference".
"""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.clusters.unavailable import ServersUnavailableError
from simulator.engine.cache import cache_root, exclusive, put_in_place, workshop
from simulator.engine.errors import WayUnavailableError
from simulator.engine.gobuild import compiled
from simulator.engine.progress import Reporter
from simulator.engine.running import run

KUBERNETES = "1.36.3"
"""The release that is built where none is found; everything in the repository was run with it."""
CERT_MANAGER = "1.21.2"

_SERVERS = {
    "etcd": "go.etcd.io/etcd/server/v3",
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
}
_OLDEST_ON_PATH = {"etcd": (3, 5), "kube-apiserver": (1, 34), "kube-controller-manager": (1, 34)}
"""Admission policies and their variables are stable since long; a manager may not be newer than its API server, so all come from one place."""
_PATIENCE_SECONDS = 3000.0
_ASK_SECONDS = 30.0


@dataclass(frozen=True)
class Programs:
    """Paths of executables."""

    etcd: Path
    apiserver: Path
    controller_manager: Path


def cluster_programs(environment: Mapping[str, str] | None = None) -> Programs:
    """The servers of a cluster. The first call on a machine may take ten minutes and says so; raises ServersUnavailableError."""
    env = dict(os.environ if environment is None else environment)
    on_path = {name: shutil.which(name, path=env.get("PATH", "")) for name in _SERVERS}
    if all(found and _good_enough(name, Path(found), env) for name, found in on_path.items()):
        return Programs(*(Path(str(found)).absolute() for found in on_path.values()))
    folder = brought(
        f"Kubernetes {KUBERNETES}",
        "kubernetes",
        lambda scratch: compiled(toolchain("kubernetes"), _SERVERS, scratch, env),
        env,
        otherwise="put etcd, kube-apiserver and kube-controller-manager of Kubernetes 1.34 or later on PATH",
    )
    return Programs(*(folder / name for name in _SERVERS))


def cert_manager_program(environment: Mapping[str, str] | None = None) -> Path:
    """cert-manager's controllers, of its public packages; raises ServersUnavailableError."""
    env = dict(os.environ if environment is None else environment)
    name = "cert-manager-controllers"
    folder = brought(
        f"cert-manager {CERT_MANAGER}",
        "cert-manager",
        lambda scratch: compiled(toolchain("cert-manager"), {name: "."}, scratch, env),
        env,
        otherwise="there is no other way: the released controller wants a cluster to run in",
    )
    return folder / name


def toolchain(name: str) -> Path:
    """The folder of the repository with a module's go.mod and go.sum."""
    folder = Path(__file__).resolve().parents[2] / "toolchain" / name
    if not (folder / "go.sum").is_file():
        raise WayUnavailableError(f"{folder} has no go.sum: real servers are built from a checkout of the repository")
    return folder


def brought(what: str, name: str, make: Callable[[Path], Path], env: Mapping[str, str], *, otherwise: str) -> Path:
    """The cached folder that `make` fills in a scratch folder, once for this machine and this go.sum."""
    try:
        pinned = hashlib.sha256((toolchain(name) / "go.sum").read_bytes()).hexdigest()[:12]
        home = cache_root(env) / name / pinned
        if home.is_dir():
            return home
        reporter = Reporter(env, who="servers")
        with exclusive(
            home.parent / f".{home.name}.lock", _PATIENCE_SECONDS, lambda: reporter.say(f"another process brings {what}, waiting")
        ):
            if home.is_dir():
                return home
            begun = time.monotonic()
            with workshop(home) as scratch:
                with reporter.step(f"building {what} from its Go module, once for this machine"):
                    made = make(scratch)
                put_in_place(made, home)
            reporter.say(f"{what} is in {home} ({time.monotonic() - begun:.0f} s)")
        return home
    except (WayUnavailableError, OSError) as fault:
        told = fault.strerror if isinstance(fault, OSError) else fault
        raise ServersUnavailableError(
            f"{what} is neither on PATH nor in the cache, and can't be built here ({told}). "
            f"Install Go 1.26 with access to a Go module proxy, or {otherwise}."
        ) from None


def _good_enough(name: str, program: Path, env: Mapping[str, str]) -> bool:
    try:
        answer = run([program, "--version"], timeout_seconds=_ASK_SECONDS, cwd=Path("/"), environment=env)
    except WayUnavailableError:
        return False
    version = re.search(r"(\d+)\.(\d+)\.\d+", answer)
    return version is not None and (int(version[1]), int(version[2])) >= _OLDEST_ON_PATH[name]
