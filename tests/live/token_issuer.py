"""An issuer of identity tokens on loopback: its discovery document and keys by TLS, and tokens that it signs.

Sources: OpenID Connect Discovery 1.0, 4; RFC 7517 (keys), RFC 7515 (signatures).
"""

import base64
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.live.loopback_tls import Identity


def encoded(raw: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class TokenIssuer:
    """The issuer; `address` is what its tokens name."""

    def __init__(self, shown: Identity) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(issuer._documents().get(self.path)).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Tests read no log of it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(shown.certificate, shown.key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.address = f"https://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()

    def token(self, **claims: Any) -> str:
        """A token that holds for ten minutes, with claims beside those of every token."""
        now = int(time.time())
        head = {"alg": "RS256", "kid": "1", "typ": "JWT"}
        body = {"iss": self.address, "iat": now, "nbf": now, "exp": now + 600, **claims}
        signed = ".".join(encoded(json.dumps(part).encode()) for part in (head, body))
        return f"{signed}.{encoded(self._key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def _documents(self) -> dict[str, Any]:
        numbers = self._key.public_key().public_numbers()
        modulus, exponent = (encoded(number.to_bytes((number.bit_length() + 7) // 8, "big")) for number in (numbers.n, numbers.e))
        keys = {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": modulus, "e": exponent}]}
        discovery = {"issuer": self.address, "jwks_uri": f"{self.address}/keys", "id_token_signing_alg_values_supported": ["RS256"]}
        return {"/.well-known/openid-configuration": discovery, "/keys": keys}
