"""Machines of zones, and nodes of their clusters, boot only what is signed."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import GKE, MACHINES, POOL, nodes
from posture.rules.look import Look
from posture.rules.words import must_be_true

_FAULT: Final = "boots what nobody signed: Secure Boot is off"


@rule(*MACHINES, *GKE, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "What is Shielded VM?": Secure Boot is off unless it is given, the rest on."""
    if look.zone is None:
        return
    if look.resource.type not in MACHINES:
        for node in nodes(look):
            yield from must_be_true(look, f"{node}.shieldedInstanceConfig.enableSecureBoot", _FAULT)
        return
    yield from must_be_true(look, "shieldedInstanceConfig.enableSecureBoot", _FAULT)
    yield from must_be_true(look, "shieldedInstanceConfig.enableVtpm", "has no trusted platform module", default=True)
    yield from must_be_true(look, "shieldedInstanceConfig.enableIntegrityMonitoring", "does not watch how it boots", default=True)
