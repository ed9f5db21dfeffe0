"""FHIR and DICOM services are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

CLINICAL: Final = az("healthcareapis:FhirService", "healthcareapis:DicomService")


@rule(*CLINICAL)
def check(look: Look) -> Iterator[Fault]:
    """They hold records whatever they are called."""
    if serves(look):
        yield from must_have_own_key(look)
