"""Certificates of the stack `vault-pki`, from a real OpenBao: what its roles refuse, how one is renewed, and how one is revoked."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from hvac.exceptions import Forbidden  # type: ignore[import-untyped]

from ai_zones.vault.pki_role import PkiRole
from tests.live.vault_pki import DOMAIN, Leaf, PkiStack, requested

pytestmark = [pytest.mark.live, pytest.mark.engine]
ROLE, IDENTITY = "deidentification-redactor", f"spiffe://{DOMAIN}/zone/deidentification/redactor"
HOST = f"redactor.deidentification.{DOMAIN}"
DAY = datetime.timedelta(days=1)
SLACK = datetime.timedelta(seconds=30)
"""The server dates a certificate back by so much."""


def redactors(pki_stack: PkiStack, **more: Any) -> Leaf:
    request, key = requested(IDENTITY, name=HOST, hosts=(HOST,))
    return pki_stack.leaf(ROLE, request, key, **more)


def lifetime(leaf: Leaf) -> datetime.timedelta:
    return leaf.certificate.not_valid_after_utc - leaf.certificate.not_valid_before_utc


def test_the_stack_stands_without_drift_and_a_second_run_changes_nothing(pki_stack: PkiStack) -> None:
    assert set(pki_stack.rehearsal.refresh(expect_no_changes=True).operations) == {"same"}
    assert set(pki_stack.rehearsal.up(expect_no_changes=True).operations) == {"same"}
    assert pki_stack.output("waiting_for") == []


def test_a_certificate_names_its_workload_and_holds_for_a_day(pki_stack: PkiStack) -> None:
    leaf = redactors(pki_stack)
    names = leaf.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.UniformResourceIdentifier) == [IDENTITY]
    assert lifetime(leaf) == DAY + SLACK


@pytest.mark.parametrize("ttl", ["2160h", "2160h0m0s", 7_776_000, "25h", "1h"])
def test_a_request_that_names_a_lifetime_is_refused_by_policy(pki_stack: PkiStack, ttl: str | int) -> None:
    with pytest.raises(Forbidden):
        redactors(pki_stack, ttl=ttl)


def test_the_server_itself_would_cut_it_and_give_nobody_more_than_a_day(pki_stack: PkiStack) -> None:
    request, _ = requested(IDENTITY, name=HOST, hosts=(HOST,))
    answered = pki_stack.root.write_data(f"pki/sign/{ROLE}", data={"csr": request, "ttl": "2160h"})
    given = x509.load_pem_x509_certificate(answered["data"]["certificate"].encode())
    assert given.not_valid_after_utc - given.not_valid_before_utc == DAY + SLACK


@pytest.fixture(scope="module")
def by_cert_manager(pki_stack: PkiStack) -> Iterator[str]:
    """Somebody who asks for the same certificates, and may ask for 12 or 24 hours: the policy of a role with `requested_hours`."""
    role = PkiRole(zone="deidentification", workload="redactor", trust_domain=DOMAIN, requested_hours=(12, 24))
    pki_stack.root.sys.create_or_update_policy("certificate-by-cert-manager", role.policy())
    yield "certificate-by-cert-manager"
    pki_stack.root.sys.delete_policy("certificate-by-cert-manager")


def asked_by(pki_stack: PkiStack, policy: str, ttl: str | int) -> datetime.timedelta:
    """Lifetime of what is given to a request as cert-manager writes it."""
    request, _ = requested(IDENTITY, name=HOST, hosts=(HOST,))
    asked = {"csr": request, "common_name": HOST, "alt_names": HOST, "ip_sans": "", "uri_sans": IDENTITY, "exclude_cn_from_sans": "true"}
    answered = pki_stack.holding(policy).write_data(f"pki/sign/{ROLE}", data={**asked, "ttl": ttl})
    given = x509.load_pem_x509_certificate(answered["data"]["certificate"].encode())
    return given.not_valid_after_utc - given.not_valid_before_utc - SLACK


@pytest.mark.parametrize(("ttl", "hours"), [("12h0m0s", 12), ("24h0m0s", 24), ("12h", 12)])
def test_where_lifetimes_are_listed_a_request_gets_the_one_it_names(
    pki_stack: PkiStack, by_cert_manager: str, ttl: str, hours: int
) -> None:
    assert asked_by(pki_stack, by_cert_manager, ttl) == datetime.timedelta(hours=hours)


@pytest.mark.parametrize("ttl", ["24h0m1s", "2160h0m0s", "7776000", 7_776_000, 43_200, "90d", "13h", ""])
def test_where_lifetimes_are_listed_every_other_is_refused(pki_stack: PkiStack, by_cert_manager: str, ttl: str | int) -> None:
    with pytest.raises(Forbidden):
        asked_by(pki_stack, by_cert_manager, ttl)


@pytest.mark.parametrize(
    ("identities", "name", "hosts", "said"),
    [
        ([f"spiffe://{DOMAIN}/zone/phi/database"], HOST, (HOST,), "URI Subject Alternative Names"),
        ([f"spiffe://{DOMAIN}/zone/deidentification/redactor/x"], HOST, (HOST,), "URI Subject Alternative Names"),
        (["spiffe://other.example/zone/deidentification/redactor"], HOST, (HOST,), "URI Subject Alternative Names"),
        ([IDENTITY], HOST, ("database.phi.clinic-a.example",), "not allowed by this role"),
        ([IDENTITY], HOST, (f"*.{DOMAIN}",), "not allowed by this role"),
        ([IDENTITY], f"other.{HOST}", (HOST,), "not allowed by this role"),
        ([IDENTITY], "", (HOST,), "common_name"),
    ],
)
def test_a_foreign_name_is_refused(pki_stack: PkiStack, identities: list[str], name: str, hosts: tuple[str, ...], said: str) -> None:
    request, key = requested(*identities, name=name, hosts=hosts)
    with pytest.raises(Exception, match=said):
        pki_stack.leaf(ROLE, request, key)


@pytest.mark.parametrize("end", ["9999-12-31T23:59:59Z", "2027-06-30T00:00:00Z"])
def test_a_request_that_names_its_own_end_is_refused_by_policy_and_by_role(pki_stack: PkiStack, end: str) -> None:
    with pytest.raises(Exception, match="permission denied"):
        redactors(pki_stack, not_after=end)
    request, _ = requested(IDENTITY, name=HOST, hosts=(HOST,))
    with pytest.raises(Exception, match="not_after_bound is set to forbid"):
        pki_stack.root.write_data(f"pki/sign/{ROLE}", data={"csr": request, "not_after": end})


def of_the_mesh(pki_stack: PkiStack, account: str, *hosts: str, ttl: str = "1h0m0s") -> Leaf:
    """What istio-csr gets by cert-manager: a certificate with an identity alone, or a server's with hosts."""
    request, key = requested(f"spiffe://{DOMAIN}/{account}", hosts=hosts)
    return pki_stack.leaf("inference-mesh", request, key, ttl=ttl)


