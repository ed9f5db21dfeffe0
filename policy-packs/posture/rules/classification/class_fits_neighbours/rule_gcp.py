"""Nothing in the project of a closed zone is public; no key, log, secret or clinical store ever is."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import DataClass
from posture.proofs.dns_closed import CLOSED_ZONES
from posture.rules.contract import Fault, rule
from posture.rules.gcp_projects import STORES, TABLE, never_public
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

WORKS: Final = gcp("workbench:Instance", "vertex:AiEndpoint")
"""Notebooks and models: what works on the records of a zone."""


@rule(*STORES, *TABLE, *WORKS)
def check(look: Look) -> Iterator[Fault]:
    """A project is one zone's, with one perimeter around it: what is public belongs into a project of its own."""
    if look.data_class != DataClass.PUBLIC:
        return
    if look.zone in CLOSED_ZONES:
        yield Fault(f"is called public, though it belongs to {look.zone}", "labels")
    elif never_public(look):
        yield Fault("is called public, which no log, secret, key or clinical store is", "labels")
