"""The data catalog, and what Glue jobs write, are encrypted with keys of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import must_be_one_of, must_be_true

_SETTINGS: Final = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"
_CONFIGURATION: Final = "aws:glue/securityConfiguration:SecurityConfiguration"
_REST: Final = "dataCatalogEncryptionSettings.encryptionAtRest"
_PASSWORDS: Final = "dataCatalogEncryptionSettings.connectionPasswordEncryption"


@rule(_SETTINGS, _CONFIGURATION)
def check(look: Look) -> Iterator[Fault]:
    """Neither has tags: they concern a zone by its key."""
    if not handles(look):
        return
    if look.resource.type == _SETTINGS:
        yield from must_be_one_of(
            look, f"{_REST}.catalogEncryptionMode", ("SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"), "leaves the catalog in the clear"
        )
        yield from must_have_own_key(look, f"{_REST}.sseAwsKmsKeyId")
        yield from must_have_own_key(look, f"{_PASSWORDS}.awsKmsKeyId", "passwords of connections")
        yield from must_be_true(look, f"{_PASSWORDS}.returnConnectionPasswordEncrypted", "shows passwords of connections")
        return
    for part, modes in (
        ("cloudwatchEncryption.cloudwatchEncryptionMode", ("SSE-KMS",)),
        ("jobBookmarksEncryption.jobBookmarksEncryptionMode", ("CSE-KMS",)),
        ("s3Encryption.s3EncryptionMode", ("SSE-KMS",)),
    ):
        path = f"encryptionConfiguration.{part}"
        yield from must_be_one_of(look, path, modes, f"leaves something in the clear ({part.split('.')[0]})")
        yield from must_have_own_key(look, f"encryptionConfiguration.{part.split('.')[0]}.kmsKeyArn")
