"""Distributions, classic load balancers and stages of APIs of zones record who asks them for what.

Sources: Amazon CloudFront Developer Guide, "Access logs (standard logs)" (the first version by the distribution, the second by a delivery source of CloudWatch
Logs that names it); User Guide for Classic Load Balancers, "Access logs"; API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs", "Configure
logging for HTTP APIs": off unless a destination is named.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.listener_encrypts.rule_aws_fronts import CLASSIC, DISTRIBUTION
from posture.rules.words import must_be_set, must_be_true

STAGE: Final = {"aws:apigateway/stage:Stage": "restApi", "aws:apigatewayv2/stage:Stage": "apiId"}
_SOURCE: Final = ("aws:cloudwatch/logDeliverySource:LogDeliverySource",)
_FAULT: Final = "does not record who asks it for what"


@rule(DISTRIBUTION, *CLASSIC, *STAGE)
def check(look: Look) -> Iterator[Fault]:
    """A stage belongs to its API's zone where it has none of its own."""
    kind = look.resource.type
    if look.zone is None and not (kind in STAGE and any(api.zone is not None for api in look.targets(STAGE[kind]))):
        return
    if kind in STAGE:
        yield from must_be_set(look, "accessLogSettings.destinationArn", _FAULT)
    elif kind in CLASSIC:
        # A block without the switch is on: the provider's default.
        yield from must_be_true(look, "accessLogs.enabled", _FAULT, default=look.value("accessLogs") is not None)
    elif not look.companions(_SOURCE, "resourceArn") and not look.maybe_companions(_SOURCE, "resourceArn"):
        yield from must_be_set(look, "loggingConfig.bucket", _FAULT)
