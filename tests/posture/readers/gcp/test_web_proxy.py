"""Secure Web Proxy as the inspector of the way out."""

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T3, Gcp


def proxied(zone: str, matcher: str) -> Gcp:
    program = Gcp()
    program.project(OURS, zone)
    program.project(OTHER, "phi")
    program.add("storage:Bucket", "records", project=OTHER, location="europe-west1")
    network = program.network()
    subnet = program.subnet("a", network)
    policy = program.add("networksecurity:GatewaySecurityPolicy", "policy", location="europe-west1")
    program.add("networksecurity:UrlList", "providers", location="europe-west1", values=["api.openai.com"])
    program.add(
        "networksecurity:GatewaySecurityPolicyRule", "rule", location="europe-west1", gatewaySecurityPolicy=policy.inputs["name"],
        enabled=True, priority=1, basicProfile="ALLOW", sessionMatcher=matcher,
    )  # fmt: skip
    program.add(
        "networkservices:Gateway", "proxy", location="europe-west1", type="SECURE_WEB_GATEWAY", network=network.id, subnetwork=subnet.id,
        gatewaySecurityPolicy=policy.id, addresses=["10.0.1.9"], ports=[443],
    )  # fmt: skip
    return program


@pytest.mark.parametrize(
    ("matcher", "verdict"),
    [
        ("host() == 'api.openai.com'", "proven"),
        (f"inUrlList(host(), 'projects/{OURS}/locations/europe-west1/urlLists/providers')", "proven"),
        ("host() == 'api.openai.com' || host() == 'api.evil.example'", "violated"),
        ("host().endsWith('.example')", "violated"),
        ("true", "violated"),
        ("source.matchServiceAccount('x')", "unproven"),
    ],
)
def test_only_names_of_approved_providers_pass(form: str, matcher: str, verdict: str) -> None:
    assert proxied("egress", matcher).verdicts(form)[T3] == verdict


def test_a_proxy_in_the_phi_zone_is_a_way_out(form: str) -> None:
    assert proxied("phi", "host() == 'api.openai.com'").verdicts(form)[T1] == "violated"


def test_a_proxy_without_a_rule_that_allows_is_none(form: str) -> None:
    program = proxied("phi", "host() == 'api.openai.com'")
    next(made for made in program.made if made.name == "rule").inputs["basicProfile"] = "DENY"
    assert program.verdicts(form)[T1] == "proven"
