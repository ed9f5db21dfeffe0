"""Data stores of HealthLake, HealthImaging and HealthOmics are encrypted with a key of one's own.

Sources: AWS CloudFormation Template Reference, "AWS::HealthImaging::Datastore" (`KmsKeyArn`), "AWS::Omics::SequenceStore" (`SseConfig`: AWS's own
key unless it names one).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import NO_KEY, must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of

_CONFIG: Final = "sseConfiguration.kmsEncryptionConfig"


IMAGES: Final = ("aws-native:healthimaging:Datastore",)
GENOMES: Final = tuple(f"aws-native:omics:{kind}" for kind in ("SequenceStore", "ReferenceStore", "VariantStore", "AnnotationStore"))


@rule("aws-native:healthlake:FhirDatastore", "aws-native:healthlake:FHIRDatastore", *IMAGES, *GENOMES)
def check(look: Look) -> Iterator[Fault]:
    """The kind of key and the key."""
    if not look.holds_records:
        return
    if look.resource.type in IMAGES:
        yield from must_have_own_key(look, "kmsKeyArn")
    elif look.resource.type in GENOMES:
        yield from must_have_own_key(look, "sseConfig.keyArn")
    else:
        yield from must_be_one_of(look, f"{_CONFIG}.cmkType", ("CUSTOMER_MANAGED_KMS_KEY",), NO_KEY, default="AWS_OWNED_KMS_KEY")
        yield from must_have_own_key(look, f"{_CONFIG}.kmsKeyId")
