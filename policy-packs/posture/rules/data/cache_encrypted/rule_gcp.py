"""Caches with records are encrypted with a key of one's own and towards clients, and ask who comes."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_true

CACHE: Final = gcp("redis:Instance")


@rule(*CACHE)
def check(look: Look) -> Iterator[Fault]:
    """Memorystore for Redis documentation, "About in-transit encryption", "About Redis AUTH", "About customer managed encryption keys": all off unless they are given."""
    if look.holds_records:
        prop, fault = "transitEncryptionMode", "takes connections that are not encrypted"
        yield from must_be_one_of(look, prop, ("SERVER_AUTHENTICATION",), fault, default="DISABLED")
        yield from must_be_true(look, "authEnabled", "asks nobody who he is")
        yield from must_have_own_key(look, "customerManagedKey")
