"""TLS on loopback for servers of the tests: one certificate made at run time, and a front before a server that speaks none."""

import datetime
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SSL_REQUEST = bytes.fromhex("0000000804d2162f")
"""What a client of PostgreSQL says first (protocol documentation, "SSLRequest")."""
_PIECE = 65_536


@dataclass(frozen=True)
class Identity:
    """A certificate for 127.0.0.1 that is its own root, and its key."""

    certificate: Path
    key: Path

    @property
    def pem(self) -> str:
        """The certificate."""
        return self.certificate.read_text()


def identity(folder: Path) -> Identity:
    """A new one, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Identity(folder / "loopback.pem", folder / "loopback.key")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.touch(mode=0o600)
    made.key.write_bytes(private_pem(key))
    return made


def private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A key, unencrypted."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


class PostgresFront:
    """TLS 1.3 before a PostgreSQL whose build has none: answers a client's request for it, and hands everything on to a socket of its own."""

    def __init__(self, shown: Identity, behind: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_3
        self._context.load_cert_chain(shown.certificate, shown.key)
        self._behind = behind
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        with suppress(OSError):
            # In clear nobody gets further.
            if client.recv(len(SSL_REQUEST)) != SSL_REQUEST:
                client.close()
                return
            client.sendall(b"S")
            inner = self._context.wrap_socket(client, server_side=True)
            outer = socket.socket(socket.AF_UNIX)
            outer.connect(str(self._behind))
            threading.Thread(target=_pump, args=(inner, outer), daemon=True).start()
            _pump(outer, inner)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
