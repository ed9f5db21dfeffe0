"""Accounts of AI services in zones call nobody."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

ACCOUNT: Final = az("cognitiveservices:Account")
_LIST: Final = "properties.allowedFqdnList"
_KEYS: Final = ("eventHubConnectionString", "storageAccountConnectionString", "qnaAzureSearchEndpointKey")


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """Outbound is restricted, and the list of exceptions has no wildcards."""
    if not serves(look):
        return
    yield from must_be_true(look, "properties.restrictOutboundNetworkAccess", "opens connections to whomever a request names")
    names = look.texts(_LIST)
    if is_unknown(names):
        yield cannot_tell(_LIST, "whom it calls")
    else:
        for name in names:
            if isinstance(name, str) and "*" in name:
                yield Fault(f"may call {name}, which is anybody's", _LIST)
    for prop in _KEYS:
        if look.value(f"properties.apiProperties.{prop}") is not None:
            yield Fault("is given a key of another service", f"properties.apiProperties.{prop}")
