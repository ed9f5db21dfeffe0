"""Fronts whose parts do not fit together are refused: TLS, names, certificates, Cloud Armor, Identity-Aware Proxy, proxies without a subnetwork."""

from typing import Any

import pytest

from simulator.rules.gcp.identity_aware_proxy import IAP_GRANTS, IAP_SETTINGS
from simulator.rules.gcp.kinds import ADDRESS, FORWARDING_RULE, REGION_BACKEND_SERVICE, REGION_HEALTH_CHECK
from simulator.rules.gcp.web_fronts import (
    AUTHORIZATION,
    CERTIFICATE,
    REGION_HTTPS_PROXY,
    REGION_POLICY,
    REGION_SSL_POLICY,
    REGION_URL_MAP,
)
from tests.simulator.gcp.project import PROJECT, REGION, Made, Project

LAST: dict[str, Any] = {
    "priority": 2147483647, "action": "deny(403)", "match": {"versionedExpr": "SRC_IPS_V1", "config": {"srcIpRanges": ["*"]}},
}  # fmt: skip
OWN = f"//certificatemanager.googleapis.com/projects/other-project/locations/{REGION}/certificates/own"


def wrong(gcp: Project, type_: str, **inputs: Any) -> set[str]:
    """Paths at which the inputs are refused."""
    return {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)}


def expression(text: str = "true", **more: Any) -> dict[str, Any]:
    return {"priority": 1, "action": "deny(403)", "match": {"expr": {"expression": text}}, **more}


def throttled(**more: Any) -> dict[str, Any]:
    limits = {"conformAction": "allow", "exceedAction": "deny(429)", "rateLimitThreshold": {"count": 300, "intervalSec": 60}, **more}
    return expression(action="throttle", rateLimitOptions={name: value for name, value in limits.items() if value is not None})


def backend(gcp: Project, name: str = "assistant", **inputs: Any) -> Made:
    check = gcp.make(REGION_HEALTH_CHECK, name, name=name, httpsHealthCheck={"port": 443})
    given = {"protocol": "HTTPS", "loadBalancingScheme": "EXTERNAL_MANAGED", "healthChecks": check.id, "iap": {"enabled": True}}
    return gcp.make(REGION_BACKEND_SERVICE, name, name=name, **{**given, **inputs})


def proxy(gcp: Project, **inputs: Any) -> Made:
    names = gcp.make(REGION_URL_MAP, name="front", defaultService=backend(gcp).id)
    return gcp.make(REGION_HTTPS_PROXY, name="front", urlMap=names.id, **{"certificateManagerCertificates": [OWN], **inputs})


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"minTlsVersion": "TLS_1_3", "profile": "MODERN"}, {"profile"}),
        ({"profile": "CUSTOM"}, {"customFeatures"}),
        ({"profile": "MODERN", "customFeatures": ["TLS_AES_128_GCM_SHA256"]}, {"customFeatures"}),
        ({"profile": "STRICT"}, {"profile"}),
        ({"minTlsVersion": "TLS_1_3", "profile": "RESTRICTED"}, set()),
    ],
)
def test_a_version_of_tls_goes_with_its_profile(gcp: Project, inputs: dict[str, Any], where: set[str]) -> None:
    assert wrong(gcp, REGION_SSL_POLICY, name="front", region=REGION, **inputs) == where


def test_names_lead_to_matchers_of_the_map(gcp: Project) -> None:
    service = backend(gcp).id
    matchers = [{"name": "a", "defaultService": service}]
    assert wrong(
        gcp,
        REGION_URL_MAP,
        name="n",
        defaultService=service,
        pathMatchers=matchers,
        hostRules=[{"hosts": ["x.example"], "pathMatcher": "b"}],
    ) == {"hostRules[0].pathMatcher"}
    twice = [{"hosts": ["x.example"], "pathMatcher": "a"}] * 2
    assert wrong(gcp, REGION_URL_MAP, name="n", defaultService=service, pathMatchers=matchers, hostRules=twice) == {"hostRules[1].hosts"}
    assert wrong(gcp, REGION_URL_MAP, name="n") == {"defaultService"}
    nowhere = wrong(gcp, REGION_URL_MAP, name="n", defaultService=service, pathMatchers=[{"name": "a"}])
    assert nowhere == {"pathMatchers[0].defaultService"}
    gcp.refuses("notFound", REGION_URL_MAP, name="n", defaultService="projects/hospital-phi/regions/europe-west3/backendServices/none")


