"""The account of an agent's issuer logs in to Vault by a token of its cluster, as our two components write both halves; both servers are real.

Source: Vault documentation, "Kubernetes auth method" (the client's token as reviewer).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hvac  # type: ignore[import-untyped]
import pytest
import yaml

from ai_zones.identities import issuer_account, issuer_audience
from ai_zones.kubernetes import KubernetesCertificateIssuer
from ai_zones.vault import VaultKubernetesAuth
from simulator.clusters import Cluster
from simulator.clusters.api import Api
from tests.kubernetes.recording import record
from tests.live.vaults import OpenBao, apart
from tests.vault.recording import record as record_vault

pytestmark = pytest.mark.live
NAMESPACE, ISSUER, MOUNT = "signers", "agent-summary", "inference"
OWN = "https://kubernetes.default.svc"
ACCOUNT, AUDIENCE = issuer_account(ISSUER), issuer_audience(NAMESPACE, ISSUER)


@dataclass(frozen=True)
class Halves:
    """The cluster's half and Vault's, each on its server."""

    api: Api
    vault: hvac.Client

    def token(self, account: str = ACCOUNT, audiences: tuple[str, ...] = (AUDIENCE, OWN)) -> str:
        """What cert-manager asks the cluster for."""
        asked = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"audiences": list(audiences)}}
        path = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{account}/token"
        return str(self.api.request("POST", path, body=asked)["status"]["token"])

    def login(self, token: str) -> dict[str, Any]:
        """What Vault answers to it."""
        answered: dict[str, Any] = self.vault.write_data(f"auth/{MOUNT}/login", data={"role": ISSUER, "jwt": token})["auth"]
        return answered


def applied(api: Api, objects: Any) -> None:
    for one in objects:
        where = api.resource(one.inputs["apiVersion"], one.inputs["kind"])
        assert where is not None
        api.apply(where, {key: value for key, value in one.inputs.items() if value is not None}, "tests", force=True)


@pytest.fixture(scope="module")
def halves(cluster: Cluster, openbao: OpenBao) -> Iterator[Halves]:
    """Both halves; afterwards the namespace goes."""
    api = cluster.api
    where = api.resource("v1", "Namespace")
    assert where is not None
    api.apply(where, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}, "tests", force=True)
    made = record(
        lambda: KubernetesCertificateIssuer(
            "issuer",
            {
                "zone": "inference",
                "namespace": NAMESPACE,
                "issuer": ISSUER,
                "vault_host": "vault.clinic.internal",
                "sign_path": "pki/sign/inference-agent-summary",
                "role": ISSUER,
                "ca_certificate": "authority",
                "login_mount": MOUNT,
            },
        )
    )
    applied(api, [one for one in made.resources if one.inputs.get("kind") not in (None, "Issuer")])
    other = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "other", "namespace": NAMESPACE}}
    accounts = api.resource("v1", "ServiceAccount")
    assert accounts is not None
    api.apply(accounts, other, "tests", force=True)
    with apart(openbao) as config:
        client = hvac.Client(url=config["address"], token=openbao.token, namespace=config.get("namespace"))
        _vaults_half(cluster, client)
        yield Halves(api, client)
    api.delete(where, None, NAMESPACE, wait=False)


def _vaults_half(cluster: Cluster, client: hvac.Client) -> None:
    """What the component registers, written as the provider writes it."""
    [here] = [one["cluster"] for one in yaml.safe_load(cluster.kubeconfig.read_text())["clusters"]]
    login: Any = {
        "service_account": ACCOUNT,
        "namespace": NAMESPACE,
        "audience": AUDIENCE,
        "policies": ["certificate-inference-agent-summary"],
    }
    authority = Path(here["certificate-authority"]).read_text()
    args: Any = {"kubernetes_host": here["server"], "kubernetes_ca_certificate": authority, "mount": MOUNT, "logins": {ISSUER: login}}
    made = record_vault(lambda: VaultKubernetesAuth("login", args))
    client.sys.enable_auth_method("kubernetes", path=MOUNT)
    for kind, path in (("Config", "config"), ("Role", f"role/{ISSUER}")):
        [inputs] = [one.inputs for one in made.of(f"kubernetes/authBackend{kind}:AuthBackend{kind}")]
        # The engine hands numbers over as floats.
        whole = {key: int(value) if isinstance(value, float) else value for key, value in inputs.items() if key != "backend"}
        data = {re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), key): value for key, value in whole.items()}
        client.write_data(f"auth/{MOUNT}/{path}", data=data)


def test_it_gets_five_minutes_and_the_policy_of_one_certificate(halves: Halves) -> None:
    answered = halves.login(halves.token())
    assert (answered["policies"], answered["lease_duration"]) == (["certificate-inference-agent-summary"], 300)


def test_another_account_or_a_token_for_another_server_opens_nothing(halves: Halves) -> None:
    for token in (halves.token("other"), halves.token(audiences=(OWN,)), halves.token(audiences=("vault://signers/agent-triage", OWN))):
        with pytest.raises(Exception, match=r"not authorized|permission denied|invalid audience"):
            halves.login(token)


def test_a_token_for_vault_alone_is_none_by_which_the_cluster_reviews(halves: Halves) -> None:
    with pytest.raises(Exception, match="permission denied"):
        halves.login(halves.token(audiences=(AUDIENCE,)))


def test_without_the_right_to_reviews_nobody_could_log_in(halves: Halves) -> None:
    where = halves.api.resource("rbac.authorization.k8s.io/v1", "ClusterRoleBinding")
    assert where is not None
    name = f"{NAMESPACE}-{ACCOUNT}-reviewed"
    binding = halves.api.get(where, None, name)
    assert binding is not None
    halves.api.delete(where, None, name)
    with pytest.raises(Exception, match="permission denied"):
        halves.login(halves.token())
    fresh = {key: value for key, value in binding["metadata"].items() if key in ("name", "labels")}
    halves.api.apply(where, {**binding, "metadata": fresh}, "tests", force=True)
