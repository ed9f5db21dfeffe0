"""HealthLake data stores are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import NO_KEY, must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of

_CONFIG: Final = "sseConfiguration.kmsEncryptionConfig"


@rule("aws-native:healthlake:FhirDatastore", "aws-native:healthlake:FHIRDatastore")
def check(look: Look) -> Iterator[Fault]:
    """The kind of key and the key."""
    if look.holds_records:
        yield from must_be_one_of(look, f"{_CONFIG}.cmkType", ("CUSTOMER_MANAGED_KMS_KEY",), NO_KEY, default="AWS_OWNED_KMS_KEY")
        yield from must_have_own_key(look, f"{_CONFIG}.kmsKeyId")
