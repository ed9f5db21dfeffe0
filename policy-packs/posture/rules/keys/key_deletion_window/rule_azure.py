"""Vaults of zones keep what is deleted for ninety days, and nobody can purge it."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_at_least, must_be_true

VAULT: Final = az("keyvault:Vault", "keyvault:ManagedHsm")
_LEAST_DAYS: Final = 30


@rule(*VAULT)
def check(look: Look) -> Iterator[Fault]:
    """Purge protection can't be undone; ninety days unless fewer are given."""
    if serves(look):
        yield from must_be_true(look, "properties.enablePurgeProtection", "lets keys be purged, and with them what they encrypt")
        yield from must_be_true(look, "properties.enableSoftDelete", "deletes keys at once", default=True)
        prop = "properties.softDeleteRetentionInDays"
        yield from must_be_at_least(look, prop, _LEAST_DAYS, f"keeps deleted keys for less than {_LEAST_DAYS} days", default=90)
