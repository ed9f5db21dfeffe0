"""Networks of the closed zones record the names that are looked up in them, by an association of their own or by a profile.

Source: Amazon Route 53 Developer Guide, "Associate VPC Resolver query logging configurations to a Route 53 Profile".
"""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.proofs.verdict import Verdict
from posture.readers.aws.profiles import PROFILES, held_by, uses_of
from posture.readers.aws.tokens import VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_have_companion
from posture.view import ResourceView

QUERY_LOG: Final = (
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
    "aws-native:route53resolver:ResolverQueryLoggingConfigAssociation",
)

_FAULT: Final = "does not record the names that are looked up in it"
_CONFIG: Final = (
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
    "aws-native:route53resolver:ResolverQueryLoggingConfig",
)


@rule(*VPC)
def check(look: Look) -> Iterator[Fault]:
    """A query log configuration is associated with the network."""
    if look.zone not in CLOSED_ZONES or _by_a_profile(look):
        return
    if not look.companions(QUERY_LOG, "resourceId", VPC) and (whose := _of_another_stack(look)):
        yield Fault(f"{_FAULT}, unless {whose}, which is of another stack, does", "profile", Verdict.UNPROVEN)
    else:
        yield from must_have_companion(look, QUERY_LOG, "resourceId", _FAULT, VPC)


def _by_a_profile(look: Look) -> bool:
    builder = look.scene.builder
    return any(certain and any(True for _ in held_by(builder, use, _CONFIG)) for use, certain in uses_of(builder, look.urn))


def _of_another_stack(look: Look) -> str | None:
    """A profile is often shared by the account that keeps the names."""
    return next((f"the profile of {use.resource.name}" for use, _ in uses_of(look.scene.builder, look.urn) if not _here(use)), None)


def _here(use: ResourceView) -> bool:
    return bool(use.refers_to("profileId", PROFILES).targets)
