"""Intermediates are signed by their root or from a request by hand, follow one another by generation, and tell what is revoked."""

from typing import Any

import pytest

from ai_zones.vault import VaultPki
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import AS_OF, CA, DOMAIN, Recording, record

REQUEST = "pkiSecret/secretBackendIntermediateCertRequest:SecretBackendIntermediateCertRequest"
SIGNED = "pkiSecret/secretBackendRootSignIntermediate:SecretBackendRootSignIntermediate"
IMPORTED = "pkiSecret/secretBackendIntermediateSetSigned:SecretBackendIntermediateSetSigned"
ISSUER, DEFAULT = "pkiSecret/secretBackendIssuer:SecretBackendIssuer", "pkiSecret/secretBackendConfigIssuers:SecretBackendConfigIssuers"
MOUNT = "index/mount:Mount"
BOTH = {"2026": {"expires_on": "2028-01-31"}, "2027": {"expires_on": "2029-01-31"}}


def pki(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "trust_domain": DOMAIN,
        "common_name": "Clinic zones",
        "address": "https://vault.clinic.example:8200",
        "issuers": {"2026": {"expires_on": "2028-01-31"}},
        "default_issuer": "2026",
        "root_mount": "pki-root",
        "root_expires_on": "2034-01-31",
        "as_of": AS_OF,
        **changes,
    }
    return record(lambda: (made := VaultPki("pki", args)) and {**made.requests, "certificate": made.certificate}, preview=preview)


def offline(**changes: Any) -> Recording:
    args: Any = {"trust_domain": DOMAIN, "common_name": "Clinic zones", "address": "https://vault.clinic.example:8200", "as_of": AS_OF}
    args |= {"issuers": {"2026": {"expires_on": "2028-01-31"}}, "default_issuer": "2026", **changes}
    return record(lambda: (made := VaultPki("pki", args)) and {**made.requests, "certificate": made.certificate})


def test_its_root_signs_it_for_one_trust_domain_and_for_no_further_authority() -> None:
    signed = pki(dns_domains=["clinic.example"], server="vault").one(SIGNED).inputs
    assert signed["csr"] == "request-of-pki-request-2026"
    assert (signed["maxPathLength"], signed["notAfter"], signed["useCsrValues"]) == (0, "2028-01-31T00:00:00Z", False)
    assert (signed["permittedUriDomains"], signed["permittedDnsDomains"]) == ([DOMAIN], ["clinic.example"])


def test_openbao_is_asked_for_no_constraint_that_it_would_leave_out_in_silence() -> None:
    signed = pki(dns_domains=["clinic.example"]).one(SIGNED).inputs
    assert (signed["permittedDnsDomains"], "permittedUriDomains" in signed) == (["clinic.example"], False)


def test_its_key_never_leaves_the_server() -> None:
    request = pki().one(REQUEST).inputs
    assert (request["type"], request["keyType"], request["keyBits"]) == ("internal", "ec", 384)


def test_without_a_root_it_gives_a_request_and_issues_nothing() -> None:
    recording = offline()
    assert recording.result == {"2026": "request-of-pki-request-2026", "certificate": ""}
    assert [recording.of(kind) for kind in (SIGNED, IMPORTED, ISSUER, DEFAULT)] == [[], [], [], []]


def test_what_an_offline_root_has_signed_is_brought_in() -> None:
    recording = offline(issuers={"2026": {"expires_on": "2028-01-31", "certificate": CA}})
    assert recording.one(IMPORTED).inputs["certificate"] == CA
    assert recording.one(DEFAULT).inputs["default"] == "issuer-of-pki-imported-2026"
    assert recording.of(SIGNED) == []


def test_a_rotation_is_a_second_issuer_and_then_another_default() -> None:
    before, after = pki(issuers=BOTH), pki(issuers=BOTH, default_issuer="2027")
    assert [built.inputs["issuerName"] for built in after.of(ISSUER)] == ["2026", "2027"]
    assert before.one(DEFAULT).inputs["default"] == "issuer-of-pki-imported-2026"
    assert after.one(DEFAULT).inputs["default"] == "issuer-of-pki-imported-2027"
    assert after.result["certificate"] == "certificate-of-pki-signed-2027"
    assert after.one(DEFAULT).inputs["defaultFollowsLatestIssuer"] is False


