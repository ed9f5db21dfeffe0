"""Caches of zones speak TLS 1.2 alone and know who asks."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false

CACHE: Final = az("redis:Redis")
ENTERPRISE: Final = az("redisenterprise:RedisEnterprise")


DATABASE: Final = az("redisenterprise:Database")


@rule(*CACHE, *ENTERPRISE, *DATABASE)
def check(look: Look) -> Iterator[Fault]:
    """The open port, old versions, and a cache that asks nobody who he is."""
    if look.resource.type in DATABASE:
        if serves(look):
            yield from must_say(look, "clientProtocol", ("encrypted",), "speaks without TLS", default="Encrypted")
        return
    if serves(look):
        yield from must_say(look, "minimumTlsVersion", ("1.2", "1.3"), "takes TLS before 1.2")
        if look.resource.type in CACHE:
            yield from must_be_false(look, "enableNonSslPort", "has a port without TLS")
            yield from must_say(look, "redisConfiguration.authnotrequired", ("false",), "asks nobody who he is", default="false")
            yield from must_say(look, "redisConfiguration.aadEnabled", ("true",), "knows no identities of Entra ID", default="false")
