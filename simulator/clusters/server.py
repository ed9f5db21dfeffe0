"""One cluster of API server, controller manager and etcd on loopback, without nodes: what is applied is judged and kept, nothing runs.

Sources: Kubernetes reference, "kube-apiserver", "kube-controller-manager"; etcd documentation, "Transport security model". The admission plugin
ServiceAccount is off, since nothing mounts its tokens; without the controller manager namespaces would stay `Terminating`.
"""

import os
import stat
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import TracebackType

import yaml

from simulator.clusters.api import Api
from simulator.clusters.certificates import Authority, Pair
from simulator.clusters.definitions import definitions
from simulator.clusters.processes import Server, end, free_ports
from simulator.clusters.programs import Programs, cluster_programs
from simulator.errors import CloudError

CONTROLLERS = (
    "namespace-controller",
    "garbage-collector-controller",
    "serviceaccount-controller",
    "root-ca-certificate-publisher-controller",
    "resourcequota-controller",
    "validatingadmissionpolicy-status-controller",
)
"""What an answer of the API depends on. Those that make pods are left out: there is no node to run them."""
_READY_SECONDS = 90.0
_MANAGER = "definitions"


class Cluster:
    """Start with `with Cluster(folder) as cluster`; `cluster.kubeconfig` is the way in. The folder keeps its state, and its keys."""

    def __init__(self, folder: Path, programs: Programs | None = None, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder.resolve()
        self.kubeconfig = self.folder / "kubeconfig"
        self._programs = programs
        self._environment = {
            name: value for name, value in (os.environ if environment is None else environment).items() if name != "KUBECONFIG"
        }
        self._servers: list[Server] = []

    def __enter__(self) -> "Cluster":
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def api(self) -> Api:
        """A client with every right."""
        return Api(self.kubeconfig)

    def start(self) -> "Cluster":
        """Start the three servers and wait until they answer; raises ServersUnavailableError."""
        programs = self._programs or cluster_programs(self._environment)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(stat.S_IRWXU)
        try:
            self._start(programs)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End what was started, the last first."""
        while self._servers:
            end(self._servers.pop().pid, self.folder)

    @property
    def pids(self) -> list[int]:
        """Numbers of the running servers, in the order of their start."""
        return [one.pid for one in self._servers]

    def define(self) -> int:
        """Apply the definitions of Istio and cert-manager, wait until they are served, and say how many there are."""
        api, made = self.api, list(definitions(self._environment))
        where = api.resource("apiextensions.k8s.io/v1", "CustomResourceDefinition")
        assert where is not None
        for one in made:
            api.apply(where, one, _MANAGER, force=True)
        for one in made:
            for version in one["spec"]["versions"]:
                if version["served"]:
                    api_version = f"{one['spec']['group']}/{version['name']}"
                    self._servers[-1].wait_until(partial(_serves, api, api_version, one["spec"]["names"]["kind"]), _READY_SECONDS)
        return len(made)

    def client(self, user: str, group: str = "") -> Path:
        """A kubeconfig for another user, whose rights are what roles give."""
        return self._kubeconfig(f"{user}.kubeconfig".replace(":", "-"), self._authority.client(user.replace(":", "-"), user, group))

    def _start(self, programs: Programs) -> None:
        self._authority = authority = Authority(self.folder / "keys")
        database, peers, self._port = free_ports(3)
        etcd, server, tokens = authority.server("etcd"), authority.server("apiserver"), authority.signing_key("tokens")
        self._run("etcd", _etcd(programs, self.folder, authority, etcd, database, peers))
        self._run("kube-apiserver", _apiserver(programs, self.folder, authority, (etcd, server, tokens), database, self._port))
        self._kubeconfig("kubeconfig", authority.client("admin", "rehearsal", "system:masters"))
        self._servers[-1].wait_until(self._answers, _READY_SECONDS)
        # Its own role is meant for a manager whose controllers each use an account of their own.
        manager = self._kubeconfig("manager.kubeconfig", authority.client("manager", "system:kube-controller-manager", "system:masters"))
        self._run("kube-controller-manager", _manager(programs, manager, authority))
        self._servers[-1].wait_until(self._brings_accounts, _READY_SECONDS)

    def _run(self, name: str, command: list[str | Path]) -> None:
        self._servers.append(Server(name, command, self.folder / f"{name}.log", self._environment))

    def _kubeconfig(self, name: str, pair: Pair) -> Path:
        cluster = {"server": f"https://127.0.0.1:{self._port}", "certificate-authority": str(self._authority.certificate)}
        written = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "real", "cluster": cluster}],
            "users": [{"name": "caller", "user": {"client-certificate": str(pair.certificate), "client-key": str(pair.key)}}],
            "contexts": [{"name": "real", "context": {"cluster": "real", "user": "caller"}}],
            "current-context": "real",
        }
        path = self.folder / name
        path.write_text(yaml.safe_dump(written), encoding="utf-8")
        return path

    def _answers(self) -> bool:
        try:
            self.api.request("GET", "/readyz/poststarthook/rbac/bootstrap-roles")
            return self.api.request("GET", "/api/v1/namespaces/default") != {}
        except CloudError:
            return False

    def _brings_accounts(self) -> bool:
        try:
            return self.api.request("GET", "/api/v1/namespaces/default/serviceaccounts/default") != {}
        except CloudError:
            return False


def _serves(api: Api, api_version: str, kind: str) -> bool:
    return api.resource(api_version, kind) is not None


def _etcd(programs: Programs, folder: Path, authority: Authority, pair: Pair, port: int, peers: int) -> list[str | Path]:
    here, there = f"https://127.0.0.1:{port}", f"https://127.0.0.1:{peers}"
    tls = [f"cert-file={pair.certificate}", f"key-file={pair.key}", f"trusted-ca-file={authority.certificate}", "client-cert-auth"]
    return [
        programs.etcd,
        *("--name", "real", "--data-dir", folder / "etcd", "--log-level", "error"),
        *("--listen-client-urls", here, "--advertise-client-urls", here),
        *("--listen-peer-urls", there, "--initial-advertise-peer-urls", there, "--initial-cluster", f"real={there}"),
        *(f"--{one}" for one in tls),
        *(f"--peer-{one}" for one in tls),
        "--unsafe-no-fsync",  # A rehearsal's state is worth no waiting for the disk.
    ]


def _apiserver(
    programs: Programs, folder: Path, authority: Authority, pairs: tuple[Pair, Pair, Pair], database: int, port: int
) -> list[str | Path]:
    etcd, server, tokens = pairs
    return [
        programs.apiserver,
        *("--bind-address", "127.0.0.1", "--secure-port", str(port), "--cert-dir", folder),
        *("--etcd-servers", f"https://127.0.0.1:{database}", "--etcd-cafile", authority.certificate),
        *("--etcd-certfile", etcd.certificate, "--etcd-keyfile", etcd.key),
        *("--tls-cert-file", server.certificate, "--tls-private-key-file", server.key, "--client-ca-file", authority.certificate),
        *("--service-account-issuer", "https://kubernetes.default.svc", "--service-account-key-file", tokens.certificate),
        *("--service-account-signing-key-file", tokens.key, "--service-cluster-ip-range", "10.96.0.0/16"),
        *("--authorization-mode", "RBAC", "--disable-admission-plugins", "ServiceAccount", "--endpoint-reconciler-type", "none"),
        *("--allow-privileged=true", "--anonymous-auth=false", "--profiling=false"),
    ]


def _manager(programs: Programs, kubeconfig: Path, authority: Authority) -> list[str | Path]:
    return [
        programs.controller_manager,
        *("--kubeconfig", kubeconfig, "--controllers", ",".join(CONTROLLERS), "--root-ca-file", authority.certificate),
        *("--secure-port=0", "--leader-elect=false", "--profiling=false"),
    ]
