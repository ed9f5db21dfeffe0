"""A prompt that takes the model over is blocked, what is logged of it is no word of it, and PHI becomes surrogates or the name of its kind."""

from typing import Any

import pytest

from ai_zones.gcp.deidentification_templates import GcpDeidentificationTemplates
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.prompt_shield import GcpPromptShield
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, record

TEMPLATE, FLOOR = "modelarmor/template:Template", "modelarmor/floorsetting:Floorsetting"
INSPECT, REPLACE = (
    "dataloss/preventionInspectTemplate:PreventionInspectTemplate",
    "dataloss/preventionDeidentifyTemplate:PreventionDeidentifyTemplate",
)
KEY = key_path(PROJECT, REGION, "deid-keys", "surrogates")
HOME = f"projects/{PROJECT}/locations/{REGION}"


def shield(**changes: Any) -> Recording:
    args: Any = {**PLACE, "zone": "inference", **changes}
    return record(lambda: GcpPromptShield("shield", args).template_id)


def test_attacks_are_blocked_from_the_first_suspicion_on() -> None:
    made = shield().one(TEMPLATE).inputs
    filters = made["filterConfig"]
    assert filters["piAndJailbreakFilterSettings"] == {"filterEnforcement": "ENABLED", "confidenceLevel": "LOW_AND_ABOVE"}
    assert filters["maliciousUriFilterSettings"] == {"filterEnforcement": "ENABLED"}
    assert {one["filterType"] for one in filters["raiSettings"]["raiFilters"]} == {
        "DANGEROUS",
        "HARASSMENT",
        "HATE_SPEECH",
        "SEXUALLY_EXPLICIT",
    }
    assert made["templateMetadata"]["enforcementType"] == "INSPECT_AND_BLOCK"
    assert made["templateMetadata"]["ignorePartialInvocationFailures"] is False
    assert shield().result == f"{HOME}/templates/inference-prompts"


def test_no_word_of_a_prompt_is_logged_unless_that_is_asked_for() -> None:
    metadata, floor = shield().one(TEMPLATE).inputs["templateMetadata"], shield().one(FLOOR).inputs["aiPlatformFloorSetting"]
    assert (metadata["logSanitizeOperations"], metadata["logTemplateOperations"]) == (False, True)
    assert floor == {"inspectAndBlock": True, "enableCloudLogging": False}
    assert shield(logs_prompts=True).one(TEMPLATE).inputs["templateMetadata"]["logSanitizeOperations"] is True


def test_phi_is_found_by_the_zones_own_template_where_it_is_named() -> None:
    assert shield().one(TEMPLATE).inputs["filterConfig"]["sdpSettings"] == {"basicConfig": {"filterEnforcement": "ENABLED"}}
    found = shield(inspect_template=f"{HOME}/inspectTemplates/phi").one(TEMPLATE).inputs["filterConfig"]["sdpSettings"]
    assert found == {"advancedConfig": {"inspectTemplate": f"{HOME}/inspectTemplates/phi"}}


def test_every_call_to_gemini_is_screened_unless_that_is_lifted() -> None:
    floor = shield().one(FLOOR).inputs
    assert (floor["parent"], floor["location"]) == (f"projects/{PROJECT}", "global")
    assert (floor["enableFloorSettingEnforcement"], floor["integratedServices"]) == (True, ["AI_PLATFORM"])
    assert shield(screens_gemini=False).of(FLOOR) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"attack_level": "NONE"}, "must be one of LOW_AND_ABOVE"),
        ({"inspect_template": "phi"}, "an inspect template of Sensitive Data Protection"),
    ],
)
def test_a_shield_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        shield(**changes)


def templates(**changes: Any) -> Recording:
    args: Any = {**PLACE, "zone": "deidentification", **changes}

    def program() -> Any:
        made = GcpDeidentificationTemplates("redaction", args)
        return [made.inspect_template, made.deidentify_template]

    return record(program)


def transformations(**changes: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = templates(**changes).one(REPLACE).inputs["deidentifyConfig"]["infoTypeTransformations"]["transformations"]
    return found


def test_the_identifiers_of_safe_harbor_are_looked_for_in_the_region() -> None:
    recording = templates()
    made = recording.one(INSPECT).inputs
    kinds = {one["name"] for one in made["inspectConfig"]["infoTypes"]}
    assert kinds >= {"PERSON_NAME", "DATE_OF_BIRTH", "MEDICAL_RECORD_NUMBER", "US_SOCIAL_SECURITY_NUMBER", "IP_ADDRESS", "STREET_ADDRESS"}
    assert made["inspectConfig"]["includeQuote"] is False
    assert recording.result == [f"{HOME}/inspectTemplates/deidentification-phi", f"{HOME}/deidentifyTemplates/deidentification-phi"]


def test_names_and_numbers_become_surrogates_that_one_key_turns_back() -> None:
    first, rest = transformations(surrogate_key={"kms_key": KEY, "wrapped_key": "CiQA"})
    made = first["primitiveTransformation"]["cryptoDeterministicConfig"]
    assert made["cryptoKey"] == {"kmsWrapped": {"cryptoKeyName": KEY, "wrappedKey": "CiQA"}}
    assert {one["name"] for one in first["infoTypes"]} >= {"PERSON_NAME", "PHONE_NUMBER"}
    assert rest == {"primitiveTransformation": {"replaceWithInfoTypeConfig": True}}


def test_without_a_key_all_becomes_the_name_of_its_kind() -> None:
    assert [one["primitiveTransformation"] for one in transformations()] == [{"replaceWithInfoTypeConfig": True}] * 2


def test_the_hospitals_own_record_numbers_are_found_and_turned_back() -> None:
    recording = templates(record_number="[0-9]{8}", more_kinds=["GERMANY_IDENTITY_CARD_NUMBER"])
    made = recording.one(INSPECT).inputs["inspectConfig"]
    assert made["customInfoTypes"] == [
        {"infoType": {"name": "HOSPITAL_RECORD_NUMBER"}, "likelihood": "VERY_LIKELY", "regex": {"pattern": "[0-9]{8}"}}
    ]
    assert {"name": "GERMANY_IDENTITY_CARD_NUMBER"} in made["infoTypes"]
    assert {"name": "HOSPITAL_RECORD_NUMBER"} in transformations(record_number="[0-9]{8}")[0]["infoTypes"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "inference"}, "there is nothing to take out"),
        ({"likelihood": "VERY_LIKELY"}, "must be one of VERY_UNLIKELY"),
        ({"more_kinds": ["passport"]}, "a kind of information"),
        ({"surrogate_key": {"kms_key": "k", "wrapped_key": "x"}}, "a key of Cloud KMS"),
    ],
)
def test_templates_that_take_too_little_out_are_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        templates(**changes)
