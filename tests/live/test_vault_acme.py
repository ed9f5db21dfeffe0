"""ACME of the stack `vault-pki` on a real OpenBao: without an account that was bound beforehand nobody gets as far as an order.

Sources: RFC 8555 6.2 (requests), 7.1.1 (directory), 7.3 and 7.3.4 (accounts, external account binding); RFC 7518 3.2, 3.4 (HS256, ES256).
"""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.live.token_issuer import encoded
from tests.live.vault_pki import PkiStack

pytestmark = [pytest.mark.live, pytest.mark.engine]
ROLE = "access-gateway"
_SIZE = 32


class Client:
    """An ACME client with a key of its own."""

    def __init__(self, stack: PkiStack) -> None:
        self._stack, self._key = stack, ec.generate_private_key(ec.SECP256R1())
        numbers = self._key.public_key().public_numbers()
        self.jwk = {
            "crv": "P-256",
            "kty": "EC",
            "x": encoded(numbers.x.to_bytes(_SIZE, "big")),
            "y": encoded(numbers.y.to_bytes(_SIZE, "big")),
        }
        self.directory: dict[str, Any] = self.get(f"pki/roles/{ROLE}/acme/directory").json()

    def get(self, path: str) -> requests.Response:
        """A path of the server, without a token."""
        return requests.get(f"{self._stack.address}/v1/{path}", verify=str(self._stack.shown.certificate), timeout=30)

    def account(self, **more: Any) -> requests.Response:
        """What the server answers to a new account."""
        address = self.directory["newAccount"]
        verified = str(self._stack.shown.certificate)
        nonce = requests.head(self.directory["newNonce"], verify=verified, timeout=30).headers["Replay-Nonce"]
        head = {"alg": "ES256", "jwk": self.jwk, "nonce": nonce, "url": address}
        body = {"termsOfServiceAgreed": True, **more}
        signed = {"protected": encoded(json.dumps(head).encode()), "payload": encoded(json.dumps(body).encode())}
        r, s = decode_dss_signature(self._key.sign(f"{signed['protected']}.{signed['payload']}".encode(), ec.ECDSA(hashes.SHA256())))
        sent = {**signed, "signature": encoded(r.to_bytes(_SIZE, "big") + s.to_bytes(_SIZE, "big"))}
        return requests.post(address, json=sent, headers={"Content-Type": "application/jose+json"}, verify=verified, timeout=30)

    def binding(self, key_id: str, key: str) -> dict[str, str]:
        """Proof that this client holds a key that the server gave out."""
        head = {"alg": "HS256", "kid": key_id, "url": self.directory["newAccount"]}
        signed = {"protected": encoded(json.dumps(head).encode()), "payload": encoded(json.dumps(self.jwk).encode())}
        secret = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        made = hmac.new(secret, f"{signed['protected']}.{signed['payload']}".encode(), hashlib.sha256).digest()
        return {**signed, "signature": encoded(made)}


def test_an_account_that_nobody_bound_is_refused(pki_stack: PkiStack) -> None:
    answered = Client(pki_stack).account()
    assert answered.status_code == requests.codes.unauthorized
    assert answered.json()["type"] == "urn:ietf:params:acme:error:externalAccountRequired"


def test_whoever_may_bind_one_gets_an_account(pki_stack: PkiStack) -> None:
    client = Client(pki_stack)
    given = pki_stack.holding(f"acme-{ROLE}").write_data(f"pki/roles/{ROLE}/acme/new-eab")["data"]
    assert client.account(externalAccountBinding=client.binding(given["id"], given["key"])).status_code == requests.codes.created
    again = Client(pki_stack)
    used = again.account(externalAccountBinding=again.binding(given["id"], given["key"]))
    assert used.status_code == requests.codes.unauthorized


def test_who_may_bind_for_one_role_may_not_for_another(pki_stack: PkiStack) -> None:
    with pytest.raises(Exception, match="permission denied"):
        pki_stack.holding(f"acme-{ROLE}").write_data("pki/roles/deidentification-redactor/acme/new-eab")


@pytest.mark.parametrize("path", ["pki/acme/directory", "pki/roles/deidentification-redactor/acme/directory"])
def test_there_is_no_directory_but_of_the_roles_that_are_named(pki_stack: PkiStack, path: str) -> None:
    assert Client(pki_stack).get(path).status_code != requests.codes.ok
