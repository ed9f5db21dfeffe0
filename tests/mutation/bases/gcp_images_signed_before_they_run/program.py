"""The registry of images, and who says which of them may run. The records stand beside it, joined to nothing.

Modelled on Artifact Registry, "Create standard repositories", "Enable CMEK"; Binary Authorization, "Create attestors using gcloud", "Policy YAML reference".
"""

import pulumi
from pulumi_gcp import artifactregistry, binaryauthorization, containeranalysis, kms

from tests.mutation.bases import gcp_grounds as grounds

# Of the first version, as the key's ceremony wrote it down (`gcloud kms keys versions get-public-key 1`).
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEwUdO3rQkSNZ0fRXq2iUHPB0pPmnK
bLq0h5Jm9lZb1m9C8QpXzv1lZ9mV0h8mJY8eQv3k2w7wT7e0b2cXg5m9pA==
-----END PUBLIC KEY-----
"""
images = grounds.ground("images", "management", cidr="10.140.0.0/24", apis=("artifactregistry", "binaryauthorization", "containeranalysis"))
phi = grounds.ground("phi", "phi", cidr="10.141.0.0/24")
grounds.perimeters(images, phi)
phi.bucket("clinic-records", "phi")

programs, models = (
    artifactregistry.Repository(
        name,
        repository_id=name,
        project=images.project_id,
        location=images.region,
        description=f"{name}, signed",
        format="DOCKER",
        mode="STANDARD_REPOSITORY",
        kms_key_name=images.key("artifactregistry").id,
        docker_config={"immutable_tags": True},
        vulnerability_scanning_config={"enablement_config": "INHERITED"},
        cleanup_policies=[{"id": "keep-twenty", "action": "KEEP", "most_recent_versions": {"keep_count": 20}}],
        labels=images.labels("internal"),
        opts=images.keyed("artifactregistry", protect=True),
    )
    for name in ("programs", "models")
)
builds = images.account("build-pipeline")
for repository in (programs, models):
    artifactregistry.RepositoryIamBinding(
        repository._name,
        project=images.project_id,
        location=images.region,
        repository=repository.name,
        role="roles/artifactregistry.writer",
        members=[builds.member],
    )
artifactregistry.RepositoryIamMember(
    "reviewers",
    project=images.project_id,
    location=images.region,
    repository=programs.id,
    role="roles/artifactregistry.reader",
    member="group:reviewers@clinic.example",
)
# The pipeline signs with a key that it can use and not see.
signs = kms.CryptoKey(
    "signs",
    name="signs-images",
    key_ring=images.ring.id,
    purpose="ASYMMETRIC_SIGN",
    version_template={"algorithm": "EC_SIGN_P256_SHA256", "protection_level": "HSM"},
    destroy_scheduled_duration="7776000s",
    skip_initial_version_creation=True,
    labels=images.labels(),
    opts=pulumi.ResourceOptions(protect=True),
)
version = kms.CryptoKeyVersion("signs-1", crypto_key=signs.id)
kms.CryptoKeyIAMMember("signs", crypto_key_id=signs.id, role="roles/cloudkms.signer", member=builds.member)
note = containeranalysis.Note(
    "reviewed",
    name="reviewed",
    project=images.project_id,
    attestation_authority={"hint": {"human_readable_name": "reviewed"}},
    opts=images.opts,
)
attestor = binaryauthorization.Attestor(
    "reviewed",
    name="reviewed",
    project=images.project_id,
    attestation_authority_note={
        "note_reference": note.name,
        "public_keys": [
            {
                "id": version.name.apply(lambda one: f"//cloudkms.googleapis.com/v1/{one}"),
                "pkix_public_key": {
                    "public_key_pem": PUBLIC_KEY,
                    "signature_algorithm": "ECDSA_P256_SHA256",
                },
            }
        ],
    },
)
binaryauthorization.Policy(
    "images",
    project=images.project_id,
    global_policy_evaluation_mode="ENABLE",
    default_admission_rule={
        "evaluation_mode": "REQUIRE_ATTESTATION",
        "enforcement_mode": "ENFORCED_BLOCK_AND_AUDIT_LOG",
        "require_attestations_bies": [attestor.name],
    },
)
