"""Backup vaults of a zone are encrypted with a key of one's own, and are not emptied by a destroy."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_false

VAULT: Final = ("aws:backup/vault:Vault", "aws-native:backup:BackupVault")


@rule(*VAULT)
def check(look: Look) -> Iterator[Fault]:
    """Absent: AWS's key for backups."""
    if guarded(look):
        yield from must_have_own_key(look, "encryptionKeyArn" if look.resource.type.startswith("aws-native:") else "kmsKeyArn")
        yield from must_be_false(look, "forceDestroy", "is emptied by a destroy")
