"""People enter by TLS alone, past a web firewall that denies the rest, and only as members who meet every access level."""

from typing import Any

import pytest

from ai_zones.gcp.access_front import GcpAccessFront
from ai_zones.gcp.admin_tunnel import GcpAdminTunnel
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, network, record

HERE = f"projects/{PROJECT}/regions/{REGION}"
LEVEL, OTHER = (f"accessPolicies/123456789/accessLevels/{name}" for name in ("managed", "inside"))
CLINICIANS = "group:clinicians@example.com"
APPLICATION: dict[str, Any] = {"host_name": "assistant.clinic-a.example", "members": [CLINICIANS], "access_levels": [LEVEL]}
GROUP = f"projects/{PROJECT}/zones/{REGION}-a/instanceGroups/envoy"
ENDPOINTS = f"projects/{PROJECT}/zones/{REGION}-a/networkEndpointGroups/envoy"
PUBLISHED = f"{HERE}/networkEndpointGroups/envoy"
CERTIFICATE = f"projects/{PROJECT}/locations/{REGION}/certificates/own"
BACKEND, POLICY = "compute/regionBackendService:RegionBackendService", "compute/regionSecurityPolicy:RegionSecurityPolicy"
PROXY, PEOPLE = (
    "compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
    "iap/webRegionBackendServiceIamBinding:WebRegionBackendServiceIamBinding",
)


def front(application: dict[str, Any] | None = None, preview: bool = False, **changes: Any) -> Recording:
    args: Any = {**PLACE, "network": network("access"), "applications": {"assistant": {**APPLICATION, **(application or {})}}, **changes}
    return record(lambda: GcpAccessFront("front", args).backend_services, preview=preview)


def rules(recording: Recording) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = recording.one(POLICY).inputs["rules"]
    return sorted(found, key=lambda one: int(one["priority"]))


def test_every_request_is_asked_who_sends_it() -> None:
    backend = front().one(BACKEND).inputs
    assert backend["iap"] == {"enabled": True}
    assert (backend["protocol"], backend["loadBalancingScheme"]) == ("HTTPS", "EXTERNAL_MANAGED")
    assert backend["logConfig"] == {"enable": True, "sampleRate": 1.0, "optionalMode": "EXCLUDE_ALL_OPTIONAL"}


def test_named_groups_pass_where_every_access_level_is_met() -> None:
    people = front({"access_levels": [LEVEL, OTHER]}).one(PEOPLE).inputs
    assert (people["role"], people["members"]) == ("roles/iap.httpsResourceAccessor", [CLINICIANS])
    assert people["condition"]["expression"] == f'"{OTHER}" in request.auth.access_levels && "{LEVEL}" in request.auth.access_levels'


def test_nobody_passes_before_a_second_factor_is_asked_for() -> None:
    recording = front()
    settings = recording.one("iap/settings:Settings")
    assert settings.inputs["name"] == f"projects/{PROJECT}/iap_web/compute-{REGION}/services/front-assistant"
    access = settings.inputs["accessSettings"]
    assert access["reauthSettings"] == {"method": "SECURE_KEY", "maxAge": "3600s", "policyType": "MINIMUM"}
    assert access["corsSettings"] == {"allowHttpOptions": False}
    assert not access.get("oauthSettings")
    assert recording.waits(recording.one(PEOPLE), settings)


@pytest.mark.parametrize(("asked", "version"), [("1.2", "TLS_1_2"), ("1.3", "TLS_1_3")])
def test_tls_is_narrow(asked: str, version: str) -> None:
    recording = front(minimum_tls=asked)
    tls, proxy = recording.one("compute/regionSslPolicy:RegionSslPolicy"), recording.one(PROXY)
    assert (tls.inputs["profile"], tls.inputs["minTlsVersion"], proxy.inputs["sslPolicy"]) == ("RESTRICTED", version, tls.id)