def test_while_issuers_follow_one_another_both_are_trusted() -> None:
    args: Any = {"trust_domain": DOMAIN, "common_name": "Clinic zones", "address": "https://vault.clinic.example:8200", "as_of": AS_OF}
    args |= {"issuers": BOTH, "default_issuer": "2027", "root_mount": "pki-root", "root_expires_on": "2034-01-31"}
    found = record(lambda: VaultPki("pki", args).bundle).result
    assert found == "certificate-of-pki-signed-2026\ncertificate-of-pki-signed-2027\n"


def test_no_certificate_outlives_its_issuer_or_a_day() -> None:
    recording = pki()
    assert recording.one(ISSUER).inputs["leafNotAfterBehavior"] == "err"
    assert recording.one(MOUNT).inputs["maxLeaseTtlSeconds"] == 86_400
    assert pki(max_certificate_hours=2160).one(MOUNT).inputs["maxLeaseTtlSeconds"] == 90 * 86_400


def test_what_is_revoked_is_told_in_lists_and_answers_of_minutes() -> None:
    recording = pki()
    crl = recording.one("pkiSecret/secretBackendCrlConfig:SecretBackendCrlConfig").inputs
    assert (crl["enableDelta"], crl["deltaRebuildInterval"], crl["ocspDisable"], crl["ocspExpiry"]) == (True, "5m", False, "60m")
    assert (crl["disable"], crl["autoRebuild"], crl["expiry"], crl["autoRebuildGracePeriod"]) == (False, True, "24h", "360m")
    urls = recording.one("pkiSecret/secretBackendConfigUrls:SecretBackendConfigUrls").inputs
    assert urls["ocspServers"] == ["{{cluster_aia_path}}/ocsp"]
    cluster = recording.one("pkiSecret/backendConfigCluster:BackendConfigCluster").inputs
    assert cluster["aiaPath"] == "https://vault.clinic.example:8200/v1/pki"


def test_what_has_ended_is_tidied_but_no_issuer() -> None:
    tidy = pki().one("pkiSecret/backendConfigAutoTidy:BackendConfigAutoTidy").inputs
    assert (tidy["enabled"], tidy["tidyCertStore"], tidy["tidyRevokedCerts"], tidy["tidyExpiredIssuers"]) == (True, True, True, False)
    assert (tidy["intervalDuration"], tidy["safetyBuffer"]) == ("12h", "72h")


def test_mount_keys_and_certificates_are_protected_until_they_are_removable() -> None:
    kinds = (MOUNT, REQUEST, SIGNED, IMPORTED)
    assert [pki().one(kind).protect for kind in kinds] == [True] * 4
    assert [pki(removable=True).one(kind).protect for kind in kinds] == [False] * 4


def test_a_preview_knows_all_but_what_the_server_makes() -> None:
    assert pki(preview=True).one(SIGNED).inputs["notAfter"] == "2028-01-31T00:00:00Z"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"default_issuer": "2030"}, "allowed are the issuers 2026"),
        ({"root_mount": "pki"}, "a root stands in a mount of its own"),
        ({"issuers": {"2026": {"expires_on": "2030-01-31"}}}, "at most 3 years from 2026-11-01"),
        ({"root_expires_on": "2027-01-01"}, "at most 2027-01-01, when its root ends"),
        ({"root_expires_on": None}, "give it with root_mount"),
        ({"issuers": {"2026": {"expires_on": "2026-11-02"}}}, "too soon for certificates of 24 hours; add the next issuer"),
        ({"issuers": {"2026": {"expires_on": "2028-01-31", "certificate": CA}}}, "given beside root_mount"),
        ({"issuers": {}}, "issuers: given"),
        ({"address": "http://vault.clinic.example"}, "must be an https address"),
        ({"max_certificate_hours": 2161}, "less than or equal to 2160"),
        ({"crl_hours": 1000}, "less than or equal to 168"),
        ({"trust_domain": "spiffe://clinic.example"}, "a SPIFFE trust domain"),
    ],
)
def test_what_cant_be_built_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        pki(**changes)
