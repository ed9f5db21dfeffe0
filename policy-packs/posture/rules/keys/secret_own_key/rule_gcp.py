"""Secrets of a zone are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.scope import guarded

SECRET: Final = gcp("secretmanager:Secret")
REGIONAL: Final = gcp("secretmanager:RegionalSecret")


@rule(*SECRET, *REGIONAL)
def check(look: Look) -> Iterator[Fault]:
    """Secret Manager documentation, "Enable customer-managed encryption keys (CMEK) for Secret Manager": each replica names its own."""
    if not guarded(look):
        return
    if look.resource.type in REGIONAL:
        yield from must_have_own_key(look, "customerManagedEncryption.kmsKeyName")
        return
    replicas = items(look, "replication.userManaged.replicas")
    for block in replicas or ["replication.auto"]:
        yield from must_have_own_key(look, f"{block}.customerManagedEncryption.kmsKeyName")
