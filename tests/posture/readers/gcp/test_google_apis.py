"""Google's APIs as a road out, and perimeters that close it."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import NUMBERS, OTHER, OURS, T1, T2, Gcp, Made, Ref

RESTRICTED, PRIVATE = "199.36.153.4/30", "199.36.153.8/30"


def ward(vip: str = RESTRICTED, **subnet: Any) -> tuple[Gcp, Made, Made]:
    program = Gcp()
    project = program.project()
    network = program.network()
    program.subnet("a", network, **{"privateIpGoogleAccess": True, **subnet})
    program.route("apis", network, vip, nextHopGateway="default-internet-gateway")
    return program, project, network


def number(project: Made) -> Ref:
    return Ref(project.urn, f"projects/{NUMBERS[OURS]}")


def test_private_google_access_without_a_perimeter_leads_to_anybodys_data(form: str) -> None:
    program, _, _ = ward()
    assert program.verdicts(form)[T1] == "violated"


def test_without_private_google_access_there_is_no_road(form: str) -> None:
    program, _, _ = ward(privateIpGoogleAccess=False)
    assert program.verdicts(form)[T1] == "proven"


def test_a_perimeter_around_the_project_closes_the_restricted_address(form: str) -> None:
    program, project, _ = ward()
    program.perimeter("ring", [number(project)])
    assert program.verdicts(form)[T1] == "proven"


def test_no_perimeter_closes_the_private_address(form: str) -> None:
    program, project, _ = ward(PRIVATE)
    program.perimeter("ring", [number(project)])
    assert program.verdicts(form)[T1] == "violated"


def test_a_default_route_leads_to_both_addresses_unless_a_rule_holds_one(form: str) -> None:
    program = Gcp()
    project = program.project()
    network = program.network(bare=False, autoCreateSubnetworks=False)
    program.subnet("a", network, privateIpGoogleAccess=True)
    program.deny_egress(network)
    program.firewall("apis", network, direction="EGRESS", destinationRanges=[RESTRICTED], allows=[{"protocol": "tcp"}], priority=100)
    program.perimeter("ring", [number(project)])
    assert program.verdicts(form)[T1] == "proven"
    program.firewall("more", network, direction="EGRESS", destinationRanges=[PRIVATE], allows=[{"protocol": "tcp"}], priority=100)
    assert program.verdicts(form)[T1] == "violated"


def test_a_dry_run_closes_nothing(form: str) -> None:
    program, project, _ = ward()
    whole = program.perimeter("ring", [number(project)])
    whole.inputs.update(spec=whole.inputs.pop("status"), useExplicitDryRunSpec=True)
    assert program.verdicts(form)[T1] == "violated"


def test_a_perimeter_around_another_project_closes_nothing(form: str) -> None:
    program, _, _ = ward()
    program.perimeter("ring", [f"projects/{NUMBERS[OTHER]}"])
    assert program.verdicts("state")[T1] == "violated"
    assert program.verdicts(form)[T1] != "proven"


def test_a_service_that_is_not_restricted_is_a_road(form: str) -> None:
    program, project, _ = ward()
    program.perimeter("ring", [number(project)], vpcAccessibleServices={"enableRestriction": False})
    assert program.verdicts(form)[T1] == "violated"


def test_a_service_that_is_accessible_and_not_restricted_is_a_road(form: str) -> None:
    program, project, _ = ward()
    accessible = {"enableRestriction": True, "allowedServices": ["RESTRICTED-SERVICES", "pubsub.googleapis.com"]}
    program.perimeter("ring", [number(project)], vpcAccessibleServices=accessible)
    result = program.results(form)[T1]
    assert "pubsub.googleapis.com" in result.findings[0].shown_path


@pytest.mark.parametrize("to", ["*", "projects/999999999999"])
def test_an_egress_rule_for_others_is_a_road(form: str, to: str) -> None:
    program, project, _ = ward()
    rule = {
        "egressFrom": {"identityType": "ANY_IDENTITY"},
        "egressTo": {"resources": [to], "operations": [{"serviceName": "storage.googleapis.com"}]},
    }
    program.perimeter("ring", [number(project)], egressPolicies=[rule])
    assert program.verdicts(form)[T1] == "violated"


def test_an_egress_rule_of_its_own_counts_too(form: str) -> None:
    program, project, _ = ward()
    ring = program.perimeter("ring", [number(project)])
    to = {"resources": ["*"], "operations": [{"serviceName": "*"}]}
    program.add("accesscontextmanager:ServicePerimeterEgressPolicy", "hole", perimeter=ring.id, egressTo=to, egressFrom={})
    assert program.verdicts(form)[T1] == "violated"


def test_a_project_that_joins_by_a_resource_of_its_own_is_inside(form: str) -> None:
    program, project, _ = ward()
    ring = program.perimeter("ring", [])
    program.add("accesscontextmanager:ServicePerimeterResource", "member", perimeterName=ring.id, resource=number(project))
    assert program.verdicts(form)[T1] == "proven"


def test_a_bridge_is_no_perimeter(form: str) -> None:
    program, project, _ = ward()
    bridge = program.perimeter("bridge", [number(project)])
    bridge.inputs["perimeterType"] = "PERIMETER_TYPE_BRIDGE"
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("bundle", "verdict"), [("vpc-sc", "proven"), ("all-apis", "violated")])
def test_an_endpoint_for_a_bundle_is_closed_as_its_bundle_is(form: str, bundle: str, verdict: str) -> None:
    program = Gcp()
    project = program.project()
    network = program.network()
    program.subnet("a", network)
    program.add("compute:GlobalForwardingRule", "apis", target=bundle, network=network.id, loadBalancingScheme="", ipAddress="10.0.9.9")
    program.perimeter("ring", [number(project)])
    assert program.verdicts(form)[T1] == verdict


def test_the_models_api_in_a_phi_project_is_a_model_unredacted(form: str) -> None:
    program, project, _ = ward()
    services = ["storage.googleapis.com", "aiplatform.googleapis.com"]
    program.perimeter("ring", [number(project)], services)
    program.add("projects:Service", "models", service="aiplatform.googleapis.com")
    assert program.verdicts(form)[T2] == "violated"
