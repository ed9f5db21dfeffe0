"""Transit keys are not exportable, not backed up in plain text, not deletable; the key of records' fields is derived for each of them."""

from collections.abc import Iterator

from posture.readers.vault.kinds import TRANSIT_KEY
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_ENCRYPTS = ("aes128-gcm96", "aes256-gcm96", "chacha20-poly1305", "xchacha20-poly1305")


@rule(*TRANSIT_KEY.tokens)
def check(look: Look) -> Iterator[Fault]:
    """A key that the reviewer maps to a zone of records must take a context: one key for all patients links them."""
    yield from each(look, TRANSIT_KEY, _key)


def _key(key: Written) -> Iterator[Fault]:
    yield from must_be(key, "exportable", False, "can be taken out", default=False)
    yield from must_be(key, "allow_plaintext_backup", False, "can be taken out in plain text", default=False)
    yield from must_be(key, "deletion_allowed", False, "can be deleted, and what it closed with it", default=False)
    kind = key.text("type")
    if is_unknown(kind):
        yield unclear(key, "type", "is weak")
    elif kind in ("rsa-2048", "ecdsa-p224"):
        yield Fault("is too weak for what is kept past 2030", key.prop("type"))
    elif (kind or "aes256-gcm96") in _ENCRYPTS and key.look.holds_records:
        yield from must_be(key, "derived", True, "is the same for all records: it takes no context", default=False)