def test_a_certificate_is_issued_for_names_that_are_shown_to_be_ours(gcp: Project) -> None:
    assert wrong(gcp, AUTHORIZATION, name="a", domain="*.clinic.example", location=REGION) == {"domain"}
    assert wrong(gcp, AUTHORIZATION, name="a", domain="clinic.example", location=REGION, type="FIXED_RECORD") == {"type"}
    shown = gcp.make(AUTHORIZATION, name="a", domain="clinic.example", location=REGION, type="PER_PROJECT_RECORD")
    assert shown.outputs["dnsResourceRecords"][0]["type"] == "CNAME"
    assert wrong(gcp, CERTIFICATE, name="c", location=REGION, managed={"domains": ["clinic.example"]}) == {"managed.dnsAuthorizations"}
    other = {"domains": ["other.example"], "dnsAuthorizations": [shown.id]}
    gcp.refuses("invalid", CERTIFICATE, "no DNS authorization", name="c", location=REGION, managed=other)
    ours = {"domains": ["clinic.example", "*.clinic.example"], "dnsAuthorizations": [shown.id]}
    gcp.refuses("invalid", CERTIFICATE, "another location", name="c", location="europe-west4", managed=ours)
    made = gcp.make(CERTIFICATE, name="c", location=REGION, managed=ours)
    assert gcp.replaced_by(made, managed={**ours, "domains": ["clinic.example"]}) == ["managed"]


def test_a_proxy_has_certificates_of_one_kind_and_of_its_region(gcp: Project) -> None:
    both = {"certificateManagerCertificates": [OWN], "sslCertificates": ["own"]}
    assert wrong(gcp, REGION_HTTPS_PROXY, name="p", urlMap="n", **both) == {"certificateManagerCertificates"}
    assert wrong(gcp, REGION_HTTPS_PROXY, name="p", urlMap="n") == {"certificateManagerCertificates"}
    names = gcp.make(REGION_URL_MAP, name="front", defaultService=backend(gcp).id)
    gcp.refuses(
        "invalid",
        REGION_HTTPS_PROXY,
        "not in region",
        name="p",
        urlMap=names.id,
        certificateManagerCertificates=[OWN.replace(REGION, "global")],
    )
    gcp.make(REGION_HTTPS_PROXY, name="p", urlMap=names.id, certificateManagerCertificates=[OWN])


@pytest.mark.parametrize(
    ("rules", "where"),
    [
        ([expression()], "rules"),
        ([expression(), expression("false"), LAST], "rules"),
        ([{**LAST, "match": {"versionedExpr": "SRC_IPS_V1", "config": {"srcIpRanges": ["10.0.0.0/8"]}}}], "rules"),
        ([expression(action="throttle"), LAST], "rules[0].rateLimitOptions"),
        ([expression(rateLimitOptions={"conformAction": "allow"}), LAST], "rules[0].rateLimitOptions"),
        ([expression(action="block"), LAST], "rules[0].action"),
        ([expression(" && ".join(["true"] * 6)), LAST], "rules[0].match.expr.expression"),
        ([expression(description="x" * 65), LAST], "rules[0].description"),
        ([expression(match={"versionedExpr": "SRC_IPS_V1", "expr": {"expression": "true"}}), LAST], "rules[0].match"),
        ([expression(match=None), LAST], "rules[0].match"),
        ([throttled(conformAction="deny"), LAST], "rules[0].rateLimitOptions.conformAction"),
        ([throttled(conformAction=None), LAST], "rules[0].rateLimitOptions.conformAction"),
        ([throttled(exceedAction=None), LAST], "rules[0].rateLimitOptions.exceedAction"),
        ([throttled(rateLimitThreshold=None), LAST], "rules[0].rateLimitOptions.rateLimitThreshold.count"),
        ([throttled(rateLimitThreshold={"count": 300}), LAST], "rules[0].rateLimitOptions.rateLimitThreshold.intervalSec"),
    ],
)
def test_a_web_firewall_is_a_list_that_ends(gcp: Project, rules: list[dict[str, Any]], where: str) -> None:
    assert where in wrong(gcp, REGION_POLICY, name="front", type="CLOUD_ARMOR", rules=rules)


