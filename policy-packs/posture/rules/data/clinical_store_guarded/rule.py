"""FHIR and DICOM services let no web page and no other issuer in."""

from collections.abc import Iterator, Mapping
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false, must_be_set
from posture.values import is_unknown

FHIR: Final = az("healthcareapis:FhirService")
DICOM: Final = az("healthcareapis:DicomService")
_AUTH: Final = "authenticationConfiguration"
_HISTORY: Final = "resourceVersionPolicyConfiguration"
_KEEPING: Final = ("versioned", "versioned-update")


@rule(*FHIR, *DICOM)
def check(look: Look) -> Iterator[Fault]:
    """Origins of web pages, further identity providers, import by whoever can write to a store."""
    if not serves(look):
        return
    origins = look.texts("corsConfiguration.origins")
    for origin in [] if is_unknown(origins) else origins:
        if origin == "*":
            yield Fault("answers every web page", "corsConfiguration.origins")
    if look.flag("corsConfiguration.allowCredentials") is True:
        yield Fault("answers web pages in the name of whoever looks at them", "corsConfiguration.allowCredentials")
    if look.resource.type in FHIR:
        yield from must_be_set(look, f"{_AUTH}.authority", "does not say whose identities it takes")
        yield from must_be_set(look, f"{_AUTH}.audience", "takes tokens that were made for others")
        yield from must_be_false(look, f"{_AUTH}.smartProxyEnabled", "hands tokens on for other programs")
        if blocks_of(look, f"{_AUTH}.smartIdentityProviders"):
            yield Fault("takes identities of other issuers", f"{_AUTH}.smartIdentityProviders")
        yield from must_be_false(look, "importConfiguration.enabled", "can be filled, and overwritten, from a store")
        yield from _keeps_versions(look)
        fault = "is in the mode of a first load, in which nobody's changes are taken"
        yield from must_be_false(look, "importConfiguration.initialImportMode", fault)


def _keeps_versions(look: Look) -> Iterator[Fault]:
    """Of a record that is changed, or of one type of records, the earlier version stays.

    Source: Azure Health Data Services documentation, "FHIR versioning policy and history management" ("versioned" unless configured).
    """
    fault = "keeps no earlier version of a record that is changed"
    yield from must_say(look, f"{_HISTORY}.default", _KEEPING, fault, default="versioned")
    overrides = look.value(f"{_HISTORY}.resourceTypeOverrides")
    for name, policy in sorted(overrides.items()) if isinstance(overrides, Mapping) else ():
        if isinstance(policy, str) and policy.lower() not in _KEEPING:
            yield Fault(f"{fault} ({name})", f"{_HISTORY}.resourceTypeOverrides")
