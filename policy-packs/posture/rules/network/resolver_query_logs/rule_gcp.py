"""Networks of the closed zones record the names that are looked up in them."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import NETWORK
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_true

SERVER_POLICY: Final = gcp("dns:Policy")
_NETWORKS: Final = "networks[*].networkUrl"
_FAULT: Final = "does not record the names that are looked up in it"


@rule(*NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Cloud DNS documentation, "Use logging and monitoring": a server policy of the network logs what machines ask."""
    if look.zone not in CLOSED_ZONES or look.resource.external:
        return
    policies = look.companions(SERVER_POLICY, _NETWORKS, NETWORK)
    for policy in policies:
        for fault in must_be_true(policy, "enableLogging", _FAULT):
            yield Fault(fault.message, fault.prop, fault.verdict, policy.urn)
    if not policies:
        maybe = bool(look.maybe_companions(SERVER_POLICY, _NETWORKS, NETWORK))
        yield Fault(_FAULT, "DNS policy", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
