"""The provider's line to Vault."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from posture.readers.vault.tokens import PROVIDER
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

_OWN = ("127.0.0.1", "localhost", "::1")


@rule(PROVIDER)
def check(look: Look) -> Iterator[Fault]:
    """Loopback is no line; an address that is not given comes from the environment, VAULT_ADDR."""
    address = look.text("address")
    if isinstance(address, str) and address.lower().startswith("http://") and (urlsplit(address).hostname or "") not in _OWN:
        yield Fault("speaks to Vault in plain text", "address")
    yield from must_be_false(look, "skipTlsVerify", "does not look at Vault's certificate")