@pytest.mark.parametrize(
    ("account", "hosts"),
    [
        ("ns/agents/sa/agent-summary", ()),
        ("ns/models/sa/clinical-model", ()),
        ("ns/istio-system/sa/istiod-service-account", ("istiod.istio-system.svc",)),
    ],
)
def test_the_mesh_has_accounts_of_its_namespaces_and_istiod_signed_for_an_hour(
    pki_stack: PkiStack, account: str, hosts: tuple[str, ...]
) -> None:
    assert lifetime(of_the_mesh(pki_stack, account, *hosts)) == datetime.timedelta(hours=1) + SLACK


@pytest.mark.parametrize(
    ("account", "hosts", "said"),
    [
        ("ns/redaction/sa/redactor", (), "URI Subject Alternative Names"),
        ("ns/istio-system/sa/issuer-mesh", (), "URI Subject Alternative Names"),
        ("ns/agents-2/sa/agent", (), "URI Subject Alternative Names"),
        ("zone/inference/agent/summary", (), "URI Subject Alternative Names"),
        ("ns/agents/sa/agent", ("redactor.deidentification.clinic-a.example",), "not allowed by this role"),
    ],
)
def test_the_mesh_has_nobody_elses_identity_signed(pki_stack: PkiStack, account: str, hosts: tuple[str, ...], said: str) -> None:
    with pytest.raises(Exception, match=said):
        of_the_mesh(pki_stack, account, *hosts)


def test_the_mesh_may_not_ask_for_a_day(pki_stack: PkiStack) -> None:
    with pytest.raises(Forbidden):
        of_the_mesh(pki_stack, "ns/agents/sa/agent-summary", ttl="24h0m0s")


def test_a_key_of_the_server_is_given_to_nobody_who_makes_its_own(pki_stack: PkiStack) -> None:
    with pytest.raises(Exception, match="permission denied"):
        pki_stack.holding(f"certificate-{ROLE}").write_data(f"pki/issue/{ROLE}", data={"common_name": HOST})


