"""Images: what repositories take, who admits what they hold, and who signs it.

Sources: Artifact Registry API, repositories (dockerConfig, cleanupPolicies, remoteRepositoryConfig); Artifact Registry documentation, "Configure cleanup
policies" (ten policies), "Configure remote repositories"; Binary Authorization API, projects (policy), projects.attestors; Binary Authorization
documentation, "Policy YAML reference", "Overview" (one policy for a project); Container Analysis API, projects.notes; Terraform google provider,
google_binary_authorization_policy, google_binary_authorization_attestor, google_container_analysis_note.
"""

from collections.abc import Iterator

from simulator.rules import Allowed, Fault, Length, Pattern, Properties, Rules
from simulator.rules.gcp.common import given, inner, link, listed
from simulator.rules.gcp.data_services import repository

NOTE = "gcp:containeranalysis/note:Note"
ATTESTOR = "gcp:binaryauthorization/attestor:Attestor"
POLICY = "gcp:binaryauthorization/policy:Policy"
_MODES = ("REQUIRE_ATTESTATION", "ALWAYS_ALLOW", "ALWAYS_DENY")
_ENFORCED = ("ENFORCED_BLOCK_AND_AUDIT_LOG", "DRYRUN_AUDIT_LOG_ONLY")
_POLICY = "Binary Authorization API, projects: policy"


@repository.check(source="Artifact Registry API, repositories: mode, dockerConfig, cleanupPolicies", even_unknown=True)
def a_repository_makes_sense(inputs: Properties) -> Iterator[Fault]:
    """What is remote fetches; what is not does not. Immutable tags are of images, and of a repository that is written to."""
    remote = inputs.get("mode") == "REMOTE_REPOSITORY"
    if remote is not given(inputs.get("remoteRepositoryConfig")):
        yield "remoteRepositoryConfig", "is given if and only if mode is 'REMOTE_REPOSITORY'"
    docker = inner(inputs.get("dockerConfig"))
    if docker.get("immutableTags") is True and (remote or inputs.get("format") not in ("DOCKER", None)):
        yield "dockerConfig.immutableTags", "is allowed only for a standard repository of format 'DOCKER'"
    policies = listed(inputs.get("cleanupPolicies"))
    if len(policies) > 10:
        yield "cleanupPolicies", f"has {len(policies)}; allowed: ten at most"
    for at, policy in enumerate(policies):
        if given(policy.get("condition")) and given(policy.get("mostRecentVersions")):
            yield f"cleanupPolicies[{at}]", "at most one of condition, mostRecentVersions may be given"
        if policy.get("action") == "DELETE" and given(policy.get("mostRecentVersions")):
            yield f"cleanupPolicies[{at}].mostRecentVersions", "is allowed only when action is 'KEEP'"


note = Rules(
    NOTE,
    source="Container Analysis API, projects.notes; Terraform google provider, google_container_analysis_note",
    checks=(Length("shortDescription", 0, 1000, source="Container Analysis API, projects.notes"),),
    immutable={"name"},
    outputs={"kind": "ATTESTATION", "createTime": "{now}", "updateTime": "{now}"},
)

attestor = Rules(
    ATTESTOR,
    source="Binary Authorization API, projects.attestors; Terraform google provider, google_binary_authorization_attestor",
    checks=(
        Pattern(
            "attestationAuthorityNote.publicKeys[*].id",
            r"(?:[a-z][a-z0-9+.-]*:)?//\S+|[0-9A-Fa-f]{16,}",
            source="Terraform google provider, google_binary_authorization_attestor: public_keys.id",
            saying="a URI of RFC 3986, or a PGP fingerprint",
        ),
    ),
    references={"attestationAuthorityNote.noteReference": link(NOTE, delete_code="failedPrecondition")},
    immutable={"name", "attestationAuthorityNote.noteReference"},
)


@attestor.check(source="Terraform google provider, google_binary_authorization_attestor: public_keys", even_unknown=True)
def a_key_is_of_one_kind(inputs: Properties) -> Iterator[Fault]:
    """PGP or PKIX; the id of a PGP key is computed."""
    for at, key in enumerate(listed(inner(inputs.get("attestationAuthorityNote")).get("publicKeys"))):
        where = f"attestationAuthorityNote.publicKeys[{at}]"
        if given(key.get("asciiArmoredPgpPublicKey")) is given(key.get("pkixPublicKey")):
            yield where, "exactly one of asciiArmoredPgpPublicKey, pkixPublicKey must be given"
        if given(key.get("asciiArmoredPgpPublicKey")) and given(key.get("id")):
            yield f"{where}.id", "is not allowed with asciiArmoredPgpPublicKey: it is computed"


@attestor.check(
    source="Binary Authorization API, PkixPublicKey: PEM of RFC 7468; the algorithm 'must match that of the public key'", even_unknown=True
)
def a_key_is_written_out(inputs: Properties) -> Iterator[Fault]:
    """No text is no key, and no algorithm matches none."""
    for at, key in enumerate(listed(inner(inputs.get("attestationAuthorityNote")).get("publicKeys"))):
        pkix = inner(key.get("pkixPublicKey"))
        for name in ("publicKeyPem", "signatureAlgorithm"):
            if pkix and not given(pkix.get(name)):
                yield f"attestationAuthorityNote.publicKeys[{at}].pkixPublicKey.{name}", "is required of a PKIX key"


policy = Rules(
    POLICY,
    source="Binary Authorization API, projects: policy; Terraform google provider, google_binary_authorization_policy",
    checks=(
        Allowed("defaultAdmissionRule.evaluationMode", _MODES, source=_POLICY),
        Allowed("defaultAdmissionRule.enforcementMode", _ENFORCED, source=_POLICY),
        Allowed("clusterAdmissionRules[*].evaluationMode", _MODES, source=_POLICY),
        Allowed("globalPolicyEvaluationMode", ("ENABLE", "DISABLE"), source=_POLICY),
        Pattern(
            "admissionWhitelistPatterns[*].namePattern",
            r"[^/*]+/.+",
            source="Binary Authorization documentation, 'Policy YAML reference'",
            saying="registry/path/to/image, with a wildcard only after the registry",
        ),
    ),
    references={
        "defaultAdmissionRule.requireAttestationsBies[*]": link(ATTESTOR),
        "clusterAdmissionRules[*].requireAttestationsBies[*]": link(ATTESTOR),
    },
)


@policy.check(source=_POLICY, even_unknown=True)
def attestors_go_with_their_mode(inputs: Properties) -> Iterator[Fault]:
    """'Note: this field must be non-empty when the evaluation_mode field specifies REQUIRE_ATTESTATION, otherwise it must be empty.'"""
    rules = [("defaultAdmissionRule", inner(inputs.get("defaultAdmissionRule")))]
    rules += [(f"clusterAdmissionRules[{at}]", one) for at, one in enumerate(listed(inputs.get("clusterAdmissionRules")))]
    for where, rule in rules:
        mode = rule.get("evaluationMode")
        if isinstance(mode, str) and (mode == "REQUIRE_ATTESTATION") is not given(rule.get("requireAttestationsBies")):
            yield f"{where}.requireAttestationsBies", "is given if and only if evaluationMode is 'REQUIRE_ATTESTATION'"
