"""Keys of zones stand in hardware modules, are strong, and name what they may do."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell, must_be_at_least, must_be_set
from posture.values import is_unknown

VAULT: Final = az("keyvault:Vault")
KEY: Final = az("keyvault:Key")
_IN_HARDWARE: Final = ("rsa-hsm", "ec-hsm", "oct-hsm")
_LEAST_BITS: Final = 3072


@rule(*VAULT, *KEY)
def check(look: Look) -> Iterator[Fault]:
    """NIST SP 800-57: 3,072 bits of RSA are as strong as 128 bits of AES."""
    if not serves(look):
        return
    if look.resource.type in VAULT:
        yield from must_say(look, "properties.sku.name", ("premium",), "has no hardware module: it is not Premium")
        return
    yield from must_say(look, "properties.kty", _IN_HARDWARE, "stands in software")
    kind = look.text("properties.kty")
    if is_unknown(kind):
        yield cannot_tell("properties.kty", "what kind of key it is")
    elif kind is not None and kind.lower().startswith("rsa"):
        yield from must_be_at_least(look, "properties.keySize", _LEAST_BITS, f"is weaker than {_LEAST_BITS:,} bits", default=2048)
    yield from must_be_set(look, "properties.keyOps", "may be used for everything")
