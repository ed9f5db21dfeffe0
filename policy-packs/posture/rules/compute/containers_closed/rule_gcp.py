"""Cloud Run in zones is entered from inside alone, and leaves by the zone's network."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_one_of, must_be_set

SERVICE: Final = gcp("cloudrunv2:Service")
JOB: Final = gcp("cloudrunv2:Job")
_INSIDE: Final = ("INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_NONE")


@rule(*SERVICE, *JOB)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Run documentation, "Restrict network endpoint ingress", "Direct VPC egress" (private addresses alone unless all traffic is said).

    Also "Service identity", "Using customer managed encryption keys". A load balancer may be one of the internet: only in access.
    """
    if look.zone is None:
        return
    base = "template.template" if look.resource.type in JOB else "template"
    if look.resource.type in SERVICE:
        inside = _INSIDE if look.zone is not ZoneName.ACCESS else (*_INSIDE, "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER")
        yield from must_be_one_of(look, "ingress", inside, "is entered from the internet", default="INGRESS_TRAFFIC_ALL")
        yield from must_be_false(look, "invokerIamDisabled", "asks nobody who they are")
    yield from must_be_one_of(look, f"{base}.vpcAccess.egress", ("ALL_TRAFFIC",), "leaves by Google's addresses, past the zone's network")
    yield from must_be_set(look, f"{base}.serviceAccount", "acts as the default service account")
    yield from must_have_own_key(look, f"{base}.encryptionKey")
