"""Issuers and certificates as our components write them: cert-manager's controllers log in to Vault with them, and Vault signs.

The server listens with TLS on loopback. What the components wrote is applied as it stands, but for Vault's name, which no resolver here knows.
Source: cert-manager documentation, "Vault" (`caBundle`, `auth.kubernetes.serviceAccountRef`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ai_zones.kubernetes import KubernetesCertificate, KubernetesCertificateIssuer
from simulator.clusters import Cluster
from simulator.clusters.api import Api
from simulator.live import openbao as server
from tests.kubernetes.recording import record
from tests.live import loopback_tls
from tests.live.cert_manager import NAMESPACE, condition, issued, wait_for
from tests.live.vault_pki import free_port, listener
from tests.live.vaults import OpenBao, opened

pytestmark = pytest.mark.live
TRUST, ZONE, HOST, MOUNT = "clinic.example", "inference", "vault.management.clinic.internal", "pki-zone"


@dataclass(frozen=True)
class Vault:
    """A server that signs for agents of a zone."""

    bao: OpenBao
    address: str
    """Of the listener with TLS."""
    authority: str
    """Of that listener, in PEM."""


@pytest.fixture(scope="module")
def vault(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """The server, an authority for the zone, and a login for tokens of the cluster."""
    folder = tmp_path_factory.mktemp("signing")
    shown, port = loopback_tls.identity(folder), free_port()
    bao = opened(folder / "server", listener(port, shown))
    client = bao.client
    client.sys.enable_secrets_engine("pki", path=MOUNT, config={"max_lease_ttl": "8760h"})
    client.write(f"{MOUNT}/root/generate/internal", common_name="zone", key_type="ec", ttl="8760h")
    client.sys.enable_auth_method("jwt", path="kubernetes")
    client.write_data("auth/kubernetes/config", data={"jwt_validation_pubkeys": [cluster.token_key]})
    yield Vault(bao, f"https://127.0.0.1:{port}", shown.pem)
    server.stop(bao.running.pid, Path(bao.running.folder))


def role_of(vault: Vault, agent: str) -> str:
    """What signs for one agent, and the login that its issuer alone may use; the role's name."""
    role, client = f"{ZONE}-agent-{agent}", vault.bao.client
    allowed = {"allowed_uri_sans": f"spiffe://{TRUST}/zone/{ZONE}/agent/{agent}", "allowed_domains": f"{agent}.agent.{ZONE}.{TRUST}"}
    narrow = {"allow_bare_domains": True, "allow_ip_sans": False, "key_type": "ec", "max_ttl": "24h", "not_after_bound": "forbid"}
    usage = {"server_flag": False, "client_flag": True}
    client.write_data(f"{MOUNT}/roles/{role}", data={**allowed, **narrow, **usage})
    client.sys.create_or_update_policy(role, f'path "{MOUNT}/sign/{role}" {{ capabilities = ["update"] }}')
    bound = {
        "role_type": "jwt",
        "user_claim": "sub",
        "bound_subject": f"system:serviceaccount:{NAMESPACE}:issuer-{agent}",
        "bound_audiences": [f"vault://{NAMESPACE}/{agent}"],
        "token_policies": [role],
        "token_ttl": "300",
        "token_max_ttl": "300",
    }
    client.write_data(f"auth/kubernetes/role/{role}", data=bound)
    return role


def issuer(api: Api, vault: Vault, name: str, role: str, **changes: Any) -> None:
    """Apply what the component of an issuer writes."""
    args: Any = {
        "zone": ZONE,
        "namespace": NAMESPACE,
        "issuer": name,
        "vault_host": HOST,
        "sign_path": f"{MOUNT}/sign/{role}",
        "role": role,
        "ca_certificate": vault.authority,
        **changes,
    }
    apply_all(api, vault, record(lambda: KubernetesCertificateIssuer(f"issuer-{name}", args).audience).resources)


def certificate(api: Api, vault: Vault, agent: str, name: str) -> str:
    """Apply what the component of an agent's certificate writes; the certificate's name."""
    args: Any = {"zone": ZONE, "namespace": NAMESPACE, "workload": f"agent/{agent}", "trust_domain": TRUST, "issuer": name, "named": True}
    made = record(lambda: KubernetesCertificate(f"agent-{agent}", args).spiffe_id)
    apply_all(api, vault, made.resources)
    return str(made.object("Certificate").inputs["metadata"]["name"])


def apply_all(api: Api, vault: Vault, made: Any) -> None:
    """Apply objects that were recorded."""
    for one in made:
        if "kind" not in one.inputs:
            continue
        written = {key: value for key, value in one.inputs.items() if value is not None}
        if written["kind"] == "Issuer":
            written["spec"] = named_anew(written["spec"], vault.address)
        where = api.resource(written["apiVersion"], written["kind"])
        assert where is not None
        api.apply(where, written, "tests", force=True)


def named_anew(spec: Any, address: str) -> Any:
    """The issuer's spec with the server's address in place of its name."""
    assert spec["vault"]["server"] == f"https://{HOST}:8200"
    return {**spec, "vault": {**spec["vault"], "server": address}}


def test_vault_signs_what_our_issuer_and_our_certificate_ask_for(issuing: Api, vault: Vault) -> None:
    issuer(issuing, vault, "summary", role_of(vault, "summary"))
    assert wait_for(issuing, "Issuer", "summary") == "Vault verified"
    leaf = issued(issuing, certificate(issuing, vault, "summary", "summary"))[0]

    root = vault.bao.client.read(f"{MOUNT}/cert/ca")["data"]["certificate"]
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(str(root).encode()))
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.UniformResourceIdentifier) == [f"spiffe://{TRUST}/zone/{ZONE}/agent/summary"]
    assert [one.value for one in leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)] == [f"summary.agent.{ZONE}.{TRUST}"]
    assert list(leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(hours=24, minutes=1)


def test_an_agents_issuer_gets_no_certificate_of_another_agent(issuing: Api, vault: Vault) -> None:
    issuer(issuing, vault, "triage", role_of(vault, "triage"))
    name = certificate(issuing, vault, "guest", "triage")
    assert wait_for(issuing, "CertificateRequest", f"{name}-1", "False", "not allowed by this role")
    assert condition(issuing, "Certificate", name, "Ready") == ""


def test_an_agents_issuer_does_not_log_in_as_another_agents(issuing: Api, vault: Vault) -> None:
    issuer(issuing, vault, "borrower", role_of(vault, "summary"))
    assert wait_for(issuing, "Issuer", "borrower", "False", "invalid subject (sub) claim")


def test_an_issuer_trusts_no_server_but_that_of_its_authority(issuing: Api, vault: Vault, tmp_path: Path) -> None:
    issuer(issuing, vault, "astray", role_of(vault, "astray"), ca_certificate=loopback_tls.identity(tmp_path).pem)
    assert wait_for(issuing, "Issuer", "astray", "False", "certificate signed by unknown authority")
