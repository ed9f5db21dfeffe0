"""Registries, admission and Model Armor in the simulated Google Cloud."""

from typing import Any

import pytest

from simulator.rules.gcp.images import ATTESTOR, NOTE, POLICY
from simulator.rules.gcp.kinds import REPOSITORY
from simulator.rules.gcp.prompts import FLOOR, TEMPLATE
from tests.simulator.gcp.project import REGION, Project

BLOCK = "ENFORCED_BLOCK_AND_AUDIT_LOG"
SIGNED = {"evaluationMode": "REQUIRE_ATTESTATION", "enforcementMode": BLOCK}


def where(faults: list[str]) -> set[str]:
    return {fault.partition(":")[0] for fault in faults}


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"dockerConfig": {"immutableTags": True}}, set()),
        ({"mode": "REMOTE_REPOSITORY"}, {"remoteRepositoryConfig"}),
        ({"remoteRepositoryConfig": {"description": "x"}}, {"remoteRepositoryConfig"}),
        ({"format": "PYTHON", "dockerConfig": {"immutableTags": True}}, {"dockerConfig.immutableTags"}),
        (
            {"cleanupPolicies": [{"id": "a", "action": "DELETE", "mostRecentVersions": {"keepCount": 2}}]},
            {"cleanupPolicies[0].mostRecentVersions"},
        ),
        (
            {"cleanupPolicies": [{"id": f"p{n}", "action": "KEEP", "condition": {"tagState": "ANY"}} for n in range(11)]},
            {"cleanupPolicies"},
        ),
    ],
)
def test_a_repository_makes_sense(gcp: Project, inputs: dict[str, Any], said: set[str]) -> None:
    assert where(gcp.faults(REPOSITORY, **{"repositoryId": "images", "location": REGION, "format": "DOCKER", **inputs})) == said


def test_a_policy_names_attestors_that_stand(gcp: Project) -> None:
    rule = {**SIGNED, "requireAttestationsBies": ["projects/hospital-phi/attestors/build"]}
    gcp.refuses("notFound", POLICY, defaultAdmissionRule=rule)
    authority = {"noteReference": "projects/hospital-phi/notes/build"}
    gcp.refuses("notFound", ATTESTOR, name="build", attestationAuthorityNote=authority)
    note = gcp.make(NOTE, name="build", attestationAuthority={"hint": {"humanReadableName": "build"}})
    gcp.make(ATTESTOR, name="build", attestationAuthorityNote=authority)
    gcp.make(POLICY, defaultAdmissionRule=rule)
    gcp.refuses_delete("failedPrecondition", note)


@pytest.mark.parametrize(
    ("rule", "more", "said"),
    [
        (SIGNED, {}, {"defaultAdmissionRule.requireAttestationsBies"}),
        ({"evaluationMode": "SOMETIMES", "enforcementMode": BLOCK}, {}, {"defaultAdmissionRule.evaluationMode"}),
        (
            {"evaluationMode": "ALWAYS_DENY", "enforcementMode": BLOCK},
            {"admissionWhitelistPatterns": [{"namePattern": "*/images"}]},
            {"admissionWhitelistPatterns[0].namePattern"},
        ),
    ],
)
def test_a_policy_makes_sense(gcp: Project, rule: dict[str, Any], more: dict[str, Any], said: set[str]) -> None:
    assert where(gcp.faults(POLICY, defaultAdmissionRule=rule, **more)) == said


def test_a_signing_key_is_of_one_kind(gcp: Project) -> None:
    keys = [{"id": "1"}, {"asciiArmoredPgpPublicKey": "x", "pkixPublicKey": {"publicKeyPem": "y", "signatureAlgorithm": "z"}}]
    faults = gcp.faults(ATTESTOR, name="build", attestationAuthorityNote={"noteReference": "projects/p/notes/n", "publicKeys": keys})
    base = "attestationAuthorityNote.publicKeys"
    assert where(faults) == {f"{base}[0]", f"{base}[0].id", f"{base}[1]"}


@pytest.mark.parametrize("lacking", ["publicKeyPem", "signatureAlgorithm"])
def test_a_signing_key_of_pkix_is_written_out(gcp: Project, lacking: str) -> None:
    key = {"publicKeyPem": "-----BEGIN PUBLIC KEY-----", "signatureAlgorithm": "ECDSA_P256_SHA256"}
    note = {"noteReference": "projects/p/notes/n"}
    assert gcp.faults(ATTESTOR, name="build", attestationAuthorityNote={**note, "publicKeys": [{"pkixPublicKey": key}]}) == []
    less = {name: value for name, value in key.items() if name != lacking}
    faults = gcp.faults(ATTESTOR, name="build", attestationAuthorityNote={**note, "publicKeys": [{"pkixPublicKey": less}]})
    assert where(faults) == {f"attestationAuthorityNote.publicKeys[0].pkixPublicKey.{lacking}"}


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"piAndJailbreakFilterSettings": {"filterEnforcement": "ON"}}, {"filterConfig.piAndJailbreakFilterSettings.filterEnforcement"}),
        ({"raiSettings": {"raiFilters": [{"filterType": "RUDE"}]}}, {"filterConfig.raiSettings.raiFilters[0].filterType"}),
        (
            {
                "sdpSettings": {
                    "basicConfig": {"filterEnforcement": "ENABLED"},
                    "advancedConfig": {"inspectTemplate": "projects/p/locations/eu/inspectTemplates/t"},
                }
            },
            {"filterConfig.sdpSettings", "filterConfig.sdpSettings.advancedConfig.inspectTemplate"},
        ),
        (
            {"sdpSettings": {"advancedConfig": {"deidentifyTemplate": f"projects/p/locations/{REGION}/deidentifyTemplates/t"}}},
            {"filterConfig.sdpSettings.advancedConfig.inspectTemplate"},
        ),
    ],
)
def test_a_template_of_model_armor_makes_sense(gcp: Project, filters: dict[str, Any], said: set[str]) -> None:
    assert where(gcp.faults(TEMPLATE, templateId="prompts", location=REGION, filterConfig=filters)) == said


def test_floor_settings_are_global_and_inspect_or_block(gcp: Project) -> None:
    both = {"inspectOnly": True, "inspectAndBlock": True}
    faults = gcp.faults(FLOOR, parent="hospital-phi", location=REGION, filterConfig={}, aiPlatformFloorSetting=both)
    assert where(faults) == {"parent", "location", "aiPlatformFloorSetting.inspectOnly"}
    assert gcp.stands(gcp.make(FLOOR, parent="projects/hospital-phi", location="global", filterConfig={}))
