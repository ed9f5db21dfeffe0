"""What Google's APIs take for what is left out: with it and without it, the cloud holds the same."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import AUTHORITY, CA_POOL
from simulator.rules.gcp.prompts import FLOOR, TEMPLATE
from tests.simulator.gcp.project import PROJECT, REGION, Project

FHIR, HL7, DICOM = (f"gcp:healthcare/{one[0].lower()}{one[1:]}:{one}" for one in ("FhirStore", "Hl7Store", "DicomStore"))
INSPECT = "gcp:dataloss/preventionInspectTemplate:PreventionInspectTemplate"
DATASET = f"projects/{PROJECT}/locations/{REGION}/datasets/ward"
TOPIC = f"projects/{PROJECT}/topics/told"
CHECKS = ("disableFhirpathValidation", "disableProfileValidation", "disableReferenceTypeValidation", "disableRequiredFieldValidation")
ATTACKS = {"filterEnforcement": "ENABLED"}
LEVEL = {"confidenceLevel": "LOW_AND_ABOVE"}
SWITCHES = {"ignorePartialInvocationFailures": False, "logSanitizeOperations": False, "logTemplateOperations": False}
_SUBJECT = {"subjectConfig": {"subject": {"commonName": "signs", "organization": "clinic"}}}
_USAGE = {"baseKeyUsage": {"certSign": True, "crlSign": True}, "extendedKeyUsage": {}}
NEEDED: dict[str, dict[str, Any]] = {
    **{one: {"name": "charts", "dataset": DATASET} for one in (FHIR, HL7, DICOM)},
    INSPECT: {"parent": f"projects/{PROJECT}/locations/{REGION}"},
    TEMPLATE: {"templateId": "prompts", "location": REGION, "filterConfig": {}},
    FLOOR: {"parent": f"projects/{PROJECT}", "location": "global", "filterConfig": {}},
    CA_POOL: {"name": "signs", "location": REGION, "tier": "DEVOPS"},
    AUTHORITY: {
        "certificateAuthorityId": "signs",
        "location": REGION,
        "pool": "signs",
        "keySpec": {"algorithm": "EC_P256_SHA256"},
        "config": {**_SUBJECT, "x509Config": {"caOptions": {"isCa": True}, "keyUsage": _USAGE}},
    },
}
"""What each type must be given."""


def _filters(**level: str) -> dict[str, Any]:
    return {"piAndJailbreakFilterSettings": {**ATTACKS, **level}, "raiSettings": {"raiFilters": [{"filterType": "DANGEROUS", **level}]}}


@pytest.mark.parametrize(
    ("type_", "less", "more"),
    [
        (FHIR, {}, {"disableReferentialIntegrity": False, "disableResourceVersioning": False}),
        (FHIR, {}, {"enableHistoryImport": False, "enableUpdateCreate": False, "defaultSearchHandlingStrict": False}),
        (FHIR, {}, {"validationConfig": dict.fromkeys(CHECKS, False)}),
        (FHIR, {"validationConfig": {CHECKS[0]: True}}, {"validationConfig": {**dict.fromkeys(CHECKS, False), CHECKS[0]: True}}),
        (
            FHIR,
            {"notificationConfigs": [{"pubsubTopic": TOPIC}]},
            {"notificationConfigs": [{"pubsubTopic": TOPIC, "sendFullResource": False, "sendPreviousResourceOnDelete": False}]},
        ),
        (HL7, {"parserConfig": {"version": "V3"}}, {"parserConfig": {"version": "V3", "allowNullHeader": False}}),
        (HL7, {}, {"rejectDuplicateMessage": False}),
        (DICOM, {"notificationConfig": {"pubsubTopic": TOPIC}}, {"notificationConfig": {"pubsubTopic": TOPIC, "sendForBulkImport": False}}),
        (INSPECT, {"inspectConfig": {}}, {"inspectConfig": {"includeQuote": False, "excludeInfoTypes": False}}),
        (TEMPLATE, {"filterConfig": _filters()}, {"filterConfig": _filters(**LEVEL)}),
        (TEMPLATE, {"templateMetadata": {}}, {"templateMetadata": {"enforcementType": "INSPECT_AND_BLOCK", **SWITCHES}}),
        (FLOOR, {"filterConfig": _filters()}, {"filterConfig": _filters(**LEVEL)}),
        (
            FLOOR,
            {"aiPlatformFloorSetting": {"inspectAndBlock": True}},
            {"aiPlatformFloorSetting": {"inspectAndBlock": True, "enableCloudLogging": False}},
        ),
        (
            AUTHORITY,
            {"config": {**_SUBJECT, "x509Config": {"caOptions": {"isCa": True}, "keyUsage": _USAGE}}},
            {
                "config": {
                    **_SUBJECT,
                    "x509Config": {
                        "caOptions": {"isCa": True, "zeroMaxIssuerPathLength": False},
                        "keyUsage": {**_USAGE, "extendedKeyUsage": dict.fromkeys(("serverAuth", "clientAuth", "codeSigning"), False)},
                    },
                }
            },
        ),
        (CA_POOL, {}, {"publishingOptions": {"publishCaCert": False, "publishCrl": False}}),
        (AUTHORITY, {}, {"skipGracePeriod": False, "ignoreActiveCertificatesOnDeletion": False, "lifetime": "315360000s"}),
    ],
)
def test_what_is_left_out_is_what_the_api_takes(gcp: Project, type_: str, less: dict[str, Any], more: dict[str, Any]) -> None:
    needed = NEEDED[type_]
    assert gcp.plan(type_, "one", **{**needed, **less}) == gcp.plan(type_, "one", **{**needed, **more})
