"""Clinical stores keep every version of a resource, and let nobody change what was."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_false

STORE: Final = gcp("healthcare:FhirStore")


@rule(*STORE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Healthcare API documentation, "Create and manage FHIR stores"; provider reference, `gcp.healthcare.FhirStore`: all three are off unless they are given."""
    if look.holds_records:
        yield from must_be_false(look, "disableResourceVersioning", "keeps no earlier versions of its resources")
        yield from must_be_false(look, "enableHistoryModifications", "lets earlier versions be changed")
        yield from must_be_false(look, "disableReferentialIntegrity", "takes references to what is not there")