def test_there_is_one_listener_and_it_speaks_tls() -> None:
    recording = front()
    rule = recording.one("compute/forwardingRule:ForwardingRule").inputs
    assert (rule["portRange"], rule["target"], rule["network"]) == ("443", recording.one(PROXY).id, network("access"))
    held = recording.one("compute/address:Address")
    assert (rule["ipAddress"], held.protect) == (held.id, True)
    header = recording.one("compute/regionUrlMap:RegionUrlMap").inputs["headerAction"]["responseHeadersToAdds"][0]
    assert header["headerName"] == "Strict-Transport-Security"


def test_the_web_firewall_denies_whatever_it_does_not_know() -> None:
    recording = front()
    last = rules(recording)[-1]
    assert (last["priority"], last["action"], last["match"]["config"]["srcIpRanges"]) == (2147483647, "deny(403)", ["*"])
    assert recording.one(BACKEND).inputs["securityPolicy"] == recording.one(POLICY).id
    assert not any(one.get("preview") or one["action"] == "allow" for one in rules(recording))


def test_attacks_are_looked_for_before_anybody_passes() -> None:
    found = rules(front())
    passing = next(at for at, one in enumerate(found) if one["action"] == "throttle")
    sets = [one["match"]["expr"]["expression"] for one in found[:passing]]
    assert "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})" in sets
    assert {one["action"] for one in found[:passing]} == {"deny(403)"}


def test_one_address_asks_so_often_and_under_our_names_alone() -> None:
    passing = [one for one in rules(front(requests_per_minute=60)) if one["action"] == "throttle"]
    assert [one["match"]["expr"]["expression"] for one in passing] == ["request.headers['host'].lower() == 'assistant.clinic-a.example'"]
    limit = passing[0]["rateLimitOptions"]
    assert limit["rateLimitThreshold"] == {"count": 60, "intervalSec": 60}
    assert (limit["exceedAction"], limit["conformAction"], limit["enforceOnKey"]) == ("deny(429)", "allow", "IP")


def test_six_names_need_two_rules() -> None:
    applications = {f"a{at}": {**APPLICATION, "host_name": f"a{at}.clinic-a.example"} for at in range(6)}
    passing = [one for one in rules(front(applications=applications)) if one["action"] == "throttle"]
    assert [one["match"]["expr"]["expression"].count("==") for one in passing] == [5, 1]


def test_countries_and_ranges_are_refused_first() -> None:
    found = [one["match"]["expr"]["expression"] for one in rules(front(countries=["DE", "AT"], client_ranges=["203.0.113.0/24"]))[:2]]
    assert found == ["origin.region_code != 'AT' && origin.region_code != 'DE'", "!inIpRange(origin.ip, '203.0.113.0/24')"]


def test_no_log_holds_a_question() -> None:
    assert front().one(POLICY).inputs["advancedOptionsConfig"]["logLevel"] == "NORMAL"


def test_google_issues_a_certificate_once_each_name_is_shown_to_be_ours() -> None:
    recording = front()
    proof, certificate = (
        recording.one("certificatemanager/dnsAuthorization:DnsAuthorization"),
        recording.one("certificatemanager/certificate:Certificate"),
    )
    assert (proof.inputs["domain"], proof.inputs["type"], proof.inputs["location"]) == (
        "assistant.clinic-a.example",
        "PER_PROJECT_RECORD",
        REGION,
    )
    assert certificate.inputs["managed"] == {"domains": ["assistant.clinic-a.example"], "dnsAuthorizations": [proof.id]}
    assert recording.one(PROXY).inputs["certificateManagerCertificates"] == [f"//certificatemanager.googleapis.com/{certificate.id}"]


def test_a_certificate_of_ones_own_is_taken_as_it_is() -> None:
    recording = front(certificates=[CERTIFICATE])
    assert recording.one(PROXY).inputs["certificateManagerCertificates"] == [f"//certificatemanager.googleapis.com/{CERTIFICATE}"]
    assert not recording.of("certificatemanager/certificate:Certificate")


