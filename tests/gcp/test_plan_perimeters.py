"""Perimeters of a plan: one a project, and through them the plan's flows to Google's own APIs, by callers with names."""

from typing import Any

import pytest

from ai_zones.gcp.perimeter import GcpPerimeter
from ai_zones.gcp.plan_perimeters import PlanPerimeters, perimeter_name, plan_perimeters
from ai_zones.gcp.validation import InvalidInputError
from ai_zones.plan import ZoneName, ZonePlan
from tests.gcp.recording import REGION, Recording, record

ZONES = [zone.value for zone in ZoneName]
NUMBERS = {zone: f"{at}" * 12 for at, zone in enumerate(ZONES, 1)}
TRAINER = "serviceAccount:trainer@acme-prod-training.iam.gserviceaccount.com"
FLOWS = {
    "datasets": {"source": "training", "target": "deidentification", "service": "datasets"},
    "records": {"source": "deidentification", "target": "phi", "service": "database"},
    "telemetry-phi": {"source": "phi", "target": "management", "service": "telemetry"},
}
KIND = "accesscontextmanager/servicePerimeter:ServicePerimeter"


def plan(accounts: dict[str, str] | None = None) -> ZonePlan:
    """All zones, three flows."""
    held = {zone: f"acme-prod-{zone}"[:30].rstrip("-") for zone in ZONES} | (accounts or {})
    return ZonePlan.from_document(
        {
            "organization": "acme",
            "environment": "prod",
            "cloud": "gcp",
            "cidr": "10.64.0.0/12",
            "residency": [REGION],
            "availability_zones": [f"{REGION}-a"],
            "zones": {zone: {"account": account, "services": ["storage"]} for zone, account in held.items()},
            "flows": FLOWS,
        }
    )


def made(accounts: dict[str, str] | None = None, **changes: Any) -> PlanPerimeters:
    args: Any = {"access_policy": "444", "project_numbers": NUMBERS, "callers": {"training": [TRAINER]}, **changes}
    return plan_perimeters(plan(accounts), args)


def rules(found: PlanPerimeters) -> set[str]:
    """`zone direction name` of every rule."""
    return {
        f"{zone} {side} {name}"
        for zone, args in found.perimeters.items()
        for side, named in (("ingress", args["ingress"]), ("egress", args["egress"]))
        for name in named
    }


def test_each_project_has_a_perimeter_and_nothing_crosses_but_flows_to_googles_apis() -> None:
    found = made()
    assert {zone.value for zone in found.perimeters} == set(ZONES)
    assert rules(found) == {"training egress datasets", "deidentification ingress datasets"}
    assert found.closed == ["telemetry-phi: phi → management"]


def test_a_flow_goes_out_of_one_and_into_the_other_by_the_same_methods() -> None:
    found = made().perimeters
    out, into = found[ZoneName.TRAINING]["egress"]["datasets"], found[ZoneName.DEIDENTIFICATION]["ingress"]["datasets"]
    assert out["services"] == into["services"]
    assert "storage.googleapis.com" in out["services"]
    assert out["identities"] == into["identities"] == [TRAINER]
    assert (out["projects"], into["projects"]) == (
        {"deidentification": NUMBERS["deidentification"]},
        {"training": NUMBERS["training"]},
    )


def test_without_callers_every_flow_stays_closed_and_is_said() -> None:
    found = made(callers={})
    assert rules(found) == set()
    assert found.closed == ["datasets: training → deidentification", "telemetry-phi: phi → management"]


def test_zones_of_one_project_share_a_perimeter_and_do_not_cross_it() -> None:
    found = made({"training": "acme-prod-deid", "deidentification": "acme-prod-deid"})
    assert ZoneName.TRAINING not in found.perimeters
    assert rules(found) == set()


def test_sinks_write_to_the_archive_whoever_calls() -> None:
    found = made(project_sinks=True, sink_folder_id="123456789012")
    assert {"phi egress log-sinks", "management ingress log-sinks"} <= rules(found)
    entry = found.perimeters[ZoneName.MANAGEMENT]["ingress"]["log-sinks"]
    assert entry["identities"] == [
        "serviceAccount:service-folder-123456789012@gcp-sa-logging.iam.gserviceaccount.com",
        f"serviceAccount:service-{NUMBERS['phi']}@gcp-sa-logging.iam.gserviceaccount.com",
    ]
    assert entry["service_agents"]


def test_who_enters_from_outside_needs_a_level_and_gets_the_zones_services() -> None:
    deploy = {"identities": ["serviceAccount:ci@acme-ci.iam.gserviceaccount.com"], "access_levels": ["accessPolicies/444/accessLevels/ci"]}
    review = {**deploy, "services": {"logging.googleapis.com": ["*"]}, "zones": ["management"]}
    found = made(entries={"deploy": deploy, "review": review})
    assert {f"{zone} ingress deploy" for zone in ZONES} | {"management ingress review"} <= rules(found)
    assert "phi ingress review" not in rules(found)
    services = found.perimeters[ZoneName.PHI]["ingress"]["deploy"]["services"]
    assert {"compute.googleapis.com", "storage.googleapis.com"} <= set(services)
    assert "bigquery.googleapis.com" not in services


def test_networks_call_what_the_plan_names_and_what_its_flows_lead_to() -> None:
    found = made().perimeters
    assert found[ZoneName.PHI]["accessible_services"] == ["logging.googleapis.com", "monitoring.googleapis.com", "storage.googleapis.com"]
    assert found[ZoneName.ACCESS]["accessible_services"] == ["storage.googleapis.com"]


def test_the_host_of_a_shared_vpc_is_in_the_same_perimeter() -> None:
    found = made(further_projects={"phi": {"host": "999999999999"}}).perimeters
    assert found[ZoneName.PHI]["projects"] == {"phi": NUMBERS["phi"], "host": "999999999999"}


def build(**changes: Any) -> Recording:
    def program() -> Any:
        of = plan()
        for zone, args in made(**changes).perimeters.items():
            GcpPerimeter(perimeter_name(of, zone), args)
        return None

    return record(program)


def test_what_is_derived_can_be_built() -> None:
    entries = {
        "deploy": {
            "identities": ["serviceAccount:ci@acme-ci.iam.gserviceaccount.com"],
            "access_levels": ["accessPolicies/444/accessLevels/ci"],
        }
    }
    recording = build(entries=entries, project_sinks=True, sink_organization_id="999999999999", mode="dry-run")
    perimeters = recording.of(KIND)
    assert len(perimeters) == len(ZONES)
    assert all(one.inputs["useExplicitDryRunSpec"] and "status" not in one.inputs for one in perimeters)
    archive = next(one for one in perimeters if "management" in one.inputs["name"])
    sinks = next(rule for rule in archive.inputs["spec"]["ingressPolicies"] if rule["title"] == "log-sinks")
    assert sinks["ingressFrom"]["sources"] == [{"accessLevel": "*"}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"callers": {"phi": [TRAINER]}, "project_numbers": {"training": "1" * 12}}, "callers.phi"),
        ({"entries": {"x": {"identities": ["user:a@b.org"], "access_levels": []}}}, "at least 1"),
        ({"entries": {"x": {"identities": ["allUsers"], "access_levels": ["l"]}}}, "never allUsers"),
        ({"entries": {"x": {"identities": ["user:a@b.org"], "access_levels": ["l"], "services": {"*": ["*"]}}}}, "never \\*"),
        ({"project_numbers": {}}, "at least 1"),
        ({"further_projects": {"nowhere": {}}}, "must be one of"),
    ],
)
def test_what_would_open_or_protect_nothing_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        made(**changes)
