"""cert-manager's own controllers on the cluster, with no more rights than its chart gives them but for tokens: those an issuer must grant."""

import base64
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography import x509

from simulator.clusters import Cluster, ServersUnavailableError
from simulator.clusters.api import Api
from simulator.clusters.processes import Server, end
from simulator.clusters.programs import cert_manager_program

NAMESPACE = "certificates"
ACCOUNT = "cert-manager"
_READY_SECONDS = 60.0
_ISSUED_SECONDS = 60.0
_RULES: list[dict[str, Any]] = [
    {"apiGroups": ["cert-manager.io", "acme.cert-manager.io"], "resources": ["*"], "verbs": ["*"]},
    {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch", "create", "update", "patch", "delete"]},
    {"apiGroups": ["", "events.k8s.io"], "resources": ["events"], "verbs": ["create", "patch"]},
    {"apiGroups": ["flowcontrol.apiserver.k8s.io"], "resources": ["*"], "verbs": ["list"]},
]


def apply(api: Api, api_version: str, kind: str, name: str, namespace: str | None = NAMESPACE, /, **rest: Any) -> dict[str, Any]:
    """Apply an object."""
    where = api.resource(api_version, kind)
    assert where is not None, f"{api_version} {kind} is not served"
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return api.apply(where, {"apiVersion": api_version, "kind": kind, "metadata": metadata, **rest}, "tests", force=True)


def condition(api: Api, kind: str, name: str, wanted: str, status: str = "True") -> str:
    """The message of a condition that is true (or of another status); empty where it is not (yet)."""
    where = api.resource("cert-manager.io/v1", kind)
    assert where is not None
    found = api.get(where, NAMESPACE, name) or {}
    conditions = (found.get("status") or {}).get("conditions") or []
    return next((str(one.get("message") or one["type"]) for one in conditions if one["type"] == wanted and one["status"] == status), "")


def wait_for(api: Api, kind: str, name: str, status: str = "True", said: str = "") -> str:
    """Wait until an object is ready, or is said not to be, with these words; the message, or empty when time is up."""
    give_up = time.monotonic() + _ISSUED_SECONDS
    while said not in (message := condition(api, kind, name, "Ready", status)) or not message:
        if time.monotonic() > give_up:
            return ""
        time.sleep(0.1)
    return message


def issued(api: Api, name: str) -> list[x509.Certificate]:
    """The chain in the certificate's secret, the leaf first."""
    assert wait_for(api, "Certificate", name), f"{name} was not issued: {condition(api, 'Certificate', name, 'Issuing')}"
    where = api.resource("v1", "Secret")
    assert where is not None
    secret = api.get(where, NAMESPACE, name)
    assert secret is not None
    return x509.load_pem_x509_certificates(base64.b64decode(secret["data"]["tls.crt"]))


@pytest.fixture(scope="module")
def issuing(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The server, with the controllers at work and a namespace for their certificates."""
    try:
        program = cert_manager_program()
    except ServersUnavailableError as fault:
        pytest.skip(f"no cert-manager: {fault}")
    api, user = cluster.api, f"system:serviceaccount:{ACCOUNT}:{ACCOUNT}"
    for name in (NAMESPACE, ACCOUNT):
        apply(api, "v1", "Namespace", name, None)
    apply(api, "rbac.authorization.k8s.io/v1", "ClusterRole", "cert-manager", None, rules=_RULES)
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cert-manager"}
    subject = {"kind": "ServiceAccount", "name": ACCOUNT, "namespace": ACCOUNT}
    apply(api, "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "cert-manager", None, roleRef=role, subjects=[subject])
    folder = tmp_path_factory.mktemp("cert-manager")
    kubeconfig = cluster.client(user)
    (folder / "kubeconfig").write_text(kubeconfig.read_text())
    log = folder / "controllers.log"
    running = Server("cert-manager", [program, folder / "kubeconfig", ACCOUNT], log, dict(os.environ))
    running.wait_until(lambda: "ready" in log.read_text().splitlines(), _READY_SECONDS)
    yield api
    end(running.pid, folder)
    where = api.resource("v1", "Namespace")
    assert where is not None
    for name in (NAMESPACE, ACCOUNT):
        api.delete(where, None, name, wait=False)
    # The server takes seconds to empty a namespace, and lets nobody in meanwhile: the next module that wants it waits here.
    give_up = time.monotonic() + _READY_SECONDS
    while any(api.get(where, None, name) for name in (NAMESPACE, ACCOUNT)) and time.monotonic() < give_up:
        time.sleep(0.2)
