"""Caches with records are encrypted with a key of one's own and towards clients, and ask who comes."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_true

CACHE: Final = gcp("redis:Instance")
CLUSTER: Final = gcp("redis:Cluster")
VALKEY: Final = gcp("memorystore:Instance")
_CLEAR: Final = "takes connections that are not encrypted"
_ANYBODY: Final = "asks nobody who he is"


@rule(*CACHE, *CLUSTER, *VALKEY)
def check(look: Look) -> Iterator[Fault]:
    """Memorystore for Redis documentation, "About in-transit encryption", "About Redis AUTH", "About customer managed encryption keys": all off unless they are given.

    Memorystore for Redis Cluster and for Valkey: the same; who comes is asked by IAM, or by a token.
    """
    if not look.holds_records:
        return
    match look.resource.type:
        case kind if kind in CACHE:
            yield from must_be_one_of(look, "transitEncryptionMode", ("SERVER_AUTHENTICATION",), _CLEAR, default="DISABLED")
            yield from must_be_true(look, "authEnabled", _ANYBODY)
        case kind if kind in CLUSTER:
            yield from must_be_one_of(look, "transitEncryptionMode", ("TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",), _CLEAR)
            yield from must_be_one_of(look, "authorizationMode", ("AUTH_MODE_IAM_AUTH",), _ANYBODY)
        case _:
            yield from must_be_one_of(look, "transitEncryptionMode", ("SERVER_AUTHENTICATION",), _CLEAR)
            yield from must_be_one_of(look, "authorizationMode", ("IAM_AUTH", "TOKEN_AUTH"), _ANYBODY)
    yield from must_have_own_key(look, "customerManagedKey" if look.resource.type in CACHE else "kmsKey")
