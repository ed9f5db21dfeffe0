"""The stack `vault-pki` on a real OpenBao with a real PostgreSQL behind it: built once for all tests that look at it.

The file is the repository's own; only what names other machines is of loopback. The server has a listener with TLS, which asks for client
certificates, and the audit devices that the component writes.
"""

import gc
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hvac  # type: ignore[import-untyped]
import pytest
import requests
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ai_zones.vault.audit import Audit
from simulator.home import Home
from simulator.live import openbao as server
from simulator.live.choice import keep
from simulator.project import Project
from simulator.runner import Rehearsal
from tests.live import loopback_tls, vectors
from tests.live.token_issuer import TokenIssuer
from tests.live.vaults import OpenBao, opened

ROOT = Path(__file__).resolve().parents[2]
STACK = "vault-pki"
DOMAIN = "clinic-a.example"


@dataclass(frozen=True)
class Leaf:
    """A certificate with its key, in files as a client shows them."""

    certificate: x509.Certificate
    file: Path
    """The certificate and its issuer's."""
    key: Path

    @property
    def serial(self) -> str:
        """Its number, as the server writes it: without zeros before it."""
        number = self.certificate.serial_number
        return ":".join(f"{byte:02x}" for byte in number.to_bytes((number.bit_length() + 7) // 8, "big"))


@dataclass
class PkiStack:
    """Everything that stands."""

    bao: OpenBao
    address: str
    """Of the listener with TLS."""
    shown: loopback_tls.Identity
    vectors: vectors.Vectors
    issuer: TokenIssuer
    rehearsal: Rehearsal
    folder: Path
    outputs: dict[str, Any]
    """Outputs of the stack, by name."""

    @property
    def root(self) -> hvac.Client:
        """The server's root."""
        return self.bao.client

    def up(self) -> None:
        """Build it, and keep its outputs."""
        self.rehearsal.up()
        [stack] = [one for one in self.rehearsal.export()["deployment"]["resources"] if one["type"] == "pulumi:pulumi:Stack"]
        self.outputs.update(stack["outputs"])

    def change(self, **keys: Any) -> None:
        """Write other values into the stack's file, and build it again."""
        file = self.rehearsal.project.config_folder / f"Pulumi.{STACK}.yaml"
        written = yaml.safe_load(file.read_text())
        written["config"] |= {f"ai-zones:{key}": value for key, value in keys.items()}
        file.write_text(yaml.safe_dump(written))
        # A rehearsal reads the file once.
        self.rehearsal = Rehearsal(Project.load(self.rehearsal.project.root), STACK, self.rehearsal.home, ())
        self.up()

    def output(self, name: str) -> Any:
        """An output of the stack."""
        return self.outputs[name]

    def holding(self, *policies: str) -> hvac.Client:
        """Somebody with these policies and no more."""
        made = self.root.write_data("auth/token/create", data={"policies": list(policies), "no_default_policy": True, "ttl": "10m"})
        return self.client(made["auth"]["client_token"])

    def client(self, token: str) -> hvac.Client:
        """Somebody with a token, by TLS."""
        return hvac.Client(url=self.address, token=token, verify=str(self.shown.certificate))

    def leaf(self, role: str, request: str, key: bytes, **more: Any) -> Leaf:
        """What a role signs, asked by whoever has its policy alone."""
        answered = self.holding(f"certificate-{role}").write_data(f"pki/sign/{role}", data={"csr": request, **more})["data"]
        certificate = x509.load_pem_x509_certificate(answered["certificate"].encode())
        file = self.folder / f"{certificate.serial_number:x}.pem"
        file.write_text(f"{answered['certificate']}\n{answered['issuing_ca']}\n")
        secret = file.with_suffix(".key")
        secret.touch(mode=0o600)
        secret.write_bytes(key)
        return Leaf(certificate, file, secret)

    def agents_leaf(self, agent: str, zone: str = "deidentification") -> Leaf:
        """The certificate of an agent."""
        request, key = requested(f"spiffe://{DOMAIN}/zone/{zone}/agent/{agent}", name=f"{agent}.agent.{zone}.{DOMAIN}")
        return self.leaf(f"{zone}-agent-{agent}", request, key)

    def login(self, leaf: Leaf | None, role: str) -> requests.Response:
        """What the server answers to a login by certificate, or without one."""
        return requests.post(
            f"{self.address}/v1/auth/cert/login",
            json={"name": role},
            cert=(str(leaf.file), str(leaf.key)) if leaf else None,
            verify=str(self.shown.certificate),
            timeout=30,
        )

    def agent(self, name: str, zone: str = "deidentification") -> hvac.Client:
        """An agent that has logged in."""
        answered = self.login(self.agents_leaf(name, zone), f"{zone}-agent-{name}")
        assert answered.status_code == requests.codes.ok, answered.text
        return self.client(answered.json()["auth"]["client_token"])


def requested(*identities: str, name: str = "", hosts: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """A request for a certificate, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateSigningRequestBuilder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else []))
    names: list[x509.GeneralName] = [x509.UniformResourceIdentifier(one) for one in identities]
    names += [x509.DNSName(host) for host in hosts]
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    signed = builder.sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode(), loopback_tls.private_pem(key)


def _config(address: str, issuer: str, database_port: int, folder: Path, root: str) -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{STACK}.yaml").read_text(encoding="utf-8"))["config"]
    config["ai-zones:address"] = address
    # The tests are one caller, who asks as fast as many: no test's answer is to hang on how fast the machine is.
    for limit in config["ai-zones:limits"]["paths"].values():
        limit["requests_per_second"] = 10_000
    config["ai-zones:limits"]["requests_per_second"] = 10_000
    config["ai-zones:database_password"] = vectors.FIRST_PASSWORD
    config["ai-zones:database"] |= {"host": "127.0.0.1", "port": database_port, "ca_certificate": root}
    config["ai-zones:identities"]["cloud"]["inputs"] = {"issuer": issuer, "jwks_ca_certificate": root}
    devices = config["ai-zones:audit"]["devices"]
    devices["file"]["file_path"], devices["console"]["file_path"] = str(folder / "audit-1.log"), str(folder / "audit-2.log")
    return config


def free_port() -> int:
    """One that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listener(port: int, shown: loopback_tls.Identity) -> str:
    """A listener with TLS, as the server's file names it."""
    lines = [f'address = "127.0.0.1:{port}"', f'tls_cert_file = "{shown.certificate}"', f'tls_key_file = "{shown.key}"']
    return "\n".join(['listener "tcp" {', *[f"  {line}" for line in [*lines, 'tls_min_version = "tls13"']], "}"])


def built(folder: Path, database: Path) -> Iterator[PkiStack]:
    """The stack, `up`, and the views that the owner of the tables makes; taken down with its servers."""
    shown = loopback_tls.identity(folder)
    with ExitStack() as ending:
        store = ending.enter_context(vectors.serving(database, shown))
        issuer = TokenIssuer(shown)
        ending.callback(issuer.close)
        port = free_port()
        address = f"https://127.0.0.1:{port}"
        config = _config(address, issuer.address, store.port, folder, shown.pem)
        audit = Audit.parse("audit", config["ai-zones:audit"]).server_config()
        with pytest.MonkeyPatch.context() as patch:
            # The server asks its own issuer whether a certificate still holds, by TLS.
            patch.setenv("SSL_CERT_FILE", str(shown.certificate))
            bao = opened(folder / "server", listener(port, shown), audit)
        ending.callback(server.stop, bao.running.pid, Path(bao.running.folder))
        yield PkiStack(bao, address, shown, store, issuer, _rehearsal(folder, config, bao), folder, {})


def _rehearsal(folder: Path, config: dict[str, Any], bao: OpenBao) -> Rehearsal:
    project = folder / "project"
    (project / "stacks").mkdir(parents=True)
    written: dict[str, Any] = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))
    (project / "Pulumi.yaml").write_text(yaml.safe_dump({**written, "main": str(ROOT / "stacks")}))
    (project / "stacks" / f"Pulumi.{STACK}.yaml").write_text(yaml.safe_dump({"config": config}))
    home = Home(folder / "world", {})
    keep(home.folder, "vault", bao.running.settings())
    return Rehearsal(Project.load(project), STACK, home, ())


@pytest.fixture(scope="session")
def pki_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PkiStack]:
    """The stack as it stands after `up`. What tests change they put back."""
    with standing(tmp_path_factory.mktemp("vault-pki")) as made:
        yield made


@contextmanager
def standing(folder: Path) -> Iterator[PkiStack]:
    """A stack of its own, for tests that change it for good."""
    before = dict(os.environ)
    # A socket's path has about a hundred characters at most, and as root the server is another user, who must get there.
    database = Path(tempfile.mkdtemp(prefix="vectors-"))
    running = built(folder, database)
    made = next(running)
    try:
        made.up()
        made.vectors.as_owner(made.output("database_preparation"))
        yield made
    finally:
        running.close()  # type: ignore[attr-defined]
        shutil.rmtree(database, ignore_errors=True)
        os.environ.clear()
        os.environ.update(before)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "unraisablehook", lambda _: None)
            gc.collect()
