"""Networks of the closed zones record the names that are looked up in them."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.readers.aws.tokens import VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_have_companion

QUERY_LOG: Final = (
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    "aws-native:route53resolver:ResolverQueryLoggingConfigAssociation",
)


@rule(*VPC)
def check(look: Look) -> Iterator[Fault]:
    """A query log configuration is associated with the network."""
    if look.zone in CLOSED_ZONES:
        yield from must_have_companion(look, QUERY_LOG, "resourceId", "does not record the names that are looked up in it", VPC)
