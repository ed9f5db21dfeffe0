"""Images stay under the zone's key with tags that stay, only egress fetches from outside, and nothing runs that nobody signed."""

import json
from typing import Any

import pytest

from ai_zones.gcp.artifact_registry import GcpArtifactRegistry
from ai_zones.gcp.image_admission import GcpImageAdmission
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, record

KEY = key_path(PROJECT, REGION, "management-keys", "artifacts")
REPOSITORY, POLICY = "artifactregistry/repository:Repository", "binaryauthorization/policy:Policy"
PUSHES, PULLS = "serviceAccount:ci@acme-prod-mgmt.iam.gserviceaccount.com", "serviceAccount:nodes@acme-prod-deid.iam.gserviceaccount.com"
PEM = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n"
VERSION = f"projects/{PROJECT}/locations/{REGION}/keyRings/signing/cryptoKeys/images/cryptoKeyVersions/1"


def registry(zone: str = "management", removable: bool = False, **models: Any) -> Recording:
    args: Any = {
        **PLACE, "zone": zone, "kms_key": KEY, "removable": removable,
        "repositories": {"models": {"format": "DOCKER", "readers": [PULLS], "writers": [PUSHES], **models}},
    }  # fmt: skip

    def program() -> Any:
        made = GcpArtifactRegistry("registry", args)
        return [made.repository_ids, made.addresses]

    return record(program)


def test_an_image_is_under_the_zones_key_and_its_tag_stays() -> None:
    made = registry().one(REPOSITORY).inputs
    assert (made["kmsKeyName"], made["mode"]) == (KEY, "STANDARD_REPOSITORY")
    assert made["dockerConfig"] == {"immutableTags": True}
    assert made["vulnerabilityScanningConfig"] == {"enablementConfig": "INHERITED"}
    assert registry().result[1] == {"models": f"{REGION}-docker.pkg.dev/{PROJECT}/management-models"}


def test_the_newest_stay_and_what_has_no_tag_goes() -> None:
    keep, delete = registry(kept_versions=3, untagged_days=7).one(REPOSITORY).inputs["cleanupPolicies"]
    assert (keep["action"], keep["mostRecentVersions"]) == ("KEEP", {"keepCount": 3})
    assert (delete["action"], delete["condition"]) == ("DELETE", {"tagState": "UNTAGGED", "olderThan": "604800s"})


def test_who_reads_and_writes_is_written_as_a_whole() -> None:
    policy = json.loads(registry().one("artifactregistry/repositoryIamPolicy:RepositoryIamPolicy").inputs["policyData"])
    assert {one["role"]: one["members"] for one in policy["bindings"]} == {
        "roles/artifactregistry.reader": [PULLS],
        "roles/artifactregistry.writer": [PUSHES],
    }


@pytest.mark.parametrize(
    ("kind", "prop", "public"),
    [
        ("DOCKER", "dockerRepository", "DOCKER_HUB"),
        ("MAVEN", "mavenRepository", "MAVEN_CENTRAL"),
        ("NPM", "npmRepository", "NPMJS"),
        ("PYTHON", "pythonRepository", "PYPI"),
    ],
)
def test_egress_alone_fetches_from_outside(kind: str, prop: str, public: str) -> None:
    made = registry("egress", format=kind, remote=True, writers=[]).one(REPOSITORY).inputs
    assert (made["mode"], made["remoteRepositoryConfig"][prop]) == ("REMOTE_REPOSITORY", {"publicRepository": public})
    assert "dockerConfig" not in made
    with pytest.raises(InvalidInputError, match="only egress may"):
        registry("management", format=kind, remote=True, writers=[])


def test_a_registry_is_protected_by_pulumi_and_the_provider() -> None:
    for removable in (False, True):
        made = registry(removable=removable).one(REPOSITORY)
        assert (made.protect, made.inputs["deletionPolicy"]) == (not removable, "DELETE" if removable else "PREVENT")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "RUBY"}, "must be one of"),
        ({"format": "APT", "remote": True, "writers": []}, "no public registry here"),
        ({"remote": True}, "takes only what it fetched"),
        ({"readers": ["allUsers"]}, "never allUsers"),
        ({"kept_versions": 0}, "kept_versions: given 0"),
    ],
)
def test_a_registry_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        registry("egress", **changes)


def admission(**changes: Any) -> Recording:
    args: Any = {
        "zone": "inference", "project": PROJECT, "attestors": {"build": {"key_version": VERSION, "public_key_pem": PEM}}, **changes
    }  # fmt: skip
    return record(lambda: GcpImageAdmission("admission", args).attestor_ids)


def test_nothing_runs_that_not_every_attestor_has_signed() -> None:
    recording = admission()
    rule = recording.one(POLICY).inputs["defaultAdmissionRule"]
    assert rule == {
        "evaluationMode": "REQUIRE_ATTESTATION",
        "enforcementMode": "ENFORCED_BLOCK_AND_AUDIT_LOG",
        "requireAttestationsBies": [f"projects/{PROJECT}/attestors/build"],
    }
    assert "admissionWhitelistPatterns" not in recording.one(POLICY).inputs
    assert recording.one(POLICY).protect is True
    assert recording.waits(recording.one(POLICY), recording.one("binaryauthorization/attestor:Attestor"))


def test_without_attestors_nothing_runs_at_all() -> None:
    rule = admission(attestors={}).one(POLICY).inputs["defaultAdmissionRule"]
    assert rule["evaluationMode"] == "ALWAYS_DENY"
    assert "requireAttestationsBies" not in rule


def test_an_attestors_key_is_known_by_its_path() -> None:
    [key] = admission().one("binaryauthorization/attestor:Attestor").inputs["attestationAuthorityNote"]["publicKeys"]
    assert key["id"] == f"//cloudkms.googleapis.com/v1/{VERSION}"
    assert key["pkixPublicKey"] == {"publicKeyPem": PEM, "signatureAlgorithm": "ECDSA_P256_SHA256"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exempt_images": ["europe-west3-docker.pkg.dev/acme/**"]}, "every repository of a project or registry"),
        ({"exempt_images": ["*"]}, "an image below one registry"),
        ({"attestors": {"build": {"key_version": "1", "public_key_pem": PEM}}}, "a version of an asymmetric key"),
        ({"attestors": {"build": {"key_version": VERSION, "public_key_pem": "secret"}}}, "a public key in PEM"),
    ],
)
def test_an_admission_that_admits_too_much_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        admission(**changes)
