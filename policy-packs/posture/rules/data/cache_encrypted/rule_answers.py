"""Answers that an API of a zone keeps to give again are encrypted.

Sources: Amazon API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway" (what is cached is encrypted only where a method says so);
AWS AppSync API Reference, ApiCache (`atRestEncryptionEnabled`, `transitEncryptionEnabled`: off unless they are given, and fixed for good).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

_API: Final = ("aws:apigateway/restApi:RestApi",)
_GRAPHQL: Final = ("aws:appsync/graphQLApi:GraphQLApi",)
_CACHE: Final = "aws:appsync/apiCache:ApiCache"


@rule("aws:apigateway/methodSettings:MethodSettings", _CACHE)
def check(look: Look) -> Iterator[Fault]:
    """Where a method of the API keeps answers at all; a cache of a GraphQL API does nothing else."""
    if look.resource.type == _CACHE:
        if any(api.zone is not None for api in look.targets("apiId", _GRAPHQL)):
            yield from must_be_true(look, "atRestEncryptionEnabled", "keeps answers that are not encrypted")
            yield from must_be_true(look, "transitEncryptionEnabled", "is asked without TLS")
        return
    if look.flag("settings.cachingEnabled") is True and any(api.zone is not None for api in look.targets("restApi", _API)):
        yield from must_be_true(look, "settings.cacheDataEncrypted", "keeps answers that are not encrypted")
