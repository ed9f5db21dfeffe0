"""Subnets of closed zones have no service endpoints that lead to everybody's stores."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.rules.azure_networks import NETWORK, SUBNET, subnets_in
from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot

POLICY: Final = az("network:ServiceEndpointPolicy")
_WITH_POLICIES: Final = ("microsoft.storage", "microsoft.storage.global")
"""Azure Virtual Network documentation, "Virtual network service endpoint policies for Azure Storage": policies know storage alone."""


@rule(*SUBNET, *NETWORK, *POLICY)
def check(look: Look) -> Iterator[Fault]:
    """A policy names accounts; one that names nothing, or a whole subscription that is not written out, limits nothing."""
    if look.resource.type in POLICY:
        if look.scene.classified and not blocks_of(look, "serviceEndpointPolicyDefinitions"):
            yield Fault("limits nothing: it names no stores", "serviceEndpointPolicyDefinitions")
    elif look.zone in CLOSED_ZONES:
        for spot in subnets_in(look):
            yield from _limited(spot)


def _limited(spot: Spot) -> Iterator[Fault]:
    limited = spot.look.value(spot.at("serviceEndpointPolicies")) not in (None, [])
    for block in blocks_of(spot.look, spot.at("serviceEndpoints")):
        service = spot.look.text(f"{block}.service")
        if isinstance(service, str) and not (limited and service.lower() in _WITH_POLICIES):
            yield Fault(f"reaches everybody's {service} by a service endpoint", f"{block}.service")