def test_the_issuer_may_sign_no_authority_and_names_where_revocation_is_told(pki_stack: PkiStack) -> None:
    issuer = x509.load_pem_x509_certificate(pki_stack.output("issuer_certificate").encode())
    assert issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert issuer.not_valid_after_utc == datetime.datetime(2028, 12, 31, tzinfo=datetime.UTC)
    assert issuer.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees == [
        x509.DNSName(one) for one in ("cert-manager.svc", DOMAIN, "istio-system.svc")
    ]
    leaf = redactors(pki_stack).certificate
    points = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert points[0].full_name
    assert points[0].full_name[0].value.startswith(f"{pki_stack.address}/v1/pki/issuer/")


class Server:
    """A TLS server that reads its certificate anew for each handshake, as one behind an agent or cert-manager does; it never restarts."""

    def __init__(self, folder: Path, leaf: Leaf) -> None:
        self.current = folder / "current"
        self.show(leaf)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def show(self, leaf: Leaf) -> None:
        """Swap what it shows, at once, by a link."""
        beside = self.current.with_suffix(".new")
        beside.symlink_to(leaf.file)
        beside.replace(self.current)

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        shown = self.current.resolve()
        context.load_cert_chain(shown, shown.with_suffix(".key"))
        try:
            with context.wrap_socket(client, server_side=True) as inner:
                while heard := inner.recv(64):
                    inner.sendall(heard)
        except OSError:
            return


@contextmanager
def serving(folder: Path, leaf: Leaf) -> Iterator[Server]:
    server = Server(folder, leaf)
    yield server
    server.close()


def connected(pki_stack: PkiStack, server: Server, revoked: bytes = b"") -> ssl.SSLSocket:
    """A client that trusts the root alone, checks the name, and, with a list, whether the certificate is on it."""
    context = ssl.create_default_context(cadata=pki_stack.output("root_certificate"))
    if revoked:
        context.load_verify_locations(cadata=pki_stack.output("issuer_certificate"))
        listed = pki_stack.folder / "revoked.pem"
        listed.write_bytes(revoked)
        context.load_verify_locations(cafile=listed)
        context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    raw = socket.create_connection(("127.0.0.1", server.port))
    return context.wrap_socket(raw, server_hostname=HOST)


def number(connection: ssl.SSLSocket) -> int:
    shown = connection.getpeercert(binary_form=True)
    assert shown
    return x509.load_der_x509_certificate(shown).serial_number


def test_a_certificate_is_renewed_while_its_server_goes_on(pki_stack: PkiStack, tmp_path: Path) -> None:
    first, second = redactors(pki_stack), redactors(pki_stack)
    with serving(tmp_path, first) as server, connected(pki_stack, server) as early:
        assert number(early) == first.certificate.serial_number
        server.show(second)
        with connected(pki_stack, server) as late:
            assert number(late) == second.certificate.serial_number
        early.sendall(b"still here")
        assert early.recv(64) == b"still here"


def _list(pki_stack: PkiStack) -> bytes:
    # By itself the server does so every twelve hours, and every five minutes for the delta.
    pki_stack.root.read("pki/crl/rotate")
    answered = requests.get(f"{pki_stack.address}/v1/pki/crl/pem", verify=str(pki_stack.shown.certificate), timeout=30)
    assert answered.status_code == requests.codes.ok, answered.text
    return answered.content


def _status(pki_stack: PkiStack, leaf: Leaf) -> ocsp.OCSPCertStatus:
    issuer = x509.load_pem_x509_certificate(pki_stack.output("issuer_certificate").encode())
    asked = ocsp.OCSPRequestBuilder().add_certificate(leaf.certificate, issuer, hashes.SHA256()).build()
    answered = requests.post(
        f"{pki_stack.address}/v1/pki/ocsp",
        data=asked.public_bytes(serialization.Encoding.DER),
        headers={"Content-Type": "application/ocsp-request"},
        verify=str(pki_stack.shown.certificate),
        timeout=30,
    )
    return ocsp.load_der_ocsp_response(answered.content).certificate_status


def test_what_is_revoked_is_refused_by_who_asks_and_by_who_has_the_list(pki_stack: PkiStack, tmp_path: Path) -> None:
    leaf, other = redactors(pki_stack), redactors(pki_stack)
    with serving(tmp_path, leaf) as server:
        with connected(pki_stack, server, _list(pki_stack)) as before:
            assert number(before) == leaf.certificate.serial_number
        assert _status(pki_stack, leaf) is ocsp.OCSPCertStatus.GOOD
        pki_stack.root.write_data("pki/revoke", data={"serial_number": leaf.serial})
        assert _status(pki_stack, leaf) is ocsp.OCSPCertStatus.REVOKED
        with pytest.raises(ssl.SSLCertVerificationError, match="revoked"):
            connected(pki_stack, server, _list(pki_stack))
        server.show(other)
        with connected(pki_stack, server, _list(pki_stack)) as after:
            assert number(after) == other.certificate.serial_number
