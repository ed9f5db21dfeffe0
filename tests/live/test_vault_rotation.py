"""An issuer of the stack `vault-pki` is followed by the next on a real OpenBao: nothing restarts, and nobody is shut out."""

from collections.abc import Iterator

import pytest
import requests
import yaml
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from simulator.runner import FailedError
from tests.live.vault_pki import STACK, PkiStack, standing

pytestmark = [pytest.mark.live, pytest.mark.engine]
AGENT = "deidentification-agent-pseudonymizer"


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PkiStack]:
    with standing(tmp_path_factory.mktemp("vault-rotation")) as made:
        yield made


def signer(stack: PkiStack, certificate: x509.Certificate) -> str:
    """Generation of the issuer that signed it."""
    return certificate.issuer.rfc4514_string().rpartition(" ")[2]


def is_trusted(stack: PkiStack, certificate: x509.Certificate) -> bool:
    """Whether whoever trusts the root alone, and is shown the issuers, takes it for a client's."""
    root = x509.load_pem_x509_certificate(stack.output("root_certificate").encode())
    verifier = PolicyBuilder().store(Store([root])).build_client_verifier()
    shown = [
        x509.load_pem_x509_certificate(stack.root.read(f"pki/issuer/{name}")["data"]["certificate"].encode())
        for name in stack.root.list("pki/issuers")["data"]["keys"]
    ]
    return bool(verifier.verify(certificate, shown).chain)


def test_the_next_issuer_takes_over_while_the_old_ones_certificates_hold(own_stack: PkiStack) -> None:
    early = own_stack.agents_leaf("pseudonymizer")
    assert signer(own_stack, early.certificate) == "2026"
    started = own_stack.bao.running.pid
    pki = yaml.safe_load((own_stack.rehearsal.project.config_folder / f"Pulumi.{STACK}.yaml").read_text())["config"]["ai-zones:pki"]
    both = {**pki["issuers"], "2027": {"expires_on": "2029-06-30"}}
    own_stack.change(pki={**pki, "issuers": both, "default_issuer": "2027"})

    late = own_stack.agents_leaf("pseudonymizer")
    assert signer(own_stack, late.certificate) == "2027"
    assert is_trusted(own_stack, early.certificate)
    assert is_trusted(own_stack, late.certificate)
    for leaf in (early, late):
        assert own_stack.login(leaf, AGENT).status_code == requests.codes.ok
    assert own_stack.bao.running.pid == started
    assert own_stack.output("rotations_due") == {"2026": "2028-10-02", "2027": "2029-04-01", "root": "2033-11-02"}


def test_a_key_that_must_not_be_lost_outlives_a_destroy(own_stack: PkiStack) -> None:
    with pytest.raises(FailedError) as refused:
        own_stack.rehearsal.destroy()
    assert "is protected" in "".join(refused.value.errors)
    assert own_stack.root.read("transit/keys/patient-name")["data"]["deletion_allowed"] is False
    own_stack.change(deletion_protection=False)
    own_stack.rehearsal.destroy()
    assert own_stack.rehearsal.world.remaining() == []
