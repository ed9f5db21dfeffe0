"""Cosmos DB accounts with records have one place to write, TLS 1.2, and no second store for analysis."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_true

COSMOS: Final = az("cosmosdb:DatabaseAccount")


@rule(*COSMOS)
def check(look: Look) -> Iterator[Fault]:
    """What makes copies of documents, or shows them to web pages."""
    if not look.holds_records:
        return
    yield from must_be_false(look, "enableAnalyticalStorage", "copies its documents to a second store for analysis")
    yield from must_be_false(look, "enableMultipleWriteLocations", "is written in several regions")
    yield from must_say(look, "minimalTlsVersion", ("tls12", "tls13"), "takes TLS before 1.2", default="Tls")
    yield from must_be_true(look, "isVirtualNetworkFilterEnabled", "lets every network in, if its public address is opened")
    if blocks_of(look, "cors"):
        yield Fault("answers web pages", "cors")
