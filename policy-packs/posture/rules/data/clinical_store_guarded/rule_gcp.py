"""Clinical stores keep every version of a resource, let nobody change what was, and take in what has the form of a record alone."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_false

STORE: Final = gcp("healthcare:FhirStore")
_CHECKS: Final = (
    "disableProfileValidation",
    "disableRequiredFieldValidation",
    "disableReferenceTypeValidation",
    "disableFhirpathValidation",
)
"""Cloud Healthcare API reference, `ValidationConfig`: each check is on unless it is switched off."""
_IN_EXTENSIONS: Final = "complexDataTypeReferenceParsing"


@rule(*STORE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Healthcare API documentation, "Create and manage FHIR stores"; provider reference, `gcp.healthcare.FhirStore`: all are off unless they are given.

    An identifier that a client chooses stands in logs and notices of changes; imported history is written as if it had always been there.
    """
    if look.holds_records:
        yield from must_be_false(look, "disableResourceVersioning", "keeps no earlier versions of its resources")
        yield from must_be_false(look, "enableHistoryModifications", "lets earlier versions be changed")
        yield from must_be_false(look, "disableReferentialIntegrity", "takes references to what is not there")
        yield from must_be_false(look, "enableUpdateCreate", "lets clients choose identifiers, which its logs and notices repeat")
        yield from must_be_false(look, "enableHistoryImport", "lets earlier versions be written afterwards")
        for name in _CHECKS:
            yield from must_be_false(look, f"validationConfig.{name}", "takes in what has not the form of its kind of record")
        # Left out, it is what Google takes for new stores; what is written down is meant.
        if look.text(_IN_EXTENSIONS) == "DISABLED":
            yield Fault("takes references to what is not there, where they stand in extensions", _IN_EXTENSIONS)
