"""Answers that an API of a zone keeps to give again are encrypted.

Source: Amazon API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway" (what is cached is encrypted only where a method says so).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

_API: Final = ("aws:apigateway/restApi:RestApi",)


@rule("aws:apigateway/methodSettings:MethodSettings")
def check(look: Look) -> Iterator[Fault]:
    """Where a method of the API keeps answers at all."""
    if look.flag("settings.cachingEnabled") is True and any(api.zone is not None for api in look.targets("restApi", _API)):
        yield from must_be_true(look, "settings.cacheDataEncrypted", "keeps answers that are not encrypted")