def test_a_sound_web_firewall_is_taken(gcp: Project) -> None:
    assert wrong(gcp, REGION_POLICY, name="front", type="CLOUD_ARMOR", rules=[expression(), LAST]) == set()
    assert wrong(gcp, REGION_POLICY, name="front", type="CLOUD_ARMOR", rules=[throttled(), LAST]) == set()


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"backends": [{"group": "g", "balancingMode": "RATE"}]}, "backends[0].balancingMode"),
        ({"backends": [{"group": f"projects/p/zones/{REGION}-a/networkEndpointGroups/g"}]}, "backends[0].balancingMode"),
        ({"backends": [{"group": "g", "balancingMode": "CONNECTION"}]}, "backends[0].balancingMode"),
        ({"loadBalancingScheme": "INTERNAL", "protocol": "TCP"}, "iap"),
    ],
)
def test_backends_are_balanced_as_their_scheme_can(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    given = {"name": "b", "protocol": "HTTPS", "loadBalancingScheme": "EXTERNAL_MANAGED", "iap": {"enabled": True}}
    assert wrong(gcp, REGION_BACKEND_SERVICE, **{**given, **inputs}) == {where}


def test_a_regional_listener_needs_proxies_in_its_network(gcp: Project) -> None:
    network, held = gcp.network(), gcp.make(ADDRESS, name="front", addressType="EXTERNAL")
    target = proxy(gcp)
    given: dict[str, Any] = {
        "loadBalancingScheme": "EXTERNAL_MANAGED", "portRange": "443", "ipAddress": held.id, "target": target.id, "ipProtocol": "TCP",
    }  # fmt: skip
    gcp.refuses("invalid", FORWARDING_RULE, "resource.network", name="front", **given)
    gcp.refuses("invalid", FORWARDING_RULE, "proxy-only subnetwork", name="front", network=network.id, **given)
    gcp.subnet(network, "10.0.9.0/26", "proxies", purpose="REGIONAL_MANAGED_PROXY", role="ACTIVE")
    gcp.make(FORWARDING_RULE, name="front", network=network.id, **given)
    gcp.refuses("resourceInUseByAnotherResource", FORWARDING_RULE, name="other", network=network.id, **given)


def test_identity_aware_proxy_is_set_and_granted_where_a_service_stands(gcp: Project) -> None:
    backend(gcp)
    name = f"projects/{PROJECT}/iap_web/compute-{REGION}/services/"
    gcp.refuses("notFound", IAP_SETTINGS, name=f"{name}none")
    gcp.make(IAP_SETTINGS, name=f"{name}assistant")
    assert wrong(gcp, IAP_SETTINGS, name="assistant") == {"name"}
    method = {"method": "PASSWORD", "maxAge": "60s", "policyType": "MINIMUM"}
    assert wrong(gcp, IAP_SETTINGS, name=f"{name}x", accessSettings={"reauthSettings": method}) >= {
        "accessSettings.reauthSettings.method", "accessSettings.reauthSettings.maxAge",
    }  # fmt: skip
    who = {"role": "roles/iap.httpsResourceAccessor", "members": ["group:a@example.com"]}
    gcp.refuses("notFound", IAP_GRANTS[0], region=REGION, webRegionBackendService="none", **who)
    gcp.make(IAP_GRANTS[0], region=REGION, webRegionBackendService="assistant", **who)
