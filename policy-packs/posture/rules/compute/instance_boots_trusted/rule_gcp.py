"""Machines of zones, notebooks and nodes of clusters, boot only what is signed."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_machines import GKE, MACHINES, POOL, nodes
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_true

_FAULT: Final = "boots what nobody signed: Secure Boot is off"

WORKBENCH: Final = gcp("workbench:Instance")


@rule(*MACHINES, *WORKBENCH, *GKE, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "What is Shielded VM?": Secure Boot is off unless it is given, the rest on."""
    if look.zone is None:
        return
    if look.resource.type not in (*MACHINES, *WORKBENCH):
        for node in nodes(look):
            shield = f"{node}.shieldedInstanceConfig"
            yield from must_be_true(look, f"{shield}.enableSecureBoot", _FAULT)
            yield from must_be_true(look, f"{shield}.enableIntegrityMonitoring", "does not watch how it boots", default=True)
        return
    base = "gceSetup." if look.resource.type in WORKBENCH else ""
    yield from must_be_true(look, f"{base}shieldedInstanceConfig.enableSecureBoot", _FAULT)
    yield from must_be_true(look, f"{base}shieldedInstanceConfig.enableVtpm", "has no trusted platform module", default=True)
    yield from must_be_true(look, f"{base}shieldedInstanceConfig.enableIntegrityMonitoring", "does not watch how it boots", default=True)
