"""Vaults with backups of records are locked, with a minimum retention, for good."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part, Spot, must_have_part
from posture.rules.words import must_be_at_least, must_be_set

_LOCK: Final = Part(("lockConfiguration",), ("aws:backup/vaultLockConfiguration:VaultLockConfiguration",), "backupVaultName")
_LEAST_DAYS: Final = 7


@rule("aws:backup/vault:Vault", "aws-native:backup:BackupVault")
def check(look: Look) -> Iterator[Fault]:
    """Without `changeableForDays` an administrator may lift the lock."""
    if look.holds_records:
        yield from must_have_part(look, _LOCK, "is not locked: its backups can be deleted", _locks)


def _locks(spot: Spot) -> Iterator[Fault]:
    yield from must_be_at_least(spot.look, spot.at("minRetentionDays"), _LEAST_DAYS, f"lets backups be deleted within {_LEAST_DAYS} days")
    yield from must_be_set(spot.look, spot.at("changeableForDays"), "can be unlocked by an administrator (governance mode)")