@pytest.mark.parametrize(
    ("group", "mode", "more", "checked"),
    [
        (GROUP, "UTILIZATION", {"maxUtilization": 0.8}, True),
        (ENDPOINTS, "RATE", {"maxRatePerEndpoint": 200}, True),
        (PUBLISHED, "UTILIZATION", {}, False),
    ],
)
def test_each_kind_of_group_is_balanced_as_it_can_be(group: str, mode: str, more: dict[str, Any], checked: bool) -> None:
    recording = front({"backends": {"envoy": group}})
    assert recording.one(BACKEND).inputs["backends"] == [
        {"group": group, "description": "envoy", "balancingMode": mode, "capacityScaler": 1.0, **more}
    ]
    assert bool(recording.of("compute/regionHealthCheck:RegionHealthCheck")) is checked
    assert ("healthChecks" in recording.one(BACKEND).inputs) is checked


def test_a_preview_knows_every_backend() -> None:
    assert front(preview=True).result == {"assistant": f"{HERE}/backendServices/front-assistant"}


@pytest.mark.parametrize(
    ("application", "changes", "said"),
    [
        ({"members": []}, {}, "members"),
        ({"members": ["allAuthenticatedUsers"]}, {}, "a group"),
        ({"members": ["user:a@example.com"]}, {}, "a group"),
        ({"access_levels": []}, {}, "access_levels"),
        ({"access_levels": ["managed"]}, {}, "an access level, such as"),
        ({"host_name": "*.clinic-a.example"}, {}, "one host name"),
        ({"backends": {"a": GROUP, "b": ENDPOINTS}}, {}, "balanced alike"),
        ({}, {"client_ranges": ["0.0.0.0/0"]}, "a /16 or smaller"),
        ({}, {"minimum_tls": "1.0"}, "minimum_tls"),
        ({}, {"session_minutes": 1440}, "session_minutes"),
        ({}, {"certificates": [CERTIFICATE.replace(REGION, "global")]}, "the front is regional"),
        ({}, {"applications": {}}, "applications"),
        ({}, {"applications": {"a": APPLICATION, "b": APPLICATION}}, "two have one host_name"),
        ({}, {"second_factor": "LOGIN"}, "second_factor"),
    ],
)
def test_an_open_front_is_refused_by_name(application: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        front(application, **changes)


MACHINE = f"projects/{PROJECT}/zones/{REGION}-a/instances/vault-1"
VAULT = f"vault@{PROJECT}.iam.gserviceaccount.com"


def tunnel(**changes: Any) -> Recording:
    args: Any = {
        "project": PROJECT,
        "firewall_policy": f"projects/{PROJECT}/global/firewallPolicies/management-firewall",
        "instances": {"vault-1": MACHINE},
        "service_accounts": [VAULT],
        "members": ["group:administrators@example.com"],
        "access_levels": [LEVEL],
        **changes,
    }
    return record(lambda: GcpAdminTunnel("administrators", args).instances)


def test_administrators_reach_one_port_of_named_machines_from_google_alone() -> None:
    recording = tunnel()
    rule = recording.one("compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule").inputs
    assert rule["match"] == {"srcIpRanges": ["35.235.240.0/20"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["22"]}]}
    assert (rule["targetServiceAccounts"], rule["firewallPolicy"], rule["enableLogging"]) == ([VAULT], "management-firewall", True)
    people = recording.one("iap/tunnelInstanceIAMBinding:TunnelInstanceIAMBinding").inputs
    assert (people["instance"], people["role"]) == ("vault-1", "roles/iap.tunnelResourceAccessor")
    assert people["condition"]["expression"] == f'destination.port == 22 && "{LEVEL}" in request.auth.access_levels'


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"port": 5432}, "programs use private links"),
        ({"access_levels": []}, "access_levels"),
        ({"service_accounts": []}, "service_accounts"),
    ],
)
def test_an_open_tunnel_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        tunnel(**changes)
