"""What is asked of an API of a zone, and what it answers, stays out of its log.

Source: Amazon API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs in API Gateway" (data tracing writes whole requests and responses,
records included; AWS advises against it for production).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

_API: Final = ("aws:apigateway/restApi:RestApi",)


@rule("aws:apigateway/methodSettings:MethodSettings")
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is asked for."""
    if any(api.zone is not None for api in look.targets("restApi", _API)):
        yield from must_be_false(look, "settings.dataTraceEnabled", "writes what it is asked and answers to its log")
