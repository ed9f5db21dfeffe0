"""Keys of certificates, and of the authorities that sign them, are strong enough for as long as they live."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from posture.readers.vault.kinds import PKI_KEY, PKI_REQUEST, PKI_ROLE, PKI_ROOT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_LEAF: Final = {"rsa": 2048, "ec": 256}
_AUTHORITY: Final = {"rsa": 3072, "ec": 256}
"""NIST SP 800-57 Part 1, table 2: 128 bits of strength, for what signs after 2030."""
_USUAL: Final = {"rsa": 2048, "ec": 256}


@rule(*PKI_ROLE.tokens, *PKI_ROOT.tokens, *PKI_REQUEST.tokens, *PKI_KEY.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Absent: RSA with 2048 bits. A key that exists already, or that a key manager keeps, is not chosen here."""
    yield from each(look, PKI_ROLE, partial(_key, least=_LEAF))
    for kind in (PKI_ROOT, PKI_REQUEST, PKI_KEY):
        yield from each(look, kind, partial(_key, least=_AUTHORITY))


def _key(written: Written, least: dict[str, int]) -> Iterator[Fault]:
    if least is _AUTHORITY and (written.name if written.data is not None else written.text("type")) in ("existing", "kms"):
        return
    kind, bits = written.text("key_type"), written.number("key_bits")
    if is_unknown(kind) or is_unknown(bits):
        yield unclear(written, "key_type" if is_unknown(kind) else "key_bits", "takes weak keys")
        return
    kind = kind or "rsa"
    if kind == "any":
        yield Fault("takes keys of any kind and length", written.prop("key_type"))
    elif kind in least and (bits or _USUAL[kind]) < least[kind]:
        yield Fault(f"has {kind} keys of {bits or _USUAL[kind]} bits, and {least[kind]} are the least", written.prop("key_bits"))
