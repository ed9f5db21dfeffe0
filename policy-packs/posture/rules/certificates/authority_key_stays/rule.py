"""Keys of authorities are made inside and stay there."""

from collections.abc import Iterator
from typing import Final

from posture.readers.vault.kinds import PKI_IMPORT, PKI_KEY, PKI_REQUEST, PKI_ROOT
from posture.readers.vault.tokens import tokens
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

EXPORT: Final = tokens("pkiSecret:BackendExportKey")


@rule(*PKI_ROOT.tokens, *PKI_REQUEST.tokens, *PKI_KEY.tokens, *PKI_IMPORT.tokens, *EXPORT)
def check(look: Look) -> Iterator[Fault]:
    """`exported` hands the key to whoever asked, and to Pulumi's state."""
    if look.resource.type in EXPORT:
        yield Fault("takes the key of an authority out of Vault", "")
    for kind in (PKI_ROOT, PKI_REQUEST, PKI_KEY):
        yield from each(look, kind, _made)
    yield from each(look, PKI_IMPORT, _imported)


def _made(written: Written) -> Iterator[Fault]:
    kind = written.name if written.data is not None else written.text("type")
    if is_unknown(kind):
        yield unclear(written, "type", "hands out its key")
    elif kind == "exported":
        yield Fault("hands out its key", written.prop("type"))


def _imported(written: Written) -> Iterator[Fault]:
    bundle = written.text("pem_bundle")
    if is_unknown(bundle):
        yield unclear(written, "pem_bundle", "brings a key in that was outside")
    elif bundle is not None and "PRIVATE KEY" in bundle:
        yield Fault("brings a key in that was outside", written.prop("pem_bundle"))
