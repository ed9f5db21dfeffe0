"""Cloud Run functions in zones are entered from inside alone, leave by the zone's network, and are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_set

FUNCTION: Final = gcp("cloudfunctionsv2:Function")
FIRST: Final = gcp("cloudfunctions:Function")
"""First generation: the same words, without a block around them."""
_INSIDE: Final = ("ALLOW_INTERNAL_ONLY",)
_BALANCED: Final = "ALLOW_INTERNAL_AND_GCLB"
"""Also through a load balancer of the internet."""


@rule(*FUNCTION, *FIRST)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Run functions documentation, "Configure network settings", "Protect your data with CMEK", "Custom service account for Cloud Build",
    "HTTP triggers" (first generation: HTTPS may be optional)."""
    if look.zone is None:
        return
    first = look.resource.type in FIRST
    base = "" if first else "serviceConfig."
    inside = (*_INSIDE, _BALANCED) if look.zone is ZoneName.ACCESS else _INSIDE
    yield from must_be_one_of(look, f"{base}ingressSettings", inside, "is entered from the internet", default="ALLOW_ALL")
    if look.text(f"{base}directVpcEgress") != "VPC_EGRESS_ALL_TRAFFIC":
        yield from must_be_one_of(look, f"{base}vpcConnectorEgressSettings", ("ALL_TRAFFIC",), "leaves past the zone's network")
    yield from must_be_set(look, f"{base}serviceAccountEmail", "acts as the default service account")
    if not first:
        yield from must_be_set(look, "buildConfig.serviceAccount", "is built by the default service account")
    yield from must_have_own_key(look, "kmsKeyName")
    if first and look.text("httpsTriggerSecurityLevel") == "SECURE_OPTIONAL":
        yield Fault("answers requests without TLS", "httpsTriggerSecurityLevel")
