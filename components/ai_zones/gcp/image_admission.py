"""Which images a project's clusters and services run: none but those that every named attestor has signed, and Google's own system images.

Sources: Binary Authorization documentation, "Policy YAML reference" (default rule, global policy evaluation), "Create attestors" (a note; keys of
Cloud KMS by their path, ECDSA or RSA), "Overview" (one policy for a project); Container Analysis documentation, "Notes and occurrences"; provider
reference, `gcp.binaryauthorization.Policy`, `gcp.binaryauthorization.Attestor`, `gcp.containeranalysis.Note`; NIST SP 800-190, 4.1.5.
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import binaryauthorization, containeranalysis

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.stored_input import Label
from ai_zones.gcp.validation import ComponentInput, ProjectInput, ZoneText
from ai_zones.inputs import matches, one_of

ENFORCED: Final = "ENFORCED_BLOCK_AND_AUDIT_LOG"
ALGORITHMS: Final = (
    "ECDSA_P256_SHA256",
    "ECDSA_P384_SHA384",
    "ECDSA_P521_SHA512",
    "RSA_PSS_2048_SHA256",
    "RSA_PSS_3072_SHA256",
    "RSA_PSS_4096_SHA256",
    "RSA_PSS_4096_SHA512",
)
KEY_URI: Final = "//cloudkms.googleapis.com/v1/"

_KeyVersion = Annotated[
    str,
    matches(
        r"projects/[^/]+/locations/[a-z0-9-]+/keyRings/[\w-]{1,63}/cryptoKeys/[\w-]{1,63}/cryptoKeyVersions/\d+",
        "a version of an asymmetric key, such as projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
    ),
]
_Pattern = Annotated[
    str,
    matches(r"[a-z0-9.-]+(?::\d+)?/[a-z0-9._/-]+(?:\*{1,2})?", "an image below one registry, such as europe-west3-docker.pkg.dev/p/r/**"),
]


class GcpAttestorArgs(TypedDict):
    """Who signs images."""

    key_version: str
    """Path of the version of the signing key in Cloud KMS."""
    public_key_pem: str
    """Its public half, in PEM."""
    algorithm: NotRequired[str]
    """How it signs, such as `ECDSA_P256_SHA256`. Default: that."""


class GcpImageAdmissionArgs(TypedDict):
    """Inputs of `GcpImageAdmission`."""

    zone: str
    """Zone whose project it is."""
    project: str
    """Id of the project; it has one policy."""
    attestors: dict[str, GcpAttestorArgs]
    """Who must have signed an image, by a stable name. Empty: no image runs at all."""
    exempt_images: NotRequired[list[str]]
    """Images that nobody need sign, such as `europe-west3-docker.pkg.dev/acme-prod-mgmt/management-base/**`. Default: none."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection of the policy, without which everything runs. Default: false."""


class Attestor(ComponentInput):
    """Parsed `GcpAttestorArgs`."""

    key_version: _KeyVersion
    public_key_pem: Annotated[
        str, matches(r"-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n?", "a public key in PEM")
    ]
    algorithm: Annotated[str, one_of(*ALGORITHMS)] = "ECDSA_P256_SHA256"


class ImageAdmission(ProjectInput):
    """Parsed `GcpImageAdmissionArgs`."""

    zone: ZoneText
    attestors: dict[Label, Attestor]
    exempt_images: tuple[_Pattern, ...] = ()
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _exempts_no_whole_registry(self) -> Self:
        if wide := [one for one in self.exempt_images if one.endswith("*") and one.count("/") < 3]:
            raise ValueError(
                f"exempt_images: {', '.join(wide)} would let in every repository of a project or registry; name project and repository"
            )
        return self

    def attestor_path(self, label: str) -> str:
        """Path of an attestor."""
        return f"projects/{self.project}/attestors/{label}"


class GcpImageAdmission(pulumi.ComponentResource):
    """The project's policy, and its attestors. Clusters and services enforce it where they say so."""

    attestor_ids: dict[str, str]
    """Path of each attestor, by its name."""

    def __init__(self, name: str, args: GcpImageAdmissionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ImageAdmission.parse(name, args)
        super().__init__("ai-zones:index:GcpImageAdmission", name, {}, children_wait(opts))
        self.attestor_ids = {label: given.attestor_path(label) for label in sorted(given.attestors)}
        signers = [self._attestor(name, given, label, one) for label, one in sorted(given.attestors.items())]
        binaryauthorization.Policy(
            child(name, "policy"),
            project=given.project,
            description=f"Images of the {given.zone} zone",
            global_policy_evaluation_mode="ENABLE",
            default_admission_rule=binaryauthorization.PolicyDefaultAdmissionRuleArgs(
                evaluation_mode="REQUIRE_ATTESTATION" if signers else "ALWAYS_DENY",
                enforcement_mode=ENFORCED,
                require_attestations_bies=[given.attestor_path(label) for label in sorted(given.attestors)] or None,
            ),
            admission_whitelist_patterns=[
                binaryauthorization.PolicyAdmissionWhitelistPatternArgs(name_pattern=one) for one in sorted(set(given.exempt_images))
            ]
            or None,
            # Without a policy the project would admit everything.
            opts=after(self, signers, protect=not given.removable),
        )
        self.register_outputs({"attestorIds": self.attestor_ids})

    def _attestor(self, name: str, given: ImageAdmission, label: str, attestor: Attestor) -> pulumi.Resource:
        note = containeranalysis.Note(
            child(name, label, "note"),
            name=label,
            project=given.project,
            short_description=f"Images that {label} has signed",
            attestation_authority=containeranalysis.NoteAttestationAuthorityArgs(
                hint=containeranalysis.NoteAttestationAuthorityHintArgs(human_readable_name=label)
            ),
            opts=after(self),
        )
        signer: pulumi.Resource = binaryauthorization.Attestor(
            child(name, label),
            name=label,
            project=given.project,
            attestation_authority_note=binaryauthorization.AttestorAttestationAuthorityNoteArgs(
                note_reference=f"projects/{given.project}/notes/{label}",
                public_keys=[
                    binaryauthorization.AttestorAttestationAuthorityNotePublicKeyArgs(
                        id=f"{KEY_URI}{attestor.key_version}",
                        pkix_public_key=binaryauthorization.AttestorAttestationAuthorityNotePublicKeyPkixPublicKeyArgs(
                            public_key_pem=attestor.public_key_pem, signature_algorithm=attestor.algorithm
                        ),
                    )
                ],
            ),
            opts=after(self, note),
        )
        return signer
